"""What an outlet is, as data: names, addresses, sources, owners by date, and how its pages are laid out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from aggregator.reading.rhythm import MOST_QUIET

Access = Literal["open", "summary", "closed"]
"""`open`: full text is read. `summary`: feed fields and public metadata only. `closed`: no live feed any more."""

FeedKind = Literal["rss", "sitemap"]


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """A live source of an outlet's new articles."""

    url: str
    kind: FeedKind = "rss"
    most_quiet: timedelta = MOST_QUIET  # silent for longer than this it counts as frozen, whatever its rhythm


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owned the outlet from `since` (inclusive; None: from its beginning) on."""

    name: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One dated version of an outlet's page markup, chosen by what the page shows.

    Every field but `name` and `stamp` is a CSS selector (BeautifulSoup's dialect). `shows` must match for the layout to
    be tried; `body` picks the blocks of the article in document order; `drop` names what is thrown out of them first.
    `stamp` is a regular expression for scripts in the page, its first group the time of publication.
    """

    name: str
    shows: str
    body: str
    drop: str = ""
    title: str = ""
    byline: str = ""
    time: str = ""
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """One form of an outlet's article addresses, by which they are told from its other pages.

    `pattern` is a regular expression of the whole host (without "www.") and path. Its groups `year`, `month` and `day`,
    or `seconds` (Unix time), are the day of publication where the address tells it. `prefix` is what every such address
    begins with, as an archive's index is asked for it; %Y, %m and %d stand in it where that begins with the day.
    `since` and `until` are the days on which the form was in use (inclusive; None: open).
    """

    pattern: str
    prefix: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OutletSpec:
    """An outlet that Parallax follows. `docs/add-an-outlet.md` walks through a new one."""

    slug: str
    name: str
    monogram: str
    colour: str  # on light paper, contrast 4.5:1 or better against white
    colour_dark: str  # on dark paper, contrast 4.5:1 or better against #14161b
    home: str
    domains: tuple[str, ...]  # registrable domains or hosts; subdomains count
    access: Access
    owners: tuple[Owner, ...]  # oldest first
    feeds: tuple[FeedSpec, ...] = ()
    aliases: tuple[str, ...] = ()  # other names by which articles credit it
    zone: str = "America/New_York"  # of times that the outlet prints without one
    layouts: tuple[Layout, ...] = ()  # newest first
    closed: date | None = None
    min_delay: float = 5.0  # seconds between two requests to one of its hosts
    also: tuple[str, ...] = ()  # regular expressions of host/path: its pages on a domain that is not its own
    tracking: tuple[str, ...] = ()  # query parameters of its addresses that name no other page
    articles: tuple[ArticleForm, ...] = ()  # what an article's address looks like; empty: any of its addresses

    def owner_on(self, day: date) -> str:
        """The owner's name on a day; empty where it is not known."""
        known = [owner for owner in self.owners if owner.since is None or owner.since <= day]
        return known[-1].name if known else ""
