"""A page's tree, its metadata and the text read in it → how much of the article that text is."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from aggregator.reading.metadata import Metadata
from aggregator.reading.types import AccessFound

PART = 0.5  # of the words that the page says it has: a text with fewer is a part of the article
SHORT = 400  # words; a longer text is believed to be whole where nothing on the page bars the rest
TEASER = 150  # words; a text this short beside a barrier is a teaser though the page counts no words
FEWEST_COUNTED = 50  # words that a page must say it has to be believed

_COUNTS = ("article:word_count", "og:article:word_count", "word_count", "wordcount")
_BARRIER = ", ".join(
    f"[{attribute}*={name}]"
    for attribute in ("class", "id")
    for name in ("paywall", "regwall", "snippet-promotion", "subscribe-wall", "subscriber-only", "gated-content")
)


def access_to(text: str, soup: BeautifulSoup, metadata: Metadata) -> AccessFound:
    """ "full", "partial" or "none": the words found against those that the page says it has, and what it shows.

    That a page declares itself not free is no proof by itself: many do whose whole text is there.
    """
    words = len(text.split())
    if not words:
        return "none"
    declared = _declared_words(metadata)
    if declared and words >= PART * declared:
        return "full"
    if declared:
        return "partial" if words < SHORT or _is_barred(soup, metadata) else "full"
    return "partial" if words < TEASER and _is_barred(soup, metadata) else "full"


def _declared_words(metadata: Metadata) -> int:
    written = metadata.meta(*_COUNTS) or str(metadata.article.get("wordCount") or "")
    found = re.fullmatch(r"\s*(\d{1,6})(?:\.0)?\s*", written)
    return int(found[1]) if found and int(found[1]) >= FEWEST_COUNTED else 0


def _is_barred(soup: BeautifulSoup, metadata: Metadata) -> bool:
    free = metadata.article.get("isAccessibleForFree")
    return str(free).casefold() in {"false", "no", "0"} or soup.select_one(_BARRIER) is not None
