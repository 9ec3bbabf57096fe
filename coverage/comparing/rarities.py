"""Stems → how rare they are in news at large, by a table that is learnt once and shipped.

A table of its own rather than counts of what has arrived: an article's vector is then the same whenever and in whatever
order it is made, and headlines alone can be weighed from the first one on. Made by `training/train_stories.py`.
"""

from __future__ import annotations

import json
import math
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

FILE = "rarities.json"
RARE = 4  # texts: a stem that stands in fewer is not in the table, and no name is taken for rarer than that


@dataclass(frozen=True, slots=True)
class Rarities:
    """In how many of `documents` news texts each stem stands; stems that stand in next to none are left out."""

    documents: int
    containing: Mapping[str, int]

    def of(self, stem: str) -> float:
        """log(1 + N/df): 0.7 for a word that every text has, about 7.6 for one that next to none has: a name that the
        table has never met must not outweigh all else that an article says."""
        return math.log(1 + self.documents / self.containing.get(stem, RARE))


@cache
def rarities() -> Rarities:
    """The table that is shipped; it is read once. Stems are grouped by their count, to keep it small."""
    data = json.loads(pkgutil.get_data(__package__, FILE) or b"")
    containing = {stem: int(count) for count, stems in data["containing"].items() for stem in stems.split()}
    return Rarities(int(data["documents"]), containing)
