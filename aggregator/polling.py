"""Feeds, live or archived → articles that are due to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import transaction

from aggregator.fetch import fetch, rules_from_settings
from aggregator.journal import note, note_refused
from aggregator.limits import LEASE, bounded, delay_of
from aggregator.models import Article, Capture, Feed, Outlet
from aggregator.outlets import outlet_of
from aggregator.reading.decide import next_poll
from aggregator.reading.types import FeedEntry, ReadFeed, ReadingError
from aggregator.reading.urls import normalise
from aggregator.turns import NotYet, turn_at
from aggregator.wire.fetched import FetchError, FetchRules

LONGEST_URL = 1000  # characters that the articles' column holds


def feeds_to_poll(now: datetime) -> list[int]:
    """The live feeds whose time has come; none when following live outlets is switched off."""
    due = Feed.objects.due(now).filter(outlet__slug__in=settings.FOLLOW) if settings.FOLLOW else Feed.objects.due(now)
    return list(due.values_list("pk", flat=True)) if settings.LIVE else []


def captured_feeds_to_read() -> list[int]:
    """Archived feeds whose entries have not been taken yet."""
    unread = Capture.objects.exclude(kind=Capture.Kind.PAGE).filter(read_at=None)
    return list(unread.values_list("pk", flat=True)[:100])


def poll_feed(feed_id: int, now: datetime) -> int:
    """Ask one live feed for its entries; gives how many articles are new. A failure is logged and put off."""
    if feed_id not in feeds_to_poll(now):
        return 0  # following live outlets, or this one, was switched off since the task was sent
    if not Feed.objects.due(now).filter(pk=feed_id).update(lease_until=now + LEASE):
        return 0  # another worker has it, or it is not due any more
    feed = Feed.objects.select_related("outlet").get(pk=feed_id)
    rules = rules_from_settings()
    try:
        return _poll(feed, rules, now)
    except NotYet as busy:
        Feed.objects.filter(pk=feed_id).update(next_poll_at=busy.at, lease_until=None)
    except (FetchError, ReadingError) as error:
        _put_feed_off(feed, error, now)
    return 0


def _poll(feed: Feed, rules: FetchRules, now: datetime) -> int:
    with turn_at(feed.url, rules, delay_of(feed.outlet), now) as go_to:
        answer = fetch(feed.url, rules, feed.etag, feed.last_modified, accept="feed", on_redirect=go_to)
    new = 0
    if not answer.unchanged:
        found = read_feed_bytes(answer.body, feed.url, feed.kind, answer.content_type)
        new = enter_entries(feed.outlet, found.entries, Article.Origin.LIVE, "", now)
        note_refused(found.refused, feed.url, feed)
        feed.newest_item_at = max(filter(None, [feed.newest_item_at, found.newest]), default=None)
        feed.etag, feed.last_modified = answer.etag[:500], answer.last_modified[:200]
    feed.polled_at = feed.succeeded_at = now
    feed.failures, feed.last_problem, feed.lease_until = 0, "", None
    feed.next_poll_at = next_poll(0, now, found_new=bool(new))
    feed.save(
        update_fields=[
            "newest_item_at", "etag", "last_modified", "polled_at", "succeeded_at", "failures", "last_problem",
            "lease_until", "next_poll_at",
        ]
    )  # fmt: skip
    note(
        "unchanged" if answer.unchanged else "ok",
        feed.url,
        feed=feed,
        milliseconds=answer.milliseconds,
        size=answer.wire_bytes,
    )
    return new


def _put_feed_off(feed: Feed, error: FetchError | ReadingError, now: datetime) -> None:
    failures = feed.failures + 1
    gone = isinstance(error, FetchError) and error.status == 410
    Feed.objects.filter(pk=feed.pk).update(
        failures=failures,
        polled_at=now,
        gone=gone,
        last_problem=str(error)[:300],
        next_poll_at=next_poll(failures, now, found_new=False, retry_after=getattr(error, "retry_after", None)),
        lease_until=None,
    )
    note(error.reason, feed.url, feed=feed, detail=error.detail)


def read_feed_bytes(body: bytes, url: str, kind: str, content_type: str = "") -> ReadFeed:
    """A feed's or news sitemap's entries, read in a bounded process; raises ReadingError."""
    reader = "aggregator.reading.sitemaps:read_sitemap" if kind == "sitemap" else "aggregator.reading.feeds:read_feed"
    arguments = (body, url) if kind == "sitemap" else (body, url, content_type)
    return cast(ReadFeed, bounded(reader, *arguments))


def enter_entries(outlet: Outlet, entries: Iterable[FeedEntry], origin: str, archive: str, now: datetime) -> int:
    """Make an article, due to be read, of every entry that is not known yet; gives how many were new."""
    refused: Counter[str] = Counter()
    new = sum(_enter(outlet, entry, origin, archive, now, refused) for entry in entries)
    note_refused(refused, f"{outlet.home}#{archive or 'feed'}")
    return new


def _enter(outlet: Outlet, entry: FeedEntry, origin: str, archive: str, now: datetime, refused: Counter[str]) -> bool:
    """Whether the entry's article is new. An entry that leads elsewhere is counted and dropped, never followed."""
    try:
        entry = replace(entry, url=normalise(entry.url))
    except ReadingError as error:
        refused[error.reason] += 1
        return False
    found = outlet_of(entry.url)
    if found is None or found.slug != outlet.slug:
        refused["entry of another site"] += 1
        return False
    if len(entry.url) > LONGEST_URL:
        refused["address too long"] += 1
        return False
    _, made = Article.objects.get_or_create(url=entry.url, defaults=_entered(outlet, entry, origin, archive, now))
    if not made:
        _complete(entry)
        if origin == Article.Origin.LIVE:
            _revive(entry, now)
    return made


