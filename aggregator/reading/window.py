"""An address that a list, sitemap or index names → whether a backfill of an outlet's days wants it, or why not."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from aggregator.outlets import outlet_of
from aggregator.outlets.article_addresses import article_address
from aggregator.reading.types import ReadingError
from aggregator.reading.urls import normalise


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both inclusive; None: open on that side."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.touches(day, day)

    def touches(self, first: date, last: date) -> bool:
        """Whether any of the days from `first` to `last` lies within."""
        return (self.first is None or last >= self.first) and (self.last is None or first <= self.last)


def wanted_article(
    url: str,
    slug: str,
    window: Window,
    published: date | None = None,
    changed: date | None = None,
    undated: bool = True,
) -> str:
    """The normalised address of a wanted article, without the parameters that name no other article.

    `published` and `changed` are the days that a sitemap gives, trusted in this order after the address's own. What was
    last changed before the window was not published in it; beyond that a change tells nothing, and without a day an
    article is wanted where `undated` is set.

    Raises ReadingError under the reason that it is not wanted for: "not a web address", "not one of the outlet's",
    "not an article's address", "outside the dates", "date not known".
    """
    address = normalise(url)
    article = article_address(address)
    if article is None or article.outlet.slug != slug:
        outlet = outlet_of(address)
        own = outlet is not None and outlet.slug == slug
        raise ReadingError("not an article's address" if own else "not one of the outlet's", address)
    day = article.day or published
    if day:
        if not window.holds(day):
            raise ReadingError("outside the dates", str(day))
    elif window.first and changed and changed < window.first:
        raise ReadingError("outside the dates", f"last changed {changed}")
    elif not undated and not (changed and window.holds(changed)):
        raise ReadingError("date not known", address)
    return article_url(address)


def article_url(url: str) -> str:
    """The address under which an article is known: normalised, and at outlets whose articles have addresses of a known
    form without its query, which names no other article there. Raises ReadingError("not a web address")."""
    address = normalise(url)
    article = article_address(address)
    if article is None or not article.outlet.articles:
        return address
    scheme, host, path, _, _ = urlsplit(address)
    return urlunsplit((scheme, host, path, "", ""))


def days_in_address(url: str) -> tuple[date, date] | None:
    """The first and last day that a sitemap's own address speaks of: a year, a month or a day; None where none."""
    parts = urlsplit(url)
    found = _DAYS.search(parts.path) or _DAYS_ASKED.search(parts.query)
    if found is None:
        return None
    year, month, day = int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None


_YEAR = r"(?<![\dA-Za-z])(?P<year>(?:19|20)\d\d)"
_DAYS = re.compile(rf"{_YEAR}(?:[-_/]?(?P<month>0[1-9]|1[0-2])(?:[-_/]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_DAYS_ASKED = re.compile(
    rf"(?:^|&)y(?:ear|yyy)={_YEAR}(?:&m(?:onth|m)?=(?P<month>0?[1-9]|1[0-2])(?:&d(?:ay|d)?=(?P<day>0?[1-9]|[12]\d|3[01]))?)?(?!\d)"
)
