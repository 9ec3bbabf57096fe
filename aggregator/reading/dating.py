"""A page's tree and metadata → when it was published and when it was last changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from aggregator.outlets import OutletSpec
from aggregator.outlets.spec import Layout
from aggregator.reading.headlines import near_headline
from aggregator.reading.metadata import Metadata
from aggregator.reading.paragraphs import NEVER_TEXT, classes, short_text, soup_text
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
_NAMES_PUBLICATION = re.compile(
    r"publish(?:ed)?[-_]?(?:date|time|on|at)|publication[-_]?(?:date|time)|pub[-_]?date|date[-_]?published|\Apublished\Z"
)
_UPDATED = re.compile(r"\b(?:updated|modified|revised|reviewed)\b", re.IGNORECASE)
_PUBLISHED_ON = re.compile(r"(?:originally |first )?(?:published|posted)\b|date:", re.IGNORECASE)
_UPDATED_THEN_PUBLISHED = re.compile(
    r"(?P<updated>\W*(?:last )?(?:updated|modified|revised)\b.*?\d.*?)(?P<published>\b(?:published|posted)\b.*\d.*)",
    re.IGNORECASE,
)
_DATED_CLASS = re.compile(r"publish|posted|\bdate|date\b|timestamp|datetime|pub-?date", re.IGNORECASE)
_NEAR = 80  # elements after the headline, and
_BEFORE = 20  # before it, in which a visible date is the article's
_FAR = 500  # elements after the headline in which a date that is marked as one still may be
_LONGEST_SCRIPT = 500_000  # characters
_LONGEST = 100  # characters of a line with a date


def find_times(
    soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None, url: str
) -> tuple[Instant | None, Instant | None]:
    """When the page says it was published and changed. A time with a zone in JSON-LD or a meta element comes before one
    without, then what the layout's own script says, then what stands visibly by the headline, then a bare day, then the
    day in the address. A visible date that is said to be an update's is the publication's only where there is no other.
    """
    zone = outlet.zone if outlet else "UTC"
    published = list(_said(metadata, ("datePublished", "dateCreated", "uploadDate"), _publication(metadata), zone))
    modified = list(_said(metadata, ("dateModified",), _MODIFIED, zone))
    published += _scripted(soup, layout, zone)
    if not any(_rank(instant) == 0 for instant in published):
        shown, updated = _visible(soup, metadata, layout, outlet, zone)
        published += filter(None, [shown, time_in_address(url, zone)]) if shown else _unless_empty(url, zone, updated)
        modified += filter(None, [updated])
    return min(published, key=_rank, default=None), min(modified, key=_rank, default=None)


def _unless_empty(url: str, zone: str, updated: Instant | None) -> list[Instant]:
    in_address = time_in_address(url, zone)
    return [instant for instant in (in_address or updated,) if instant]


def _publication(metadata: Metadata) -> list[str]:
    """The names of meta elements that hold a time of publication: those known first, then those that say so."""
    others = [name for name in metadata.metas if _NAMES_PUBLICATION.search(name) and name not in _PUBLISHED]
    return [*_PUBLISHED, *others]


def _scripted(soup: BeautifulSoup, layout: Layout | None, zone: str) -> list[Instant]:
    """What the layout's own scripts say, by its pattern."""
    if not (layout and layout.stamp):
        return []
    for script in soup.find_all("script", src=False):
        if found := re.search(layout.stamp, script.get_text()[:_LONGEST_SCRIPT]):
            instant = read_time(found[1], "script", zone)
            return [instant] if instant else []
    return []


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
) -> tuple[Instant | None, Instant | None]:
    """The first date at the outlet's own place for it, else in a time element, else in a short line by the headline,
    else in what is marked as a date farther down; and the first that is said to be an update's."""
    updated: Instant | None = None
    for element in _places(soup, metadata, layout, outlet):
        text = soup_text(element)[:_LONGEST]
        if both := _UPDATED_THEN_PUBLISHED.match(text):
            updated = updated or read_time(both["updated"], "time element", zone)
            text = both["published"]
        for written in (str(element.get("datetime") or ""), text):
            instant = read_time(written, "time element", zone) if written else None
            if instant and not _is_update(element, text):
                return instant, updated
            updated = updated or instant
    return None, updated


def _places(soup: BeautifulSoup, metadata: Metadata, layout: Layout | None, outlet: OutletSpec | None) -> Iterator[Tag]:
    if layout and layout.time:
        yield from soup.select(layout.time, limit=5)
        return
    after, before = near_headline(soup, metadata, outlet, _FAR, _BEFORE)
    near, far = [*after[:_NEAR], *before], after[_NEAR:]
    yield from (element for element in near if element.name == "time")
    yield from (element for element in near if _may_be_dated(element))
    yield from (element for element in far if _is_marked(element) and _may_be_dated(element))


def _is_update(element: Tag, text: str) -> bool:
    """Whether the words before a date call it an update's: "Updated June 17", but not "June 16, updated June 17"."""
    said = _UPDATED.search(text)
    if said and not any(character.isdigit() for character in text[: said.start()]):
        return True
    before = "" if said or element.name != "time" else str(element.find_previous(string=re.compile(r"\S")) or "")
    return bool(_UPDATED.search(before[-40:]))


def _is_marked(element: Tag) -> bool:
    if element.name == "time" or element.get("itemprop") == "datePublished":
        return True
    return bool(_DATED_CLASS.search(classes(element)) or _PUBLISHED_ON.match(next(element.stripped_strings, "")))


def _may_be_dated(element: Tag) -> bool:
    if element.name in NEVER_TEXT:
        return False
    return any(character.isdigit() for character in short_text(element, _LONGEST))
