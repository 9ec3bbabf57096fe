"""A press review's quotes → what the page shows of each, by the outlet that it credits, beside that outlet's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coverage.comparing.excerpts import Granted, Wish, even
from coverage.comparing.quotations import own_variants
from coverage.comparing.shown import ClaimWords, Excerpt, Publisher, QuoteWords, StoryFacts, UtteranceFacts, words_of

PASSAGES = "passages"
_PASSAGE = 110


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A press review's quote, and what stands beside it: the credited outlet's own words, else the other outlets'.

    `passage` is the credited outlet's sentence that it renders, `group` the utterance that `own` are renderings of;
    `unmatched` tells that the credited outlet has neither.
    """

    quote: QuoteWords
    words: str
    own: tuple[QuoteWords, ...]
    group: int | None
    passage: Excerpt | None = None

    @property
    def unmatched(self) -> bool:
        """Whether the credited outlet's own articles were not found to carry it."""
        credited = self.quote.credited
        return self.passage is None and not any(
            credited is None or words.source.publisher.slug == credited.slug for words in self.own
        )


@dataclass(frozen=True, slots=True)
class ReviewBlock:
    """A press review's quotes from one outlet; `publisher` is None for what it credits to none of them."""

    publisher: Publisher | None
    quotes: tuple[Reviewed, ...]


def wishes(facts: StoryFacts, page: int) -> Iterator[Wish]:
    """The outlets' sentences that press reviews render, then the reviews' own words: the quotes that a review takes
    from one outlet share the characters that one article of that outlet has."""
    for quote, claim in _passages(facts).items():
        yield Wish(("passage", quote), claim.source.id, PASSAGES, claim.text, claim.focus, _PASSAGE, 40)
    taken: dict[tuple[int, str], list[QuoteWords]] = {}
    for words in _of_reviews(facts):
        taken.setdefault((words.source.id, words.credited.slug if words.credited else ""), []).append(words)
    for (article, outlet), found in taken.items():
        most = even((len(words.text) for words in found), page)
        for words in found:
            # Each credited outlet has a heading, and so a section, of its own.
            key, section = ("review", words.id), f"review of {outlet}"
            yield Wish(key, article, section, words.text, None, most, least=12, quoted=True, purse=outlet)


def lay_out(facts: StoryFacts, granted: Mapping[Any, Granted]) -> tuple[ReviewBlock, ...]:
    """Press reviews' quotes by the outlet that they credit, in the order in which the reviews give them."""
    blocks: dict[Publisher | None, list[Reviewed]] = {}
    rows, passages = _utterances(facts), _passages(facts)
    for words in _of_reviews(facts):
        row = rows.get(words.id)
        own = _one_an_outlet(row, facts) if row else []
        passage = _excerpt(words, passages[words.id], granted) if words.id in passages else None
        beside = _of_credited(words, own) or ([] if passage else own)
        group = row.id if row and beside else None
        shown = Reviewed(words, words_of(granted, ("review", words.id)), tuple(beside), group, passage)
        blocks.setdefault(words.credited, []).append(shown)
    return tuple(ReviewBlock(publisher, tuple(found)) for publisher, found in blocks.items())


def _utterances(facts: StoryFacts) -> dict[int, UtteranceFacts]:
    """By quote the first utterance that it belongs to."""
    found: dict[int, UtteranceFacts] = {}
    for row in facts.utterances:
        for variant in row.variants:
            found.setdefault(variant.quote, row)
    return found


def _of_credited(words: QuoteWords, own: Sequence[QuoteWords]) -> list[QuoteWords]:
    credited = words.credited
    return [quote for quote in own if credited is None or quote.source.publisher.slug == credited.slug]


def _one_an_outlet(row: UtteranceFacts, facts: StoryFacts) -> list[QuoteWords]:
    found: dict[str, QuoteWords] = {}
    for variant in own_variants(row, facts):
        words = facts.carried(variant)
        found.setdefault(words.source.publisher.slug, words)
    return list(found.values())


def _passages(facts: StoryFacts) -> dict[int, ClaimWords]:
    """By press review's quote the claim that it renders, where the credited outlet carries it as no quote and where
    an editor has hidden neither."""
    rows = _utterances(facts)
    found: dict[int, ClaimWords] = {}
    for words in _of_reviews(facts):
        row, claim = rows.get(words.id), facts.claims.get(facts.passages.get(words.id, 0))
        if claim and not (row and _of_credited(words, _one_an_outlet(row, facts))):
            found[words.id] = claim
    return found


def _excerpt(words: QuoteWords, claim: ClaimWords, granted: Mapping[Any, Granted]) -> Excerpt:
    shown = words_of(granted, ("passage", words.id))
    return Excerpt(claim.source, shown, claim.source.place(claim.text), claim.reviewed)


def _of_reviews(facts: StoryFacts) -> list[QuoteWords]:
    return [words for words in facts.quotes.values() if not words.source.publisher.compared]
