"""Two renderings → the word-level change from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from coverage.comparing.types import WordChange

_PIECE = re.compile(r"\w+(?:['’.,-]\w+)*|\s+|[^\w\s]")
LONGEST = 1500  # pieces; what is longer is told apart only at its two ends, in linear time


def word_changes(full: str, variant: str) -> tuple[WordChange, ...]:
    """What is kept, taken out and put in on the way from `full` to `variant`, in reading order.

    "same" and "removed" joined give `full`, "same" and "added" joined give `variant`, to the character.
    """
    old, new = _PIECE.findall(full), _PIECE.findall(variant)
    changes: list[WordChange] = []
    for kept, removed, added in _without_islands(list(_stretches(old, new))):
        parts: tuple[WordChange, ...] = (("same", kept), ("removed", removed), ("added", added))
        changes.extend(part for part in parts if part[1])
    return tuple(changes)


Stretch = tuple[str, str, str]
"""Text that is kept, then what follows it in the old and in the new text."""


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    kept = ""
    for change, a, b, c, d in _steps(old, new):
        if change == "equal":
            kept = "".join(old[a:b])
        else:
            yield kept, "".join(old[a:b]), "".join(new[c:d])
            kept = ""
    if kept:
        yield kept, "", ""


def _steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) <= LONGEST:
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    a, b = len(old) - end, len(new) - end
    steps = [("equal", 0, start, 0, start), ("replace", start, a, start, b), ("equal", a, len(old), b, len(new))]
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces at the beginning are equal."""
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _without_islands(stretches: Sequence[Stretch]) -> list[Stretch]:
    """A kept blank or mark between two changed words belongs to the change: nobody reads it as kept."""
    found: list[Stretch] = []
    for kept, removed, added in stretches:
        if found and kept and (removed or added) and not re.search(r"\w", kept):
            before, old, new = found[-1]
            found[-1] = (before, old + kept + removed, new + kept + added)
        else:
            found.append((kept, removed, added))
    return found
