"""Edits of a story's articles → what its page of changes shows: weightiest first, word by word, within limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coverage.comparing.excerpts import Granted, Limits, Wish, grant
from coverage.comparing.quotations import Change, spoken_changes
from coverage.comparing.shown import Source, words_of
from coverage.comparing.worddiff import word_changes

_CONTEXT = 48  # characters on each side of an edit
_MOST = 160  # characters of the old or the new words
_LOOSE = 0.5  # so much of two wordings must be the same for a difference of words to be read as one


@dataclass(frozen=True, slots=True)
class EditFacts:
    """Words of an article that gave way to others. `before` and `after` are what stands around the new ones; `rank` 0
    matters most."""

    id: int
    source: Source
    kind: str
    rank: int
    at: datetime
    old: str
    new: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """An edit as far as it may be shown: what changed between `before` and `after`. No changes: the article's share of
    the page is used up."""

    facts: EditFacts
    changes: tuple[Change, ...]
    before: str = ""
    after: str = ""

    @property
    def address(self) -> str:
        """Where the new words are read; the article where words were only taken out."""
        return self.facts.source.place(self.facts.new if self.facts.kind != "headline" else "")


def lay_out(edits: Sequence[EditFacts], limits: Limits) -> tuple[ShownEdit, ...]:
    """The edits by rank, then the newest first."""
    ordered = sorted(edits, key=lambda edit: (edit.rank, -edit.at.timestamp(), edit.id))
    granted = grant([wish for edit in ordered for wish in _wishes(edit)], limits, {})
    return tuple(_shown(edit, granted) for edit in ordered)


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """A few whole words before and after a stretch of a text, from its own paragraph."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before, after = text[first:start], text[end : last if last >= 0 else len(text)]
    if len(before) > _CONTEXT:
        before = "…" + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + "…"
    return before, after


def _wishes(edit: EditFacts) -> Iterator[Wish]:
    """The old words, then the new ones: with what stands around them, or without where that is too much."""
    article = edit.source.id
    if edit.old.strip():
        yield Wish(("old", edit.id), article, "edits", edit.old, None, _MOST, 1)
    around = f"{edit.before}{edit.new}{edit.after}"
    if around.strip():
        yield Wish(("new", edit.id), article, "edits", around, None, len(around), len(around))
    if edit.new.strip():
        yield Wish(("new", edit.id), article, "edits", edit.new, None, _MOST, 1)


def _shown(edit: EditFacts, granted: Mapping[Any, Granted]) -> ShownEdit:
    old, new = words_of(granted, ("old", edit.id)), granted.get(("new", edit.id))
    if new and new.whole and new.wish.text != edit.new:
        return ShownEdit(edit, _changes(old, " ".join(edit.new.split())), edit.before, edit.after)
    return ShownEdit(edit, _changes(old, new.words if new else ""))


def _changes(old: str, new: str) -> tuple[Change, ...]:
    """Word by word where the two are much the same; else the one struck, the other put in its place."""
    found = word_changes(old, new)
    same = sum(len(words) for kind, words in found if kind == "same")
    if same < _LOOSE * max(len(old), len(new)):
        pairs = (("removed", old), ("added", new))
        return spoken_changes(tuple(pair for pair in pairs if pair[1]))
    return spoken_changes(tuple(found))
