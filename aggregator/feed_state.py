"""What a feed answered → its row: when it is asked again, where, and whether it has frozen or ended."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from datetime import datetime

from aggregator.fetch import Fetched
from aggregator.journal import note
from aggregator.limits import JITTER
from aggregator.models import Feed
from aggregator.reading.entering import LONGEST_URL, fitting
from aggregator.reading.rhythm import credible, is_frozen, usual_gap
from aggregator.reading.types import ReadFeed, ReadingError
from aggregator.wire.fetched import FetchError
from aggregator.wire.politeness import next_poll

logger = logging.getLogger(__name__)

_ADDRESSES_KEPT = 20


def after_answer(feed: Feed, answer: Fetched, found: ReadFeed | None, brought_news: bool, now: datetime) -> None:
    """Save a good poll: validators, rhythm, the alarm for a frozen feed, a permanent move, the next time."""
    note(
        "unchanged" if answer.unchanged else "ok",
        feed.url,
        feed=feed,
        milliseconds=answer.milliseconds,
        size=answer.wire_bytes,
    )
    own = list(fitting(found.entries, feed.outlet.slug, Counter())) if found else []
    if found:
        feed.etag, feed.last_modified = answer.etag, answer.last_modified
        _learn(feed, ReadFeed(tuple(own)), now)
    if answer.permanent_url and (own or answer.unchanged):
        _move(feed, answer.permanent_url, now)
    _mind_the_silence(feed, now)
    feed.polled_at = feed.succeeded_at = now
    feed.failures, feed.last_problem, feed.lease_until = 0, "", None
    feed.next_poll_at = next_poll(0, now, brought_news, answer.retry_after, JITTER)
    feed.save(update_fields=_WRITTEN)


# Not the switch or the outlet: those are an editor's and the code's.
_WRITTEN = (
    "url", "moved_at", "moved_from", "ended", "etag", "last_modified", "next_poll_at", "lease_until", "polled_at",
    "succeeded_at", "failures", "last_problem", "newest_item_at", "items_sha256", "items_changed_at", "usual_gap",
    "frozen_since",
)  # fmt: skip


def after_refusal(feed: Feed, error: FetchError | ReadingError, now: datetime) -> None:
    """Save a poll that brought nothing: its reason, and when to try again; a feed that is gone is asked no more."""
    failures = feed.failures + 1
    gone = isinstance(error, FetchError) and error.status == 410 and error.permanent
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    Feed.objects.filter(pk=feed.pk).update(
        failures=failures,
        polled_at=now,
        ended=error.reason if gone else "",
        last_problem=str(error)[:300],
        next_poll_at=next_poll(failures, now, False, retry_after, JITTER),
        lease_until=None,
    )
    note(error.reason, feed.url, feed=feed, detail=error.detail)


def _learn(feed: Feed, own: ReadFeed, now: datetime) -> None:
    """The outlet's own items alone count: spam on an address that was taken over is always fresh."""
    times = credible(own.times, now)
    feed.usual_gap = usual_gap(times, now) or feed.usual_gap
    feed.newest_item_at = max(filter(None, [feed.newest_item_at, *times[-1:]]), default=None)
    items = "\n".join(sorted(entry.url for entry in own.entries))
    digest = hashlib.sha256(items.encode()).hexdigest()
    if digest != feed.items_sha256:
        feed.items_sha256, feed.items_changed_at = digest, now


def _mind_the_silence(feed: Feed, now: datetime) -> None:
    """Raise the alarm once when a feed freezes, and end it when news comes."""
    allowed = feed.quiet_allowed
    frozen = is_frozen(feed.newest_item_at, feed.items_changed_at or now, allowed, now)
    if frozen and feed.frozen_since is None:
        feed.frozen_since = now
        newest = f"{feed.newest_item_at:%Y-%m-%d %H:%M} UTC" if feed.newest_item_at else "unknown"
        detail = f"newest item: {newest}; allowed: {allowed.total_seconds() / 3600:.0f} h"
        logger.warning("the feed %s is frozen: %s", feed.url, detail)
        note("frozen", feed.url, feed=feed, detail=detail)
    elif feed.frozen_since and not frozen:
        note("news again", feed.url, feed=feed, detail=f"frozen since {feed.frozen_since:%Y-%m-%d %H:%M} UTC")
        feed.frozen_since = None


def _move(feed: Feed, url: str, now: datetime) -> None:
    """Ask the feed at its new address from now on; one that leads onto another feed of ours is asked no more."""
    if Feed.objects.filter(url=url).exclude(pk=feed.pk).exists():
        feed.ended = "moved onto another feed"
        note(feed.ended, feed.url, feed=feed, detail=url)
    elif len(url) > LONGEST_URL:
        note("address too long", feed.url, feed=feed, detail=url[:200])
    else:
        note("moved for good", feed.url, feed=feed, detail=url)
        feed.moved_from = [*feed.moved_from, feed.url][-_ADDRESSES_KEPT:]
        feed.url, feed.moved_at = url, now
