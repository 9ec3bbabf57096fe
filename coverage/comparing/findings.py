"""Values with the claims that give them → the sides of a difference, and the difference where outlets are on both."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from coverage.comparing.types import ClaimToAlign, DifferenceKind, DifferenceSide, FoundDifference


@dataclass(frozen=True, slots=True)
class Given:
    """A value as one claim gives it: `key` is equal for the same value, `words` how it is shown, `start` to `end` its
    place in the snapshot's text."""

    key: Hashable
    words: str
    claim: ClaimToAlign
    start: int
    end: int


def difference(
    kind: DifferenceKind, topic: str, given: Sequence[Given], weight: float
) -> FoundDifference | None:  # fmt: skip
    """The difference between what outlets give; None where all give the same, or one outlet gives everything that the
    others do not dispute. A side is shown in the words of its earliest claim."""
    by_key: dict[Hashable, list[Given]] = {}
    for one in sorted(given, key=_by_publication):
        by_key.setdefault(one.key, []).append(one)
    outlets = [{one.claim.outlet for one in side} for side in by_key.values()]
    if len(by_key) < 2 or len(set().union(*outlets)) < 2:
        return None
    sides = tuple(DifferenceSide(side[0].words, _evidence(side)) for side in by_key.values())
    return FoundDifference(kind, topic, sides, weight)


def within(claim: ClaimToAlign, start: int, end: int) -> tuple[int, int]:
    """A place in the snapshot, kept within the claim's own words."""
    last = claim.start + len(claim.text)
    start = min(max(start, claim.start), last)
    return start, min(max(end, start), last)


def _evidence(side: Sequence[Given]) -> tuple[tuple[int, int, int], ...]:
    return tuple(dict.fromkeys((one.claim.id, *within(one.claim, one.start, one.end)) for one in side))


def _by_publication(one: Given) -> tuple[object, ...]:
    return one.claim.published, one.claim.article, one.start, one.claim.id
