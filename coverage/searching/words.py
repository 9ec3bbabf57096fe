"""Text → the words that search goes by, each with its place: folded, without accents, and their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from coverage.comparing.wordforms import ONE_FORM

LONGEST = 40
"""Characters of a word; what is longer is cut, in texts and in queries alike."""

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d{1,3}(?:,\d{3})+(?!\d)"  # 1,000
    r"|[^\W_]+(?:['’][^\W_]+)*"
)
_POSSESSIVE = re.compile(r"['’][sS]$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it is looked for, and its half-open offsets."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order. Signs that hold nothing of a letter or digit are left out."""
    for match in _WORD.finditer(text):
        if folded := fold(_POSSESSIVE.sub("", match[0])):
            yield Word(folded, match.start(), match.end())


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are looked for."""
    return tuple(word.folded for word in words_of(text))


def fold(word: str) -> str:
    """Its letters and digits alone, without case and accents: "Müller’s" → "mullers". Twice is as once."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(sign for sign in plain if sign.isalnum())[:LONGEST]


@lru_cache(maxsize=1 << 16)
def stem(folded: str) -> str:
    """What a folded word has in common with its other forms: "announced" → "announc"."""
    found: str = _stemmer().stemWord(ONE_FORM.get(folded, folded))
    return found or folded


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order."""
    return tuple(stem(word.folded) for word in words_of(text))


@cache
def _stemmer() -> snowballstemmer.Stemmer:
    return snowballstemmer.stemmer("english")
