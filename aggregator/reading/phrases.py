"""Items beside a cue into noun phrases: who speaks, in front of the cue or behind it. No parser, only word classes."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.reading.adjuncts import joins_names
from aggregator.reading.clauses import Range, clause_start
from aggregator.reading.cues import cue_at
from aggregator.reading.lexicon import (
    AUXILIARIES,
    CLAUSE_PRONOUNS,
    CONJUNCTIONS,
    DAY_WORDS,
    DETERMINERS,
    MONTHS,
    NOUN_PREPOSITIONS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)
from aggregator.reading.words import Item, low_at

LONGEST = 28  # items in a noun phrase with its appositions


def subject_before(items: Sequence[Item], stop: int) -> Range | None:
    """The noun phrase that ends right before `items[stop]`, with its apposition; None where there is none."""
    last = stop - 1
    if last < 0 or items[last].kind == "quote":
        return None
    if items[last].low in {"who", "which", "that"} or items[last].low in SUBJECT_PRONOUNS:
        return last, stop
    if items[last].low == ",":
        return _before_apposition(items, last)
    if items[last].kind == "mark" and items[last].low not in {")", "’", "'"}:
        return None
    return _trimmed(items, _scan_left(items, last), stop)


def phrase_after(items: Sequence[Item], start: int, *, whole: bool = False) -> Range | None:
    """The noun phrase that begins at `items[start]`, with an apposition that follows it.

    `whole` reads on over verbs to the next comma or the end, for "according to people who saw it".
    """
    if start >= len(items) or items[start].kind != "word":
        return None
    if items[start].low in SUBJECT_PRONOUNS:
        return start, start + 1
    if not (whole or _opens_phrase(items, start)):
        return None
    end = _scan_right(items, start, whole=whole)
    if end == start or items[start].low in SUBORDINATORS:
        return None
    return start, _over_apposition(items, end)


def _opens_phrase(items: Sequence[Item], start: int) -> bool:
    """A name, a determiner, a plural, or a role right before a name ("said diver Nora Pike")."""
    item = items[start]
    if item.capital or item.low in DETERMINERS or item.low.endswith("s"):
        return True
    role = items[start + 1 : start + 4]
    plain = item.low not in PREPOSITIONS | SUBORDINATORS | CONJUNCTIONS | AUXILIARIES
    named = next((index for index, one in enumerate(role) if one.capital), None)
    return plain and named is not None and all(one.kind == "word" for one in role[:named])


def main_subject(items: Sequence[Item]) -> Range | None:
    """The first noun phrase of a sentence that could be its subject."""
    start = clause_start(items, 0)
    if start < len(items) and items[start].low in SUBJECT_PRONOUNS:
        return start, start + 1
    return phrase_after(items, start)


def _scan_left(items: Sequence[Item], last: int) -> int:
    """The leftmost index of the noun phrase that ends at `last`."""
    index = last
    while index >= 0 and last - index < LONGEST:
        low = items[index].low
        if items[index].kind == "quote":
            if not (0 < index < last and items[index - 1].capital and items[index + 1].capital):
                break
        elif items[index].kind == "mark":
            if low == ")":
                index = _opening_bracket(items, index)
            elif low not in {"’", "'", "&", "/", "-", "#", "@", "."}:
                break
        elif _belongs_inside(items, index):
            pass
        elif low in SUBORDINATORS or low in CONJUNCTIONS:
            break
        elif (low in AUXILIARIES and low != "'s") or (low in CLAUSE_PRONOUNS and low not in DETERMINERS):
            if low_at(items, index - 1) != "who":
                break
        elif low in _ARTICLES and index < last and _closed_noun(items, index - 1):
            return index
        elif low in _SPEECH_VERBS or (low in PREPOSITIONS and low not in NOUN_PREPOSITIONS):
            break
        index -= 1
    return index + 1


def _belongs_inside(items: Sequence[Item], index: int) -> bool:
    """ "Who" after its noun, and "and" between two names, do not end the phrase that they stand in."""
    low = items[index].low
    if low == "who":
        return index > 0 and items[index - 1].kind == "word"
    return low == "and" and joins_names(items, index)


def _closed_noun(items: Sequence[Item], index: int) -> bool:
    """Whether a word left of an article ends a phrase of its own ("without a pause | the app")."""
    if index < 0 or items[index].kind != "word":
        return False
    if any(item.low == "who" for item in items[max(0, index - 6) : index]):
        return False  # "engineers who built the bridge"
    return items[index].low not in NOUN_PREPOSITIONS | CONJUNCTIONS | {"all", "both", "half", "such", "even", "than"}


def _opening_bracket(items: Sequence[Item], index: int) -> int:
    for opening in range(index, max(-1, index - 12), -1):
        if items[opening].low == "(":
            return opening
    return index


def _trimmed(items: Sequence[Item], start: int, stop: int) -> Range | None:
    """Without what cannot begin a noun phrase: "On Monday Trump", "then Clinton", "later the company"."""
    while start < stop:
        low = items[start].low
        if low in PREPOSITIONS and low != "about":
            start += 1
            while start < stop and (items[start].low in DAY_WORDS | set(MONTHS) or items[start].low[:1].isdigit()):
                start += 1
        elif low in DAY_WORDS and low_at(items, start + 1) == "'s":
            break
        elif _only_leads(items[start]):
            start += 1
        else:
            break
    if start >= stop or all(item.low in {"'s", "the", "a", "an"} or item.kind == "mark" for item in items[start:stop]):
        return None
    return start, stop


def _only_leads(item: Item) -> bool:
    adverb = item.low.endswith("ly") and not item.capital
    mark = item.kind == "mark" and item.low not in {"@", "#"}
    return adverb or mark or item.low in _LEADING or item.low in DAY_WORDS


def _before_apposition(items: Sequence[Item], comma: int) -> Range | None:
    """ "Maureen Shanahan, a TikTok spokesperson," with the comma at `comma`: the phrase before the opening comma."""
    best: Range | None = None
    for index in range(comma - 1, max(-1, comma - LONGEST), -1):
        if items[index].kind == "quote" or items[index].low in {";", ":"}:
            break
        if items[index].low == "," and index + 1 < comma:
            found = subject_before(items, index) if index and items[index - 1].low != "," else None
            if found and _could_be_named(items, found):
                best = (found[0], comma)
                break
    return best


def _could_be_named(items: Sequence[Item], found: Range) -> bool:
    first = items[found[0]]
    return first.capital or first.low in DETERMINERS or first.low in SUBJECT_PRONOUNS


def _scan_right(items: Sequence[Item], start: int, *, whole: bool) -> int:
    index = start
    while index < len(items) and index - start < LONGEST:
        item = items[index]
        low = item.low
        if item.kind == "quote":
            if not whole:
                break
        elif item.kind == "mark":
            if low == "(" and index > start:
                index = _closing_bracket(items, index)
            elif low not in {"’", "'", "&", "/", "-", "@", "#"}:
                break
        elif not whole and _ends_phrase(items, index, start):
            break
        index += 1
    return index


def _ends_phrase(items: Sequence[Item], index: int, start: int) -> bool:
    """Whether the word at `index` is past the phrase that began at `start`: a verb, a conjunction, a time or place."""
    low = items[index].low
    if low == "and":
        return not joins_names(items, index)
    if low in {"during", "after", "before", "in", "on", "at"}:
        return index > start and _after_head(items, index)
    if low in SUBORDINATORS | CONJUNCTIONS | DAY_WORDS or (low in AUXILIARIES and low != "'s"):
        return True
    if index == start or items[index].capital:
        return False
    return _after_name(items, index, start) or cue_at(items, index) is not None


def _after_name(items: Sequence[Item], index: int, start: int) -> bool:
    """Whether a small word after a name is its verb rather than a role ("Ada Finch put" against "Harbor spokesman")."""
    item = items[index]
    named = items[start].capital and items[index - 1].capital and items[index - 1].low not in DETERMINERS
    if not named or item.kind != "word":
        return False
    role = item.low.endswith("s") or item.low.startswith(("spokes", "co-", "chief", "vice"))
    leads = index + 1 < len(items) and items[index + 1].capital
    return not (role or leads or item.low in NOUN_PREPOSITIONS or item.low in {"'s", "de", "la", "van", "von", "del"})


def _after_head(items: Sequence[Item], index: int) -> bool:
    """A time or place that belongs to the saying, not to the speaker: "said Smith in a statement"."""
    return (
        low_at(items, index + 1) in {"a", "an", "his", "her", "their", "its", "the"}
        or low_at(items, index + 1) in DAY_WORDS
    )


def _closing_bracket(items: Sequence[Item], index: int) -> int:
    for closing in range(index, min(len(items), index + 12)):
        if items[closing].low == ")":
            return closing
    return index


def _over_apposition(items: Sequence[Item], end: int) -> int:
    """Past ", a spokesman for the group" up to the comma, quotation or end that closes it."""
    if low_at(items, end) != "," or low_at(items, end + 1) not in _APPOSITION_OPENERS:
        return end
    index = end + 1
    related = False
    while index < len(items) and index - end < LONGEST:
        item = items[index]
        related = related or item.low in {"who", "which", "whose", "that"}
        if not related and item.low in AUXILIARIES - {"'s"}:
            return end  # a clause, not an apposition
        if item.kind == "quote" or (item.kind == "mark" and item.low not in {"’", "'", "&", "/", "-", "(", ")"}):
            return index
        if item.low in {"who", "in", "during", "after", "on"} and index > end + 2 and _after_head(items, index):
            return index
        index += 1
    return index


_ARTICLES = frozenset("the a an his her their its our my".split())
_SPEECH_VERBS = frozenset("said says told added wrote tweeted noted argued announced asked insisted saying".split())
_LEADING = frozenset(
    "then later still also however meanwhile instead even once now so yet not only just earlier afterward".split()
)
_APPOSITION_OPENERS = frozenset(
    "a an the his her its their one another president chairman chairwoman director spokesman spokeswoman spokesperson "
    "senior former chief founder professor co-founder executive vice deputy head whose who 's leader author editor "
    "campaign communications managing associate".split()
)
