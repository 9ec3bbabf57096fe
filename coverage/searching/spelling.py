"""A mistyped word → words of the vocabulary that it may have been meant for.

A word is cut into pieces, one more than the slips that are forgiven: whatever the slips, one piece is left whole, and
by it the word is found (Li, Deng, Wang and Feng, "Pass-Join: a partition-based method for similarity joins", PVLDB 5,
2011).
Two letters exchanged count as one slip (Damerau, 1964).
"""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 4
"""Letters of a word that may have a slip: shorter ones are too near to each other."""
_TWO = 8  # letters from which on two slips are forgiven


def slips(word: str) -> int:
    """How many slips are forgiven in a word."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < _TWO else 2


def pieces(word: str) -> list[str]:
    """The keys under which a word of the vocabulary is kept; none for one that is never meant by a slip."""
    allowed = _kept_for(len(word))
    return [_key(len(word), start, word[start:end]) for start, end in _cuts(len(word), allowed + 1)] if allowed else []


def looked_up(word: str) -> set[str]:
    """The keys under which the words that a mistyped one may be meant for are kept."""
    allowed, found = slips(word), set()
    if allowed == 1:  # an exchange may reach into both pieces
        found = {key for form in exchanged(word) for key in pieces(form)[-1:]}
    for length in range(len(word) - allowed, len(word) + allowed + 1) if allowed else ():
        for start, end in _cuts(length, _kept_for(length) + 1):
            size = end - start
            for at in range(max(0, start - allowed), min(len(word) - size, start + allowed) + 1):
                found.add(_key(length, start, word[at : at + size]))
    return found


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Those of the words that are near enough, nearest first; of equals those that begin alike and are as long."""
    near = [(distance, other) for other in set(known) if (distance := slip_count(word, other, slips(word))) is not None]
    return [
        other
        for _, _, _, other in sorted(
            (d, other[:1] != word[:1], abs(len(other) - len(word)), other) for d, other in near
        )
    ]


def slip_count(one: str, other: str, most: int) -> int | None:
    """How many letters were left out, added, taken for others or exchanged with the next; None: more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return None
    return row[-1] if row[-1] <= most else None


def exchanged(word: str) -> list[str]:
    """The word with each two neighbouring letters exchanged."""
    return [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)]


def _kept_for(length: int) -> int:
    """The most slips by which a word of that length can be meant: those of a word that is as much longer."""
    return 0 if length < SHORTEST - 1 else 1 if length < _TWO - 2 else 2


def _cuts(length: int, parts: int) -> list[tuple[int, int]]:
    """The ends of parts as even as can be, the longer ones last."""
    least, longer = divmod(length, parts)
    ends, start = [], 0
    for part in range(parts):
        end = start + least + (part >= parts - longer)
        ends.append((start, end))
        start = end
    return ends


def _key(length: int, start: int, piece: str) -> str:
    return f"{length}.{start}.{piece}"
