"""Figures of several claims → which values agree, differ only in bound or precision, or exclude each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal

from aggregator.reading.types import Figure

# The day on which an article speaks, not a value that it gives.
_PASSING = re.compile(
    r"(?:(?:on|last|this|early|late)\s+)*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|now)\b",
    re.I,
)

Relation = Literal["same", "vaguer", "bound", "apart"]
"""Equal; one holds the other within it ("June", "17 June"); the same number under another bound; no value in common."""


def relation(one: Figure, other: Figure) -> Relation:
    """How two figures of one unit stand to each other."""
    if (one.low, one.high, one.bound) == (other.low, other.high, other.bound):
        return "same"
    if _named(one) & _named(other) and one.kind == other.kind != "date":  # "by the end of June" is in June all the same
        return "bound"
    return "apart" if excludes(one, other) else "vaguer"


def excludes(one: Figure, other: Figure) -> bool:
    """Whether no value is within both."""
    low = max(_low(one), _low(other))
    high = min(_high(one), _high(other))
    if low == high and one.kind not in ("date", "period"):
        return "more than" in (one.bound, other.bound) and "less than" in (one.bound, other.bound)
    return low > high


def disputes(one: Figure, other: Figure) -> bool:
    """Whether they cannot both be right as they are worded: "80" and "more than 80" cannot."""
    strict = {one.bound, other.bound} & {"more than", "less than"}
    return excludes(one, other) or bool(
        strict and "exact" in (one.bound, other.bound) and _named(one) & _named(other) and one.kind == other.kind
    )


def is_passing(figure: Figure) -> bool:
    """Whether it is only the day on which an article speaks ("on Friday")."""
    return bool(_PASSING.match(figure.words))


def outliers(values: Sequence[tuple[str, Sequence[Figure]]]) -> list[bool]:
    """For each claim (its outlet and figures) whether, in some unit, it gives only values that exclude the one that
    most outlets give; where as many outlets give each, the first counts."""
    lasting = [(outlet, [figure for figure in figures if not is_passing(figure)]) for outlet, figures in values]
    usual = _usual_by_unit(lasting)
    return [any(_is_out(figures, unit, usual[unit]) for unit in usual) for _, figures in lasting]


def _usual_by_unit(values: Sequence[tuple[str, Sequence[Figure]]]) -> dict[tuple[str, str], Figure]:
    given: dict[tuple[str, str], list[tuple[str, Figure]]] = defaultdict(list)
    for outlet, figures in values:
        for figure in figures:
            given[(figure.kind, figure.unit)].append((outlet, figure))
    return {unit: _usual(found) for unit, found in given.items() if len({outlet for outlet, _ in found}) > 1}


def _usual(found: Sequence[tuple[str, Figure]]) -> Figure:
    backing: Counter[int] = Counter()
    for index, (_, figure) in enumerate(found):
        backing[index] = len({outlet for outlet, other in found if not disputes(figure, other)})
    return found[min(backing, key=lambda index: (-backing[index], index))][1]


def _is_out(figures: Sequence[Figure], unit: tuple[str, str], usual: Figure) -> bool:
    mine = [figure for figure in figures if (figure.kind, figure.unit) == unit]
    return bool(mine) and all(disputes(figure, usual) for figure in mine)


def _named(figure: Figure) -> set[float]:
    """The limits that the words name."""
    return {value for value in (figure.low, figure.high) if value is not None}


def _low(figure: Figure) -> float:
    return float("-inf") if figure.low is None else figure.low


def _high(figure: Figure) -> float:
    return float("inf") if figure.high is None else figure.high
