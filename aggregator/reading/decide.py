"""What a page, a feed or a failure says → what is to be stored or tried next; touches nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from aggregator.reading.types import FeedEntry, Instant, Page

MOST_ATTEMPTS = 6
NO_LAYOUT_TRIED = frozenset({"summary", "feed"})  # readers that look at no page's body
AGREEMENT = 0.5  # with an independent reader: a layout's text that agrees less may be read by a stale layout
LOOKS = tuple(timedelta(hours=hours) for hours in (1, 3, 8, 24, 3 * 24, 7 * 24, 14 * 24, 30 * 24))
"""How long after its publication an article's page is looked at again: most edits come within hours."""
LEAST_BETWEEN_LOOKS = timedelta(minutes=30)
MOST_MISSES = 3
_SLACK = timedelta(days=1)  # a bare day, or a clock set to the wrong zone


def gives_up(permanent: bool, attempts: int) -> bool:
    """Whether an article is refused after a failure; `attempts` counts that failure."""
    return permanent or attempts >= MOST_ATTEMPTS


def next_look(published: datetime | None, first_seen: datetime, now: datetime) -> datetime | None:
    """When an article's page is looked at again, at one of `LOOKS` after its publication; None: no more.

    Counted from when it was first seen where the publication is not known or lies after that. Never within half an
    hour of `now`, so that a page that was found late is not asked for twice at once.
    """
    base = min(published or first_seen, first_seen)
    return next((base + look for look in LOOKS if base + look >= now + LEAST_BETWEEN_LOOKS), None)


def look_after_miss(usual: datetime | None, retry: datetime, misses: int, permanent: bool) -> datetime | None:
    """When a page is looked at again that could not be had: at `retry` after the first few misses in a row that
    another try may mend, else at its `usual` next time (None: no more)."""
    return usual if permanent or misses > MOST_MISSES else retry


def reads_less(before: str, found: str) -> bool:
    """Whether less of an article could be read than before ("full" before, "partial" now): a notice or a wall stands
    in its place, and what is known of it is not to be replaced by that."""
    order = ("none", "partial", "full")
    return order.index(found) < order.index(before) if {before, found} <= set(order) else False


def published_of(page: Page, from_feed: Instant | None, captured: datetime | None) -> Instant | None:
    """When the article was published: the page's instant, else the feed's, else a bare day that either gives.

    A time after the capture cannot be right and is left out.
    """
    known = [time for time in (page.published, from_feed) if time and not (captured and time.at > captured + _SLACK)]
    return next((time for time in known if time.precision == "instant"), known[0] if known else None)


def is_doubtful(slug: str, reader: str, agreement: float | None, *, has_layouts: bool) -> bool:
    """Whether a page speaks for a changed layout: an outlet's layout and an independent reader disagree on its text, or
    no layout of the outlet took it."""
    if reader.startswith(f"{slug}/"):
        return agreement is not None and agreement < AGREEMENT
    return has_layouts and reader not in NO_LAYOUT_TRIED


def page_from_feed(entry: FeedEntry) -> Page | None:
    """What a feed alone tells of an article whose page may not be read; None where that is nothing."""
    if not entry.summary:
        return None
    return Page(
        url=entry.url,
        title=entry.title,
        text=entry.summary,
        authors=entry.authors,
        published=entry.published,
        modified=None,
        access="partial",
        reader="feed",
        description=entry.summary,
    )


def titled(page: Page, entry: FeedEntry) -> Page:
    """The page, with the feed's headline where it gave none itself."""
    return page if page.title else replace(page, title=entry.title)
