"""The bytes of a news sitemap → its entries; those of any sitemap or sitemap index → the addresses that it lists."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from aggregator.reading.bounds import LARGEST, MOST_IN_FEEDS, MOST_TAGS, refuse_oversized
from aggregator.reading.plain import fold
from aggregator.reading.times import read_time
from aggregator.reading.types import FeedEntry, Instant, ReadFeed, ReadingError
from aggregator.reading.urls import web_address

MOST_ENTRIES = 50_000  # the protocol's own limit (sitemaps.org)
MOST_TAGS_LISTED = 12 * MOST_ENTRIES  # opening and closing: an entry with its address and all that may go with it
LONGEST_TITLE = 500


def read_sitemap(body: bytes, url: str) -> ReadFeed:
    """The pages that a sitemap names, in its order, with the titles and times that Google's news extension gives.

    Entries are refused, and counted, as "no link", "link is not a web address", "repeated" or "past the limit". Times
    carry the source "sitemap"; without a zone they are taken as UTC. A title may be missing: plain sitemaps have none.

    Raises ReadingError: "empty page", "too large", "too many attributes", "too many tags", "not a sitemap", or
    "document type refused" for XML with a DTD, where entity bombs live.
    """
    root = _root(body)
    if _name(root) != "urlset":
        raise ReadingError("not a sitemap", _name(root))
    refused: Counter[str] = Counter()
    entries: dict[str, FeedEntry] = {}
    for element in root:
        if _name(element) == "url":
            reason = "past the limit" if len(entries) >= MOST_ENTRIES else _take(element, url, entries)
            refused[reason] += bool(reason)
    return ReadFeed(tuple(entries.values()), {reason: count for reason, count in refused.items() if count})


@dataclass(frozen=True, slots=True)
class Listed:
    """An address that a sitemap or index lists: of a page or sitemap, with its title, publication and last change."""

    url: str
    title: str = ""
    published: Instant | None = None
    changed: Instant | None = None


@dataclass(frozen=True, slots=True)
class SitemapListing:
    """The pages of a sitemap, or the sitemaps of an index, in its order; what was refused, by reason."""

    pages: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()
    refused: Mapping[str, int] = field(default_factory=dict)


def read_listing(body: bytes, url: str) -> SitemapListing:
    """What a sitemap or a sitemap index lists. Entries are refused, and errors raised, as by `read_sitemap`."""
    root = _root(body, MOST_TAGS_LISTED)
    if _name(root) not in _LISTS:
        raise ReadingError("not a sitemap", _name(root))
    refused: Counter[str] = Counter()
    found: dict[str, Listed] = {}
    for element in root:
        if _name(element) == _LISTS[_name(root)]:
            reason = "past the limit" if len(found) >= MOST_ENTRIES else _list(element, url, found)
            refused[reason] += bool(reason)
    kept = {reason: count for reason, count in refused.items() if count}
    listed = tuple(found.values())
    return SitemapListing(listed, (), kept) if _name(root) == "urlset" else SitemapListing((), listed, kept)


_LISTS = {"urlset": "url", "sitemapindex": "sitemap"}


def _list(element: etree._Element, url: str, found: dict[str, Listed]) -> str:
    link = _value(element, "loc")
    address = web_address(link, url) if link else ""
    if not address:
        return "link is not a web address" if link else "no link"
    if address in found:
        return "repeated"
    published = read_time(_value(element, "publication_date"), "sitemap")
    changed = read_time(_value(element, "lastmod"), "sitemap")
    found[address] = Listed(address, fold(_value(element, "title"))[:LONGEST_TITLE], published, changed)
    return ""


def _root(body: bytes, most_tags: int = MOST_TAGS) -> etree._Element:
    body = _unpacked(body)
    refuse_oversized(body, MOST_IN_FEEDS, most_tags)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError("not a sitemap", str(error)[:200]) from error
    if root is None:
        raise ReadingError("not a sitemap", "no element")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadingError("document type refused")
    return root


def _unpacked(body: bytes) -> bytes:
    """Sitemaps are often files ending in .gz, which no Content-Encoding announces."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return gzip.GzipFile(fileobj=BytesIO(body)).read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadingError("not a sitemap", "broken gzip") from error


def _take(element: etree._Element, url: str, entries: dict[str, FeedEntry]) -> str:
    link = _value(element, "loc")
    if not link:
        return "no link"
    address = web_address(link, url)
    if not address:
        return "link is not a web address"
    if address in entries:
        return "repeated"
    title = fold(_value(element, "title"))[:LONGEST_TITLE]
    entries[address] = FeedEntry(address, title, published=_published(element))
    return ""


def _published(element: etree._Element) -> Instant | None:
    return read_time(_value(element, "publication_date"), "sitemap") or read_time(_value(element, "lastmod"), "sitemap")


def _value(element: etree._Element, name: str) -> str:
    """The text of the first element below with this local name, whatever namespace it was put in."""
    for child in element.iter():
        if _name(child) == name and not _within_image(child):
            return "".join(child.itertext()).strip()
    return ""


def _within_image(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and _name(parent) in {"image", "video"}


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
