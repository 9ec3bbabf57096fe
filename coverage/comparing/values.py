"""Counts, money, shares and durations of a story's claims → those that outlets give differently for the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from aggregator.reading.types import Figure
from coverage.comparing.figures import Relation, is_passing, relation
from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import carries_meaning, story_weights, tokens
from coverage.comparing.statements import overlap, statement
from coverage.comparing.types import AlignedClaim, ClaimToAlign, FoundDifference

COMPARED = ("count", "money", "share", "duration", "date")
APART, BOUND = 1.0, 0.3  # weights
SAME_MATTER = 0.4  # of the lighter claim's meaning, for values that exclude each other in claims that were not aligned
TELLING = 13  # a number from which on two counts are hardly the same by chance
_NUMBER = re.compile(
    r"\d|\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|dozens?|hundred|thousand)\b"
)


@dataclass(frozen=True, slots=True)
class Valued:
    """A figure in a claim; `groups` are the aligned claims whose clauses it stands in."""

    claim: ClaimToAlign
    figure: Figure
    groups: frozenset[int]


def value_differences(
    ordered: Sequence[ClaimToAlign], aligned: Sequence[AlignedClaim] = (), used: frozenset[Figure] = frozenset()
) -> list[FoundDifference]:
    """Values of one unit that different outlets give of the same thing. `used` figures are told elsewhere; a day on
    which something was said ("on Monday") is no value."""
    weights = story_weights(claim.text for claim in ordered)
    valued = [
        Valued(claim, figure, _groups_of(claim, figure, aligned))
        for claim in ordered
        for figure in claim.figures
        if figure.kind in COMPARED and figure not in used and not is_passing(figure)
    ]
    linked = _linked_nouns(ordered, valued)
    by_unit: dict[tuple[str, str], list[Valued]] = defaultdict(list)
    for one in valued:
        unit = linked.get(one.figure.unit, one.figure.unit) if one.figure.kind == "count" else one.figure.unit
        by_unit[(one.figure.kind, unit)].append(one)
    found = [_difference(tied) for together in by_unit.values() for tied in _about_one_thing(together, weights)]
    return [one for one in found if one]


def _groups_of(claim: ClaimToAlign, figure: Figure, aligned: Sequence[AlignedClaim]) -> frozenset[int]:
    return frozenset(
        index
        for index, group in enumerate(aligned)
        if any(number == claim.id and start <= figure.start and figure.end <= end for number, start, end in group.parts)
    )


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


def _about_one_thing(valued: Sequence[Valued], weights: Mapping[str, float]) -> list[list[Valued]]:
    """Splits the values of one unit into those that are about the same thing, by joining pairs that are."""
    home = {index: [index] for index in range(len(valued))}
    for i, j in combinations(range(len(valued)), 2):
        if home[i] is not home[j] and _comparable(valued[i], valued[j], valued, weights):
            home[i].extend(home[j])
            home.update(dict.fromkeys(home[j], home[i]))
    parts = {id(items): sorted(items) for items in home.values()}
    return [[valued[index] for index in items] for items in sorted(parts.values())]


def _comparable(one: Valued, other: Valued, valued: Sequence[Valued], weights: Mapping[str, float]) -> bool:
    """The same number under the same noun is the same thing; values that exclude each other must stand in clauses that
    were aligned, or in claims that share most of their meaning, with nothing else that each could stand for."""
    if one.claim.article == other.claim.article:
        return False
    stands = relation(one.figure, other.figure)
    if stands == "vaguer":
        return False
    common = overlap(statement(one.claim.text), statement(other.claim.text), weights)
    together = bool(one.groups & other.groups)
    if stands != "apart":
        return together or one.figure.kind == "count" or common.shared >= 2
    if _is_matched(one.figure, other.claim) or _is_matched(other.figure, one.claim):
        return False
    if _is_nearer(one, other, valued, weights) or _is_nearer(other, one, valued, weights):
        return False
    if one.figure.kind == "date":
        return together
    return together or (common.shared >= 3 and common.contained >= SAME_MATTER and _same_qualifiers(one, other))


def _is_nearer(one: Valued, other: Valued, valued: Sequence[Valued], weights: Mapping[str, float]) -> bool:
    """Whether another value of the other's article stands nearer to the one: in a claim aligned with it, or in more of
    its words."""

    def nearness(rival: Valued) -> tuple[bool, float]:
        return bool(one.groups & rival.groups), overlap(
            statement(one.claim.text), statement(rival.claim.text), weights
        ).dice

    rivals = [v for v in valued if v.claim.article == other.claim.article and v.claim.id != other.claim.id]
    return any(nearness(rival) > nearness(other) for rival in rivals)


def _is_matched(figure: Figure, claim: ClaimToAlign) -> bool:
    """Whether the claim gives a figure of the unit that this one does not exclude."""
    same_unit = [other for other in claim.figures if (other.kind, other.unit) == (figure.kind, figure.unit)]
    return len(same_unit) > 1 or any(relation(figure, other) != "apart" for other in same_unit)


def _same_qualifiers(one: Valued, other: Valued) -> bool:
    a, b = (frozenset(t.stem for t in tokens(topic_of(v.figure)) if carries_meaning(t)) for v in (one, other))
    return a <= b or b <= a


def _difference(tied: Sequence[Valued]) -> FoundDifference | None:
    given = [Given(_key(v.figure), value_words(v.figure), v.claim, v.figure.start, v.figure.end) for v in tied]
    pairs = [relation(a.figure, b.figure) for a, b in combinations(tied, 2) if a.claim.outlet != b.claim.outlet]
    if all(stands == "same" for stands in pairs):
        return None
    topics = [topic_of(v.figure) for v in tied]
    topic = min(topics, key=lambda words: (-topics.count(words), topics.index(words)))
    return difference(tied[0].figure.kind, topic, given, _weight(pairs))


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
        units_of = sorted({one.figure.unit, other.figure.unit})
        known = {*linked, *linked.values()} & {*units_of}
        if len(units_of) == 2 and not known and one.groups & other.groups and _counts_alike(one, other):
            linked.setdefault(units_of[0], units_of[1])
    return {unit: target for unit, target in linked.items() if target not in linked}


def _counts_alike(one: Valued, other: Valued) -> bool:
    """The same number, large enough not to be so by chance, from two outlets."""
    low = one.figure.low if one.figure.low is not None else one.figure.high
    apart = one.claim.outlet != other.claim.outlet
    return apart and (low or 0) >= TELLING and relation(one.figure, other.figure) in ("same", "bound")
