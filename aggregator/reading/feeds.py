"""The bytes of an RSS or Atom feed → its entries as plain text, what is unfit refused under a named reason."""

from __future__ import annotations

from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser

from aggregator.reading.bounds import MOST_IN_FEEDS, refuse_oversized
from aggregator.reading.bylines import names_in
from aggregator.reading.plain import plain_text
from aggregator.reading.times import EARLIEST, LATEST, read_time, time_of
from aggregator.reading.types import FeedEntry, Instant, ReadFeed, ReadingError
from aggregator.reading.urls import web_address

LONGEST_TITLE = 500  # characters
LONGEST_SUMMARY = 4_000
MOST_ENTRIES = 2_000


def read_feed(body: bytes, url: str, content_type: str = "") -> ReadFeed:
    """The entries of a feed in its own order, addresses absolute, titles and summaries without markup.

    Entries are refused, and counted, as "no link", "link is not a web address", "no title", "repeated" or "past the
    limit"; the rest of their feed is read. Times carry the source "feed"; a time that the feed gives without a zone is
    taken as UTC, as RSS readers do.

    Raises ReadingError: "empty page", "too large", "too many attributes", "too many tags", or "not a feed" for what
    is neither RSS nor Atom; "document type refused" where entities are declared, since that is where bombs live.
    """
    refuse_oversized(body, MOST_IN_FEEDS)
    if _declares_entities(body.replace(b"\x00", b"")):  # which are half of UTF-16
        raise ReadingError("document type refused", "it declares entities")
    parsed = _parsed(body, url, content_type)
    refused: Counter[str] = Counter()
    entries: dict[str, FeedEntry] = {}
    for item in parsed.entries:
        reason = "past the limit" if len(entries) >= MOST_ENTRIES else _take(item, url, entries)
        if reason:
            refused[reason] += 1
    return ReadFeed(tuple(entries.values()), dict(refused))


def _declares_entities(body: bytes) -> bool:
    """Whether an entity is declared before the first element. RSS 0.91's own document type declares none inside."""
    at = body.find(b"<")
    while at >= 0:
        if body.startswith((b"<!--", b"<?"), at):
            closing = b"-->" if body.startswith(b"<!--", at) else b"?>"
            at = body.find(closing, at + len(closing) + 1)  # "<!-->" is no whole comment
        elif body[at : at + 8].upper() == b"<!ENTITY":
            return True
        elif body[at + 1 : at + 2].isalpha():
            return False
        at = body.find(b"<", at + 1) if at >= 0 else at
    return False


def _parsed(body: bytes, url: str, content_type: str) -> Any:
    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    try:
        parsed = feedparser.parse(
            BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser lets its parsers' errors through, of any kind
        raise ReadingError("not a feed", type(error).__name__) from error
    if not parsed.get("version") and not parsed.entries:
        raise ReadingError("not a feed", str(parsed.get("bozo_exception", ""))[:200])
    return parsed


def _take(item: Any, url: str, entries: dict[str, FeedEntry]) -> str:
    """Adds a feed's item to the entries, or gives the reason why not."""
    link = _text(item, "link")
    if not link:
        return "no link"
    address = web_address(link, url)
    if not address:
        return "link is not a web address"
    if address in entries:
        return "repeated"
    title = plain_text(_text(item, "title"))[:LONGEST_TITLE]
    if not title:
        return "no title"
    summary = plain_text(_text(item, "summary"))[:LONGEST_SUMMARY]
    entries[address] = FeedEntry(address, title, summary, _authors(item), _published(item))
    return ""


def _text(item: Any, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _authors(item: Any) -> tuple[str, ...]:
    people = item.get("authors") or []
    written = [person.get("name") for person in people if isinstance(person, dict)] or [item.get("author")]
    return tuple(
        dict.fromkeys(name for text in written if isinstance(text, str) for name in names_in(plain_text(text)))
    )


def _published(item: Any) -> Instant | None:
    # Each only where the feed has it: asked for "updated", feedparser answers with "published" and warns.
    given = set(item.keys())
    for name in ("published", "updated", "created"):
        text = _text(item, name) if name in given else ""
        instant = read_time(text, "feed") or _parsed_time(item.get(f"{name}_parsed")) if text else None
        if instant:
            return instant
    return None


def _parsed_time(parsed: Any) -> Instant | None:
    """feedparser's own reading, for the formats that are not English or ISO."""
    try:
        moment = datetime.fromtimestamp(timegm(parsed), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return time_of(moment, "feed") if EARLIEST <= moment.year < LATEST else None
