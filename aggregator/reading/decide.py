"""What a page, a feed or a failure says → what is to be stored or tried next; touches nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from aggregator.reading.types import FeedEntry, Instant, Page

MOST_ATTEMPTS = 6
_SLACK = timedelta(days=1)  # a bare day, or a clock set to the wrong zone


def gives_up(permanent: bool, attempts: int) -> bool:
    """Whether an article is refused after a failure; `attempts` counts that failure."""
    return permanent or attempts >= MOST_ATTEMPTS


def published_of(page: Page, from_feed: Instant | None, captured: datetime | None) -> Instant | None:
    """When the article was published: the page's instant, else the feed's, else a bare day that either gives.

    A time after the capture cannot be right and is left out.
    """
    known = [time for time in (page.published, from_feed) if time and not (captured and time.at > captured + _SLACK)]
    return next((time for time in known if time.precision == "instant"), known[0] if known else None)


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
        access="summary",
        reader="feed",
        description=entry.summary,
    )


def titled(page: Page, entry: FeedEntry) -> Page:
    """The page, with the feed's headline where it gave none itself."""
    return page if page.title else replace(page, title=entry.title)
