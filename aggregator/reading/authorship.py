"""A page's tree and metadata → the names of who wrote it."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from aggregator.outlets import OutletSpec
from aggregator.outlets.spec import Layout
from aggregator.reading.bylines import names_in
from aggregator.reading.headlines import near_headline
from aggregator.reading.metadata import Metadata
from aggregator.reading.paragraphs import classes, soup_text

_METAS = (
    "author article:author og:article:author dc.creator dcterms.creator byl parsely-author sailthru.author byline"
    " cxenseparse:author article.author"
).split()
_BYLINE_CLASS = re.compile(r"byline|author|writer|contributor|\bby\b", re.IGNORECASE)
_NO_BYLINE_CLASS = re.compile(r"image|avatar|photo|bio|social|share|icon|description|date|time", re.IGNORECASE)
_BY = re.compile(r"(?:(?:written|posted|words|story|reported) )?by:?\s+\S", re.IGNORECASE)
_TEXT = frozenset({"p", "span", "div", "address", "em", "small", "li"})
_NEAR = 120  # elements after the headline, and
_BEFORE = 30  # before it, in which a byline is the article's
_LONGEST = 150  # characters of a byline


def find_authors(
    soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None
) -> tuple[str, ...]:
    """The names in the byline at the outlet's own place for it, else those that JSON-LD or meta elements give, else
    those in the byline nearest after the headline. Empty where the page names nobody."""
    own = _own_names(metadata, outlet)
    if layout and layout.byline:
        places = soup.select(layout.byline)[:20]
        names = tuple(dict.fromkeys(name for place in places for name in names_in(soup_text(place), own)))
        if names:
            return names
    for written in (metadata.ld_authors(), *(metadata.metas.get(name, ()) for name in _METAS)):
        names = tuple(dict.fromkeys(name for text in written for name in names_in(text, own)))
        if names:
            return names
    return _near_headline(soup, metadata, outlet, own)


def _own_names(metadata: Metadata, outlet: OutletSpec | None) -> tuple[str, ...]:
    names = {metadata.site} | ({outlet.name, *outlet.aliases} if outlet else set())
    return tuple(name for name in names if name)


def _near_headline(
    soup: BeautifulSoup, metadata: Metadata, outlet: OutletSpec | None, own: tuple[str, ...]
) -> tuple[str, ...]:
    """The names in the first element by the headline that is marked as a byline or begins with "By"."""
    for element in near_headline(soup, metadata, outlet, _NEAR, _BEFORE):
        text = soup_text(element) if _may_be_byline(element) else ""
        names = names_in(text, own) if 0 < len(text) <= _LONGEST else ()
        if names:
            return names
    return ()


def _may_be_byline(element: Tag) -> bool:
    if "author" in element.get_attribute_list("rel") or "author" in element.get_attribute_list("itemprop"):
        return True
    named = classes(element)
    if _BYLINE_CLASS.search(named) and not _NO_BYLINE_CLASS.search(named):
        return True
    start = next(iter(element.stripped_strings), "")
    return element.name in _TEXT and bool(_BY.match(start) or start.lower() in {"by", "by:"})
