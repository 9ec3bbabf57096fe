"""An article's address and some of its words → the address that opens the outlet's own page at those words."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_WHOLE = 90  # characters up to which the words are named whole
_EDGE = 5  # words that name each end of longer ones
_NO_PART_OF_A_LINK = re.compile(r'[\x00-\x20"<>\\]')


def place(link: str, words: str) -> str:
    """`link` with a text fragment for `words` (WICG "URL Fragment Text Directives"); `link` alone without words.

    Empty where `link` is no http(s) address: nothing else may become a link on a page.
    """
    if not is_web_address(link):
        return ""
    directive = _directive(words)
    if not directive:
        return link
    return f"{link}{':~:' if '#' in link else '#:~:'}text={directive}"


def is_web_address(link: str) -> bool:
    """Whether it is an http(s) address with a host, free of spaces and control characters."""
    if _NO_PART_OF_A_LINK.search(link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _directive(words: str) -> str:
    # A directive of one part must match within one block of the page; one of two parts may span several.
    lines = [line.split() for line in words.splitlines() if line.strip()]
    if not lines:
        return ""
    if len(lines) == 1 and (len(words) <= _WHOLE or len(lines[0]) <= 2 * _EDGE):
        return _encoded(" ".join(lines[0]))
    return f"{_encoded(' '.join(lines[0][:_EDGE]))},{_encoded(' '.join(lines[-1][-_EDGE:]))}"


def _encoded(words: str) -> str:
    # "-" and "," and "&" are syntax in a directive; the first is left alone by every URL library.
    return quote(words, safe="", errors="replace").replace("-", "%2D")