def _revive(entry: FeedEntry, now: datetime) -> None:
    """An article that an archive only named is fetched after all when a live feed names it too."""
    named = Article.objects.filter(url=entry.url, state=Article.State.REFUSED, reason="not in the archive")
    named.update(
        origin=Article.Origin.LIVE, archive="", state=Article.State.DUE, reason="", attempts=0, next_try_at=now
    )


def _entered(outlet: Outlet, entry: FeedEntry, origin: str, archive: str, now: datetime) -> dict[str, object]:
    return {
        "outlet": outlet,
        "link": entry.url,
        "origin": origin,
        "archive": archive,
        "first_seen_at": now,
        "next_try_at": now,
        **_feed_fields(entry),
    }


def _complete(entry: FeedEntry) -> None:
    """Give an article that came in without a feed what the feed tells of it; nothing that is known is replaced."""
    waiting = Article.objects.filter(url=entry.url, state=Article.State.DUE, title="")
    waiting.update(**_feed_fields(entry))


def _feed_fields(entry: FeedEntry) -> dict[str, object]:
    published = entry.published
    return {
        "title": entry.title[:500],
        "authors": list(entry.authors),
        "feed_summary": entry.summary[:4000],
        "published_at": published.at if published else None,
        "published_zone": published.zone if published else "",
        "published_source": published.source if published else "",
        "published_day_only": bool(published and published.precision == "day"),
    }


def read_captured_feed(capture_id: int, now: datetime) -> int:
    """Take the entries of an archived feed, once; gives how many articles are new."""
    capture = Capture.objects.select_related("outlet").get(pk=capture_id)
    if capture.read_at:
        return 0
    try:
        found = read_feed_bytes(capture.body, capture.url, capture.kind, capture.content_type)
    except ReadingError as error:
        note(error.reason, capture.url, detail=error.detail)
        Capture.objects.filter(pk=capture_id).update(read_at=now, reason=error.reason[:120])
        return 0
    with transaction.atomic():
        if not Capture.objects.filter(pk=capture_id, read_at=None).update(read_at=now):
            return 0  # another worker was quicker
        new = enter_entries(capture.outlet, found.entries, capture.origin, capture.archive, now)
        note_refused(found.refused, capture.url)
    return new
