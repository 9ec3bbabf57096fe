"""Two sentences → a row of numbers that tell how alike they say what: overlaps, what is left over, order, figures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverage.comparing.paraphrase.wordings import UNSEEN, Wording, rarity, wording

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts into rows of length 1 (n x width), a row of zeros for a text without words."""
Pair = tuple[str, str]
Named = Iterator[tuple[str, float]]

_UP = frozenset("rise gain increas up climb jump surg soar higher grow advanc ralli add improv more above".split())
_DOWN = frozenset("fall lose loss declin down drop slip tumbl lower shrink retreat shed weaken less below cut".split())


def by_words(pair: Pair) -> dict[str, float]:
    """The traits that need the words alone; which sentence comes first does not matter."""
    one, other = sorted(pair, key=lambda text: (len(text), text))
    a, b = wording(one), wording(other)
    return dict([*_overlaps(a, b), *_meaning(a, b), *_sequence(a, b), *_figures(a, b), *_names(a, b), *_shape(a, b)])


def by_vectors(pairs: Sequence[Pair], vectors: Vectors) -> list[dict[str, float]]:
    """The traits that a maker of vectors adds, for each pair: how near the sentences are, and how near what each has
    left over, word for word, is to the other."""
    wordings = [(wording(one), wording(other)) for one, other in pairs]
    left = [(_left(a, b), _left(b, a)) for a, b in wordings]
    wanted = {text for pair in pairs for text in pair}
    wanted |= {" ".join(words) for sides in left for words in sides}
    wanted |= {word for both in wordings for side in both for word in side.words}
    texts = sorted(wanted - {""}, key=lambda text: (len(text), text))
    rows = dict(zip(texts, vectors(texts), strict=True)) if texts else {}
    return [_near(pair, sides, both, rows) for pair, sides, both in zip(pairs, left, wordings, strict=True)]


def _overlaps(a: Wording, b: Wording) -> Named:
    for size in range(4):
        least, most, dice = _overlap(a.runs[size], b.runs[size])
        yield from ((f"stems {size + 1} least", least), (f"stems {size + 1} most", most))
        yield f"stems {size + 1}", dice
        yield f"words {size + 1}", _overlap(a.word_runs[size], b.word_runs[size])[2]
    few, many = (a.letters, b.letters) if len(a.letters) < len(b.letters) else (b.letters, a.letters)
    shared = sum(count * many[letters] for letters, count in few.items() if letters in many)
    yield "letters", shared / (a.letters_length * b.letters_length)


def _meaning(a: Wording, b: Wording) -> Named:
    """The weight of what is shared and of what each has left over, by how rare its stems are in news."""
    mine, theirs = Counter(a.content), Counter(b.content)
    shared = mine & theirs
    one, other, both = (_weight(stems) for stems in (mine, theirs, shared))
    yield "meaning least", both / max(one, other, 1e-9)
    yield "meaning most", both / max(min(one, other), 1e-9)
    yield "meaning", 2 * both / max(one + other, 1e-9)
    lengths = [math.sqrt(sum((rarity(stem) * count) ** 2 for stem, count in side.items())) for side in (mine, theirs)]
    cosine = sum(rarity(stem) ** 2 * mine[stem] * theirs[stem] for stem in shared)
    yield "meaning cosine", cosine / max(lengths[0] * lengths[1], 1e-9)
    left, over = mine - theirs, theirs - mine
    yield from _both("left weight", _weight(left), _weight(over))
    yield "left weight", _weight(left) + _weight(over)
    yield from _both("left words", len(left), len(over))
    yield "rarest left", max((rarity(stem) for stem in left | over), default=0.0)
    yield "shared weight", both


def _sequence(a: Wording, b: Wording) -> Named:
    first, second = len(a.stems), len(b.stems)
    matcher = SequenceMatcher(None, a.stems, b.stems, autojunk=False)
    blocks = matcher.get_matching_blocks()
    kept, run = _longest_common(a.stems, b.stems), max(block.size for block in blocks)
    yield "in order least", kept / max(first, second, 1)
    yield "in order most", kept / max(min(first, second), 1)
    yield "in order", 2 * kept / max(first + second, 1)
    yield "of shared in order", kept / max((a.runs[0] & b.runs[0]).total(), 1)
    yield "run", run
    yield "run of shorter", run / max(min(first, second), 1)
    yield "blocks", len(blocks)
    yield "ratio", matcher.ratio()
    yield "same beginning", float(a.stems[:1] == b.stems[:1])
    yield "same end", float(a.stems[-1:] == b.stems[-1:])


