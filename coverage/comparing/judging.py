"""A row of likeness → the log-odds that both sides report one event, by boosted decision trees.

Four forests stand in judges.json beside this file, made by `training/train_stories.py`: for an article and a story
("join") and for two stories ("merge"), each with and without a sentence encoder's vectors. A tree is a leaf (a number)
or [place in the row, threshold, where it is at most that, where it is more] (Friedman 2001).
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from coverage.comparing.likeness import LEXICAL

FILE = "judges.json"

Tree = Any  # a number, or a list of a place, a threshold and two trees


class Judge(Protocol):
    """What weighs rows: above 0 speaks for one event."""

    def join(self, row: Sequence[float]) -> float: ...

    def merge(self, row: Sequence[float]) -> float: ...


@dataclass(frozen=True, slots=True)
class Forests:
    """Forests by "join" and "merge", with " dense" after it for rows that have vectors; and the log-odds that each has
    to reach before anything is done."""

    trees: Mapping[str, Sequence[Tree]]
    thresholds: Mapping[str, float]

    def join(self, row: Sequence[float]) -> float:
        """Log-odds that the article belongs to the story, above what it takes."""
        return self._odds("join", row)

    def merge(self, row: Sequence[float]) -> float:
        """Log-odds that two stories are one, above what it takes."""
        return self._odds("merge", row)

    def _odds(self, name: str, row: Sequence[float]) -> float:
        """Where there are vectors, the mean of what both forests say: they err on different stories."""
        by_words = self._told(name, row)
        return (by_words + self._told(f"{name} dense", row)) / 2 if len(row) > len(LEXICAL) else by_words

    def _told(self, name: str, row: Sequence[float]) -> float:
        total = -self.thresholds[name]
        for tree in self.trees[name]:
            node = tree
            while node.__class__ is list:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node
        return total


@cache
def forests() -> Forests:
    """The forests that are shipped; they are read once."""
    data = json.loads(pkgutil.get_data(__package__, FILE) or b"")
    return Forests(data["trees"], data["thresholds"])
