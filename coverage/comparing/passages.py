"""Quotes that came by way of another text → the sentence of the credited outlet's own article that each renders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coverage.comparing.similarity import story_weights
from coverage.comparing.statements import overlap, statement
from coverage.comparing.types import ClaimToAlign, QuoteToAlign

LEAST_SHARED = 3  # stems
LEAST_CONTAINED = 0.4  # of the weight of the shorter one's stems: a translation keeps names, figures and little more


def passages_rendered(quotes: Sequence[QuoteToAlign], claims: Sequence[ClaimToAlign]) -> tuple[tuple[int, int], ...]:
    """Pairs of (quote id, claim id), one for each translated quote whose outlet's own sentence was found, by quote id.

    A press review often quotes what an outlet says in its own voice, so that its quote has no match among the outlet's
    quotes. Of several sentences the likest is taken, then the earliest.
    """
    weights = story_weights([*(quote.text for quote in quotes), *(claim.text for claim in claims)])
    found = []
    for quote in sorted(quotes, key=lambda quote: quote.id):
        own = [claim for claim in claims if quote.translated and claim.outlet == quote.outlet]
        best = max(((_likeness(quote, claim, weights), -claim.id) for claim in own), default=(0.0, 0))
        if best[0] > 0:
            found.append((quote.id, -best[1]))
    return tuple(found)


def _likeness(quote: QuoteToAlign, claim: ClaimToAlign, weights: Mapping[str, float]) -> float:
    common = overlap(statement(quote.text), statement(claim.text), weights)
    enough = common.shared >= LEAST_SHARED and common.contained >= LEAST_CONTAINED
    return round(common.contained + 2 * common.dice, 6) if enough else 0.0
