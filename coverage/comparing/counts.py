"""How outlets stand to a statement → how many stand how: "2 report · 2 credit BuzzFeed News · 1 not found"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from coverage.comparing.shown import CellFacts

_ORDER = ("own", "cites", "differs", "none", "unread")


@dataclass(frozen=True, slots=True)
class Count:
    """So many outlets that stand alike; `credited` is whom those that cite credit for it, empty: nobody by name."""

    stance: str
    number: int
    credited: str = ""


def counts(cells: Iterable[CellFacts]) -> tuple[Count, ...]:
    """Counts by stance in the order of the legend, those that credit the same one together, most first."""
    names: dict[str, str] = {}
    found = Counter((cell.stance, _one_spelling(cell, names)) for cell in cells)
    ordered = sorted(found.items(), key=lambda row: (_ORDER.index(row[0][0]), -row[1], row[0][1]))
    return tuple(Count(stance, number, credited) for (stance, credited), number in ordered)


def _one_spelling(cell: CellFacts, names: dict[str, str]) -> str:
    """Whom a cell credits, as it was first spelt: "A director" and "a director" are one."""
    return names.setdefault(cell.credited.casefold(), cell.credited) if cell.stance == "cites" else ""
