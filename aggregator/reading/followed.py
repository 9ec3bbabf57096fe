"""Spans of an earlier text → where the same words stand in a newer one, changed or not, or that they are gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aggregator.reading.edits import Edit
from aggregator.reading.lexicon import CLAUSE_PRONOUNS, DETERMINERS, TITLES

Fate = Literal["kept", "changed", "gone"]

LEAST_KEPT = 0.5
"""Of a passage's characters: what keeps fewer of them is another passage."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a passage, and its spans in the newer text: the very words ("kept"), one span around what stands
    in their place ("changed"), none ("gone")."""

    fate: Fate
    spans: tuple[Span, ...] = ()


def follow(spans: Sequence[Span], old: str, new: str, edits: Sequence[Edit]) -> Followed:
    """Look a passage of one or more spans of `old` up in `new`, given the edits that lead from one to the other."""
    if not spans:
        return Followed("gone")
    if not any(_touches(edit, span) for edit in edits for span in spans):
        return Followed("kept", tuple((_start(start, edits), _end(end, edits)) for start, end in spans))
    if found := word_for_word([old[start:end] for start, end in spans], new, _start(spans[0][0], edits)):
        return Followed("kept", found)
    start, end = spans[0][0], spans[-1][1]
    lost = sum(_overlap(edit, span) for edit in edits for span in spans)
    if lost > (1 - LEAST_KEPT) * sum(end - start for start, end in spans):
        return Followed("gone")
    first, last = _start(start, edits), _end(end, edits)
    words = new[first:last]
    first, last = first + len(words) - len(words.lstrip()), last - len(words) + len(words.rstrip())
    return Followed("changed", ((first, last),)) if first < last else Followed("gone")


def same_source(old: tuple[str, str], new: tuple[str, str]) -> bool:
    """Whether a passage is credited to the same in both texts; each credit is the text's words and whom they mean.

    Where both name someone, one name in common is enough ("Duarte", "Ines Duarte"); else the last words are compared
    ("the director", "a director"). A pronoun alone tells nothing against it.
    """
    if old[0].casefold() == new[0].casefold():
        return True
    if _names(old) and _names(new):
        return bool(_names(old) & _names(new))
    lasts, now = _last_words(old), _last_words(new)
    return bool(lasts & now) or (bool(lasts and now) and (lasts <= CLAUSE_PRONOUNS or now <= CLAUSE_PRONOUNS))


def _names(credit: tuple[str, str]) -> set[str]:
    found = {word.casefold() for words in credit for word in _NAME.findall(words)}
    return found - DETERMINERS - CLAUSE_PRONOUNS - TITLES


def _last_words(credit: tuple[str, str]) -> set[str]:
    return {words.casefold().split()[-1].strip(".,’'") for words in credit if words.split()}


_NAME = re.compile(r"\b[^\W\d_a-zß-öø-ÿ][\w’'-]*")


def _touches(edit: Edit, span: Span) -> bool:
    """Whether an edit takes words out of a span or puts some into it."""
    start, end = span
    if edit.old_start == edit.old_end:
        return start < edit.old_start < end
    return edit.old_start < end and edit.old_end > start


def _overlap(edit: Edit, span: Span) -> int:
    return max(0, min(edit.old_end, span[1]) - max(edit.old_start, span[0]))


def _start(at: int, edits: Sequence[Edit]) -> int:
    """Where a passage that begins at `at` begins in the new text; inside an edit, before its new words."""
    shift = 0
    for edit in edits:
        if edit.old_start < at < edit.old_end:
            return edit.new_start
        if edit.old_end > at:
            break
        shift = edit.new_end - edit.old_end
    return at + shift


def _end(at: int, edits: Sequence[Edit]) -> int:
    """Where a passage that ends at `at` ends in the new text; inside an edit, after its new words."""
    shift = 0
    for edit in edits:
        if edit.old_start < at < edit.old_end:
            return edit.new_end
        if edit.old_end > at or edit.old_start == at:
            break
        shift = edit.new_end - edit.old_end
    return at + shift


def word_for_word(passages: Sequence[str], new: str, near: int) -> tuple[Span, ...]:
    """The passages in their order in the new text, the first where it stands nearest to `near`; empty where one is
    not there."""
    found: list[Span] = []
    at = _nearest(passages[0], new, near)
    for passage in passages:
        at = new.find(passage, at) if at >= 0 and passage else -1
        if at < 0:
            return ()
        found.append((at, at + len(passage)))
        at += len(passage)
    return tuple(found)


def _nearest(words: str, new: str, near: int) -> int:
    before, after = new.rfind(words, 0, near + len(words)), new.find(words, near)
    if before < 0 or after < 0:
        return max(before, after)
    return before if near - before <= after - near else after
