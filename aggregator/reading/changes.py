"""Two texts of an article → their changes, what matters to a reader first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from aggregator.reading.edits import Edit, find_edits
from aggregator.reading.lexicon import DAY_WORDS, MONTHS
from aggregator.reading.names import Names
from aggregator.reading.numbers import BOUND, NUMBER, bound_of, number_value
from aggregator.reading.quotes import find_quotes
from aggregator.reading.types import FoundQuote
from aggregator.reading.words import units

ChangeKind = Literal["headline", "number", "name", "quote", "attribution", "wording", "moved", "marks"]
Part = Literal["title", "text"]

RANKS: tuple[ChangeKind, ...] = ("headline", "number", "name", "quote", "attribution", "wording", "moved", "marks")
"""Every kind of change; the first matters most."""

MOST = 500
"""Changes that are told apart; a text with more of them was written anew."""


@dataclass(frozen=True, slots=True)
class FoundChange:
    """In the article's `part`, `old[old_start:old_end]` gave way to `new[new_start:new_end]`; one may be empty."""

    kind: ChangeKind
    part: Part
    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def rank(self) -> int:
        """0 matters most."""
        return RANKS.index(self.kind)


def find_changes(old_title: str, old_text: str, new_title: str, new_text: str) -> tuple[FoundChange, ...]:
    """The changes from one text to the other, by rank and then in the new text's order. Made together, in order of
    place, those of a part lead from its old words to its new ones."""
    titles = [(_kind_in_title(old_title, new_title, edit), edit) for edit in find_edits(old_title, new_title)]
    found = [_change(kind, "title", edit) for kind, edit in titles]
    edits = find_edits(old_text, new_text)
    if len(edits) > MOST:
        edits = (Edit(edits[0].old_start, edits[-1].old_end, edits[0].new_start, edits[-1].new_end),)
    found += _in_text(old_text, new_text, edits)
    return tuple(sorted(found, key=lambda change: (change.rank, change.part != "title", change.new_start)))


def plain_changes(old_title: str, old_text: str, new_title: str, new_text: str) -> tuple[FoundChange, ...]:
    """As `find_changes` for texts that take too long: one change a part at most, found in linear time."""
    found = []
    if old_title != new_title:
        found.append(FoundChange("headline", "title", 0, len(old_title), 0, len(new_title)))
    if old_text != new_text:
        first = _alike(old_text, new_text)
        last = _alike(old_text[first:][::-1], new_text[first:][::-1])
        found.append(FoundChange("wording", "text", first, len(old_text) - last, first, len(new_text) - last))
    return tuple(found)


def edits_of(changes: Sequence[FoundChange]) -> tuple[Edit, ...]:
    """The edits of the article's text, in order of place."""
    spans = [(c.old_start, c.old_end, c.new_start, c.new_end) for c in changes if c.part == "text"]
    return tuple(Edit(*span) for span in sorted(spans))


def _kind_in_title(old: str, new: str, edit: Edit) -> ChangeKind:
    before, after = _words(old[edit.old_start : edit.old_end]), _words(new[edit.new_start : edit.new_end])
    return "headline" if before != after else "marks"


def _in_text(old_text: str, new_text: str, edits: Sequence[Edit]) -> list[FoundChange]:
    old, new = _Side(old_text), _Side(new_text)
    moved = _moved(old_text, new_text, edits)
    return [_change("moved" if edit in moved else _kind(old, new, edit), "text", edit) for edit in edits]


def _change(kind: ChangeKind, part: Part, edit: Edit) -> FoundChange:
    return FoundChange(kind, part, edit.old_start, edit.old_end, edit.new_start, edit.new_end)


def _kind(old: _Side, new: _Side, edit: Edit) -> ChangeKind:
    before, after = (edit.old_start, edit.old_end), (edit.new_start, edit.new_end)
    if _words(old.text[slice(*before)]) == _words(new.text[slice(*after)]):
        return "marks"
    if _told(old.numbers, before) != _told(new.numbers, after):
        return "number"
    if _other_names(old, new, before, after):
        return "name"
    if _within(old.quoted, before) or _within(new.quoted, after):
        return "quote"
    if _within(old.credited, before) or _within(new.credited, after):
        return "attribution"
    return "wording"


