"""A page's tree and metadata → the headline that a reader sees."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bs4 import BeautifulSoup, Tag

from aggregator.outlets import OutletSpec
from aggregator.outlets.spec import Layout
from aggregator.reading.metadata import Metadata
from aggregator.reading.paragraphs import is_hidden, soup_text
from aggregator.reading.plain import plain_text

MOST_HEADINGS = 50
LONGEST = 300  # characters
ALIKE = 0.45  # of the words of a heading and of the page's own title: below, the heading is another article's

_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»]+|-{1,2})\s+")
_WORD = re.compile(r"\w+")


def find_title(soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None) -> str:
    """The headline: the outlet's own place for it, else the first-level heading most like the page's declared title,
    else that title without the publisher's name. Empty where the page has none."""
    if layout and layout.title:
        for heading in soup.select(layout.title):
            if text := soup_text(heading)[:LONGEST]:
                return text
    declared = _declared(soup, metadata, outlet)
    headings = [text for text in map(_heading, soup.find_all("h1", limit=MOST_HEADINGS)) if text]
    best = max(headings, key=lambda text: _likeness(text, declared), default="")
    if best and (_likeness(best, declared) >= ALIKE or not declared):
        return best
    return declared


def near_headline(soup: BeautifulSoup, after: int, before: int = 0) -> list[Tag]:
    """So many elements after the first-level heading that is most like the page's title, then before it, nearest
    first; those after the start of the body where there is no such heading."""
    title = soup.find("title")
    headings = [element for element in soup.find_all("h1", limit=MOST_HEADINGS) if soup_text(element)]
    start = max(
        headings,
        key=lambda element: _likeness(soup_text(element), soup_text(title) if isinstance(title, Tag) else ""),
        default=soup.body,
    )
    if start is None:
        return []
    return [*start.find_all_next(limit=after), *start.find_all_previous(limit=before)]


def _heading(element: Tag) -> str:
    text = soup_text(element)
    return text if len(text) <= LONGEST and not is_hidden(element) else ""


def _declared(soup: BeautifulSoup, metadata: Metadata, outlet: OutletSpec | None) -> str:
    title = soup.find("title")
    written = (
        metadata.meta("og:title"),
        metadata.said("headline"),
        metadata.meta("twitter:title", "dc.title", "title"),
        title.get_text() if isinstance(title, Tag) else "",
    )
    names = _publisher_names(metadata, outlet)
    return next((text for text in (_without_publisher(plain_text(value), names) for value in written) if text), "")[
        :LONGEST
    ]


def _publisher_names(metadata: Metadata, outlet: OutletSpec | None) -> set[str]:
    names = {metadata.site} | ({outlet.name, *outlet.aliases} if outlet else set())
    host = metadata.canonical.partition("//")[2].partition("/")[0].removeprefix("www.")
    names |= {host, host.partition(".")[0]}
    return {_squeezed(name) for name in names if name}


def _without_publisher(title: str, names: set[str]) -> str:
    """A title without trailing (or leading) parts that begin with the publisher's name: "… | CNN Politics"."""
    spans = [match.span() for match in _SEPARATOR.finditer(title)]
    while spans and _is_publisher(title[spans[-1][1] :], names):
        title = title[: spans.pop()[0]]
    if spans and _is_publisher(title[: spans[0][0]], names):
        title = title[spans[0][1] :]
    return title.strip()


def _is_publisher(part: str, names: set[str]) -> bool:
    part = _squeezed(part)
    return any(
        part == name or (len(name) > 2 and part.startswith(name) and len(part) < len(name) + 16) for name in names
    )


def _squeezed(name: str) -> str:
    return "".join(_WORD.findall(name.casefold()))


def _likeness(text: str, other: str) -> float:
    one, two = _WORD.findall(text.casefold())[:60], _WORD.findall(other.casefold())[:60]
    return SequenceMatcher(None, one, two, autojunk=False).ratio()
