"""One story's claims and quotes → the points on which its outlets differ, each side with the words that show it."""

from __future__ import annotations

from collections.abc import Sequence

from coverage.comparing.crediting import credit_differences
from coverage.comparing.eventorder import order_differences
from coverage.comparing.polarity import polarity_differences
from coverage.comparing.qualifiers import qualifier_differences
from coverage.comparing.timespans import span_differences
from coverage.comparing.types import AlignedClaim, AlignedQuote, ClaimToAlign, FoundDifference, QuoteToAlign
from coverage.comparing.values import value_differences


def find_differences(
    aligned: Sequence[AlignedClaim],
    claims: Sequence[ClaimToAlign],
    quotes: Sequence[AlignedQuote] = (),
    quote_rows: Sequence[QuoteToAlign] = (),
) -> tuple[FoundDifference, ...]:
    """Compares what outlets say of the same thing: figures, spans of time, order of events, qualifiers of a noun,
    denial, and who is credited with the same words.

    Values that exclude each other weigh most; another bound or hedge on the same number weighs least; a value that is
    only less precise is no difference. Heaviest first, then by topic; the order of the arguments does not matter.
    """
    ordered = sorted(claims, key=lambda claim: (claim.published, claim.article, claim.start, claim.id))
    spans, used = span_differences(ordered)
    found = [
        *spans,
        *value_differences(ordered, aligned, used),
        *qualifier_differences(ordered),
        *order_differences(ordered),
        *polarity_differences(ordered),
        *credit_differences(quotes, quote_rows, ordered),
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.kind, one.topic, one.sides[0].evidence)))
