"""Words → stems and weighted vectors: what grouping and aligning mean by 'the same word' and by 'alike'."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from coverage.comparing.wordforms import ONE_FORM, STOP_WORDS

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['.&]?[^\W_]+)*")
"""A number with its separators, or letters joined by inner apostrophes, points and ampersands."""

_MARKS = str.maketrans({
    "‘": "'", "’": "'", "‛": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "…": " ", "\u00a0": " ", "\u200b": " ",
})  # fmt: skip


IMAGINED = 8  # texts that are added to a story's when weighing its words


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]` is one word, `word` the same in lower case with straight marks, `stem` its comparable form."""

    start: int
    end: int
    word: str
    stem: str


def straightened(text: str) -> str:
    """The text in NFC with straight marks and plain hyphens; as long as an NFC text was."""
    return unicodedata.normalize("NFC", text).translate(_MARKS)


def same_words(one: str, other: str) -> bool:
    """Whether two wordings are the same but for white space, curled marks and a last mark."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return " ".join(straightened(text).split()).rstrip(".,")


def words(text: str) -> tuple[str, ...]:
    """Every word in order, in lower case with straight marks: what 'the same words' means."""
    return tuple(token.word for token in tokens(text))


def tokens(text: str) -> tuple[Token, ...]:
    """Every word of the text in order; offsets are in the text as given when it is NFC already."""
    return tuple(
        Token(match.start(), match.end(), match.group().lower(), _stem_as_written(match.group()))
        for match in WORD.finditer(straightened(text))
    )


def content_stems(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning, in order, repeats kept."""
    return tuple(token.stem for token in tokens(text) if carries_meaning(token))


def carries_meaning(token: Token) -> bool:
    """False for function words, the trade's own words and single letters."""
    bare = token.word.removesuffix("'s")
    if token.stem == "america":
        return True
    return bare not in STOP_WORDS and (len(bare) > 1 or bare.isdigit()) and not bare.endswith("n't")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one lower-case word: Porter's English stemmer in its Snowball revision, after strong verbs and the
    names of a country's people are brought to one form."""
    bare = word.removesuffix("'s").rstrip("'")
    if bare[:1].isdigit():
        return bare.replace(",", "")
    bare = bare.replace(".", "")
    return str(_stemmer().stemWord(ONE_FORM.get(bare, bare)))


def rarity(documents: int, containing: float) -> float:
    """How much a term says that `containing` of `documents` carry: log(1 + n/df), never zero, so that the words of a
    collection that has one story only still count."""
    return math.log(1 + documents / max(containing, 1e-9))


def unit_vector(counts: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """Sub-linear term counts times weights, at length 1; terms without a weight are left out."""
    raw = {term: _damped(count) * weights[term] for term, count in counts.items() if term in weights}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items()} if length else {}


def dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The inner product; for unit vectors the cosine, 0 to 1."""
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)


def story_weights(texts: Iterable[str]) -> dict[str, float]:
    """How much each stem of a few texts says among them, 0 to 1: rare stems near 1, those in every text lowest. A few
    imagined texts are added, since what all of two or three texts say is no more common for that."""
    found = [frozenset(content_stems(text)) for text in texts]
    carried = Counter(term for terms in found for term in terms)
    count = len(found) + IMAGINED
    return {term: rarity(count, number) / rarity(count, 1) for term, number in carried.items()}


def _stem_as_written(word: str) -> str:
    """ "us" is a pronoun, "US" a country: only the capitals tell."""
    return "america" if word in ("US", "U.S", "USA", "U.S.A") else stem(word.lower())


def _damped(count: float) -> float:
    return 1 + math.log(count) if count >= 1 else count


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.Stemmer:
    return snowballstemmer.stemmer("english")
