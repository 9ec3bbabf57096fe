"""The bytes of an article's page → a Page: title, byline, times, access, and the paragraphs with their links."""

from __future__ import annotations

from bs4 import BeautifulSoup

from aggregator.outlets import OutletSpec, outlet_of
from aggregator.outlets.spec import Layout
from aggregator.reading.authorship import find_authors
from aggregator.reading.dating import find_times
from aggregator.reading.generic import generic_paragraphs
from aggregator.reading.headlines import find_title
from aggregator.reading.markup import parse_page
from aggregator.reading.metadata import Metadata, read_metadata
from aggregator.reading.paragraphs import Paragraph, article_text, joined, paragraphs
from aggregator.reading.types import AccessFound, Link, Page, ReadingError
from aggregator.reading.urls import normalise

SUMMARY = "summary"
GENERIC = "newspaper3k"
SHORTEST = 200  # characters of a body below which the generic reader is asked too
FULLER = 3  # times as much text as the layout gave must the generic reader find to be believed


def read_page(
    body: bytes,
    url: str,
    content_type: str = "",
    outlet: OutletSpec | None = None,
    *,
    summary_only: bool | None = None,
    generic: bool = False,
) -> Page:
    """What the page at `url` says.

    `outlet` is found by the address where it is not given. Its layouts are tried, newest first, then the generic
    reader. With `summary_only` (by default where the outlet's access is "summary") the text is the public description
    alone and the body is not looked at. With `generic` no outlet's layouts or rules are used, whoever published it.

    Raises ReadingError: "not a web address", "not html", "empty page", "too large", "too many attributes", "too many
    tags", "nested too deeply", or "no article found" for a page with neither title nor text.
    """
    address = normalise(url)
    outlet = None if generic else outlet or outlet_of(url)
    if summary_only is None:
        summary_only = outlet is not None and outlet.access == "summary"
    soup = parse_page(body, content_type)
    metadata = read_metadata(soup, address)
    layout = _layout(soup, outlet)
    title = find_title(soup, metadata, layout, outlet)
    if summary_only:
        text, links, access, reader = *_summary(metadata), SUMMARY
    else:
        text, links, access, reader = _full(soup, layout, outlet, address, title)
    if not title and not text:
        raise ReadingError("no article found")
    published, modified = find_times(soup, metadata, layout, outlet, address)
    return Page(
        url=_canonical(metadata, address, outlet),
        title=title,
        text=text,
        authors=find_authors(soup, metadata, layout, outlet),
        published=published,
        modified=modified,
        access=access,
        reader=reader,
        description=metadata.description,
        language=metadata.language,
        links=links,
    )


def _layout(soup: BeautifulSoup, outlet: OutletSpec | None) -> Layout | None:
    layouts = outlet.layouts if outlet else ()
    return next((layout for layout in layouts if soup.select_one(layout.shows)), None)


def _summary(metadata: Metadata) -> tuple[str, tuple[Link, ...], AccessFound]:
    text = metadata.description
    return text, (), "summary" if text else "none"


def _full(
    soup: BeautifulSoup, layout: Layout | None, outlet: OutletSpec | None, url: str, title: str
) -> tuple[str, tuple[Link, ...], AccessFound, str]:
    found: list[Paragraph] = []
    reader = GENERIC
    if layout and outlet:
        found = article_text(_laid_out(soup, layout, url), title)
        reader = f"{outlet.slug}/{layout.name}"
    # A layout that gives next to nothing has changed under its name; a paywall's teaser is short by nature.
    if _length(found) < SHORTEST and not (layout and outlet and outlet.access == "summary"):
        other = article_text(generic_paragraphs(soup, url), title)
        if _length(other) > FULLER * _length(found):
            found, reader = other, GENERIC
    text, links = joined(found)
    return text, links, "full" if text else "none", reader


def _laid_out(soup: BeautifulSoup, layout: Layout, url: str) -> list[Paragraph]:
    dropped = {id(element) for element in soup.select(layout.drop)} if layout.drop else set()
    return paragraphs(soup.select(layout.body), url, dropped)


def _length(found: list[Paragraph]) -> int:
    return sum(len(paragraph.text) for paragraph in found)


def _canonical(metadata: Metadata, url: str, outlet: OutletSpec | None) -> str:
    """The page's own word for its address, believed only within the outlet (or the host) that served it."""
    try:
        canonical = normalise(metadata.canonical)
    except ReadingError:
        return url
    same = outlet_of(canonical) is outlet if outlet else _host(canonical) == _host(url)
    return canonical if same and not _is_home(canonical) else url


def _host(url: str) -> str:
    return url.split("/")[2].removeprefix("www.")


def _is_home(url: str) -> bool:
    return url.split("/", 3)[3] == ""
