"""Two clauses of one story → how likely they state the same, from the words, figures and names that they share.

A logistic regression over the traits below. Its weights stand in claim_likeness.json beside this file, made by
`training/train_claims.py`: once for the words alone, and once where there are vectors besides.
"""

from __future__ import annotations

import json
import math
import pkgutil
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from coverage.comparing.figures import relation
from coverage.comparing.paraphrase.traits import Vectors
from coverage.comparing.similarity import content_stems
from coverage.comparing.statements import longest_run, statement
from coverage.comparing.types import ClaimToAlign

FILE = "claim_likeness.json"
TRAITS = (
    "dice", "contained", "shared", "rarest", "two", "run", "same figure", "other figure", "figure alone", "denied",
    "names", "cosine", "ahead", "least ahead", "mutual",
)  # fmt: skip
BY_VECTORS = "cosine"
HEAVY = 4.0  # shared weight that counts no further
LONG_RUN = 8  # words
_PASSING = frozenset(content_stems("Monday Tuesday Wednesday Thursday Friday Saturday Sunday today yesterday tomorrow"))
MOST_RIVALS = 4
NEAR = 0.6  # cosine of two clauses that share one word
LITTLE, MOST = 0.45, 0.7  # of both clauses' meaning, and of the lighter one's
QUOTED_WORDS = 5
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
REPEATED = 0.4  # of the stems of two pieces of one article, shared: it says the same twice
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A weight for each of TRAITS (0 for what is not looked at), and where the scale begins."""

    weights: tuple[float, ...]
    start: float

    def probability(self, row: Sequence[float]) -> float:
        """0 to 1; the row has a number for each of TRAITS, in order."""
        total = self.start + sum(weight * value for weight, value in zip(self.weights, row, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def likenesses() -> tuple[Likeness, Likeness]:
    """The weights that are shipped, by words alone and with vectors; they are read once."""
    data = json.loads(pkgutil.get_data(__package__, FILE) or b"")
    by_words, by_both = (_likeness(data[kind]) for kind in ("words", "vectors"))
    return by_words, by_both


def rows(
    pieces: Sequence[ClaimToAlign], pairs: Sequence[Pair], rarity: Mapping[str, float], vectors: Vectors | None = None
) -> dict[Pair, list[float]]:
    """The traits of each pair of `pieces`, by their places. `rarity` is how much a stem says in the story, 0 to 1.

    The last three tell how far a pair is ahead of the next best that either has in the other's article: what is said
    twice in two texts stands out there, however few words it shares.
    """
    near = _cosines(pieces, pairs, vectors)
    found = {(i, j): [*_traits(pieces[i], pieces[j], rarity), near.get((i, j), 0.0)] for i, j in pairs}
    nearness = {pair: 0.5 * row[0] + 0.3 * row[1] + 0.4 * row[2] for pair, row in found.items()}
    rivals = _rivals(nearness, pieces)
    for (i, j), row in found.items():
        value = nearness[i, j]
        behind = [
            value - max((near for near, rival in rivals[one, pieces[other].article] if _is_rival(pieces, rival, other)),
                        default=0.0)
            for one, other in ((i, j), (j, i))
        ]  # fmt: skip
        row += [sum(behind), min(behind), float(min(behind) >= 0)]
    return found


def _likeness(data: Mapping[str, Any]) -> Likeness:
    return Likeness(tuple(data["weights"].get(name, 0.0) for name in TRAITS), data["start"])


def _cosines(pieces: Sequence[ClaimToAlign], pairs: Sequence[Pair], vectors: Vectors | None) -> dict[Pair, float]:
    """How near the two clauses of each pair are by their vectors; nothing without a maker of them."""
    if vectors is None or not pairs:
        return {}
    texts = sorted({pieces[i].text for pair in pairs for i in pair}, key=lambda text: (len(text), text))
    place = {text: index for index, text in enumerate(texts)}
    found = vectors(texts)
    return {(i, j): float(found[place[pieces[i].text]] @ found[place[pieces[j].text]]) for i, j in pairs}


def _rivals(
    nearness: Mapping[Pair, float], pieces: Sequence[ClaimToAlign]
) -> defaultdict[Pair, list[tuple[float, int]]]:
    """By (piece, article) the article's nearest pieces, nearest first."""
    found: defaultdict[Pair, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), value in nearness.items():
        found[i, pieces[j].article].append((value, j))
        found[j, pieces[i].article].append((value, i))
    return defaultdict(list, {key: sorted(near, reverse=True)[:MOST_RIVALS] for key, near in found.items()})


