"""Items into clauses: where a sentence's own statement begins, and where a reported one begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.reading.cues import Cue, cue_at
from aggregator.reading.lexicon import (
    AUXILIARIES,
    CLAUSE_PRONOUNS,
    CONJUNCTIONS,
    PREPOSITIONS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)
from aggregator.reading.words import Item, low_at

Range = tuple[int, int]
LONGEST = 400
"""Items of one sentence that are looked through for the end of a clause; no news sentence has more."""


def clause_start(items: Sequence[Item], start: int) -> int:
    """Over what opens a sentence before its subject: "But", "On Monday,", "Hours later,"."""
    index = start
    for _ in range(4):
        while index < min(len(items), start + LONGEST) and items[index].low in _LEADING:
            index += 1
        comma = _adjunct_comma(items, index)
        if comma is None:
            break
        index = comma + 1
    return index


def _adjunct_comma(items: Sequence[Item], index: int) -> int | None:
    """The comma that closes an opening adjunct at `index`; None where none opens or closes there."""
    if index >= len(items):
        return None
    if not (_opens_adjunct(items[index]) or low_at(items, index + 1) in {"later", "earlier", "ago"}):
        return None
    for comma in range(index, min(len(items), index + 28)):
        if items[comma].low == ",":
            return comma
        if items[comma].kind == "quote":
            return None
    return None


def clause_like(items: Sequence[Item], start: int, end: int) -> bool:
    """Whether items hold a finite clause by themselves: a subject and something that can be its verb."""
    words = [item for item in items[start : min(end, start + LONGEST)] if item.kind == "word"]
    if len(words) < 3 or words[0].low in OPENING_ADJUNCTS:
        return False
    return (
        any(
            item.low in AUXILIARIES
            or item.low in {"he", "she", "they", "it", "we", "i", "there"}
            or item.low.endswith("ed")
            for item in words
        )
        or len(words) >= 6
    )


def finite_soon(items: Sequence[Item], clause: int) -> bool:
    """Whether a noun phrase and its verb begin right here: "users have", not "the deal in May and has"."""
    for item in items[clause : clause + 12]:
        if item.kind == "mark" or item.low in SUBORDINATORS | CONJUNCTIONS:
            return False
        if item.low in AUXILIARIES - {"'s"} or (item.low in SUBJECT_PRONOUNS and item is items[clause]):
            return True
    return items[clause].low in CLAUSE_PRONOUNS


def clause_begins(items: Sequence[Item], start: int, cue: Cue) -> int | None:
    """The index at which the reported clause or quotation begins; None where none can begin at `start`."""
    index = start
    while index < start + 4 and low_at(items, index) in {",", ":", "—", "–"}:
        index += 1
    if index >= len(items) or items[index].low in {".", ";", ")", "?", "!"}:
        return None
    item = items[index]
    if item.kind == "quote":
        return index
    if item.low in AUXILIARIES:  # "announced after it was published that …"
        return next((at for at in range(index, min(len(items), index + 12)) if items[at].low == "that"), None)
    marked = index > start
    if marked and low_at(items, start) == ",":
        return None
    if item.low in {"that", "how", "why", "what", "whether", "if"}:
        return index
    if item.low in CLAUSE_PRONOUNS or marked:
        return index
    if item.low in PREPOSITIONS or item.low in CONJUNCTIONS:
        return None if "say" not in cue.verb.frames or cue.verb.lemma not in {"say", "tell"} else index
    if "say" in cue.verb.frames or "tell" in cue.verb.frames:
        return index if clause_like(items, index, len(items)) or cue.verb.lemma == "say" else None
    return index if clause_like(items, index, object_end(items, index)) and item.low != "to" else None


def quote_ahead(items: Sequence[Item], start: int) -> int | None:
    """A quotation behind a colon or comma, past words about the saying ("responded, with a smile: “…”")."""
    for index in range(start, min(len(items), start + 12)):
        if items[index].kind == "quote":
            return index if low_at(items, index - 1) in {":", ","} else None
        if index > start and cue_at(items, index):
            return None
    return None


def clause_left(items: Sequence[Item], stop: int) -> int:
    """Where the clause that a trailing cue reports begins: the sentence's start, or after a semicolon."""
    start = max(0, stop - LONGEST)
    for index in range(stop - 1, start - 1, -1):
        if items[index].low == ";":
            return index + 1
    while start < stop and items[start].low in {"and", "but", "so", "or", "yet", ","}:
        start += 1
    return start


def clause_end(items: Sequence[Item], start: int) -> int:
    """Where a reported clause ends: the sentence's end, or where the same or another speaker is reported anew."""
    last = min(len(items), start + LONGEST)
    for index in range(start + 1, last):
        low = items[index].low
        if low == ";" or (low in {",", "and", "but", "while", "—", "–"} and _new_report(items, index)):
            return index
    return last


def object_begins(items: Sequence[Item], index: int) -> bool:
    if index >= len(items):
        return False
    item = items[index]
    return item.kind == "quote" or (
        item.kind == "word"
        and item.low not in AUXILIARIES | CONJUNCTIONS | {"to", "by"}
        and item.low not in PREPOSITIONS
    )


def object_end(items: Sequence[Item], start: int) -> int:
    last = min(len(items), start + LONGEST)
    for index in range(start + 1, last):
        low = items[index].low
        if items[index].kind == "mark" and low in {",", ";", ":", "—", "–", "("}:
            return index
        if low in {"while", "when", "after", "because", "although", "though", "saying", "during", "but"}:
            return index
    return last


def without_edges(items: Sequence[Item], start: int, end: int) -> Range | None:
    while start < end and items[start].kind == "mark" and items[start].low not in {"$", "@", "#", "(", "["}:
        start += 1
    while end > start and items[end - 1].kind == "mark" and items[end - 1].low not in {")", "]", "%"}:
        end -= 1
    return (start, end) if start < end else None


def _new_report(items: Sequence[Item], index: int) -> bool:
    """Whether another report follows: ", adding that", "and said", ", but Smith said", ", according to"."""
    start = index
    while start < min(len(items), index + 5) and items[start].low in _JOINTS:
        start += 1
    if low_at(items, start) == "according" and low_at(items, index) == ",":
        return True
    for head in range(start, min(len(items), start + 6)):
        if items[head].kind != "word":
            return False
        cue = cue_at(items, head)
        if cue and cue.verb.speech and cue.form in {"ed", "s", "ing"}:
            return cue.first == start or (cue.form != "ing" and items[index].low != "and")
    return False


def _opens_adjunct(item: Item) -> bool:
    return item.low in OPENING_ADJUNCTS or (item.low.endswith("ly") and len(item.low) > 5)


OPENING_ADJUNCTS = frozenset(
    "in on at for from with by after before during since until under over through as when while if although though "
    "because despite amid asked speaking given once earlier later last late now meanwhile instead like unlike among "
    "following ahead to according without beyond whether upon today yesterday".split()
)
_LEADING = CONJUNCTIONS | {"still", "yet", "then", "however", ",", "–", "—", "("}
_JOINTS = frozenset(", and but while though although as then — – also later".split())
