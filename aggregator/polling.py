"""Feeds, live or archived → articles that are due to be read."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from aggregator.asking import ask_for_feed, read_feed_bytes
from aggregator.feed_state import after_answer, after_refusal
from aggregator.holding import AWAY, renewed
from aggregator.journal import note, note_refused
from aggregator.limits import LEASE, courtesy_for
from aggregator.models import Article, Capture, Feed, Outlet
from aggregator.reading.entering import fitting
from aggregator.reading.types import FeedEntry, ReadingError
from aggregator.removal import TAKEN_DOWN
from aggregator.switches import followed
from aggregator.turns import NotYet
from aggregator.wire.fetched import FetchError

logger = logging.getLogger(__name__)


def feeds_to_poll(now: datetime) -> list[int]:
    """The live feeds whose time has come; none when following live outlets is switched off."""
    return list(followed(Feed.objects.due(now)).values_list("pk", flat=True))


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
    held = Feed.objects.filter(pk=feed_id, lease_until__isnull=False)
    with renewed(lambda until: held.update(lease_until=until)):
        return _poll_held(Feed.objects.select_related("outlet").get(pk=feed_id), now)


def _poll_held(feed: Feed, now: datetime) -> int:
    try:
        return _poll(feed, now)
    except NotYet as busy:
        Feed.objects.filter(pk=feed.pk).update(next_poll_at=busy.at, lease_until=None)
    except (FetchError, ReadingError) as error:
        after_refusal(feed, error, now)
    except AWAY:
        raise  # the database, not the feed: its lease ends by itself
    except Exception as error:
        logger.exception("feed %s could not be polled", feed.url)
        after_refusal(feed, ReadingError("crashed", repr(error)), now)
    return 0


def _poll(feed: Feed, now: datetime) -> int:
    answer, found = ask_for_feed(feed.url, feed.kind, courtesy_for(feed.outlet), now, feed.etag, feed.last_modified)
    new = 0
    if found:
        note_refused(found.refused, feed.url, feed)
        new = enter_entries(feed.outlet, found.entries, Article.Origin.LIVE, "", now, feed)
    after_answer(feed, answer, found, bool(new), now)
    return new


def enter_entries(
    outlet: Outlet, entries: Iterable[FeedEntry], origin: str, archive: str, now: datetime, feed: Feed | None = None
) -> int:
    """Make an article, due to be read, of every entry that is not known yet; gives how many were new."""
    refused: Counter[str] = Counter()
    if outlet.withdrawn_at:
        note(TAKEN_DOWN, outlet.home, feed=feed)
        return 0
    fit = fitting(entries, outlet.slug, refused)
    new = sum(_enter(outlet, entry, origin, archive, now) for entry in fit)
    note_refused(refused, feed.url if feed else f"{outlet.home}#{archive or 'feed'}", feed)
    return new


def _enter(outlet: Outlet, entry: FeedEntry, origin: str, archive: str, now: datetime) -> bool:
    """Whether the entry's article is new."""
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
