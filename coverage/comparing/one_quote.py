"""A story's facts, with a quote's utterances in them → its page: the fullest words, and each outlet's beside them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverage.comparing import quotations
from coverage.comparing.excerpts import Granted, Limits, Wish, grant
from coverage.comparing.quotations import Rendering, Utterance
from coverage.comparing.shown import QuoteWords, StoryFacts, UtteranceFacts, words_of
from coverage.comparing.similarity import same_words

_TOLD_BY_WORDS = ("reworded", "shortened")  # whose changes a reader can follow; others are other sentences


@dataclass(frozen=True, slots=True)
class Secondhand:
    """A press review's rendering, with the words that may be shown of it."""

    rendering: Rendering
    words: str


@dataclass(frozen=True, slots=True)
class OneQuote:
    """An utterance with the outlets' own renderings, each with whom it credits where that is another name, and those by
    way of a press review."""

    utterance: Utterance
    renderings: tuple[tuple[Rendering, str], ...]
    reviews: tuple[Secondhand, ...]


def lay_out(facts: StoryFacts, limits: Limits) -> tuple[OneQuote, ...]:
    """The page; a quote of several sentences may be several utterances, of which other outlets carry one. Words go
    first to the fullest form, then to each outlet's, then to what these leave out or replace."""
    rounds = [list(_wishes(row, facts, limits.quote)) for row in facts.utterances]
    granted = grant([wish for wishes in rounds for wish in wishes], limits, {})
    laid_out = quotations.lay_out(facts, granted)
    return tuple(
        OneQuote(
            utterance,
            tuple((one, _credited_otherwise(one, utterance)) for one in utterance.renderings if not one.review),
            tuple(_second_hand(one, granted) for one in utterance.renderings if one.review),
        )
        for utterance in (*laid_out.shared, *laid_out.single)
    )


def _wishes(row: UtteranceFacts, facts: StoryFacts, quote: int) -> Iterator[Wish]:
    own = quotations.own_variants(row, facts)
    fullest = next((facts.carried(v) for v in own if v.quote == row.fullest), None)
    for words in sorted(map(facts.carried, own), key=lambda w: (w.id != row.fullest, w.kind == "indirect")):
        yield _wish(("quote", row.id), words, words.text, quote)
    for variant in own:
        words = facts.carried(variant)
        if not fullest or not same_words(words.text, fullest.text):
            yield _wish(("variant", row.id, words.id), words, words.text, quote)
    for variant in own:
        gone = " ".join(text for kind, text in variant.changes if kind == "removed")
        if fullest and gone and variant.rendering in _TOLD_BY_WORDS:
            key = ("gone", row.id, variant.quote)
            yield Wish(key, fullest.source.id, "changes", gone, None, len(gone), len(gone))
    yield from _second_hand_wishes(row, facts, quote)


def _second_hand_wishes(row: UtteranceFacts, facts: StoryFacts, quote: int) -> Iterator[Wish]:
    """Press reviews' words count against the outlet that each credits."""
    carried = [facts.carried(variant) for variant in row.variants if variant.quote in facts.quotes]
    for words in (one for one in carried if not one.source.publisher.compared):
        purse = words.credited.slug if words.credited else ""
        key, section = ("review", words.id), f"review of {purse}"
        yield Wish(key, words.source.id, section, words.text, None, quote, 30, quoted=True, purse=purse)


def _wish(key: Hashable, words: QuoteWords, text: str, quote: int) -> Wish:
    return Wish(key, words.source.id, "quotes", text, None, quote, 30, quoted=True)


def _second_hand(one: Rendering, granted: Mapping[Any, Granted]) -> Secondhand:
    return Secondhand(one, words_of(granted, ("review", one.quote.id)))


def _credited_otherwise(one: Rendering, utterance: Utterance) -> str:
    return "" if one.quote.speaker.casefold() == utterance.speaker.casefold() else one.quote.speaker
