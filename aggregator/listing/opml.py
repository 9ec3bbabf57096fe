"""OPML 2.0: bytes → the sources that they name, what cannot be one counted by reason; and sources → OPML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr  # writes, and reads nothing

from aggregator.reading.types import ReadingError

LARGEST = 1_000_000
"""Bytes of a list."""

_MOST = 2_000  # outlines
_DEEPEST = 20
_LONGEST = 1_000  # characters of an address, which is what a column of them holds
_TITLE = 120
_SITEMAP = "news-sitemap"

SourceKind = Literal["rss", "sitemap"]


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A feed as a list names it; `site` is its publisher's page, empty where none is given."""

    title: str
    address: str
    site: str = ""
    kind: SourceKind = "rss"


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources of a list, in its order, and how many outlines were none, by reason."""

    sources: tuple[ListedSource, ...]
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outline:
    """A group of sources as it is written; one without a title stands for its sources alone."""

    title: str
    sources: tuple[ListedSource, ...]


def read_opml(body: bytes) -> SourceList:
    """What an OPML document names.

    Raises ReadingError: "too large", "not XML", "document type not allowed" (and with it every entity), "not OPML",
    "nested too deeply", "too many outlines", "no sources in it". Counted: "address too long", "named twice".
    """
    if len(body) > LARGEST:
        raise ReadingError("too large", f"{len(body)} bytes")
    outlines = _Outlines()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = outlines.start
    parser.EndElementHandler = outlines.end
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise ReadingError("not XML", str(error)[:200]) from error
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise ReadingError("not XML", str(error)[:200]) from error
    if not outlines.sources and not outlines.refused:
        raise ReadingError("no sources in it")
    return SourceList(tuple(outlines.sources), dict(outlines.refused))


def write_opml(title: str, outlines: Sequence[Outline]) -> bytes:
    """An OPML 2.0 subscription list; news sitemaps, which no feed reader can follow, are written as links."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0"><head><title>{escape(_fit(title))}</title></head><body>',
        *(line for outline in outlines for line in _lines(outline)),
        "</body></opml>\n",
    ]
    return "\n".join(lines).encode()


class _Outlines:
    """Collects what outlines name while the document is read."""

    def __init__(self) -> None:
        self.sources: list[ListedSource] = []
        self.refused: Counter[str] = Counter()
        self._depth = self._count = 0
        self._seen: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._depth == 0 and name.lower() != "opml":
            raise ReadingError("not OPML", f"it begins with <{name[:40]}>")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ReadingError("nested too deeply", f"more than {_DEEPEST} levels")
        if name.lower() != "outline":
            return
        self._count += 1
        if self._count > _MOST:
            raise ReadingError("too many outlines", f"more than {_MOST}")
        if found := _source({key.lower(): " ".join(value.split()) for key, value in attributes.items()}):
            self._take(found)

    def end(self, name: str) -> None:
        self._depth -= 1

    def _take(self, found: ListedSource) -> None:
        if len(found.address) > _LONGEST or len(found.site) > _LONGEST:
            self.refused["address too long"] += 1
        elif found.address in self._seen:
            self.refused["named twice"] += 1
        else:
            self._seen.add(found.address)
            self.sources.append(found)


def _no_document_type(name: str, *_: object) -> None:
    raise ReadingError("document type not allowed", name[:80])


def _source(told: Mapping[str, str]) -> ListedSource | None:
    """The source that an outline is; None for a folder, a link, a note."""
    title, site = (told.get("text") or told.get("title", ""))[:_TITLE], told.get("htmlurl", "")
    if address := told.get("xmlurl"):
        return ListedSource(title, address, site)
    if told.get("type") == "link" and _SITEMAP in told.get("category", "") and (address := told.get("url")):
        return ListedSource(title, address, site, "sitemap")
    return None


def _lines(outline: Outline) -> Iterator[str]:
    if outline.title:
        yield f"<outline text={_quoted(outline.title)}>"
    yield from map(_line, outline.sources)
    if outline.title:
        yield "</outline>"


def _line(source: ListedSource) -> str:
    told: Iterable[tuple[str, str]]
    if source.kind == "sitemap":
        told = [("type", "link"), ("category", f"/{_SITEMAP}"), ("url", source.address)]
    else:
        told = [("type", "rss"), ("xmlUrl", source.address)]
    attributes = [("text", source.title), ("title", source.title), *told, ("htmlUrl", source.site)]
    return f"<outline {' '.join(f'{name}={_quoted(value)}' for name, value in attributes if value)}/>"


def _quoted(text: str) -> str:
    return quoteattr(_fit(text))


def _fit(text: str) -> str:
    """The text without what XML cannot carry."""
    return "".join(
        c for c in text if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
