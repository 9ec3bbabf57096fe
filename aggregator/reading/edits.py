"""Two texts → the edits that lead from one to the other: paragraphs first, then sentences, then words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 1500
"""Words or sentences on a side; what is longer is told apart only at its two ends, in linear time."""


@dataclass(frozen=True, slots=True)
class Edit:
    """`old[old_start:old_end]` gave way to `new[new_start:new_end]`; one of the two may be empty, never both."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def find_edits(old: str, new: str) -> tuple[Edit, ...]:
    """The edits from `old` to `new`, in order, none touching another; what lies between them is the same in both.

    Words are never cut. Words that stay between two larger edits are counted as edited with them, as a reader sees it.
    """
    regions = [Edit(0, len(old), 0, len(new))]
    for divide in (_by(_PARAGRAPH), _by(_SENTENCE), _by_words):
        regions = [narrower for region in regions for narrower in divide(old, new, region)]
    return tuple(_joined(old, regions))


def apply_edits(old: str, new: str, edits: Sequence[Edit]) -> str:
    """`old` with the edits made, in order: `new` where they are `find_edits(old, new)`."""
    parts, at = [], 0
    for edit in edits:
        parts += [old[at : edit.old_start], new[edit.new_start : edit.new_end]]
        at = edit.old_end
    return "".join([*parts, old[at:]])


Divide = Callable[[str, str, Edit], Iterator[Edit]]


def _by(pattern: re.Pattern[str]) -> Divide:
    """The parts of a region that differ, where it is cut as the pattern says."""

    def divide(old: str, new: str, region: Edit) -> Iterator[Edit]:
        ours = _pieces(pattern, old, region.old_start, region.old_end)
        theirs = _pieces(pattern, new, region.new_start, region.new_end)
        for a, b, c, d in _differing([old[s:e] for s, e in ours], [new[s:e] for s, e in theirs]):
            yield Edit(
                ours[a][0] if a < len(ours) else region.old_end,
                ours[b - 1][1] if b > a else ours[a][0] if a < len(ours) else region.old_end,
                theirs[c][0] if c < len(theirs) else region.new_end,
                theirs[d - 1][1] if d > c else theirs[c][0] if c < len(theirs) else region.new_end,
            )

    return divide


def _by_words(old: str, new: str, region: Edit) -> Iterator[Edit]:
    """Words and marks are matched, and what stands between two matches is compared whole, its blanks too."""
    ours = _pieces(_WORD, old, region.old_start, region.old_end)
    theirs = _pieces(_WORD, new, region.new_start, region.new_end)
    at_old, at_new = region.old_start, region.new_start
    for mine, yours in [*_matches(old, new, ours, theirs), ((region.old_end,) * 2, (region.new_end,) * 2)]:
        if old[at_old : mine[0]] != new[at_new : yours[0]]:
            yield _without_blanks(old, new, Edit(at_old, mine[0], at_new, yours[0]))
        at_old, at_new = mine[1], yours[1]


Piece = tuple[int, int]


def _matches(old: str, new: str, ours: Sequence[Piece], theirs: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    at_old = at_new = 0
    differing = _differing([old[s:e] for s, e in ours], [new[s:e] for s, e in theirs])
    for a, b, c, d in [*differing, (len(ours), len(ours), len(theirs), len(theirs))]:
        yield from zip(ours[at_old:a], theirs[at_new:c], strict=True)
        at_old, at_new = b, d


def _pieces(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[Piece]:
    return [match.span() for match in pattern.finditer(text, start, end)]


def _differing(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Stretches `old[a:b]` and `new[c:d]` that differ, in order."""
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    a, b, c, d = first, len(old) - last, first, len(new) - last
    if a == b and c == d:
        return []
    if max(b - a, d - c) > LONGEST or a == b or c == d:
        return [(a, b, c, d)]
    steps = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_opcodes()
    return [(a + i, a + j, c + k, c + m) for step, i, j, k, m in steps if step != "equal"]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces at the beginning are equal."""
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _without_blanks(old: str, new: str, edit: Edit) -> Edit:
    """The edit without the blanks that both its sides begin or end with."""
    a, b, c, d = edit.old_start, edit.old_end, edit.new_start, edit.new_end
    while a < b and c < d and old[a] == new[c] and old[a].isspace():
        a, c = a + 1, c + 1
    while a < b and c < d and old[b - 1] == new[d - 1] and old[b - 1].isspace():
        b, d = b - 1, d - 1
    return Edit(a, b, c, d)


def _joined(old: str, edits: Sequence[Edit]) -> list[Edit]:
    """Edits with so little between them that nobody reads it as kept are one."""
    found: list[Edit] = []
    for edit in edits:
        while found and _belongs(old, found[-1], edit):
            before = found.pop()
            edit = Edit(before.old_start, edit.old_end, before.new_start, edit.new_end)
        found.append(edit)
    return found


def _belongs(old: str, before: Edit, edit: Edit) -> bool:
    kept = old[before.old_end : edit.old_start]
    if "\n" in kept and kept.strip():
        return False
    return not _LETTER.search(kept) or len(kept) <= min(_size(before), _size(edit))


def _size(edit: Edit) -> int:
    return max(edit.old_end - edit.old_start, edit.new_end - edit.new_start)


_PARAGRAPH = re.compile(r"[^\n]+\n*|\n+")
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*[”’\"')\]]*\s*|[.!?…]+[”’\"')\]]*\s*")
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")
_LETTER = re.compile(r"\w")
