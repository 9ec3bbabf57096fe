"""An archive of saved pages and feeds → captures, and articles that the same tasks read as live ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from aggregator.archives import Archive, CapturedFeed, CapturedPage, read_archive
from aggregator.journal import note_refused
from aggregator.models import Article, Capture, Outlet
from aggregator.outlets import outlet_of
from aggregator.reading.entering import LONGEST_URL
from aggregator.reading.types import ReadingError
from aggregator.reading.urls import normalise
from aggregator.removal import TAKEN_DOWN


@dataclass(frozen=True, slots=True)
class Intake:
    """What an archive held: its articles (known ones too), how many are new, feeds, refusals by reason."""

    name: str
    articles: tuple[int, ...]
    new: int
    feeds: int
    refused: Counter[str]


Wanted = Callable[[CapturedPage], str]
"""A page to its article's address; raises ReadingError under the reason that it is not wanted for."""


def enter_archive(path: Path, now: datetime, wanted: Wanted | None = None) -> Intake:
    """Store what an archive holds and make its articles due. Entering it again changes nothing.

    Pages go first: a feed's entries then find their articles known, and none of them is ever asked for live. With
    `wanted` only the pages that it wants are taken, and no feeds.
    Raises ReadingError where the path is no archive.
    """
    archive = read_archive(path)
    refused: Counter[str] = Counter()
    address = wanted or _any_page
    found = [entered for page in archive.pages if (entered := _enter_page(archive, page, address, refused, now))]
    feeds = 0 if wanted else sum(_enter_feed(archive, feed, refused, now) for feed in archive.feeds)
    refused += archive.refused
    note_refused(refused, f"archive:{archive.name}")
    return Intake(archive.name, tuple(pk for pk, _ in found), sum(new for _, new in found), feeds, refused)


def _any_page(page: CapturedPage) -> str:
    return normalise(page.url)


def _enter_page(
    archive: Archive, page: CapturedPage, wanted: Wanted, refused: Counter[str], now: datetime
) -> tuple[int, bool] | None:
    try:
        url = wanted(page)
    except ReadingError as error:
        refused[error.reason] += 1
        return None
    outlet = _outlet(page, url)
    if outlet is None or len(url) > LONGEST_URL:
        refused["address too long" if outlet else "not one of the outlets"] += 1
        return None
    if outlet.withdrawn_at or Article.objects.filter(url=url, state=Article.State.REMOVED).exists():
        refused[TAKEN_DOWN] += 1
        return None
    with transaction.atomic():
        article, new = Article.objects.get_or_create(
            url=url,
            defaults={
                "outlet": outlet,
                "link": page.link or url,
                "link_is_home": page.link_is_home,
                "origin": _origin(archive),
                "archive": archive.name,
                "captured_from": page.source[:1000],
                "first_seen_at": now,
                "next_try_at": now,
            },
        )
        _store(archive, page, url, outlet, Capture.Kind.PAGE)
        if not new:
            _revive(archive, page, url, now)
    return article.pk, new


def _revive(archive: Archive, page: CapturedPage, url: str, now: datetime) -> None:
    """An article that could not be had so far, live or in another archive, is read from this one."""
    unread = Article.objects.filter(url=url, snapshot=None, state=Article.State.REFUSED)
    unread.update(
        origin=_origin(archive),
        archive=archive.name,
        captured_from=page.source[:1000],
        link=page.link or url,
        link_is_home=page.link_is_home,
        state=Article.State.DUE,
        reason="",
        attempts=0,
        next_try_at=now,
        lease_until=None,
        queued_until=None,
    )


def _enter_feed(archive: Archive, feed: CapturedFeed, refused: Counter[str], now: datetime) -> bool:
    outlet = _outlet(feed, feed.url)
    if outlet is None or outlet.withdrawn_at:
        refused[TAKEN_DOWN if outlet else "not one of the outlets"] += 1
        return False
    kind = Capture.Kind.SITEMAP if feed.kind == "sitemap" else Capture.Kind.RSS
    return _store(archive, feed, feed.url, outlet, kind)


def _store(archive: Archive, page: CapturedPage | CapturedFeed, url: str, outlet: Outlet, kind: str) -> bool:
    _, made = Capture.objects.get_or_create(
        url=url,
        archive=archive.name,
        defaults={
            "kind": kind,
            "outlet": outlet,
            "origin": _origin(archive),
            "packed": Capture.pack(page.body),
            "content_type": page.content_type[:200],
            "captured_at": page.captured or _unknown_capture(),
            "captured_from": page.source[:1000] if isinstance(page, CapturedPage) else "",
        },
    )
    return made


def _outlet(page: CapturedPage | CapturedFeed, url: str) -> Outlet | None:
    spec = outlet_of(url)
    return Outlet.objects.filter(slug=page.outlet or (spec.slug if spec else "")).first()


def _origin(archive: Archive) -> str:
    return Article.Origin.SAMPLE if archive.kind == "sample" else Article.Origin.ARCHIVE


def _unknown_capture() -> datetime:
    """An archive that does not say when a page was saved: it was by now."""
    return timezone.now().astimezone(UTC)
