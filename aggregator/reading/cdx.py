"""An archive's index of captures: what to ask it, what it answers, and the addresses of its snapshots.

The parameters and answers are those of the Wayback CDX server (github.com/internetarchive/wayback, wayback-cdx-server),
which the Internet Archive, openwayback and (nearly) pywb speak. Touches nothing: addresses out, bytes in.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from aggregator.reading.types import ReadingError

Match = Literal["exact", "prefix", "host", "domain"]

FIELDS = ("timestamp", "original", "mimetype", "statuscode")
CUT_SHORT = "index cut short"
LONGEST_KEY = 4000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A capture in an archive: the address as it was captured, and its 14 digits of time."""

    timestamp: str
    original: str

    @property
    def at(self) -> datetime:
        """When it was captured, in UTC."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReadIndex:
    """One answer of an index: captures of pages in its order, the key that asks for its next part (empty: there is
    none), and what was refused, by reason."""

    captures: tuple[Snapshot, ...]
    resume_key: str = ""
    refused: Mapping[str, int] = field(default_factory=dict)


def index_query(url: str, match: Match, since: date | None = None, until: date | None = None) -> str:
    """The query for the first good capture of every page at `url` (its beginning, host or domain, by `match`)."""
    days = [(name, f"{day:%Y%m%d}") for name, day in (("from", since), ("to", until)) if day]
    return urlencode([("url", url), ("matchType", match), *days])


def index_address(server: str, query: str, limit: int, resume_key: str = "") -> str:
    """The whole address to ask for one part of a query's answer, at most `limit` captures."""
    asked = [
        ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"),
        ("collapse", "urlkey"),
        ("fl", ",".join(FIELDS)),
        ("output", "json"),
        ("limit", str(limit)),
        ("showResumeKey", "true"),
        *([("resumeKey", resume_key)] if resume_key else []),
    ]
    return f"{server}?{query}&{urlencode(asked)}"


def read_index(body: bytes) -> ReadIndex:
    """The captures in an answer of an index, in JSON as documented: a row of names, rows, and, where the answer is not
    the last, an empty row and a row with the resumption key.

    Rows are refused, and counted, as "broken line", "status other than 200", "not a page" or "revisit record" (which
    keeps no bytes of its own). Raises ReadingError: "not an index", or "index cut short" where the end is missing, so
    that nobody can know what else there is.
    """
    text = body.decode("utf-8", "replace").strip()
    if not text:
        return ReadIndex(())
    refused: Counter[str] = Counter()
    rows = list(_rows(text, refused))
    if not rows:
        return ReadIndex((), "", dict(refused))
    names = rows[0]
    if not {"timestamp", "original"} <= set(names):
        raise ReadingError("not an index", str(names)[:100])
    rows, key = _without_key(rows[1:])
    captures = [capture for row in rows if (capture := _capture(names, row, refused))]
    return ReadIndex(tuple(captures), key, dict(refused))


def snapshot_address(base: str, snapshot: Snapshot) -> str:
    """Where the bytes of a snapshot stand as they were captured: `id_` asks for them without the archive's own bar."""
    return f"{base}{snapshot.timestamp}id_/{snapshot.original}"


def snapshot_of(base: str, url: str) -> Snapshot | None:
    """The snapshot that an address of the archive at `base` leads to; None for any other address."""
    if _SCHEME.sub("", base) != _SCHEME.sub("", url)[: len(_SCHEME.sub("", base))]:
        return None
    found = _KEPT.fullmatch(_SCHEME.sub("", url)[len(_SCHEME.sub("", base)) :])
    if found is None or not _is_time(found["time"]):
        return None
    original = found["original"]
    slashed = _FOLDED.sub(r"\1://", original) if _FOLDED.match(original) else f"http://{original}"
    return Snapshot(found["time"], slashed)


def _rows(text: str, refused: Counter[str]) -> Iterator[list[str]]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        yield from _rows_by_line(text, refused)
        return
    if not isinstance(answer, list):
        raise ReadingError("not an index", text[:100])
    for row in answer:
        if isinstance(row, list) and all(isinstance(value, str) for value in row):
            yield row
        else:
            refused["broken line"] += 1


def _rows_by_line(text: str, refused: Counter[str]) -> Iterator[list[str]]:
    """The rows of an answer that is no JSON as a whole: every row stands on a line of its own."""
    if not text.startswith("[["):
        raise ReadingError("not an index", text[:100])
    if not text.endswith("]]"):
        raise ReadingError(CUT_SHORT, text[-100:])
    for line in text[1:-1].splitlines():
        row = _row(line.strip().removesuffix(","))
        if row is None:
            refused["broken line"] += 1
        else:
            yield row


def _row(line: str) -> list[str] | None:
    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, list) and all(isinstance(value, str) for value in row) else None


def _without_key(rows: list[list[str]]) -> tuple[list[list[str]], str]:
    if len(rows) >= 2 and not rows[-2] and len(rows[-1]) == 1 and len(rows[-1][0]) <= LONGEST_KEY:
        return rows[:-2], rows[-1][0]
    return rows, ""


def _capture(names: Sequence[str], row: Sequence[str], refused: Counter[str]) -> Snapshot | None:
    if len(row) != len(names):
        refused["broken line"] += 1
        return None
    told = dict(zip(names, row, strict=True))
    reason = ""
    if not _is_time(told["timestamp"]) or not told["original"]:
        reason = "broken line"
    elif told.get("mimetype") == "warc/revisit":
        reason = "revisit record"
    elif told.get("statuscode", "200") != "200":
        reason = "status other than 200"
    elif told.get("mimetype", "text/html") not in _PAGES:
        reason = "not a page"
    if reason:
        refused[reason] += 1
        return None
    return Snapshot(told["timestamp"], told["original"])


def _is_time(digits: str) -> bool:
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return len(digits) == 14 and digits.isascii() and digits.isdigit()


_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_KEPT = re.compile(r"(?P<time>\d{14})(?:[a-z]{2}_)?/(?P<original>.+)", re.DOTALL)
_FOLDED = re.compile(r"^(https?):/+", re.IGNORECASE)
