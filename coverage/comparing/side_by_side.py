"""A story's facts and a choice of its outlets → a table of them alone: a row for each statement, how far they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from coverage.comparing.columns import BRIEF, BRIEF_LEAST, Cell, Column, below, columns
from coverage.comparing.excerpts import Granted, Limits, Wish, grant_something
from coverage.comparing.shared_quotes import SharedQuote, lay_out_quotes, quote_wishes
from coverage.comparing.shown import CellFacts, ClaimWords, Excerpt, StatementFacts, StoryFacts, words_of
from coverage.comparing.stances import NOT_YET, REPORTING, label_of
from coverage.comparing.wording import Wording

Focus = tuple[int, int] | None
"""The part of a claim's words that is kept when they are cut."""

LEAST, MOST = 2, 6
"""How many outlets can be set side by side."""

_STATEMENTS, _BRIEF = "statements", "brief"
_SHARES = {_STATEMENTS: 0.7}  # the rest is the quotes'
_SHORTEST, _LONGEST = 70, 240  # characters of a cell


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with a cell for each outlet. `kind` tells how they stand to each other: "values" (they differ),
    "credit" (they credit differently), "alike", "silence" (not all carry it) or "alone" (one carries it). `told` says
    who of the whole story reports it; `heading` is an editor's sentence, or a few words where no cell has any."""

    id: int
    kind: str
    cells: tuple[Cell, ...]
    told: str
    heading: str = ""

    @property
    def has_words(self) -> bool:
        """Whether a cell of it has words."""
        return any(excerpt.words for cell in self.cells for excerpt in cell.excerpts)


@dataclass(frozen=True, slots=True)
class Group:
    """Statements to which the outlets stand to each other in one way."""

    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The table. `further` are statements that no words are left for on this page; `left_out` counts those on which all
    agree, where differences alone were asked for."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    quotes: tuple[SharedQuote, ...]
    further: tuple[Line, ...]
    left_out: int = 0

    @property
    def lines(self) -> int:
        """How many statements it shows."""
        return sum(len(group.lines) for group in self.groups)


def lay_out(facts: StoryFacts, slugs: Sequence[str], limits: Limits, only_differences: bool = False) -> SideBySide:
    """The table of the outlets named. Words go first to what they differ on, and evenly to each statement."""
    own = restricted(facts, slugs)
    heads = columns(own)
    ordered = [(kind, row) for kind in _KINDS for row in own.statements if kind_of(row) == kind]
    shown = [(kind, row) for kind, row in ordered if not (only_differences and kind == "alike")]
    disputed = {row.id: disputed_in(row, own) for _, row in shown}
    wishes = [*_wishes([row for _, row in shown], own, limits, disputed), *quote_wishes(own, limits.quote)]
    brief = list(_brief_wishes([row for _, row in shown], own))
    granted = grant_something(wishes, brief, limits, _SHARES, partial(_has_words, slugs))
    outlets = len(columns(facts))
    told = {row.id: _told(row, outlets) for row in facts.statements}
    lines = [
        _line(kind, row, tuple(_cells(row, heads, own, granted, disputed[row.id])), told[row.id], granted)
        for kind, row in shown
    ]
    worded = [line for line in lines if line.has_words]
    groups = [Group(kind, tuple(line for line in worded if line.kind == kind)) for kind in _KINDS]
    return SideBySide(
        heads,
        tuple(group for group in groups if group.lines),
        lay_out_quotes(own, heads, granted),
        tuple(line for line in lines if not line.has_words),
        len(ordered) - len(shown),
    )


def restricted(facts: StoryFacts, slugs: Sequence[str]) -> StoryFacts:
    """The facts of these outlets' own articles alone, with the statements that one of them reports at least."""
    sources = tuple(s for s in facts.sources if s.publisher.compared and s.publisher.slug in slugs)
    known = {source.id for source in sources}
    claims = {key: claim for key, claim in facts.claims.items() if claim.source.id in known}
    statements = [
        replace(row, cells=tuple(cell for cell in row.cells if cell.publisher.slug in slugs))
        for row in facts.statements
    ]
    return replace(
        facts,
        sources=sources,
        claims=claims,
        statements=tuple(row for row in statements if any(c in claims for cell in row.cells for c in cell.claims)),
        quotes={key: quote for key, quote in facts.quotes.items() if quote.source.id in known},
    )


_KINDS = ("values", "credit", "alike", "silence", "alone")


def kind_of(row: StatementFacts) -> str:
    """How the outlets stand to each other in a statement. One that could not be read tells nothing about that."""
    stances = {cell.stance for cell in row.cells if cell.stance != "unread"}
    if "differs" in stances:
        return "values"
    if "none" in stances:
        return "silence" if sum(cell.stance in REPORTING for cell in row.cells) > 1 else "alone"
    credits = {(cell.stance, cell.credited) for cell in row.cells if cell.stance in REPORTING}
    return "credit" if len(credits) > 1 else "alike"


