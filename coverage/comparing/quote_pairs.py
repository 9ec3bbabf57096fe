"""Two quotes by themselves → whether they are one utterance, by what aligns the quotes of a story."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from coverage.comparing.paraphrase.traits import Vectors
from coverage.comparing.quote_alignment import align_quotes, likeness
from coverage.comparing.similarity import story_weights
from coverage.comparing.types import QuoteToAlign

_WHENEVER = datetime(2000, 1, 1, tzinfo=UTC)
_MARKS = '"“”'
_PARAPHRASED = 0.25  # the score of what only a judge takes for the same

Spoken = tuple[str, str]
"""A quote's words, with the quotation marks that it stood in, and its speaker ("" for none)."""


def same_utterance(one: Spoken, other: Spoken, vectors: Vectors | None = None) -> tuple[bool, float]:
    """Whether two quotes from two articles are aligned, and how surely: 1 for equal words, then contained ones, a
    shared run and a paraphrase; under 0.25 for what is not aligned."""
    quotes = [_quote(number, *spoken) for number, spoken in enumerate((one, other))]
    same = any(len({v.quote for v in group.variants}) > 1 for group in align_quotes(quotes, vectors))
    level = likeness(quotes[0], quotes[1], story_weights(quote.text for quote in quotes))
    score = max(level / 5, _PARAPHRASED) if same else min(level / 5, _PARAPHRASED - 0.01)
    return same, round(score, 4)


def _quote(number: int, text: str, speaker: str) -> QuoteToAlign:
    return QuoteToAlign(number, number, str(number), text, _kind(text), speaker, _WHENEVER, 0)


def _kind(text: str) -> Literal["direct", "mixed", "indirect"]:
    """All of it within quotation marks, some, or none."""
    plain = text.strip()
    if plain[:1] in _MARKS and plain.rstrip(" ,.")[-1:] in _MARKS and plain:
        return "direct"
    return "mixed" if any(mark in plain for mark in _MARKS) else "indirect"
