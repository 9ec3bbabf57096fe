"""Statements that the excerpt limits leave no words for → links that say whose they are and whom they credit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coverage.comparing.shown import Excerpt, Publisher, StatementFacts
from coverage.comparing.stances import REPORTING, amid
from coverage.comparing.wording import Wording


@dataclass(frozen=True, slots=True)
class Unworded:
    """A statement by its place among the story's and whom outlets credit for it; `excerpt` leads to its sentence."""

    id: int
    told: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Further:
    """The statements that these outlets report, and no others."""

    publishers: tuple[Publisher, ...]
    statements: tuple[Unworded, ...]


def by_outlets(found: Iterable[tuple[int, StatementFacts, Excerpt]]) -> tuple[Further, ...]:
    """Statements with their places in the story's order, put together by who reports them."""
    groups: dict[tuple[Publisher, ...], list[Unworded]] = {}
    for number, row, excerpt in found:
        outlets = tuple(cell.publisher for cell in row.cells if cell.stance in REPORTING)
        told = Unworded(row.id, _told(number, row), excerpt)
        groups.setdefault(outlets or (excerpt.source.publisher,), []).append(told)
    return tuple(Further(outlets, tuple(statements)) for outlets, statements in groups.items())


def _told(number: int, row: StatementFacts) -> str:
    names = {cell.credited.casefold(): amid(cell.credited) for cell in row.cells if cell.stance == "cites"}
    if credited := ", ".join(filter(None, names.values())):
        return Wording("statement {number}, citing {name}", number=number, name=credited)
    if any(cell.stance == "differs" for cell in row.cells):
        return Wording("statement {number}, on which they differ", number=number)
    return Wording("statement {number}", number=number)