def _wishes(
    rows: Sequence[StatementFacts], facts: StoryFacts, limits: Limits, disputed: Mapping[int, Mapping[int, Focus]]
) -> Iterator[Wish]:
    """Each outlet's best sentence for each statement, so long that all of an article's that can be compared are likely
    to fit; what stands alone gets what is left."""
    best = [
        (row, cell, claim, focus)
        for row in rows
        for cell in row.cells
        for claim, focus in _best(cell, facts, disputed[row.id])[:1]
    ]
    beside = Counter(claim.source.id for row, _, claim, _ in best if kind_of(row) != "alone")
    for row, cell, claim, focus in best:
        room = int(limits.page * _SHARES[_STATEMENTS]) // max(1, beside[claim.source.id])
        most = min(limits.quote, max(_SHORTEST, min(_LONGEST, room)))
        key = ("cell", row.id, cell.publisher.slug)
        yield Wish(key, claim.source.id, _STATEMENTS, claim.text, focus, most)


def _brief_wishes(rows: Sequence[StatementFacts], facts: StoryFacts) -> Iterator[Wish]:
    """A few words for each statement, for where no cell of it has room for any: the clearest's, or another's."""
    for row in rows:
        found = [facts.claims[claim] for cell in row.cells for claim in cell.claims if claim in facts.claims]
        for claim in sorted(found, key=lambda claim: claim.id != row.clearest) if not row.by_editor else ():
            key = (_BRIEF, row.id)
            yield Wish(key, claim.source.id, _BRIEF, claim.text, None, BRIEF, BRIEF_LEAST)


def _has_words(slugs: Sequence[str], granted: Mapping[Any, Granted], key: Any) -> bool:
    """Whether a cell of the statement has words, or the statement itself."""
    return key in granted or any(("cell", key[1], slug) in granted for slug in slugs)


def _line(kind: str, row: StatementFacts, cells: tuple[Cell, ...], told: str, granted: Mapping[Any, Granted]) -> Line:
    line = Line(row.id, kind, cells, told)
    brief = "" if line.has_words else words_of(granted, (_BRIEF, row.id))
    return replace(line, heading=row.sentence if row.by_editor else brief)


def _told(row: StatementFacts, outlets: int) -> str:
    """Who of the whole story's outlets reports a statement."""
    reporting = [cell.publisher.name for cell in row.cells if cell.stance in REPORTING]
    if len(reporting) == 1:
        return Wording("{outlet} alone reports it", outlet=reporting[0])
    return Wording("{some} of {all} outlets report it", some=len(reporting), all=outlets)


def disputed_in(row: StatementFacts, facts: StoryFacts) -> Mapping[int, Focus]:
    """By claim of the statement, the words on which its outlets differ: those of the one difference that sets most of
    its cells against each other, so that each cell shows its side of the same point."""
    by_difference = []
    for difference in facts.differences:
        sides: list[dict[int, Focus]] = []
        for side in difference.sides:
            found = [(facts.claims[claim], start, end) for claim, start, end in side.evidence if claim in facts.claims]
            sides.append({claim.id: (start - claim.start, end - claim.start) for claim, start, end in found})
        cells = [{n for n, side in enumerate(sides) if side.keys() & set(cell.claims)} for cell in row.cells]
        if len(set().union(*cells)) > 1:
            by_difference.append((sum(map(bool, cells)), {key: focus for side in sides for key, focus in side.items()}))
    return max(by_difference, key=lambda one: one[0], default=(0, {}))[1]


def _best(cell: CellFacts, facts: StoryFacts, disputed: Mapping[int, Focus]) -> list[tuple[ClaimWords, Focus]]:
    """The claims that a cell stands on, each with the part of its words to be kept; first what is disputed, where
    something is, else the outlet's best."""
    found = [facts.claims[claim] for claim in cell.claims if claim in facts.claims]
    told = [(claim, disputed.get(claim.id, claim.focus)) for claim in found]
    return sorted(told, key=lambda one: one[0].id not in disputed)


def _cells(
    row: StatementFacts,
    heads: Sequence[Column],
    facts: StoryFacts,
    granted: Mapping[Any, Granted],
    disputed: Mapping[int, Focus],
) -> Iterator[Cell]:
    known = {cell.publisher.slug: cell for cell in row.cells}
    for head in heads:
        cell = known.get(head.publisher.slug) or CellFacts(head.publisher, "unread", why=NOT_YET)
        found = [claim for claim, _ in _best(cell, facts, disputed)[:3]]
        words = words_of(granted, ("cell", row.id, head.publisher.slug))
        excerpts = [
            Excerpt(claim.source, "" if place else words, claim.source.place(claim.text), claim.reviewed)
            for place, claim in enumerate(found)
        ]
        yield below(head, Cell(head.publisher, cell.stance, label_of(cell), tuple(excerpts)), cell)
