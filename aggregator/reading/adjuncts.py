"""Items behind a cue: who is told, and when, where and how it was said, before what was said begins."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.reading.lexicon import (
    AUXILIARIES,
    CLAUSE_PRONOUNS,
    CONJUNCTIONS,
    DAY_WORDS,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
)
from aggregator.reading.words import Item, low_at

LONGEST = 28  # items that adjuncts may take


def hearer_end(items: Sequence[Item], start: int) -> int:
    """Where the noun phrase of the one who is told ends ("told reporters in Ohio")."""
    if start < len(items) and items[start].low in {"him", "her", "them", "me", "us", "you", "it", "reporters"}:
        return start + 1
    return chunk_end(items, start)


def adjuncts_end(items: Sequence[Item], start: int) -> int:
    """Over what may stand between a cue and its clause: "Friday", "in a statement", "on Twitter", "to reporters"."""
    index = start
    while index < len(items) and index - start < LONGEST:
        low = items[index].low
        if low in DAY_WORDS or low in _ADJUNCT_WORDS or (low.endswith("ly") and not items[index].capital):
            index += 1
        elif low in {"last", "this", "earlier", "next"} and low_at(items, index + 1) in _TIME_NOUNS:
            index += 2
        elif low in {"a", "one"} and low_at(items, index + 2) in {"ago", "later", "earlier"}:
            index += 3
        elif low in _ADJUNCT_PREPOSITIONS and not (low == "to" and _infinitive(items, index + 1)):
            end = chunk_end(items, index + 1)
            if end == index + 1:
                break
            index = end
        else:
            break
    return index


def joins_names(items: Sequence[Item], index: int) -> bool:
    """Whether "and" joins two halves of one subject: names, or a name and a described one."""
    if index == 0 or index + 1 >= len(items):
        return False
    right = items[index + 1]
    return items[index - 1].capital and (right.capital or right.low in DETERMINERS)


def _infinitive(items: Sequence[Item], index: int) -> bool:
    """Whether a word after "to" is rather a verb than the one spoken to."""
    low = low_at(items, index)
    return bool(low) and not (items[index].capital or low in DETERMINERS or low in CLAUSE_PRONOUNS or low.endswith("s"))


def chunk_end(items: Sequence[Item], start: int) -> int:
    """The end of one plain noun chunk at `start`: a determiner after its head, a pronoun or a turn from small to
    capital letters starts a new clause."""
    index = start
    seen = ""
    while index < len(items) and index - start < 12:
        item = items[index]
        low = item.low
        if item.kind != "word" or low in CLAUSE_PRONOUNS - DETERMINERS or low == "that":
            break
        if low in AUXILIARIES and low != "'s":
            break
        if low in {"'s", "of"} and seen:
            seen = "determiner"
        elif low in DETERMINERS:
            if seen and seen != "determiner":
                break
            seen = "determiner"
        elif low in PREPOSITIONS or low in SUBORDINATORS or low in CONJUNCTIONS:
            if low != "and" or not joins_names(items, index):
                break
            seen = "determiner"
        elif low in DAY_WORDS:
            return index + 1 if not seen or seen == "determiner" else index
        else:
            kind = "capital" if item.capital else "number" if low[0].isdigit() else "small"
            described = seen == "small" and index - start < 3 and low_at(items, start) in DETERMINERS
            dated = seen == "capital" and kind == "number"
            if seen and seen not in {"determiner", kind} and not (dated or described):
                break
            seen = kind
        index += 1
    return index


_TIME_NOUNS = DAY_WORDS | frozenset("week month year night morning afternoon evening summer fall spring winter".split())
_ADJUNCT_WORDS = frozenset(
    "later earlier recently afterward again too there here simply further flatly online himself herself".split()
)
_ADJUNCT_PREPOSITIONS = frozenset(
    "in on at during to of after before via by from through with as about over for between outside inside".split()
)
