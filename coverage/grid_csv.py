"""A story's grid → CSV (RFC 4180): a row for each statement, three columns for each outlet; safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from aggregator.listing.spreadsheet import inert
from coverage.comparing.columns import Cell, Column, Grid, Row
from coverage.comparing.side_by_side import SideBySide

TOLD = {
    "values": "they differ",
    "credit": "they credit differently",
    "alike": "they agree",
    "silence": "not all carry it",
    "alone": "one carries it",
}


def grid_as_csv(grid: Grid) -> str:
    """The grid: statement, whose words it is in, who reports it, and each outlet's stance, words and sentence."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(inert, _head(grid.columns)))
    for band in grid.bands:
        for row in band.rows:
            writer.writerow(map(inert, _line(band.title, row)))
    return out.getvalue()


def side_by_side_as_csv(table: SideBySide) -> str:
    """A choice of outlets: a row for each statement, how they stand to each other in it, and three columns for each."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(inert, ("number", "side by side", *_heads(table.columns))))
    for line in (line for group in table.groups for line in group.lines):
        told = [text for cell in line.cells for text in (cell.label, _words(cell), _address(cell))]
        writer.writerow(map(inert, (str(line.id), TOLD[line.kind], *told)))
    return out.getvalue()


def _head(columns: tuple[Column, ...]) -> Iterator[str]:
    yield from ("number", "band", "statement", "in the words of", "reported by", *_heads(columns))


def _heads(columns: tuple[Column, ...]) -> Iterator[str]:
    for column in columns:
        name = column.publisher.name
        yield from (name, f"{name}: its words", f"{name}: where to read it")


def _line(band: str, row: Row) -> Iterator[str]:
    worded_by = row.worded_by.name if row.worded_by else "an editor"
    yield from (str(row.id), band, row.heading, worded_by, row.count)
    for cell in row.cells:
        yield from (cell.label, _words(cell), _address(cell))


def _words(cell: Cell) -> str:
    """Its own words; none where they are the statement's, which no document says twice."""
    return next((excerpt.words for excerpt in cell.excerpts if excerpt.words), "")


def _address(cell: Cell) -> str:
    return next((excerpt.address for excerpt in cell.excerpts if excerpt.address), "")
