"""Bytes from strangers → refused under a named reason where reading them would take too long."""

from __future__ import annotations

import re

from aggregator.reading.types import ReadingError

LARGEST = 8_000_000  # bytes; the largest article page met had 2.9 million characters
MOST_ATTRIBUTES = 20_000  # on one element of a page; broken quotes make thousands of them on honest pages
MOST_IN_FEEDS = 500  # on one element of a feed; feedparser compares each with each
MOST_TAGS = 200_000
DEEPEST = 250  # elements within elements; selectors walk a deep tree again and again

_SHORTEST = 2  # bytes of an attribute and the space before it
_SKIPPED = ((b"<!--", b"-->"), (b"<script", b"</script"), (b"<style", b"</style"))
# Possessive and with an optional end, so that each byte is looked at once.
_TAG = re.compile(rb"<[a-z](?:[^>\"']|\"[^\"]*+\"?|'[^']*+'?)*+>?")
_QUOTED = re.compile(rb"\"[^\"]*+\"?|'[^']*+'?")
_ATTRIBUTE = re.compile(rb"[^\s=/\"'<>]+(?:\s*=\s*[^\s\"'<>]*)?")


def refuse_oversized(body: bytes, most_attributes: int = MOST_ATTRIBUTES, most_tags: int = MOST_TAGS) -> None:
    """Raises ReadingError: "empty page", "too large", "too many attributes" or "too many tags". Takes linear time."""
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise ReadingError("empty page")
    if len(body) > LARGEST:
        raise ReadingError("too large", f"{len(body)} bytes")
    if body.count(b"<") > most_tags:
        raise ReadingError("too many tags")
    if any(_attributes(tag) > most_attributes for tag in _long_tags(body, _SHORTEST * most_attributes)):
        raise ReadingError("too many attributes")


def _long_tags(body: bytes, suspect: int) -> list[bytes]:
    """Tags long enough to hold too many attributes, scripts and comments left out."""
    tags, at, body = [], 0, body.lower()
    while (at := body.find(b"<", at)) >= 0:
        end = _end_of_skipped(body, at)
        if not end:
            found = _TAG.match(body, at)
            end = found.end() if found else at + 1
            if found and end - at > suspect:
                tags.append(found.group())
        at = end
    return tags


def _end_of_skipped(body: bytes, at: int) -> int:
    """Where the comment, script or style that begins at `at` ends; 0 where none does."""
    for opening, closing in _SKIPPED:
        if body.startswith(opening, at):
            end = body.find(closing, at + len(opening))
            return end + len(closing) if end >= 0 else len(body)
    return 0


def _attributes(tag: bytes) -> int:
    return len(_ATTRIBUTE.findall(_QUOTED.sub(b"0", tag)))
