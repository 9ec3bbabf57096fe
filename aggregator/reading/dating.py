"""A page's tree and metadata → when it was published and when it was last changed."""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from aggregator.outlets import OutletSpec
from aggregator.outlets.spec import Layout
from aggregator.reading.headlines import near_headline
from aggregator.reading.metadata import Metadata
from aggregator.reading.paragraphs import NEVER_TEXT, soup_text
from aggregator.reading.times import read_time, time_in_address
from aggregator.reading.types import Instant

_PUBLISHED = (
    "article:published_time og:article:published_time article.published datepublished article:published"
    " og:published_time pubdate og:pubdate publishdate publish-date publish_date publication_date published_date"
    " parsely-pub-date cxenseparse:recs:publishtime dc.date.issued dcterms.created dc.date.created datecreated"
    " article:post_date article_date_original originalpublicationdate sailthru.date dc.date dcterms.date date timestamp"
).split()
_MODIFIED = (
    "article:modified_time og:article:modified_time og:updated_time article.updated datemodified article:modified"
    " lastmod last-modified modified_time cxenseparse:modified_time dcterms.modified dc.date.modified revised"
).split()
_NEAR = 80  # elements after the headline, and
_BEFORE = 20  # before it, in which a visible date is the article's
_LONGEST = 100  # characters of a line with a date


def find_times(
    soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None, url: str
) -> tuple[Instant | None, Instant | None]:
    """When the page says it was published and changed. A time with a zone in JSON-LD or a meta element comes before one
    without, then what stands visibly by the headline, then a bare day, then the day in the address."""
    zone = outlet.zone if outlet else "UTC"
    published = list(_said(metadata, ("datePublished", "dateCreated", "uploadDate"), _PUBLISHED, zone))
    published += _visible(soup, metadata, layout, outlet, zone)
    if in_address := time_in_address(url, zone):
        published.append(in_address)
    modified = list(_said(metadata, ("dateModified",), _MODIFIED, zone))
    return min(published, key=_rank, default=None), min(modified, key=_rank, default=None)


def _rank(instant: Instant) -> int:
    """Lower is better: the sort keeps the order of the sources among equals."""
    return 2 if instant.precision == "day" else 0 if instant.zone else 1


def _said(metadata: Metadata, fields: tuple[str, ...], names: list[str], zone: str) -> Iterator[Instant]:
    written = [(metadata.said(name), "json-ld") for name in fields]
    written += [(value, "meta") for name in names for value in metadata.metas.get(name, ())[:3]]
    for text, source in written:
        instant = read_time(text, "json-ld" if source == "json-ld" else "meta", zone) if text else None
        if instant:
            yield instant


def _visible(
    soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None, zone: str
) -> list[Instant]:
    """The first date at the outlet's own place for it, else in a time element, else in a short line by the headline."""
    if layout and layout.time:
        places = list(soup.select(layout.time, limit=5))
    else:
        near = near_headline(soup, metadata, outlet, _NEAR, _BEFORE)
        times = [element for element in near if element.name == "time"]
        places = times + [element for element in near if _may_be_dated(element)]
    for element in places:
        for text in (str(element.get("datetime") or ""), soup_text(element)[:_LONGEST]):
            instant = read_time(text, "time element", zone) if text else None
            if instant:
                return [instant]
    return []


def _may_be_dated(element: Tag) -> bool:
    if element.name in NEVER_TEXT:
        return False
    text = soup_text(element)
    return len(text) <= _LONGEST and any(character.isdigit() for character in text)