def _figures(a: Wording, b: Wording) -> Named:
    yield "figures shared", (a.numbers & b.numbers).total()
    yield from _both("figures left", (a.numbers - b.numbers).total(), (b.numbers - a.numbers).total())
    yield "no figures", float(not a.numbers and not b.numbers)
    yield "same figures", float(a.numbers == b.numbers)
    yield "denied", float((a.denials - b.denials) % 2)
    one, other = frozenset(a.stems), frozenset(b.stems)
    yield "opposed", float(_is_opposed(one, other) or _is_opposed(other, one))


def _names(a: Wording, b: Wording) -> Named:
    yield "names shared", len(a.names & b.names)
    yield "names", len(a.names & b.names) / max(len(a.names | b.names), 1)
    yield from _both("names left", len(a.names - set(b.stems)), len(b.names - set(a.stems)))


def _shape(a: Wording, b: Wording) -> Named:
    first, second = len(a.stems), len(b.stems)
    yield from _both("length", first, second)
    yield "length apart", abs(first - second)
    yield "length of longer", min(first, second) / max(first, second, 1)
    yield "marks apart", abs(a.quoted - b.quoted)
    yield "marks least", min(a.quoted, b.quoted)


def _near(
    pair: Pair, left: tuple[Sequence[str], Sequence[str]], both: tuple[Wording, Wording], rows: Mapping[str, Any]
) -> dict[str, float]:
    width = len(next(iter(rows.values()))) if rows else 1
    zeros = np.zeros(width, dtype=np.float32)
    one, other = (rows.get(text, zeros) for text in pair)
    mine, theirs = (" ".join(words) for words in left)
    rest = float(rows[mine] @ rows[theirs]) if mine and theirs else (0.5 if mine or theirs else 1.0)
    found = {"cosine": float(one @ other), "distance": float(np.abs(one - other).sum()), "left cosine": rest}
    whole = [_far(left[0], both[1].words, rows), _far(left[1], both[0].words, rows)]
    rests = [_far(left[0], left[1], rows), _far(left[1], left[0], rows)]
    for place, name in enumerate(("left far", "left strangers", "left farthest")):
        found.update(_both(name, whole[0][place], whole[1][place]))
    found.update(_both("rests far", rests[0][0], rests[1][0]))
    return found


def _far(left: Sequence[str], words: Sequence[str], rows: Mapping[str, Any]) -> tuple[float, float, float]:
    """How far words are from their nearest among others: weighed by rarity, how many are strangers, the farthest."""
    if not left:
        return 0.0, 0.0, 1.0
    rare = [rarity(wording(word).stems[0]) if wording(word).stems else UNSEEN for word in left]
    if not words:
        return sum(rare), float(len(left)), 0.0
    near = (np.stack([rows[word] for word in left]) @ np.stack([rows[word] for word in words]).T).max(axis=1)
    far = sum(weight * (1 - float(value)) for weight, value in zip(rare, near, strict=True))
    return far, float((near < 0.5).sum()), float(near.min())


def _left(a: Wording, b: Wording) -> list[str]:
    """The words of the one that the other lacks, in order."""
    there = Counter(b.content)
    left: list[str] = []
    for stem, word in zip(a.content, a.words, strict=True):
        if there[stem] > 0:
            there[stem] -= 1
        else:
            left.append(word)
    return left


def _overlap(one: Counter[Any], other: Counter[Any]) -> tuple[float, float, float]:
    shared, first, second = (one & other).total(), one.total(), other.total()
    if not first or not second:
        return 0.0, 0.0, 0.0
    return shared / max(first, second), shared / min(first, second), 2 * shared / (first + second)


def _both(name: str, one: float, other: float) -> Named:
    yield f"{name} least", float(min(one, other))
    yield f"{name} most", float(max(one, other))


def _weight(stems: Counter[str]) -> float:
    return sum(rarity(stem) * count for stem, count in stems.items())


def _is_opposed(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & _UP) and bool(other & _DOWN) and not other & _UP


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, by rows of bits (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for index, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << index
    full = (1 << len(one)) - 1
    row = full
    for word in other:
        matched = row & places.get(word, 0)
        row = ((row + matched) | (row - matched)) & full
    return len(one) - row.bit_count()
