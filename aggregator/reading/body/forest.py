"""A row of numbers → the probability that its block is part of the article, by boosted decision trees.

The trees stand in forest.json beside this file, made by `training/body.py`; each is a leaf (a number) or
[feature, threshold, where it is at most that, where it is more]. Their leaves are summed and squashed (Friedman 2001).
"""

from __future__ import annotations

import json
import math
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

FILE = "forest.json"

Tree = Any  # a number, or a list of a feature's place, a threshold and two trees


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees over named features. `threshold` is the probability from which on a block is taken."""

    features: tuple[str, ...]
    threshold: float
    trees: tuple[Tree, ...]

    def probability(self, row: Sequence[float]) -> float:
        """From 0 to 1; the row has a number for each of `features`, in order."""
        total = 0.0
        for tree in self.trees:
            node = tree
            while node.__class__ is list:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node
        return 1 / (1 + math.exp(-total))


@cache
def forest() -> Forest:
    """The forest that is shipped; it is read once."""
    data = json.loads(pkgutil.get_data(__package__, FILE) or b"")
    return Forest(tuple(data["features"]), float(data["threshold"]), tuple(data["trees"]))
