"""A story's statements and articles → the grid of who reports what: columns, bands, rows and cells with their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from coverage.comparing.excerpts import Granted, Wish, own_words
from coverage.comparing.further import Further, by_outlets
from coverage.comparing.leaning import leans
from coverage.comparing.shown import (
    CellFacts,
    ClaimWords,
    Excerpt,
    Publisher,
    Source,
    StatementFacts,
    StoryFacts,
    compared,
    words_of,
)
from coverage.comparing.stances import NOT_YET, REPORTING, UNREAD, label_of, whom_it_leans_on
from coverage.comparing.wording import Wording

HEADINGS, CELLS = "headings", "cells"
_HEADING_CHARACTERS = 130
_CELL_CHARACTERS = 120
BRIEF, BRIEF_LEAST = 46, 24  # characters of a statement for which no more are left
BANDS = (
    Wording("All or nearly all report"),
    Wording("Some report"),
    Wording("Only one reports"),
    Wording("Background"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """An outlet's column: its first article, how long after the first report ("+1 h 52"), whether it was first."""

    publisher: Publisher
    published: datetime
    day_only: bool
    after: str
    first: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """An outlet's stance in words (`label`), and its own words. `above` tells that the heading shows them already,
    `why_above` that the column's head says why nothing could be read."""

    publisher: Publisher
    stance: str
    label: str
    excerpts: tuple[Excerpt, ...] = ()
    above: bool = False
    why_above: bool = False

    @property
    def says(self) -> str:
        """The stance in words, without what the column's head says already."""
        return UNREAD if self.why_above else self.label

    @property
    def wordless(self) -> bool:
        """Whether its words are left to the article."""
        return not self.above and not any(excerpt.words for excerpt in self.excerpts)


@dataclass(frozen=True, slots=True)
class Row:
    """A statement in an outlet's words (or an editor's: `worded_by` None), who reports it in short ("5 of 6", "Gizmodo
    alone"), and its cells. `citing` is whom the words are credited to where they lean on the sentence before."""

    id: int
    heading: str
    worded_by: Publisher | None
    count: str
    cells: tuple[Cell, ...]
    reviewed: bool = False
    citing: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Statements that about as many outlets report."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Who reports what."""

    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    further: tuple[Further, ...]

    @property
    def rows(self) -> int:
        """How many statements it shows."""
        return sum(len(band.rows) for band in self.bands)


def columns(facts: StoryFacts) -> tuple[Column, ...]:
    """The story's outlets in order of their first article in it."""
    firsts: dict[str, Source] = {}
    for source in compared(facts.sources):
        firsts.setdefault(source.publisher.slug, source)
    unread = {c.publisher.slug: c.why for s in facts.statements for c in s.cells if c.stance == "unread"}
    zero = next(iter(firsts.values()), None)
    return tuple(
        Column(
            source.publisher,
            source.published,
            source.day_only,
            "" if source.day_only or not zero or zero.day_only else after(zero.published, source.published),
            source is zero and not source.day_only,
            unread.get(slug, ""),
        )
        for slug, source in firsts.items()
    )


