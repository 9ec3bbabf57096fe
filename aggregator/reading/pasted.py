"""A text that a person pasted, with its headline, byline and time → the page that it stands for."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime

from aggregator.reading.types import Instant, Page, ReadingError

READER = "pasted"
"""Of a text that no reader found: a person pasted it."""

_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_SPACE = re.compile(r"\s+")


def packed(title: str, byline: str, published: str, text: str) -> bytes:
    """What was pasted, as bytes to keep; `published` is ISO 8601 with a zone, or empty."""
    return json.dumps({"title": title, "byline": byline, "published": published, "text": text}).encode()


def read_pasted(body: bytes, url: str) -> Page:
    """The page. Blank lines part paragraphs. Raises ReadingError: "not a pasted text", "no text"."""
    try:
        told = {name: str(value) for name, value in json.loads(body).items()}
        published = datetime.fromisoformat(told["published"]).astimezone(UTC) if told["published"] else None
        title, byline, raw = told["title"], told["byline"], told["text"]
    except (ValueError, KeyError, AttributeError) as error:
        raise ReadingError("not a pasted text", repr(error)[:200]) from error
    parts = (_SPACE.sub(" ", part).strip() for part in _BREAK.split(raw.replace("\r\n", "\n")))
    text = unicodedata.normalize("NFC", "\n\n".join(filter(None, parts)))
    if not text:
        raise ReadingError("no text")
    authors = tuple(filter(None, (_SPACE.sub(" ", name).strip() for name in re.split(r",|;|\band\b", byline))))
    return Page(
        url=url,
        title=_SPACE.sub(" ", title).strip(),
        text=text,
        authors=authors,
        published=Instant(published, "UTC", "pasted", "instant") if published else None,
        modified=None,
        access="full",
        reader=READER,
    )