def _is_rival(pieces: Sequence[ClaimToAlign], rival: int, chosen: int) -> bool:
    """Whether another piece of an article says something else than the chosen one: an article may say a thing twice."""
    if rival == chosen:
        return False
    one, other = stated(pieces[rival]), stated(pieces[chosen])
    return 2 * len(one & other) < REPEATED * (len(one) + len(other))


def is_ruled_out(one: ClaimToAlign, other: ClaimToAlign, row: Sequence[float]) -> bool:
    """Whether two clauses cannot be one statement, however likely they look: two quotes without a run of words in
    common; or, without the same figure, a run of words or near vectors, one shared word alone; or, where there are no
    vectors at all, little of either's meaning."""
    traits = dict(zip(TRAITS, row, strict=True))
    if _quotes_much(one) and _quotes_much(other) and not longest_run(statement(one.text), statement(other.text)):
        return True
    if traits["same figure"] or traits["run"] or traits[BY_VECTORS] >= NEAR:
        return False
    little = traits["dice"] < LITTLE and traits["contained"] < MOST
    return not traits["two"] or (little and not traits[BY_VECTORS])


def _quotes_much(claim: ClaimToAlign) -> bool:
    """Whether it quotes a sentence."""
    return any(len(quoted.split()) >= QUOTED_WORDS for quoted in _QUOTED.findall(claim.text))


def stated(claim: ClaimToAlign) -> frozenset[str]:
    """The stems of what is said, without those of who says it and of the day of the week."""
    stems = statement(claim.text).stems
    return stems - _stems(claim.source) - _PASSING or stems


def weight(stems: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How much the stems say together."""
    return math.fsum(rarity.get(stem, 1.0) for stem in stems)


def _best_two(nearness: Mapping[Pair, float], pieces: Sequence[ClaimToAlign]) -> dict[Pair, tuple[float, float]]:
    """By (piece, article) how near the two nearest pieces of the article are; 0 where there is none."""
    best: defaultdict[Pair, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for (i, j), value in nearness.items():
        for piece, article in ((i, pieces[j].article), (j, pieces[i].article)):
            first, second = best[piece, article]
            best[piece, article] = (value, first) if value > first else (first, max(second, value))
    return best


def _traits(one: ClaimToAlign, other: ClaimToAlign, rarity: Mapping[str, float]) -> list[float]:
    mine, theirs = stated(one), stated(other)
    shared = mine & theirs
    a, b, both = (weight(stems, rarity) for stems in (mine, theirs, shared))
    says = [rarity.get(stem, 1.0) for stem in shared]
    same, apart, alone = _figures(one, other)
    named = weight(shared & _names(one) & _names(other), rarity)
    return [
        2 * both / (a + b) if both else 0.0,
        both / min(a, b) if both else 0.0,
        min(both, HEAVY) / HEAVY,
        max(says, default=0.0),
        float(len(shared) >= 2),
        min(longest_run(statement(one.text), statement(other.text)), LONG_RUN) / LONG_RUN,
        same,
        apart,
        alone,
        float(one.negated != other.negated),
        min(named, HEAVY) / HEAVY,
    ]


@cache
def _stems(words: str) -> frozenset[str]:
    return frozenset(content_stems(words))


def _names(claim: ClaimToAlign) -> frozenset[str]:
    """The stems that are written with a capital within the clause."""
    return frozenset(t.stem for t in statement(claim.text).tokens[1:] if claim.text[t.start : t.start + 1].isupper())


def _figures(one: ClaimToAlign, other: ClaimToAlign) -> tuple[float, float, float]:
    """Whether a value of one unit is the same, whether all exclude each other, and whether only one has figures."""
    pairs = [relation(a, b) for a in one.figures for b in other.figures if (a.kind, a.unit) == (b.kind, b.unit)]
    same = any(stands in ("same", "bound") for stands in pairs)
    apart = bool(pairs) and all(stands == "apart" for stands in pairs)
    return float(same), float(apart), float(bool(one.figures) != bool(other.figures))
