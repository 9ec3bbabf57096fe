"""Two stories (one of them often a single new article) → how alike they are, as numbers for a learnt judge.

Means over all pairs follow from sums; the nearest pairs are looked for among the latest members. Each story's own inner
likeness is a measure for the likeness across: a story of short, differing headlines is joined on less than one whose
reports all say the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from coverage.comparing.similarity import dot
from coverage.comparing.sketches import Sketch
from coverage.comparing.story_sketches import StorySketch

LEXICAL = (
    "text cosine", "title cosine", "names cosine", "figures cosine", "nearest text", "nearest title", "three nearest",
    "mean text", "mean over own", "least own", "gap", "span", "smaller", "larger", "less body", "more body",
    "title length", "shared figure", "title covered", "names covered", "text covered", "text margin", "title margin",
)  # fmt: skip
DENSE = ("dense cosine", "nearest dense", "mean dense", "dense mean over own", "dense margin")
RISING = frozenset({
    "text cosine", "title cosine", "names cosine", "nearest text", "nearest title", "three nearest", "mean text",
    "mean over own", "title length", "shared figure", "title covered", "names covered", "text covered", "text margin",
    "title margin", *DENSE,
})  # fmt: skip
FALLING = frozenset({"gap", "span"})
"""Which numbers speak for one event the more they are, and which against: trees are grown to keep to that."""

USUAL, USUAL_DENSE = 0.3, 0.55  # the likeness to expect within a story
PRIOR_PAIRS = 20  # how many pairs it takes before a story's own outweighs that
NEAREST_ONE, NEAREST_MANY = 24, 8  # latest members looked through for the nearest, for one article and for a story
UNKNOWN = -1.0

Row = list[float]


def rows(one: StorySketch, others: Sequence[StorySketch]) -> list[Row]:
    """For each of the others a row of LEXICAL, and of DENSE after it where both have vectors.

    The margins say by how much it is nearer than the best of the rest.
    """
    across = {name: [_cosine(one, other, name) for other in others] for name in ("text", "title")}
    found = [_lexical(one, other) for other in others]
    for row, text, title in zip(found, _margins(across["text"]), _margins(across["title"]), strict=True):
        row += [text, title]
    if one.dense is not None:
        with_dense = [index for index, other in enumerate(others) if other.dense is not None]
        dense = [_dense(one, others[index]) for index in with_dense]
        for index, more, margin in zip(with_dense, dense, _margins([more[0] for more in dense]), strict=True):
            found[index] += [*more, margin]
    return found


def _lexical(one: StorySketch, other: StorySketch) -> Row:
    mine, theirs = _to_look_through(one, other)
    texts = sorted((dot(a.text, b.text) for a in mine for b in theirs), reverse=True)
    pairs = len(one.members) * len(other.members)
    mean = dot(one.sums["text"], other.sums["text"]) / pairs
    own = _own(one), _own(other)
    bodies = _share_with_body(one), _share_with_body(other)
    return [
        *(_cosine(one, other, name) for name in ("text", "title", "names", "figures")),
        texts[0],
        max(dot(a.title, b.title) for a in mine for b in theirs),
        sum(texts[:3]) / len(texts[:3]),
        mean,
        mean / math.sqrt(max(own[0] * own[1], 0.01)),
        min(own),
        math.log2(1 + max(0.0, one.first - other.last, other.first - one.last) / 12),
        math.log2(1 + (max(one.last, other.last) - min(one.first, other.first)) / 24),
        math.log(min(one.size, other.size)),
        math.log(max(one.size, other.size)),
        min(bodies),
        max(bodies),
        min(_title_length(one), _title_length(other)),
        _shared_figure(mine, theirs),
        *(_covered(one, other, name) for name in ("title", "names", "text")),
    ]


def _dense(one: StorySketch, other: StorySketch) -> Row:
    assert one.dense is not None
    assert other.dense is not None
    assert one.dense_sum is not None
    assert other.dense_sum is not None
    many = min(len(one.members), len(other.members)) > 1
    last = NEAREST_MANY if many else NEAREST_ONE
    across = float(one.dense_sum @ other.dense_sum)
    mean = across / (len(one.members) * len(other.members))
    own = _own_dense(one) * _own_dense(other)
    lengths = float(np.linalg.norm(one.dense_sum) * np.linalg.norm(other.dense_sum))
    nearest = float((one.dense[-last:] @ other.dense[-last:].T).max())
    return [across / max(lengths, 1e-9), nearest, mean, mean / math.sqrt(max(own, 0.01))]


def _to_look_through(one: StorySketch, other: StorySketch) -> tuple[Sequence[Sketch], Sequence[Sketch]]:
    last = NEAREST_MANY if min(len(one.members), len(other.members)) > 1 else NEAREST_ONE
    return one.members[-last:], other.members[-last:]


def _covered(one: StorySketch, other: StorySketch, name: str) -> float:
    """How much of what the smaller one has in a field stands anywhere in the other's words: a look-alike has names and
    words of its own, which a cosine drowns in all that both have. UNKNOWN where it has nothing there."""
    small, large = sorted((one, other), key=lambda story: len(story.members))
    return _mass_within(small.sums[name], large.sums["text"]) / small.squares[name] if small.squares[name] else UNKNOWN


def _mass_within(vector: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * value for stem, value in vector.items() if stem in other)


def _cosine(one: StorySketch, other: StorySketch, name: str) -> float:
    lengths = one.squares[name] * other.squares[name]
    return dot(one.sums[name], other.sums[name]) / math.sqrt(lengths) if lengths else 0.0


def _margins(values: Sequence[float]) -> list[float]:
    """How much each is above the best of the others; a single one is above nothing."""
    ordered = sorted(values, reverse=True)
    if len(ordered) < 2:
        return list(values)
    return [value - (ordered[1] if value == ordered[0] else ordered[0]) for value in values]


def _own(story: StorySketch) -> float:
    """The mean likeness of two members of a story, with the usual one as a prior."""
    count = len(story.members)
    return (story.squares["text"] - count + PRIOR_PAIRS * USUAL) / (count * (count - 1) + PRIOR_PAIRS)


def _own_dense(story: StorySketch) -> float:
    count = len(story.members)
    assert story.dense_sum is not None
    within = float(story.dense_sum @ story.dense_sum) - count
    return (within + PRIOR_PAIRS * USUAL_DENSE) / (count * (count - 1) + PRIOR_PAIRS)


def _share_with_body(story: StorySketch) -> float:
    return sum(member.has_body for member in story.members) / len(story.members)


def _title_length(story: StorySketch) -> float:
    return sum(member.title_length for member in story.members) / len(story.members)


def _shared_figure(mine: Sequence[Sketch], theirs: Sequence[Sketch]) -> float:
    """The best agreement in figures of any two members; UNKNOWN where a side has none."""
    with_figures = [a.figures for a in mine if a.figures], [b.figures for b in theirs if b.figures]
    return max((dot(a, b) for a in with_figures[0] for b in with_figures[1]), default=UNKNOWN)
