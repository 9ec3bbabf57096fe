"""Utterances that several of the chosen outlets carry → a row for each, with every outlet's own words in its column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coverage.comparing.columns import Column
from coverage.comparing.excerpts import Granted, Wish
from coverage.comparing.quotations import own_variants
from coverage.comparing.shown import Publisher, QuoteWords, StoryFacts, UtteranceFacts, words_of
from coverage.comparing.similarity import same_words

_QUOTES = "quotes"


@dataclass(frozen=True, slots=True)
class QuoteCell:
    """An outlet's words for an utterance; no quote: it does not carry it. `same_as` is the outlet to the left that has
    the very same words."""

    publisher: Publisher
    quote: QuoteWords | None = None
    words: str = ""
    same_as: Publisher | None = None

    @property
    def marked(self) -> bool:
        """Whether all of it stood in quotation marks."""
        return self.quote is not None and self.quote.kind == "direct"


@dataclass(frozen=True, slots=True)
class SharedQuote:
    """An utterance with a cell for each outlet; `lead` is the quote at whose number its page stands."""

    lead: int
    speaker: str
    cells: tuple[QuoteCell, ...]


def quote_wishes(facts: StoryFacts, quote: int) -> Iterator[Wish]:
    """The words of each outlet's first rendering; those that are the same as another's before are not said twice."""
    for row in _shared(facts):
        before: list[QuoteWords] = []
        for words in _by_outlet(row, facts).values():
            if not any(same_words(words.text, other.text) for other in before):
                yield Wish(_key(row, words), words.source.id, _QUOTES, words.text, None, quote, 30, quoted=True)
            before.append(words)


def lay_out_quotes(
    facts: StoryFacts, heads: Sequence[Column], granted: Mapping[Any, Granted]
) -> tuple[SharedQuote, ...]:
    """The rows of which some words may be shown."""
    rows = (_shown(row, facts, heads, granted) for row in _shared(facts))
    return tuple(row for row in rows if any(cell.words for cell in row.cells))


def _shared(facts: StoryFacts) -> list[UtteranceFacts]:
    return [row for row in facts.utterances if len(_by_outlet(row, facts)) > 1]


def _by_outlet(row: UtteranceFacts, facts: StoryFacts) -> dict[str, QuoteWords]:
    """Each outlet's first rendering, in order of publication."""
    found: dict[str, QuoteWords] = {}
    for words in sorted(map(facts.carried, own_variants(row, facts)), key=lambda words: words.source.number):
        found.setdefault(words.source.publisher.slug, words)
    return found


def _key(row: UtteranceFacts, words: QuoteWords) -> tuple[str, int, int]:
    return "shared", row.id, words.id


def _shown(
    row: UtteranceFacts, facts: StoryFacts, heads: Sequence[Column], granted: Mapping[Any, Granted]
) -> SharedQuote:
    found = _by_outlet(row, facts)
    cells: list[QuoteCell] = []
    for head in heads:
        words = found.get(head.publisher.slug)
        same = next((c for c in cells if words and c.quote and c.words and same_words(words.text, c.quote.text)), None)
        said = words_of(granted, _key(row, words)).rstrip(",") if words else ""
        cells.append(QuoteCell(head.publisher, words, said, same.publisher if same else None))
    speaker = row.speaker or next((cell.quote.speaker for cell in cells if cell.quote), "")
    return SharedQuote(row.fullest, speaker, tuple(cells))
