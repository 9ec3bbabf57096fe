"""Two texts → how far they agree, by the runs of four words that they share.

The measure of the article-extraction benchmark (Zyte, formerly Scrapinghub): each text is a bag of its word 4-grams, so
that a paragraph too many costs precision, one that is missing costs recall, and order within a paragraph counts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

RUN = 4  # words

Shingles: TypeAlias = Counter[tuple[str, ...]]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a text agrees with another, each from 0 to 1: `precision` is the share of the text's runs that the other
    has too, `recall` the share of the other's that the text has, `f1` their harmonic mean."""

    precision: float
    recall: float
    f1: float


def agreement(text: str, other: str) -> float:
    """F1 of two texts, the same whichever comes first: 1 where all words are the same (or there are none in either),
    0 where they share nothing."""
    return compared(shingles(text), shingles(other)).f1


def compared(found: Shingles, other: Shingles) -> Agreement:
    """The agreement of two bags; for many comparisons of the same texts, `shingles` is taken of each but once."""
    if not found or not other:
        same = float(not found and not other)
        return Agreement(same, same, same)
    shared = (found & other).total()
    precision, recall = shared / found.total(), shared / other.total()
    return Agreement(precision, recall, 2 * shared / (found.total() + other.total()))


def shingles(text: str) -> Shingles:
    """The runs of four words in a text with how often each occurs; all of a shorter text is one run."""
    words = _WORD.findall(text)
    if not words:
        return Counter()
    return Counter(zip(*(words[start:] for start in range(RUN)), strict=False)) or Counter([tuple(words)])
