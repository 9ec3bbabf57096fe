"""Pairs of sentences → how likely each says the same, by trees and small nets that were grown on labelled news.

They stand in paraphrase.json beside this file, made by `training/train_paraphrase.py`: once for the words alone, and
once for words and vectors together. Half of the say is the trees' (boosted, Friedman 2001), half the nets'.
"""

from __future__ import annotations

import json
import math
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aggregator.reading.body.forest import Forest
from coverage.comparing.paraphrase.traits import Pair, Vectors, by_vectors, by_words

FILE = "paraphrase.json"


@dataclass(frozen=True, slots=True)
class Net:
    """One hidden layer over traits that were brought to mean 0 and spread 1."""

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    hidden: NDArray[np.float64]
    hidden_start: NDArray[np.float64]
    out: NDArray[np.float64]
    out_start: float

    def probability(self, row: Sequence[float]) -> float:
        """0 to 1."""
        layer = np.maximum((np.array(row) - self.mean) / self.spread @ self.hidden + self.hidden_start, 0)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, float(layer @ self.out) + self.out_start))))


@dataclass(frozen=True, slots=True)
class Judge:
    """`same` is the likelihood from which on two sentences say the same to MSRP's labellers; `sure` the one from which
    on nineteen of twenty do, for where a wrong merge is worse than a missed one."""

    forest: Forest
    nets: tuple[Net, ...]
    same: float
    sure: float

    def probability(self, traits: Mapping[str, float]) -> float:
        """0 to 1."""
        row = [traits[name] for name in self.forest.features]
        nets = sum(net.probability(row) for net in self.nets) / len(self.nets)
        return (self.forest.probability(row) + nets) / 2


@cache
def judges() -> tuple[Judge, Judge]:
    """The judge by words alone and the one by words and vectors; they are read once."""
    data = json.loads(pkgutil.get_data(__package__, FILE) or b"")
    return judge_from(data["words"]), judge_from(data["vectors"])


def likely_same(pairs: Sequence[Pair], vectors: Vectors | None = None) -> list[float]:
    """How likely each pair says the same, 0 to 1; surer where there is a maker of vectors. A sentence without a word
    says nothing."""
    by_word, by_both = judges()
    told = [by_words(pair) for pair in pairs]
    if vectors is None:
        return [by_word.probability(traits) for traits in told]
    added = by_vectors(pairs, vectors)
    return [by_both.probability(traits | more) for traits, more in zip(told, added, strict=True)]


def judge_from(data: Mapping[str, Any]) -> Judge:
    """A judge from plain values, as they are shipped."""
    forest = Forest(tuple(data["traits"]), data["same"], tuple(data["trees"]))
    return Judge(forest, tuple(_net(net) for net in data["nets"]), data["same"], data["sure"])


def _net(data: Mapping[str, Any]) -> Net:
    mean, spread, hidden, hidden_start, out = (
        np.array(data[name]) for name in ("mean", "spread", "hidden", "hidden_start", "out")
    )
    return Net(mean, spread, hidden, hidden_start, out, float(data["out_start"]))
