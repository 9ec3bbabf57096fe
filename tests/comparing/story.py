"""A story's facts, made by hand, for the tests of what its page shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coverage.comparing.shown import (
    CellFacts,
    ClaimWords,
    Publisher,
    QuoteWords,
    Source,
    StatementFacts,
    UtteranceFacts,
    VariantFacts,
)

FIRST = datetime(2022, 6, 17, 15, 31, tzinfo=UTC)
MOLE, GULL, TERN, HERON = (Publisher(name.lower(), name, name[0]) for name in ("Mole", "Gull", "Tern", "Heron"))
REVIEW = Publisher("review", "Press review", "PR", compared=False)


def source(id: int, publisher: Publisher, minutes: int = 0, **fields) -> Source:
    link = f"https://{publisher.slug}.example/{id}"
    return Source(
        **{"id": id, "number": id, "publisher": publisher, "link": link, "published": after(minutes), **fields}
    )


def after(minutes: int) -> datetime:
    return FIRST + timedelta(minutes=minutes)


def claim(id: int, of: Source, text: str, **fields) -> ClaimWords:
    return ClaimWords(id, of, text, **fields)


def quote(id: int, of: Source, text: str, **fields) -> QuoteWords:
    values = {"kind": "direct", "speaker": "Karin Holm", "first": len(text), **fields}
    return QuoteWords(id=id, source=of, text=text, **values)


def statement(id: int, clearest: ClaimWords, *cells: CellFacts, background: bool = False) -> StatementFacts:
    return StatementFacts(id, clearest.id, clearest.text, background, cells)


def utterance(id: int, fullest: QuoteWords, *variants: VariantFacts) -> UtteranceFacts:
    return UtteranceFacts(id, fullest.id, fullest.speaker, variants)
