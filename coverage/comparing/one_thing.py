"""Values of one unit in a story's claims → sets of values that outlets give of the same thing.

Two steps. Mentions of one number in like contexts are one value, told by several articles. Two values that exclude each
other are then of one thing where their contexts are the same and no article tells both: an outlet that gives $8.9
billion and $11.1 billion side by side shows that they are of two things, whoever else gives only one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from aggregator.reading.types import Figure
from coverage.comparing.figures import relation
from coverage.comparing.similarity import carries_meaning, tokens
from coverage.comparing.statements import Overlap, is_amount, overlap, statement
from coverage.comparing.types import ClaimToAlign

SAME_MATTER = 0.35  # of the lighter sentence's or clause's meaning, for values of one thing
ALIGNED, UNALIGNED = 0.3, 0.45  # of it, where the clauses were aligned and there are many values, and where not
SAME_DAY = 0.6  # of it, for two dates where there are many: any sentence may have one
NEARLY_ALL = 0.75  # of it, for values that differ several times over
CROWDED = 3  # values of one unit of an article that the other does not give
LIKE_SIZE = 4.0  # times that one value is the other; half as many where there are many values
MOSTLY = 0.5  # at the least, of the pairs of mentions of two values that have to be of one thing
TELLING = 13  # a number from which on two counts are hardly the same by chance


@dataclass(frozen=True, slots=True)
class Valued:
    """A figure in a claim: `sentence` and `clause` are what it is said in without it, `near` the stems beside it,
    `topic` what it counts, as written, and `groups` are the aligned claims whose clauses it stands in."""

    claim: ClaimToAlign
    figure: Figure
    sentence: str
    clause: str
    near: frozenset[str]
    topic: str
    groups: frozenset[int]


Value = list[Valued]
"""Mentions of one value of one thing."""


def of_one_thing(valued: Sequence[Valued], weights: Mapping[str, float]) -> list[list[Valued]]:
    """Sets of mentions, each of one thing, that give more than one value; a mention is in one set at most.

    `weights` by stem tell what says much in this story. The order within `valued` decides between equals."""
    contexts = _Contexts(valued, weights)
    places = {id(one): place for place, one in enumerate(valued)}
    values = _values(valued, contexts)
    values.sort(key=lambda value: -len(_articles(value)))
    free = list(range(len(values)))
    found: list[list[Valued]] = []
    while free:
        together = [free.pop(0)]
        for index in list(free):
            if _fits(values[index], [values[other] for other in together], contexts):
                together.append(index)
                free.remove(index)
        mentions = [one for index in together for one in values[index]]
        if len(together) > 1:
            found.append(sorted(mentions, key=lambda one: places[id(one)]))
    return found


def is_telling(figure: Figure) -> bool:
    """Whether a number is hardly the same by chance: not small, and not round."""
    number = figure.low if figure.low is not None else figure.high
    if number is None or number < TELLING:
        return False
    return len(f"{number:.2f}".replace(".", "").strip("0")) > 1


class _Contexts:
    """What pairs of mentions share, looked up once: every pair is asked about many times."""

    def __init__(self, valued: Sequence[Valued], weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._rivals: dict[int, list[Valued]] = {}
        for one in valued:
            self._rivals.setdefault(one.claim.article, []).append(one)
        self._common: dict[tuple[int, int], Overlap] = {}
        self._crowded: dict[tuple[int, int], bool] = {}

    def common(self, one: Valued, other: Valued) -> Overlap:
        """What their clauses share, or where each value has few rivals, their sentences."""
        key = (id(one), id(other))
        if key not in self._common:
            by_clause = self.is_crowded(one, other)
            a, b = (statement(v.clause if by_clause else v.sentence) for v in (one, other))
            self._common[key] = self._common[key[::-1]] = overlap(a, b, self.weights)
        return self._common[key]

    def is_crowded(self, one: Valued, other: Valued) -> bool:
        """Whether so many values of one article have no equal in the other that any may stand near any."""
        key = (one.claim.article, other.claim.article)
        if key not in self._crowded:
            here, there = (self._rivals[article] for article in key)
            crowded = max(_unmatched(here, there), _unmatched(there, here)) >= CROWDED
            self._crowded[key] = self._crowded[key[::-1]] = crowded
        return self._crowded[key]

    def is_nearer(self, one: Valued, other: Valued) -> bool:
        """Whether another value of the other's article stands nearer to the one: in a clause aligned with it, or in
        more of its words."""
        here = self._nearness(one, other)
        return any(
            self._nearness(one, rival) > here
            for rival in self._rivals[other.claim.article]
            if rival.claim.id != other.claim.id
        )

    def _nearness(self, one: Valued, other: Valued) -> tuple[bool, float]:
        return bool(one.groups & other.groups), self.common(one, other).dice


def _unmatched(here: Sequence[Valued], there: Sequence[Valued]) -> int:
    """How many values the one article gives and the other does not."""
    figures = {(v.figure.low, v.figure.high): v.figure for v in here}.values()
    return sum(all(relation(figure, other.figure) == "apart" for other in there) for figure in figures)


def _values(valued: Sequence[Valued], contexts: _Contexts) -> list[Value]:
    found: list[Value] = []
    for one in valued:
        home = next((value for value in found if _is_said_in(one, value, contexts)), None)
        if home is None:
            found.append([one])
        else:
            home.append(one)
    return found


def _is_said_in(one: Valued, value: Value, contexts: _Contexts) -> bool:
    if any(relation(one.figure, other.figure) != "same" for other in value):
        return False
    others = [other for other in value if other.claim.article != one.claim.article]
    if not others:
        return any(contexts.common(one, other).shared >= 2 for other in value)
    return _mostly(_says_the_same(one, other, contexts) for other in others)


def _says_the_same(one: Valued, other: Valued, contexts: _Contexts) -> bool:
    """Of one number, or nearly: the more easily it is met by chance, the more of what is said of it has to be the
    same."""
    common = contexts.common(one, other)
    if one.groups & other.groups:
        return common.shared >= contexts.is_crowded(one, other)
    counted = one.figure.kind == "count" and _same_qualifiers(one, other)
    telling = is_telling(one.figure) and is_telling(other.figure)
    if counted or telling:
        return common.shared >= 3 - counted - telling
    return common.shared >= 3 and common.contained >= SAME_MATTER


def _fits(value: Value, together: Sequence[Value], contexts: _Contexts) -> bool:
    """Whether a value can stand beside each of the others, and one of them at least speaks for it."""
    linked = False
    for other in together:
        stands = relation(value[0].figure, other[0].figure)
        if stands != "bound" and _articles(value) & _articles(other):
            return False
        if stands == "vaguer":
            continue
        comparable = _mostly(
            _says_the_same(a, b, contexts) if stands == "bound" else _excludes_of_one_thing(a, b, contexts)
            for a, b in product(value, other)
            if a.claim.article != b.claim.article
        )
        if stands == "apart" and not comparable:
            return False
        linked = linked or comparable
    return linked


def _excludes_of_one_thing(one: Valued, other: Valued, contexts: _Contexts) -> bool:
    """Values that exclude each other must be of like size and stand in clauses that were aligned, or that share most of
    their meaning, with nothing else that each could stand for."""
    if _is_matched(one.figure, other.claim) or _is_matched(other.figure, one.claim):
        return False
    common, crowded = contexts.common(one, other), contexts.is_crowded(one, other)
    if one.figure.kind == "date":
        least, alike = (2, SAME_DAY) if crowded else (1, SAME_MATTER)
        enough = common.shared >= least and common.contained >= alike and bool(one.near & other.near)
        return enough and not _has_nearer(one, other, contexts)
    if one.groups & other.groups:
        least, alike = (2, ALIGNED) if crowded else (0, 0.0)
    else:
        least, alike = 3, UNALIGNED
    enough = common.shared >= least and common.contained >= alike and _same_qualifiers(one, other)
    likely = _is_of_like_size(one.figure, other.figure, LIKE_SIZE / 2 if crowded else LIKE_SIZE)
    return enough and (likely or common.contained >= NEARLY_ALL) and not _has_nearer(one, other, contexts)


def _has_nearer(one: Valued, other: Valued, contexts: _Contexts) -> bool:
    return contexts.is_nearer(one, other) or contexts.is_nearer(other, one)


def _is_of_like_size(one: Figure, other: Figure, times: float) -> bool:
    """Outlets that count the same thing hardly differ several times over."""
    sizes = sorted(abs(f.low if f.low is not None else f.high or 0.0) for f in (one, other))
    return sizes[1] <= times * sizes[0]


def _is_matched(figure: Figure, claim: ClaimToAlign) -> bool:
    """Whether the claim gives a figure of the unit that this one does not exclude."""
    same_unit = [other for other in claim.figures if (other.kind, other.unit) == (figure.kind, figure.unit)]
    return len(same_unit) > 1 or any(relation(figure, other) != "apart" for other in same_unit)


def _same_qualifiers(one: Valued, other: Valued) -> bool:
    a, b = (frozenset(t.stem for t in tokens(v.topic) if carries_meaning(t) and not is_amount(t)) for v in (one, other))
    return a <= b or b <= a


def _mostly(answers: Iterator[bool]) -> bool:
    every = list(answers)
    return bool(every) and sum(every) >= MOSTLY * len(every)


def _articles(value: Value) -> frozenset[int]:
    return frozenset(one.claim.article for one in value)
