"""A page's tree and metadata → the headline that a reader sees."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import takewhile

from bs4 import BeautifulSoup, Tag

from aggregator.outlets import OutletSpec
from aggregator.outlets.spec import Layout
from aggregator.reading.metadata import Metadata
from aggregator.reading.paragraphs import is_hidden, soup_text
from aggregator.reading.plain import plain_text

MOST_HEADINGS = 50
LONGEST = 300  # characters
ALIKE = 0.45  # of the words of a heading and of a title that the page declares: below, it may be another article's
SURELY_ALIKE = 0.8  # from here on a heading of lower level is the headline where no first-level one is like a title
WORDY = 4  # words of a lone first-level heading that is the headline although the page declares another title
RUN_ON = 3  # times as long as the title that it begins with is a heading that was never closed
MOST_ADDED = 60  # characters of a dateline that a heading holds besides the title

_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»]+|-{1,2})\s+")
_LED = re.compile(r"(?:the )?(?P<name>[^:]{2,40}): (?=\S)", re.IGNORECASE)
_BAR = re.compile(r"\s+\|\s+")
_WORD = re.compile(r"\w+")
_DATELINE = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:\d{1,2},? )?\d{4}"
    r"|\d{1,2} [a-z]{3,9}\.? \d{4}|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)


def find_title(soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None) -> str:
    """The headline: the outlet's own place for it, else the heading most like a title that the page declares, else
    that title without the publisher's name. Empty where the page has none."""
    if layout and layout.title:
        for place in soup.select(layout.title):
            if text := soup_text(place)[:LONGEST]:
                return text
    names = _publisher_names(metadata, outlet)
    declared = _declared(soup, metadata, names)
    heading = _heading(soup, declared, names)
    if heading is None:
        return _without_last_part(declared[0])[:LONGEST] if declared else ""
    return _as_declared(soup_text(heading), declared)


def near_headline(
    soup: BeautifulSoup, metadata: Metadata, outlet: OutletSpec | None, after: int, before: int
) -> tuple[list[Tag], list[Tag]]:
    """So many elements after the headline's heading, and before it, nearest first; around the start of the body where
    no heading is the headline. What comes after ends where another article's headline begins."""
    names = _publisher_names(metadata, outlet)
    start = _heading(soup, _declared(soup, metadata, names), names) or soup.body
    if start is None:
        return [], []
    following = takewhile(lambda element: element.name != "h1", start.find_all_next(limit=after))
    return list(following), list(start.find_all_previous(limit=before))


def _heading(soup: BeautifulSoup, declared: list[str], names: set[str]) -> Tag | None:
    """The first-level heading most like a declared title; a lone one that says much; else a lower one that is surely
    the title."""
    firsts = [element for element in soup.find_all("h1", limit=MOST_HEADINGS) if _may_be_headline(element, names)]
    best = max(firsts, key=lambda element: _most_alike(element, declared), default=None)
    likeness = _most_alike(best, declared) if best is not None else 0.0
    if best is not None and (not declared or likeness >= SURELY_ALIKE):
        return best
    lower = [
        element for element in soup.find_all(["h2", "h3"], limit=MOST_HEADINGS) if _may_be_headline(element, names)
    ]
    second = max(lower, key=lambda element: _most_alike(element, declared), default=None)
    if second is not None and _most_alike(second, declared) >= SURELY_ALIKE:
        return second
    if likeness >= ALIKE:
        return best
    alone = len({soup_text(element) for element in firsts}) == 1
    return best if best is not None and alone and len(_WORD.findall(soup_text(best))) >= WORDY else None


def _may_be_headline(element: Tag, names: set[str]) -> bool:
    text = soup_text(element)
    return bool(text) and len(text) <= LONGEST and not is_hidden(element) and _squeezed(text) not in names


def _most_alike(element: Tag, declared: list[str]) -> float:
    text = soup_text(element)
    return max((_likeness(text, title) for title in declared), default=0.0)


def _as_declared(heading: str, declared: list[str]) -> str:
    """A heading's text; the declared title where the heading says the same in capitals, or with a date beside it, or
    where an end tag was forgotten and it runs on into the article."""
    for title in declared:
        if heading.isupper() and heading.casefold() == title.casefold() and not title.isupper():
            return title
        if len(heading) > RUN_ON * len(title) and heading.startswith(f"{title} "):
            return title
        before, found, after = heading.partition(title)
        if found and any(_DATELINE.search(added) and len(added) <= MOST_ADDED for added in (before, after)):
            return title
    return heading


def _declared(soup: BeautifulSoup, metadata: Metadata, names: set[str]) -> list[str]:
    """The titles that the page declares, without the publisher's name, each once."""
    title = soup.find("title")
    written = (
        metadata.meta("og:title"),
        metadata.said("headline"),
        metadata.meta("twitter:title", "dc.title", "title"),
        title.get_text() if isinstance(title, Tag) else "",
    )
    titles = (_without_publisher(plain_text(value), names) for value in written)
    return list(dict.fromkeys(text for text in titles if text and _squeezed(text) not in names))


def _publisher_names(metadata: Metadata, outlet: OutletSpec | None) -> set[str]:
    names = {metadata.site} | ({outlet.name, *outlet.aliases} if outlet else set())
    host = metadata.canonical.partition("//")[2].partition("/")[0].removeprefix("www.")
    names |= {host, host.partition(".")[0], host.rpartition(".")[0].rpartition(".")[2]}
    return {_squeezed(name) for name in names if name}


def _without_publisher(title: str, names: set[str]) -> str:
    """A title without trailing parts that begin with the publisher's name ("… | CNN Politics") or a first part that is
    it ("The Example: …")."""
    spans = [match.span() for match in _SEPARATOR.finditer(title)]
    while spans and _is_publisher(title[spans[-1][1] :], names):
        title = title[: spans.pop()[0]]
    if spans and _squeezed(title[: spans[0][0]]) in names:
        title = title[spans[0][1] :]
    led = _LED.match(title)
    if led and _squeezed(led["name"]) in names:
        title = title[led.end() :]
    return title.strip()


def _without_last_part(title: str) -> str:
    """A title that no heading bears out, without what stands after its last bar: a section or another publisher."""
    parts = _BAR.split(title)
    kept = " | ".join(parts[:-1])
    return kept if len(_WORD.findall(kept)) >= WORDY else title


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
