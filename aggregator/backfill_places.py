"""A place of a backfill → the wanted articles that it names: one part of it is looked through at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from protego import Protego

from aggregator.archive_intake import enter_archive
from aggregator.archives import CapturedPage
from aggregator.asking import ask
from aggregator.backfill import window_of
from aggregator.backfill_intake import Part, Wanted, save_part
from aggregator.journal import note
from aggregator.limits import JITTER, bounded, courtesy_for
from aggregator.models import Backfill, BackfillPlace
from aggregator.outlets import outlet_of
from aggregator.reading.cdx import CUT_SHORT, ReadIndex, index_address, snapshot_address, snapshot_of
from aggregator.reading.decide import gives_up
from aggregator.reading.sitemaps import Listed, SitemapListing
from aggregator.reading.types import Instant, ReadingError
from aggregator.reading.window import Window, days_in_address, wanted_article
from aggregator.turns import NotYet, turn_at
from aggregator.wire.fetched import Accept, Fetched, FetchError
from aggregator.wire.politeness import host_of, next_try

MOST_SITEMAPS = 5_000
INDEX_ROWS = 2_000
INDEX_SECONDS = 60.0  # an index looks long for what stands under a short address


def look_through(place: BackfillPlace, now: datetime, addresses: Sequence[str] = ()) -> None:
    """Look through the next part of a place, and store what it names and how far it was come, together.

    A failure is logged under its reason and the place is put off or refused; nothing is raised. `addresses` are the
    lines of a list, which is nowhere else.
    """
    backfill = place.backfill
    try:
        if backfill.source == Backfill.Source.LIST:
            part = _listed(backfill, addresses)
        else:
            part = _LOOKS[backfill.source](place, now)
        save_part(place, part, now)
    except NotYet as busy:
        BackfillPlace.objects.filter(pk=place.pk).update(next_try_at=busy.at)
    except (FetchError, ReadingError) as error:
        _put_off(place, error, now)


def _put_off(place: BackfillPlace, error: FetchError | ReadingError, now: datetime) -> None:
    permanent = error.permanent if isinstance(error, FetchError) else error.reason != CUT_SHORT
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    attempts = place.attempts + 1
    refused = gives_up(permanent, attempts)
    BackfillPlace.objects.filter(pk=place.pk).update(
        state=BackfillPlace.State.REFUSED if refused else BackfillPlace.State.DUE,
        attempts=attempts,
        reason=error.reason[:120],
        next_try_at=next_try(attempts, now, retry_after, JITTER),
    )
    note(error.reason, place.address, detail=error.detail)


# A list of addresses


def _listed(backfill: Backfill, addresses: Sequence[str]) -> Part:
    refused: Counter[str] = Counter()
    wanted: list[Wanted] = []
    for line in addresses:
        snapshot = snapshot_of(settings.SNAPSHOTS_URL, line.strip())
        try:
            url = wanted_article(snapshot.original if snapshot else line, backfill.outlet.slug, window_of(backfill))
            wanted.append(Wanted(url, snapshot_address(settings.SNAPSHOTS_URL, snapshot) if snapshot else ""))
        except ReadingError as error:
            refused[error.reason] += 1
    return Part(wanted, refused)


# Sitemaps


def _sitemap(place: BackfillPlace, now: datetime) -> Part:
    if place.address.endswith("/robots.txt"):
        return _named_by_robots(place, now)
    answer = _asked(place, place.address, now, "feed")
    found = bounded("aggregator.reading.sitemaps:read_listing", answer.body, answer.final_url)
    listing, window = cast(SitemapListing, found), window_of(place.backfill)
    refused = Counter(listing.refused)
    wanted = [one for page in listing.pages if (one := _page(place.backfill, window, page, refused))]
    return Part(wanted, refused, _sitemaps(place, window, listing.sitemaps, refused))


def _named_by_robots(place: BackfillPlace, now: datetime) -> Part:
    """A turn at the host has its robots.txt fetched and kept; the sitemaps that it names are places of their own."""
    courtesy = courtesy_for(place.backfill.outlet)
    with turn_at(place.address, courtesy, now):
        kept = courtesy.hosts.robots(host_of(place.address))
    named = tuple(dict.fromkeys(Protego.parse(kept[0].text).sitemaps)) if kept else ()
    if not named:
        raise ReadingError("robots.txt names no sitemap", place.address)
    refused: Counter[str] = Counter()
    return Part([], refused, _sitemaps(place, window_of(place.backfill), [Listed(url) for url in named], refused))


def _sitemaps(place: BackfillPlace, window: Window, listed: Iterable[Listed], refused: Counter[str]) -> tuple[str, ...]:
    """The sitemaps that may name articles of the window. One that names itself is a place that is there already."""
    kept: list[str] = []
    room = MOST_SITEMAPS - place.backfill.places.count()
    for sitemap in listed:
        reason = _why_not(place, window, sitemap) or ("too many sitemaps" if len(kept) >= room else "")
        if reason:
            refused[reason] += 1
        else:
            kept.append(sitemap.url)
    return tuple(kept)


def _why_not(place: BackfillPlace, window: Window, sitemap: Listed) -> str:
    own = outlet_of(sitemap.url)
    same_host = host_of(sitemap.url) == host_of(place.address)
    if not same_host and (own is None or own.slug != place.backfill.outlet.slug):
        return "sitemap of another site"
    days = days_in_address(sitemap.url)
    changed = _day(sitemap.changed)
    if (days and not window.touches(*days)) or (window.first and changed and changed < window.first):
        return "sitemap of other dates"
    return "address too long" if len(sitemap.url) > 1000 else ""


def _page(backfill: Backfill, window: Window, page: Listed, refused: Counter[str]) -> Wanted | None:
    days = _day(page.published), _day(page.changed)
    try:
        url = wanted_article(page.url, backfill.outlet.slug, window, *days, undated=backfill.undated)
        return Wanted(url, title=page.title, published=page.published)
    except ReadingError as error:
        refused[error.reason] += 1
    return None


def _day(instant: Instant | None) -> date | None:
    return instant.at.date() if instant else None


# An archive's index


def _index(place: BackfillPlace, now: datetime) -> Part:
    address = index_address(settings.CDX_URL, place.address, INDEX_ROWS, place.cursor)
    answer = _asked(place, address, now, "any", INDEX_SECONDS)
    found = cast(ReadIndex, bounded("aggregator.reading.cdx:read_index", answer.body))
    refused = Counter(found.refused)
    if not found.captures and not place.parts and not found.resume_key:
        refused["not in the archive"] += 1
    wanted: dict[str, Wanted] = {}
    outlet, window = place.backfill.outlet, window_of(place.backfill)
    for capture in found.captures:
        try:
            url = wanted_article(capture.original, outlet.slug, window, changed=capture.at.date())
            wanted.setdefault(url, Wanted(url, snapshot_address(settings.SNAPSHOTS_URL, capture)))
        except ReadingError as error:
            refused[error.reason] += 1
    if found.resume_key and found.resume_key == place.cursor:
        raise ReadingError("index goes in a circle", place.address)
    return Part(list(wanted.values()), refused, cursor=found.resume_key)


# WARC files


def _warc(place: BackfillPlace, now: datetime) -> Part:
    window, slug = window_of(place.backfill), place.backfill.outlet.slug

    def wanted(page: CapturedPage) -> str:
        captured = page.captured.date() if page.captured else None
        return wanted_article(page.url, slug, window, changed=captured, undated=place.backfill.undated or not captured)

    intake = enter_archive(Path(place.address), now, wanted)
    return Part([], intake.refused, entered=intake.articles, new=intake.new)


_LOOKS: Mapping[str, Callable[[BackfillPlace, datetime], Part]] = {
    Backfill.Source.SITEMAP: _sitemap,
    Backfill.Source.INDEX: _index,
    Backfill.Source.WARC: _warc,
}


def _asked(place: BackfillPlace, url: str, now: datetime, accept: Accept, seconds: float = 0) -> Fetched:
    """One polite request for a place."""
    courtesy = courtesy_for(place.backfill.outlet)
    patient = replace(courtesy.rules, deadline_seconds=max(seconds, courtesy.rules.deadline_seconds))
    answer = ask(url, accept, replace(courtesy, rules=patient), now)
    note("ok", url, milliseconds=answer.milliseconds, size=answer.wire_bytes)
    return answer
