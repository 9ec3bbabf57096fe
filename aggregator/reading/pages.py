"""The bytes of an article's page → a Page: title, byline, times, access, and the paragraphs with their links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bs4 import BeautifulSoup

from aggregator.outlets import OutletSpec, outlet_of
from aggregator.outlets.spec import Layout
from aggregator.reading.access import access_to
from aggregator.reading.agreement import agreement
from aggregator.reading.authorship import find_authors
from aggregator.reading.body.readers import second_opinion
from aggregator.reading.dating import find_times
from aggregator.reading.decide import AGREEMENT
from aggregator.reading.generic import generic_reading
from aggregator.reading.headlines import find_title
from aggregator.reading.markup import page_text, tree_of
from aggregator.reading.metadata import Metadata, read_metadata
from aggregator.reading.paragraphs import Paragraph, article_text, joined, paragraphs
from aggregator.reading.types import AccessFound, Link, Page, ReadingError
from aggregator.reading.urls import normalise

SUMMARY = "summary"
GENERIC = "generic"
JSON_LD = "json-ld"
SHORTEST = 200  # characters of a body below which the generic reader is asked too
FULLER = 3  # times as much text must another way of reading find to be believed


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
    html = page_text(body, content_type)
    soup = tree_of(html)
    metadata = read_metadata(soup, address)
    layout = _layout(soup, outlet)
    given = _Given(soup, html, address, metadata, outlet, layout, find_title(soup, metadata, layout, outlet))
    read = _Read(metadata.description, (), SUMMARY, None) if summary_only else _body(given)
    if not given.title and not read.text:
        raise ReadingError("no article found")
    published, modified = find_times(soup, metadata, layout, outlet, address)
    return Page(
        url=_canonical(metadata, address, outlet),
        title=given.title,
        text=read.text,
        authors=find_authors(soup, metadata, layout, outlet),
        published=published,
        modified=modified,
        access=_access(read, given),
        reader=read.reader,
        description=metadata.description,
        language=metadata.language,
        links=read.links,
        agreement=read.agreement,
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What is known of a page before its text is read."""

    soup: BeautifulSoup
    html: str
    url: str
    metadata: Metadata
    outlet: OutletSpec | None
    layout: Layout | None
    title: str


@dataclass(frozen=True, slots=True)
class _Read:
    """An article's text with its links, who read it, and how far an independent reader agrees."""

    text: str
    links: tuple[Link, ...]
    reader: str
    agreement: float | None


def _layout(soup: BeautifulSoup, outlet: OutletSpec | None) -> Layout | None:
    """The newest layout whose marks the page shows and whose body it has; else the newest whose marks it shows."""
    shown: Layout | None = None
    for layout in outlet.layouts if outlet else ():
        if soup.select_one(layout.shows):
            shown = shown or layout
            if layout.body == layout.shows or soup.select_one(layout.body):
                return layout
    return shown


def _body(given: _Given) -> _Read:
    if given.layout is None or given.outlet is None:
        return _generic(given)
    text, links = joined(article_text(_laid_out(given.soup, given.layout, given.url), given.title))
    opinion = second_opinion(given.html, given.url)
    agreed = None if opinion is None else agreement(text, opinion)
    own = _Read(text, links, f"{given.outlet.slug}/{given.layout.name}", agreed)
    # A layout that gives next to nothing has changed under its name; a paywall's teaser is short by nature.
    if given.outlet.access == "summary" or (len(text) >= SHORTEST and (agreed is None or agreed >= AGREEMENT)):
        return own
    other = _generic(given)
    return other if len(other.text) > FULLER * len(text) else replace(own, agreement=agreement(text, other.text))


def _generic(given: _Given) -> _Read:
    found = generic_reading(given.soup, given.html, given.url, given.title)
    text, links = joined(found.paragraphs)
    told, _ = joined(article_text(map(Paragraph, given.metadata.body), given.title))
    if len(text) < SHORTEST and len(told) > FULLER * len(text):
        return _Read(told, (), JSON_LD, None)  # a page whose script would put its text there
    return _Read(text, links, GENERIC, found.agreement)


def _laid_out(soup: BeautifulSoup, layout: Layout, url: str) -> list[Paragraph]:
    dropped = {id(element) for element in soup.select(layout.drop)} if layout.drop else set()
    return paragraphs(soup.select(layout.body), url, dropped)


def _access(read: _Read, given: _Given) -> AccessFound:
    if read.reader == SUMMARY:
        return "partial" if read.text else "none"
    return access_to(read.text, given.soup, given.metadata)


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
