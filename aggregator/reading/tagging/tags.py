"""The encoder's scores for one window's tokens into spans: the likeliest sequence of begins and insides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
"""Logits, a row for each token."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tokens `first` to `end` (half-open, counted in the window) of one kind; kinds count from 0."""

    kind: int
    first: int
    end: int


def spans(scores: Scores, opens: Sequence[bool]) -> tuple[Tagged, ...]:
    """The spans in the likeliest sequence of tags. Column 0 of `scores` is outside; columns 1 and 2 begin and go on
    with the first kind, 3 and 4 with the second. `opens[i]` tells that token i opens a paragraph, over whose edge no
    span goes on.
    """
    tags = _likeliest(log_softmax(scores), opens)
    found: list[Tagged] = []
    first = 0
    for index, (tag, following) in enumerate(pairwise([*tags, 0])):
        if tag % 2 == 1:
            first = index
        if tag and (following == 0 or following % 2 == 1):
            found.append(Tagged((tag - 1) // 2, first, index + 1))
    return tuple(found)


def log_softmax(scores: Scores) -> Scores:
    """Logits into log-probabilities, along the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), dtype=np.float32)


def _likeliest(logs: Scores, opens: Sequence[bool]) -> list[int]:
    """Viterbi's path: an inside follows only its own begin or inside (linear in the tokens)."""
    rows: list[list[float]] = logs.tolist()
    if not rows:
        return []
    tags = range(len(rows[0]))
    best = [_IMPOSSIBLE if _goes_on(tag) else rows[0][tag] for tag in tags]
    backs: list[list[int]] = []
    for row, opening in zip(rows[1:], opens[1:], strict=True):
        top = max(tags, key=best.__getitem__)
        back, after = [], []
        for tag in tags:
            if not _goes_on(tag):
                back.append(top)
                after.append(best[top] + row[tag])
                continue
            before = tag if best[tag] > best[tag - 1] else tag - 1
            back.append(before)
            after.append(_IMPOSSIBLE if opening else best[before] + row[tag])
        backs.append(back)
        best = after
    path = [max(tags, key=best.__getitem__)]
    for back in reversed(backs):
        path.append(back[path[-1]])
    return path[::-1]


def _goes_on(tag: int) -> bool:
    return tag > 0 and tag % 2 == 0


_IMPOSSIBLE = -1e9
