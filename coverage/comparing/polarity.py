"""Claims that state and claims that deny → what one outlet states and another denies."""

from __future__ import annotations

from collections.abc import Sequence

from coverage.comparing.clauses import shortened
from coverage.comparing.findings import Given, difference
from coverage.comparing.similarity import story_weights
from coverage.comparing.statements import overlap, statement
from coverage.comparing.types import ClaimToAlign, FoundDifference

WEIGHT = 1.0
SAME_MATTER = 0.65  # of the two claims' meaning together
LEAST_SHARED = 3  # stems
LONGEST = 100


def polarity_differences(ordered: Sequence[ClaimToAlign]) -> list[FoundDifference]:
    """Pairs of claims of different outlets in nearly the same words, one of which denies them."""
    weights = story_weights(claim.text for claim in ordered)
    found = []
    for denying in (claim for claim in ordered if claim.negated):
        stating = [claim for claim in ordered if _is_denied(claim, denying, weights)]
        if stating:
            given = [_given(claim) for claim in (denying, *stating)]
            found.append(difference("polarity", shortened(stating[0].text, LONGEST), given, WEIGHT))
    return [one for one in found if one]


def _is_denied(claim: ClaimToAlign, denying: ClaimToAlign, weights: dict[str, float]) -> bool:
    if claim.negated or claim.outlet == denying.outlet:
        return False
    a, b = statement(claim.text), statement(denying.text)
    if a.denied == b.denied or len(a.stems & b.stems) < LEAST_SHARED:
        return False
    return overlap(a, b, weights).dice >= SAME_MATTER


def _given(claim: ClaimToAlign) -> Given:
    words = shortened(claim.text, LONGEST)
    return Given(claim.negated, words, claim, claim.start, claim.start + len(claim.text))
