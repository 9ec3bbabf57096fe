"""The tagger's words for a speaker, at times cut short ("Donald", "the") → the whole name or noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aggregator.reading.cues import ADVERBS, FORMS
from aggregator.reading.lexicon import (
    AUXILIARIES,
    CONJUNCTIONS,
    DAY_WORDS,
    DETERMINERS,
    MONTHS,
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


def agent_of(text: str, cue: Span) -> Span | None:
    """Who, after "by", does what a passive cue says ("was first reported | by CNN"); None where nobody is named so."""
    verbs = [item for item in words_of(text, *cue) if item.low.endswith(("ed", "en", "n", "by")) or item.low in FORMS]
    if not verbs or verbs[-1].low.endswith(("ing", "s")):
        return None
    stop = re.compile(r"[.;:!?“”\"\n]").search(text, cue[1])
    begin = cue[1] - 2 if verbs[-1].low == "by" else cue[1]
    items = words_of(text, begin, min(stop.start() if stop else len(text), cue[1] + FAR))
    by = next((at for at, item in enumerate(items) if item.low == "by"), None)
    if by is None or by + 1 >= len(items) or items[0].low == "to" or not _names_somebody(items[by + 1]):
        return None
    phrase = phrase_after(items, by + 1)
    return (items[phrase[0]].start, items[phrase[1] - 1].end) if phrase else None


def _names_somebody(item: Item) -> bool:
    """Whether "by" can lead from this word to who does it, rather than to when ("by Monday") or how ("by saying")."""
    return (
        item.low not in DAY_WORDS
        and item.low not in MONTHS
        and not item.text[0].isdigit()
        and not item.low.endswith("ing")
    )


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
    | (DETERMINERS - {"one", "two", "three"})
    | frozenset("himself herself themselves itself not never who whose".split())
)  # fmt: skip
