"""The bytes of an article's page → a Page: title, byline, times, access, and the paragraphs with their links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bs4 import BeautifulSoup

from aggregator.outlets import OutletSpec, outlet_of
from aggregator.outlets.spec import Layout
from aggregator.reading.agreement import agreement
from aggregator.reading.authorship import find_authors
from aggregator.reading.body.readers import second_opinion
from aggregator.reading.dating import find_times
from aggregator.reading.generic import generic_reading
from aggregator.reading.headlines import find_title
from aggregator.reading.markup import page_text, tree_of
from aggregator.reading.metadata import Metadata, read_metadata
from aggregator.reading.paragraphs import Paragraph, article_text, joined, paragraphs
from aggregator.reading.types import Link, Page, ReadingError
from aggregator.reading.urls import normalise

SUMMARY = "summary"
GENERIC = "generic"
JSON_LD = "json-ld"
SHORTEST = 200  # characters of a body below which the generic reader is asked too, and
DOUBTFUL = 0.5  # agreement with one independent reader below which it is
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
    title = find_title(soup, metadata, layout, outlet)
    if summary_only:
        read = _Body(metadata.description, (), SUMMARY, None)
    else:
        read = _body(soup, html, metadata, layout, outlet, address, title)
    if not title and not read.text:
        raise ReadingError("no article found")
    published, modified = find_times(soup, metadata, layout, outlet, address)
    return Page(
        url=_canonical(metadata, address, outlet),
        title=title,
        text=read.text,
        authors=find_authors(soup, metadata, layout, outlet),
        published=published,
        modified=modified,
        access="none" if not read.text else "summary" if summary_only else "full",
        reader=read.reader,
        description=metadata.description,
        language=metadata.language,
        links=read.links,
        agreement=read.agreement,
    )


def _layout(soup: BeautifulSoup, outlet: OutletSpec | None) -> Layout | None:
    layouts = outlet.layouts if outlet else ()
    return next((layout for layout in layouts if soup.select_one(layout.shows)), None)


@dataclass(frozen=True, slots=True)
class _Body:
    """An article's text with its links, who read it, and how far an independent reader agrees."""

    text: str
    links: tuple[Link, ...]
    reader: str
    agreement: float | None


def _body(
    soup: BeautifulSoup,
    html: str,
    metadata: Metadata,
    layout: Layout | None,
    outlet: OutletSpec | None,
    url: str,
    title: str,
) -> _Body:
    if layout is None or outlet is None:
        return _generic(soup, html, metadata, url, title)
    text, links = joined(article_text(_laid_out(soup, layout, url), title))
    opinion = second_opinion(html, url)
    agreed = None if opinion is None else agreement(text, opinion)
    own = _Body(text, links, f"{outlet.slug}/{layout.name}", agreed)
    # A layout that gives next to nothing has changed under its name; a paywall's teaser is short by nature.
    if outlet.access == "summary" or (len(text) >= SHORTEST and (agreed is None or agreed >= DOUBTFUL)):
        return own
    other = _generic(soup, html, metadata, url, title)
    return other if len(other.text) > FULLER * len(text) else replace(own, agreement=agreement(text, other.text))


def _generic(soup: BeautifulSoup, html: str, metadata: Metadata, url: str, title: str) -> _Body:
    found = generic_reading(soup, html, url, title)
    text, links = joined(found.paragraphs)
    told, _ = joined(article_text(map(Paragraph, metadata.body), title))
    if len(text) < SHORTEST and len(told) > FULLER * len(text):
        return _Body(told, (), JSON_LD, None)  # a page whose script would put its text there
    return _Body(text, links, GENERIC, found.agreement)


def _laid_out(soup: BeautifulSoup, layout: Layout, url: str) -> list[Paragraph]:
    dropped = {id(element) for element in soup.select(layout.drop)} if layout.drop else set()
    return paragraphs(soup.select(layout.body), url, dropped)


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
