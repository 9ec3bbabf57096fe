"""A WARC file into the pages and feeds that it holds (ISO 28500), by warcio."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from aggregator.outlets.spec import FeedKind
from aggregator.reading.types import ReadingError
from aggregator.wire.addresses import read_address
from aggregator.wire.bodies import BodyError, unpack
from aggregator.wire.fetched import FetchError

Wanted = Literal["page", "feed"]

_SORTS: Mapping[str, Wanted] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
_NO_CAPTURES = ("warcinfo", "request", "metadata")  # they tell about captures, so nothing is passed over with them
_HEADERS = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0"], verify=False)
_FAULTS = (ArchiveLoadFailed, StatusAndHeadersParserException, OSError, EOFError, ValueError, AttributeError, TypeError)
"""What warcio raises on files that are not what they say; the last two from headers that are missing."""


@dataclass(frozen=True, slots=True)
class Captured:
    """Bytes that were saved from an address, and when (aware, None where that is not known); `record` is the WARC's own
    name for them."""

    url: str
    body: bytes
    content_type: str
    captured: datetime | None
    record: str = ""

    @property
    def feed_kind(self) -> FeedKind:
        """Of a feed's bytes: whether they are a sitemap."""
        return "sitemap" if b"<urlset" in self.body[:4096] else "rss"


def read_warc(path: Path, wanted: Wanted, largest: int, refused: Counter[str]) -> Iterator[Captured]:
    """The successful responses in a WARC file that are of the wanted sort, in its order, none above `largest` bytes.

    Pages and feeds that cannot be unpacked are counted in `refused`; so is, when pages are wanted, every record that is
    neither. A record that cannot be read does not end the walk; a file that is broken in its own structure does.
    """
    with path.open("rb") as file:
        for response in _responses(ArchiveIterator(file, no_record_parse=True), largest):
            if isinstance(response, str):
                if wanted == "page":
                    refused[response] += 1
            elif response.sort == wanted:
                try:
                    body = unpack([response.payload], response.encoding, largest)
                except BodyError as error:
                    refused[error.reason] += 1
                    continue
                yield Captured(response.url, body, response.content_type, response.captured, response.record)


@dataclass(frozen=True, slots=True)
class _Response:
    """A response record, its payload still packed."""

    sort: Wanted
    url: str
    payload: bytes
    encoding: str
    content_type: str
    captured: datetime | None
    record: str


def _responses(records: Iterator[Any], largest: int) -> Iterator[_Response | str]:
    """The records that hold a page or feed; of each other one, why it is passed over."""
    seen = False
    while True:
        try:
            record, seen = next(records), True
            if record.rec_type not in _NO_CAPTURES:
                yield _response(record, largest)
        except StopIteration:
            if not seen:  # warcio takes noise after a gzip mark for the end of the file
                yield "no record in the file"
            return
        except (ReadingError, FetchError) as error:
            yield error.reason
        except _FAULTS:
            yield "rest of the file cannot be read"
            return


def _response(record: Any, largest: int) -> _Response:
    if record.rec_type != "response":
        raise ReadingError(f"{record.rec_type or 'unnamed'} record"[:40])
    address = read_address(record.rec_headers.get_header("WARC-Target-URI") or "")
    headers, payload = _headers_and_payload(record, largest)
    content_type = headers.get_header("Content-Type") or ""
    kind = content_type.partition(";")[0].strip().lower()
    if headers.get_statuscode() != "200":
        raise ReadingError("status other than 200")
    if kind not in _SORTS:
        raise ReadingError("neither a page nor a feed")
    encoding = headers.get_header("Content-Encoding") or ""
    name = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")[:200]
    return _Response(_SORTS[kind], address.url, payload, encoding, content_type, _time(record), name)


def _headers_and_payload(record: Any, largest: int) -> tuple[Any, bytes]:
    """The HTTP headers and the payload, still packed but no longer in chunks."""
    block = record.raw_stream.read(largest + 1)
    if len(block) > largest:
        raise ReadingError("too large")
    if record.length is not None and len(block) < int(record.length):
        raise ReadingError("cut short")
    stream = io.BytesIO(block)
    try:
        headers = _HEADERS.parse(stream)
    except (StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise ReadingError("headers cannot be read") from error
    if (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        return headers, ChunkedDataReader(stream).read()  # takes a body that was saved without its chunks as it is
    return headers, stream.read()


def _time(record: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
