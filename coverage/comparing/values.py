"""Counts, money, shares and durations of a story's claims → those that outlets give differently for the same thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from aggregator.reading.types import Figure
from coverage.comparing.figures import Relation, relation
from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import carries_meaning, story_weights, tokens
from coverage.comparing.statements import overlap, statement
from coverage.comparing.types import ClaimToAlign, FoundDifference

COMPARED = ("count", "money", "share", "duration", "date")
APART, BOUND = 1.0, 0.3  # weights
SAME_MATTER = 0.4  # of the lighter claim's meaning, for values that exclude each other in claims that were not aligned
_NUMBER = re.compile(
    r"\d|\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|dozens?|hundred|thousand)\b"
)


@dataclass(frozen=True, slots=True)
class Valued:
    """A figure in a claim; `group` is the aligned claim that it belongs to, None for none."""

    claim: ClaimToAlign
    figure: Figure
    group: int | None


def value_differences(
    ordered: Sequence[ClaimToAlign], group_of: Mapping[int, int], used: frozenset[Figure] = frozenset()
) -> list[FoundDifference]:
    """Values of one unit that different outlets give of the same thing. `used` figures are told elsewhere."""
    weights = story_weights(claim.text for claim in ordered)
    linked = _linked_nouns(ordered)
    by_unit: dict[tuple[str, str], list[Valued]] = defaultdict(list)
    for claim in ordered:
        for figure in claim.figures:
            if figure.kind in COMPARED and figure not in used:
                unit = linked.get(figure.unit, figure.unit) if figure.kind == "count" else figure.unit
                by_unit[(figure.kind, unit)].append(Valued(claim, figure, group_of.get(claim.id)))
    found = [_difference(tied) for valued in by_unit.values() for tied in _about_one_thing(valued, weights)]
    return [one for one in found if one]


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
        if home[i] is not home[j] and _comparable(valued[i], valued[j], weights):
            home[i].extend(home[j])
            home.update(dict.fromkeys(home[j], home[i]))
    parts = {id(items): sorted(items) for items in home.values()}
    return [[valued[index] for index in items] for items in sorted(parts.values())]


def _comparable(one: Valued, other: Valued, weights: Mapping[str, float]) -> bool:
    """The same number under the same noun is the same thing; values that exclude each other must stand in claims that
    were aligned, or in claims that share most of their meaning, with nothing else that each could stand for."""
    if one.claim.article == other.claim.article:
        return False
    stands = relation(one.figure, other.figure)
    if stands == "vaguer":
        return False
    common = overlap(statement(one.claim.text), statement(other.claim.text), weights)
    together = one.group is not None and one.group == other.group
    if stands != "apart":
        return together or one.figure.kind == "count" or common.shared >= 2
    if _is_matched(one.figure, other.claim) or _is_matched(other.figure, one.claim):
        return False
    if one.figure.kind == "date":
        return together
    return together or (common.shared >= 3 and common.contained >= SAME_MATTER and _same_qualifiers(one, other))


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


def _linked_nouns(ordered: Sequence[ClaimToAlign]) -> dict[str, str]:
    """Counted nouns that the story itself uses for each other: where it says "recordings of internal meetings", a
    recording is counted as a meeting."""
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
    return {unit: target for unit, target in linked.items() if target not in linked}
