"""A folder of saved pages or a WARC file into captured feeds and pages, one at a time, as a fetch would give them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from aggregator.outlets.spec import FeedKind
from aggregator.reading.types import ReadingError
from aggregator.warcs import Captured, read_warc
from aggregator.wire.addresses import read_address
from aggregator.wire.bodies import BodyError, unpack_gzip
from aggregator.wire.fetched import MEBIBYTE, FetchError

ArchiveKind = Literal["archive", "sample"]

LARGEST_BODY = 16 * MEBIBYTE
LARGEST_INDEX = 64 * MEBIBYTE

_INDEX = "index.json"
_WARC_ENDINGS = (".warc", ".warc.gz")
_PAGE_ENDINGS = (".html", ".html.gz")


@dataclass(frozen=True, slots=True)
class CapturedFeed:
    """A feed as it was saved. `captured` is aware, None where the archive does not say when; `outlet` is a slug or
    empty."""

    url: str
    body: bytes
    content_type: str
    captured: datetime | None
    outlet: str
    kind: FeedKind
    archive: str


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """An article's page as it was saved, with the address it was saved from.

    `link` is where readers are sent when that is not `url`; `link_is_home` says that it is the outlet's home page,
    since the article's own address is not known. `source` is where the bytes stand in the archive: a file or record.
    """

    url: str
    body: bytes
    content_type: str
    captured: datetime | None
    outlet: str
    link: str
    link_is_home: bool
    archive: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """Saved feeds and pages, read from disk as they are walked; `feeds` and `pages` can each be walked once.

    `refused` counts, by reason, the entries that were passed over; it is complete when both have been walked. `kind`
    is "sample" for pages that were written for the project.
    """

    name: str
    kind: ArchiveKind
    note: str
    feeds: Iterator[CapturedFeed]
    pages: Iterator[CapturedPage]
    refused: Counter[str] = field(default_factory=Counter)


def read_archive(path: Path) -> Archive:
    """The archive at `path`: a folder with index.json, a folder of NAME.html(.gz) beside NAME.json, or a WARC file.

    Raises ReadingError ("not an archive", "index cannot be read") where nothing of it can be used.
    """
    if path.is_file() and path.name.lower().endswith(_WARC_ENDINGS):
        return _warc(path)
    if path.is_dir():
        return _indexed_folder(path) if (path / _INDEX).exists() else _labelled_folder(path)
    raise ReadingError("not an archive", f"{path.name} is neither a folder nor a .warc or .warc.gz file")


def _indexed_folder(folder: Path) -> Archive:
    index = _index(folder)
    name = _text(index, "name") or folder.name
    kind: ArchiveKind = "sample" if index.get("kind") == "sample" else "archive"
    refused: Counter[str] = Counter()
    feeds = _indexed_feeds(folder, name, _entries(index, "feeds"), refused)
    pages = _indexed_pages(folder, name, _entries(index, "pages"), refused)
    return Archive(name, kind, _text(index, "note"), feeds, pages, refused)


def _index(folder: Path) -> dict[str, Any]:
    try:
        with (folder / _INDEX).open("rb") as file:
            index = json.loads(file.read(LARGEST_INDEX))
    except (OSError, ValueError, RecursionError) as error:
        raise ReadingError("index cannot be read", str(error)[:200]) from error
    if not isinstance(index, dict):
        raise ReadingError("index cannot be read", "it is no object")
    return index


def _entries(index: dict[str, Any], name: str) -> list[Any]:
    entries = index.get(name, [])
    if not isinstance(entries, list):
        raise ReadingError("index cannot be read", f"{name} is no list")
    return entries


def _indexed_feeds(folder: Path, archive: str, entries: list[Any], refused: Counter[str]) -> Iterator[CapturedFeed]:
    for entry in entries:
        saved = _saved(folder, entry, refused)
        if saved:
            kind: FeedKind = "sitemap" if entry.get("kind") == "sitemap" else "rss"
            yield CapturedFeed(
                saved.url, saved.body, "application/xml", saved.captured, _text(entry, "outlet"), kind, archive
            )


def _indexed_pages(folder: Path, archive: str, entries: list[Any], refused: Counter[str]) -> Iterator[CapturedPage]:
    for entry in entries:
        saved = _saved(folder, entry, refused)
        if saved:
            link = _text(entry, "link") or saved.url
            link_is_home = entry.get("link_is_home") is True
            outlet = _text(entry, "outlet")
            where = _text(entry, "file")
            yield CapturedPage(
                saved.url, saved.body, "text/html", saved.captured, outlet, link, link_is_home, archive, where
            )


def _labelled_folder(folder: Path) -> Archive:
    refused: Counter[str] = Counter()
    return Archive(folder.name, "archive", "", iter(()), _labelled_pages(folder, refused), refused)


def _labelled_pages(folder: Path, refused: Counter[str]) -> Iterator[CapturedPage]:
    """Of each NAME.json only "url" is read: the rest of it may be labels, which a reader must not see."""
    for path in sorted(folder.iterdir()):
        stem = next(
            (path.name.removesuffix(ending) for ending in _PAGE_ENDINGS[::-1] if path.name.endswith(ending)), ""
        )
        if not stem:
            continue
        label = _label(folder / f"{stem}.json", refused)
        saved = _saved(folder, {**label, "file": path.name}, refused) if label else None
        if saved:
            yield CapturedPage(saved.url, saved.body, "text/html", None, "", saved.url, False, folder.name, path.name)


def _label(path: Path, refused: Counter[str]) -> dict[str, str] | None:
    try:
        label = json.loads(path.read_bytes())
    except FileNotFoundError:
        refused["no address beside it"] += 1
        return None
    except (OSError, ValueError, RecursionError):
        refused["bad entry"] += 1
        return None
    return {"url": _text(label, "url")} if isinstance(label, dict) else {"url": ""}


def _warc(path: Path) -> Archive:
    name = path.name
    refused: Counter[str] = Counter()
    feeds = (
        CapturedFeed(found.url, found.body, found.content_type, found.captured, "", found.feed_kind, name)
        for found in read_warc(path, "feed", LARGEST_BODY, refused)
    )
    pages = (
        CapturedPage(
            found.url, found.body, found.content_type, found.captured, "", found.url, False, name, found.record
        )
        for found in read_warc(path, "page", LARGEST_BODY, refused)
    )
    return Archive(name, "archive", "", feeds, pages, refused)


def _saved(folder: Path, entry: Any, refused: Counter[str]) -> Captured | None:
    """The address, bytes and time of one entry; None, counted, where it cannot be used."""
    if not isinstance(entry, dict) or not _text(entry, "file"):
        refused["bad entry"] += 1
        return None
    try:
        url = read_address(_text(entry, "url")).url
        return Captured(url, _file(folder, _text(entry, "file")), "", _time(_text(entry, "captured")))
    except (FetchError, ReadingError, BodyError) as error:
        refused[error.reason] += 1
    return None


def _file(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ReadingError("outside the archive", name)
        if not path.is_file():  # a pipe or a device would never end
            raise ReadingError("file cannot be read", name)
        with path.open("rb") as file:
            body = file.read(LARGEST_BODY + 1)
    except (OSError, ValueError, RuntimeError) as error:  # not allowed, a NUL in the name, links in a ring
        raise ReadingError("file cannot be read", name) from error
    if len(body) > LARGEST_BODY:
        raise ReadingError("too large", name)
    return unpack_gzip(body, LARGEST_BODY) if name.endswith(".gz") else body


def _time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise ReadingError("bad entry", f"captured is {text[:40]}") from error
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""
