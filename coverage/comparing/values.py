"""Counts, money, shares, durations and dates of a story → those that outlets give differently for the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from aggregator.reading.types import Figure
from coverage.comparing.claim_pieces import pieces
from coverage.comparing.figures import Relation, is_passing, relation
from coverage.comparing.findings import Given, difference
from coverage.comparing.one_thing import TELLING, Valued, of_one_thing
from coverage.comparing.similarity import carries_meaning, story_weights, tokens
from coverage.comparing.statements import statement
from coverage.comparing.types import AlignedClaim, ClaimToAlign, FoundDifference

COMPARED = ("count", "money", "share", "duration", "date")
APART, BOUND = 1.0, 0.3  # weights
CLAUSE = 3  # stems of a clause beside its value, from which on it says by itself what the value is of
ROUNDED = 0.05  # of a value, that rounding takes or gives
BEFORE, AFTER = 3, 4  # words beside a date that tell what happened then
_NUMBER = re.compile(
    r"\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|half|third|dozens?|hundred|thousand|million|billion|trillion)\b"
)


def value_differences(
    ordered: Sequence[ClaimToAlign], aligned: Sequence[AlignedClaim] = (), used: frozenset[Figure] = frozenset()
) -> list[FoundDifference]:
    """Values of one unit that different outlets give of the same thing. `used` figures are told elsewhere; a day on
    which something was said ("on Monday") is no value."""
    weights = story_weights(claim.text for claim in ordered)
    valued = [
        _valued(claim, figure, aligned)
        for claim in ordered
        for figure in claim.figures
        if figure.kind in COMPARED and figure not in used and not is_passing(figure)
    ]
    linked = _linked_nouns(ordered, valued)
    by_unit: dict[tuple[str, str], list[Valued]] = defaultdict(list)
    for one in valued:
        unit = linked.get(one.figure.unit, one.figure.unit) if one.figure.kind == "count" else one.figure.unit
        by_unit[(one.figure.kind, unit)].append(one)
    found = [_difference(tied) for together in by_unit.values() for tied in of_one_thing(together, weights)]
    return [one for one in found if one]


def _groups_of(claim: ClaimToAlign, figure: Figure, aligned: Sequence[AlignedClaim]) -> frozenset[int]:
    return frozenset(
        index
        for index, group in enumerate(aligned)
        if any(number == claim.id and start <= figure.start and figure.end <= end for number, start, end in group.parts)
    )


def _valued(claim: ClaimToAlign, figure: Figure, aligned: Sequence[AlignedClaim]) -> Valued:
    clause = next((part for part in pieces(claim) if figure in part.figures), claim)
    sentence, rest = _without(claim, figure), _without(clause, figure)
    if len(statement(rest).stems) < CLAUSE:
        rest = sentence
    groups = _groups_of(claim, figure, aligned)
    return Valued(claim, figure, sentence, rest, _near(claim, figure), topic_of(figure), groups)


def _without(said: ClaimToAlign, figure: Figure) -> str:
    """A sentence or clause without a figure and what it counts."""
    start, end = figure.start - said.start, figure.end - said.start
    return f"{said.text[:start]} {said.text[end:]}"


def _near(said: ClaimToAlign, figure: Figure) -> frozenset[str]:
    """The stems of the words before a figure that carry meaning and are no names; where hardly any are, those after."""
    start, end = figure.start - said.start, figure.end - said.start
    telling = [t for t in tokens(said.text) if carries_meaning(t) and said.text[t.start].islower()]
    before, after = [t for t in telling if t.end <= start], [t for t in telling if t.start >= end]
    return frozenset(t.stem for t in (before[-BEFORE:] if len(before) > 1 else [*before, *after[:AFTER]]))


def topic_of(figure: Figure) -> str:
    """What a figure counts, as written: "internal meetings" of "more than 80 internal meetings"; the kind of the value
    where it counts nothing."""
    numbers = list(_NUMBER.finditer(figure.words.lower()))
    rest = re.split(r"[\d\w+%.,]+\s", figure.words[numbers[-1].start() :], maxsplit=1) if numbers else [figure.words]
    nouns = rest[1].strip(" ,") if len(rest) > 1 else ""
    return nouns if figure.kind == "count" and nouns else figure.kind


def value_words(figure: Figure) -> str:
    """The value without what it counts: "more than 80"."""
    topic = topic_of(figure)
    return figure.words.removesuffix(topic).strip(" ,") or figure.words


def _difference(tied: Sequence[Valued]) -> FoundDifference | None:
    given = [Given(_key(v.figure), value_words(v.figure), v.claim, v.figure.start, v.figure.end) for v in tied]
    pairs = [_stands(a.figure, b.figure) for a, b in combinations(tied, 2) if a.claim.outlet != b.claim.outlet]
    if all(stands == "same" for stands in pairs):
        return None
    topics = [topic_of(v.figure) for v in tied]
    topic = min(topics, key=lambda words: (-topics.count(words), topics.index(words)))
    return difference(tied[0].figure.kind, topic, given, _weight(pairs))


def _stands(one: Figure, other: Figure) -> Relation:
    """How two values stand to each other; one that is rounded ("about 1,200") hardly excludes one beside it (1,184)."""
    stands = relation(one, other)
    rounded = "about" in (one.bound, other.bound) and None not in (one.low, other.low)
    if stands == "apart" and rounded and abs(one.low - other.low) <= ROUNDED * max(one.low, other.low):  # type: ignore
        return "bound"
    return stands


def _weight(pairs: Sequence[Relation]) -> float:
    return APART if "apart" in pairs else BOUND


def _key(figure: Figure) -> tuple[float | None, float | None, str]:
    return figure.low, figure.high, figure.bound


def _linked_nouns(ordered: Sequence[ClaimToAlign], valued: Sequence[Valued]) -> dict[str, str]:
    """Counted nouns that the story itself uses for each other: where it says "recordings of internal meetings", a
    recording is counted as a meeting; and where aligned claims count as many jobs as people, those are one."""
    units = {figure.unit for claim in ordered for figure in claim.figures if figure.kind == "count"}
    stems = {tokens(unit)[-1].stem: unit for unit in sorted(units) if tokens(unit)}
    linked: dict[str, str] = {}
    for claim in ordered:
        found = tokens(claim.text)
        for index, token in enumerate(found[:-2]):
            if token.stem in stems and found[index + 1].word == "of":
                after = [stems[t.stem] for t in found[index + 2 : index + 5] if t.stem in stems]
                if after and after[0] != stems[token.stem]:
                    linked.setdefault(stems[token.stem], after[0])
    for one, other in combinations([v for v in valued if v.figure.kind == "count" and v.groups], 2):
        if one.groups & other.groups and one.figure.unit != other.figure.unit and _counts_alike(one, other):
            _link(linked, *sorted((one.figure.unit, other.figure.unit)))
    return {unit: target for unit, target in linked.items() if target not in linked}


def _link(linked: dict[str, str], one: str, other: str) -> None:
    """Counts one noun as the other: as a noun that others are counted as already, where there is such a one."""
    for noun, target in ((one, other), (other, one)):
        if target in linked.values() and noun not in linked and noun not in linked.values():
            linked[noun] = target
            return
    if not {*linked, *linked.values()} & {one, other}:
        linked[one] = other


def _counts_alike(one: Valued, other: Valued) -> bool:
    """The same number, large enough not to be so by chance, from two outlets."""
    low = one.figure.low if one.figure.low is not None else one.figure.high
    apart = one.claim.outlet != other.claim.outlet
    return apart and (low or 0) >= TELLING and relation(one.figure, other.figure) in ("same", "bound")