def _other_names(old: _Side, new: _Side, before: Span, after: Span) -> bool:
    """Whether one name stands in another's place, or one is new to the text or gone from it."""
    was, stands = _told(old.names, before), _told(new.names, after)
    if was == stands:
        return False
    gone, come = was - stands, stands - was
    return bool((gone and come) or set(gone) - set(new.all_names) or set(come) - set(old.all_names))


Span = tuple[int, int]


class _Said(NamedTuple):
    """Something that a text says, and where."""

    start: int
    end: int
    what: Hashable


class _Side:
    """What a text says, as far as the kinds of change need it; each found when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def numbers(self) -> list[_Said]:
        """Numbers with their bounds and units, and the names of months and days."""
        found = [_Said(*match.span(), _number(match)) for match in _NUMBERED.finditer(self.text)]
        days = [_Said(*match.span(), match.group().lower()) for match in _DATED.finditer(self.text)]
        return [said for said in [*found, *days] if said.what is not None]

    @cached_property
    def names(self) -> list[_Said]:
        """Proper names."""
        return [_Said(name.start, name.end, name.words) for name in Names(units(self.text)).mentions]

    @cached_property
    def all_names(self) -> frozenset[Hashable]:
        """Every name, and the last word of each, by which it may be called."""
        return frozenset(what for said in self.names for what in (said.what, str(said.what).split()[-1]))

    @cached_property
    def quoted(self) -> list[Span]:
        """Words between quotation marks that are someone's."""
        return [span for quote in self._quotes if quote.kind != "indirect" for span in quote.spans]

    @cached_property
    def credited(self) -> list[Span]:
        """Words that say whose a quote is."""
        speakers = [(quote.speaker.start, quote.speaker.end) for quote in self._quotes if quote.speaker]
        return speakers + [quote.cue for quote in self._quotes if quote.cue]

    @cached_property
    def _quotes(self) -> tuple[FoundQuote, ...]:
        return find_quotes(self.text)


def _told(said: Sequence[_Said], span: Span) -> Counter[Hashable]:
    """What is said in a span or right beside it: words put before a number may be its bound."""
    return Counter(one.what for one in said if one.start <= span[1] + 1 and one.end >= span[0] - 1)


def _within(spans: Sequence[Span], edited: Span) -> bool:
    first, last = edited
    return any(start < last and first < end if first < last else start < first < end for start, end in spans)


def _number(match: re.Match[str]) -> Hashable:
    value = number_value(match["number"])
    if value is None or (match["number"].lower() == "one" and not match["bound"]):
        return None  # "one of them" counts nothing
    unit = (match["unit"] or "").strip().lower().replace("percent", "%").replace("per cent", "%")
    return bound_of(match["bound"], None), match["sign"] or "", value, unit


def _moved(old: str, new: str, edits: Sequence[Edit]) -> set[Edit]:
    """Edits that took a sentence or more out in one place and put the same words in at another."""
    taken = {_words(old[e.old_start : e.old_end]): e for e in edits if e.new_start == e.new_end}
    put = {_words(new[e.new_start : e.new_end]): e for e in edits if e.old_start == e.old_end}
    both = [words for words in taken.keys() & put.keys() if len(words) >= _LEAST_MOVED]
    return {edit for words in both for edit in (taken[words], put[words])}


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold().replace("’", "'")))


def _alike(old: str, new: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


_LEAST_MOVED = 4  # words
_WORD = re.compile(r"[^\W_]+(?:['.,-][^\W_]+)*")
_NUMBERED = re.compile(
    rf"(?:\b(?P<bound>{BOUND})\s)?(?P<sign>[$€£¥₹])?\s?(?P<number>{NUMBER})(?P<unit>\s?%|[\s-](?:percent|per\scent)\b)?",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"\b(?:{'|'.join(day.capitalize() for day in sorted({*MONTHS, *DAY_WORDS}))}|today|tonight|yesterday|tomorrow)\b"
)
