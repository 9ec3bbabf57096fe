"""The tagger's words for a speaker, at times cut short ("Donald", "the") → the whole name or noun phrase."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.reading.cues import ADVERBS
from aggregator.reading.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DAY_WORDS,
    DETERMINERS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)
from aggregator.reading.names import Names
from aggregator.reading.phrases import phrase_after
from aggregator.reading.words import Item, words_of

Span = tuple[int, int]


def whole_source(text: str, span: Span, cue: Span | None, names: Names) -> Span:
    """`span` up to the end of the name that it breaks off in ("Bernie | Sanders"), or, where it is a lone article,
    possessive or other word that names nobody, up to the cue right behind its phrase ("his | response focused on")."""
    start, end = span
    until = cue[0] if cue and cue[0] >= end else len(text)
    for mention in names.between(max(0, start - 1), end):
        if mention.start < end < mention.end <= until:
            return start, mention.end
    if end < len(text) and text[end] == " ":
        following = names.between(end + 1, end + 2)
        if following and following[0].end <= until and _is_title(words_of(text, start, end)):
            return start, following[0].end
    if text[start:end].lower() in _ARTICLES:
        items = words_of(text, start, min(until, start + FAR))
        phrase = phrase_after(items, 0)
        return (start, items[phrase[1] - 1].end) if phrase else span
    if cue is None or not 0 < cue[0] - end <= FAR or not _is_unfinished(text, span, names):
        return span
    between = words_of(text, end, cue[0])
    return (start, between[-1].end) if 0 < len(between) <= MOST and all(map(_is_of_phrase, between)) else span


def _is_title(items: Sequence[Item]) -> bool:
    """One capitalised word: before a name, it is the name's title or role ("Actress")."""
    return len(items) == 1 and items[0].capital and items[0].low not in _NEVER


def _is_unfinished(text: str, span: Span, names: Names) -> bool:
    items = words_of(text, *span)
    return len(items) == 1 and items[0].low not in SUBJECT_PRONOUNS | {"that", "which"} and not names.between(*span)


def _is_of_phrase(item: Item) -> bool:
    return item.kind == "word" and item.low not in _NEVER and not item.low.endswith("ly")


_ARTICLES = frozenset({"a", "an", "the"})
MOST = 4  # words that are still taken to the phrase
FAR = 60  # characters
_NEVER = (
    AUXILIARIES | CONJUNCTIONS | DAY_WORDS | PREPOSITIONS | SUBORDINATORS | SUBJECT_PRONOUNS | ADVERBS
    | (DETERMINERS - {"one", "two", "three"}) | frozenset("himself herself themselves itself not never who whose".split())
)  # fmt: skip
