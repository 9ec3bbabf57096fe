"""What a page, a feed or a failure says → what is to be stored or tried next; touches nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from aggregator.reading.types import FeedEntry, Instant, Page

MOST_ATTEMPTS = 6
NO_LAYOUT_TRIED = frozenset({"summary", "feed"})  # readers that look at no page's body
AGREEMENT = 0.5  # with an independent reader: a layout's text that agrees less may be read by a stale layout
_SLACK = timedelta(days=1)  # a bare day, or a clock set to the wrong zone


def gives_up(permanent: bool, attempts: int) -> bool:
    """Whether an article is refused after a failure; `attempts` counts that failure."""
    return permanent or attempts >= MOST_ATTEMPTS


def next_poll(failures: int, now: datetime, found_new: bool, retry_after: float | None = None) -> datetime:
    """When a feed is asked again: sooner after news, later and later (12 hours at most) while it fails, and not before
    the `retry_after` seconds that its server asked for."""
    if retry_after:
        return max(now + timedelta(seconds=retry_after), next_poll(failures, now, found_new))
    if failures:
        return now + min(timedelta(hours=12), timedelta(minutes=5 * (1 << min(failures, 10))))
    return now + timedelta(minutes=10 if found_new else 20)


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
