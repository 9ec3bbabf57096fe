"""A saved page → what we read in it as plain values, by the names that scorers of article extraction ask for."""

from __future__ import annotations

from typing import Any

from aggregator.reading.pages import read_page
from aggregator.reading.types import Instant

NO_ADDRESS = "http://unknown.invalid/"  # reserved by RFC 2606: no outlet's, and no date stands in it


def predicted_reading(body: bytes, url: str, generic: bool) -> dict[str, Any]:
    """text, title, authors, published and modified (ISO 8601 in the publisher's zone; None: not found), access, reader
    and more.

    All that the page shows is read, of an outlet that is otherwise read by its summary too. `generic` leaves out the
    outlets' own layouts. An empty `url` is that of a page whose address nobody knows.

    Raises ReadingError as read_page does.
    """
    page = read_page(body, url or NO_ADDRESS, _content_type(body), summary_only=False, generic=generic)
    return {
        "text": page.text,
        "title": page.title,
        "authors": list(page.authors),
        "published": _iso(page.published),
        "modified": _iso(page.modified),
        "access": page.access,
        "reader": page.reader,
        "agreement": page.agreement,
        "url": page.url,
        "description": page.description,
        "language": page.language,
        "published_zone": page.published.zone if page.published else "",
        "published_precision": page.published.precision if page.published else "",
    }


def _content_type(body: bytes) -> str:
    """Corpora often keep a page in UTF-8 whose head still declares the encoding that it was served in."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "text/html"
    return "text/html; charset=utf-8"


def _iso(instant: Instant | None) -> str | None:
    return instant.local.isoformat() if instant else None