def after(first: datetime, moment: datetime) -> str:
    """How long after the first report: "+0 min", "+12 min", "+1 h 52", "+2 d 3 h"."""
    minutes = int(max(moment - first, timedelta()).total_seconds() // 60)
    if minutes < 60:
        return Wording("+{minutes} min", minutes=minutes)
    if minutes < 24 * 60:
        return Wording("+{hours} h {minutes}", hours=minutes // 60, minutes=f"{minutes % 60:02d}")
    days, rest = divmod(minutes, 24 * 60)
    if rest >= 60:
        return Wording("+{days} d {hours} h", days=days, hours=rest // 60)
    return Wording("+{days} d", days=days)


def wishes(facts: StoryFacts) -> Iterator[Wish]:
    """The words that the grid would show: a heading for each statement first, then the cells."""
    shown = [(row, claims) for row in ordered(facts) if (claims := _claims_of(row, facts.claims))]
    for row, claims in shown:
        yield from _heading_wishes(row, claims)
    for row, _ in shown:
        for cell in row.cells:
            best = next((facts.claims[claim] for claim in cell.claims if claim in facts.claims), None)
            if best and (best.id != row.clearest or row.by_editor):  # else those words are the heading
                yield Wish(
                    ("cell", row.id, cell.publisher.slug),
                    best.source.id,
                    CELLS,
                    best.text,
                    best.focus,
                    _CELL_CHARACTERS,
                )


def brief_wishes(facts: StoryFacts) -> list[Wish]:
    """A few words for each statement, for where there is no room for its heading."""
    return [
        replace(wish, most=BRIEF, least=BRIEF_LEAST)
        for row in ordered(facts)
        for wish in _heading_wishes(row, _claims_of(row, facts.claims))
    ]


def ordered(facts: StoryFacts) -> list[StatementFacts]:
    """Statements by band, then in their own order."""
    return sorted(facts.statements, key=lambda row: BANDS.index(band_of(row)))


def band_of(row: StatementFacts) -> str:
    """The band that a statement stands in. Nearly all: one of at least four that could be read is missing."""
    if row.background:
        return BANDS[3]
    reporting = sum(cell.stance in REPORTING for cell in row.cells)
    readable = sum(cell.stance != "unread" for cell in row.cells)
    if reporting <= 1:
        return BANDS[2]
    nearly = reporting == readable or (readable >= 4 and reporting == readable - 1)
    return BANDS[0] if nearly and reporting * 2 > len(row.cells) else BANDS[1]


def lay_out(facts: StoryFacts, granted: Mapping[Any, Granted]) -> Grid:
    """The grid, with the words that were granted under the keys of `wishes`."""
    heads = columns(facts)
    rows: dict[str, list[Row]] = {title: [] for title in BANDS}
    wordless: list[tuple[int, StatementFacts, Excerpt]] = []
    for number, statement in enumerate(ordered(facts), 1):
        claims = _claims_of(statement, facts.claims)
        if heading := heading_of(statement, claims, granted.get(("heading", statement.id))):
            rows[band_of(statement)].append(_row(statement, heading, facts, granted, heads))
        elif claims:
            wordless.append((number, statement, _excerpt(claims[0], "")))
    bands = tuple(Band(title, tuple(found)) for title, found in rows.items() if found)
    return Grid(heads, bands, by_outlets(wordless))


def heading_of(row: StatementFacts, claims: Sequence[ClaimWords], granted: Granted | None) -> Granted | None:
    """What a statement says: an editor's sentence where there is one, else the words that were granted."""
    return own_words(row.sentence) if row.by_editor and claims else granted


def _claims_of(row: StatementFacts, claims: Mapping[int, ClaimWords]) -> list[ClaimWords]:
    """The claims that show the statement: the clearest first, then by outlet; those an editor has hidden are gone."""
    ids = [row.clearest, *(claim for cell in row.cells for claim in cell.claims if claim != row.clearest)]
    return [claims[claim] for claim in dict.fromkeys(ids) if claim in claims]


def _heading_wishes(row: StatementFacts, claims: Sequence[ClaimWords]) -> Iterator[Wish]:
    """What each claim would say as the heading: where the clearest has no room left, first what stands by itself."""
    if row.by_editor:
        return
    texts = [(claim, row.sentence if claim.id == row.clearest and row.sentence else claim.text) for claim in claims]
    for claim, text in sorted(texts, key=lambda one: leans(one[1])):
        yield Wish(("heading", row.id), claim.source.id, HEADINGS, text, None, _HEADING_CHARACTERS, least=50)


def _row(
    statement: StatementFacts,
    heading: Granted,
    facts: StoryFacts,
    granted: Mapping[Any, Granted],
    heads: Sequence[Column],
) -> Row:
    by_slug = {cell.publisher.slug: cell for cell in statement.cells}
    # An article that joined a moment ago: nothing is known yet of what it says.
    known = [by_slug.get(h.publisher.slug) or CellFacts(h.publisher, "unread", why=NOT_YET) for h in heads]
    told = [_cell(cell, statement, heading, facts, granted) for cell in known]
    cells = tuple(map(below, heads, told, known))
    worded_by = next((source.publisher for source in facts.sources if source.id == heading.wish.article), None)
    citing = whom_it_leans_on(heading.words, known, worded_by)
    return Row(statement.id, heading.words, worded_by, _count(cells), cells, statement.reviewed, citing)


def _cell(
    cell: CellFacts,
    row: StatementFacts,
    heading: Granted,
    facts: StoryFacts,
    granted: Mapping[Any, Granted],
) -> Cell:
    found = [facts.claims[claim] for claim in cell.claims if claim in facts.claims]
    words = words_of(granted, ("cell", row.id, cell.publisher.slug))
    excerpts = [_excerpt(claim, words if index == 0 else "") for index, claim in enumerate(found[:3])]
    above = bool(found) and not words and _is_heading(found[0], row, heading)
    return Cell(cell.publisher, cell.stance, label_of(cell), tuple(excerpts), above)


def below(head: Column, cell: Cell, facts: CellFacts) -> Cell:
    """A cell below its column's head, which may say for all of them why nothing could be read."""
    return replace(cell, why_above=True) if facts.why and facts.why == head.why else cell


def _is_heading(claim: ClaimWords, row: StatementFacts, heading: Granted) -> bool:
    same = heading.wish.text == (row.sentence if claim.id == row.clearest and row.sentence else claim.text)
    return same and heading.wish.article == claim.source.id


def _excerpt(claim: ClaimWords, words: str) -> Excerpt:
    return Excerpt(claim.source, words, claim.source.place(claim.text), claim.reviewed)


def _count(cells: Sequence[Cell]) -> str:
    reporting = [cell for cell in cells if cell.stance in REPORTING]
    if len(reporting) == 1:
        return Wording("{outlet} alone", outlet=reporting[0].publisher.name)
    return Wording("{some} of {all}", some=len(reporting), all=len(cells))
