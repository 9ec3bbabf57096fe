"""A story's sheet, as its page shows it → the same in the API's shapes; no word more."""

from __future__ import annotations

from collections.abc import Iterable

from coverage.api.shapes import (
    CellShape,
    ChangeOfWords,
    CiterShape,
    ColumnShape,
    CreditedShape,
    DifferenceShape,
    GridShape,
    RenderingShape,
    SideShape,
    StatementShape,
    UtteranceShape,
    Words,
)
from coverage.comparing.columns import Cell, Grid
from coverage.comparing.quotations import Quotations, Rendering, Utterance
from coverage.comparing.shown import Excerpt
from coverage.comparing.sides import Dispute
from coverage.comparing.who_cites import Credited
from coverage.site_address import absolute


def grid(laid_out: Grid) -> GridShape:
    """The grid of claims and outlets."""
    return GridShape(
        outlets=[
            ColumnShape(
                outlet=column.publisher.slug,
                published=column.published,
                published_day_only=column.day_only,
                first=column.first,
                after=column.after,
                unread=column.why,
            )
            for column in laid_out.columns
        ],
        statements=[
            StatementShape(
                id=row.id,
                band=band.title,
                words=row.heading,
                worded_by=row.worded_by.slug if row.worded_by else "",
                reviewed=row.reviewed,
                count=row.count,
                page=absolute(f"/c/{row.id}/"),
                cells=[_cell(cell) for cell in row.cells],
            )
            for band in laid_out.bands
            for row in band.rows
        ],
    )


def utterances(laid_out: Quotations) -> list[UtteranceShape]:
    """The quotes with their renderings: those of several outlets first."""
    return [_utterance(one) for one in (*laid_out.shared, *laid_out.single)]


def disagreements(laid_out: Iterable[Dispute]) -> list[DifferenceShape]:
    """The points on which outlets differ."""
    return [
        DifferenceShape(
            id=one.id,
            kind=one.kind,
            topic=one.topic,
            reviewed=one.reviewed,
            sides=[SideShape(value=side.value, evidence=[_words(e) for e in side.excerpts]) for side in one.sides],
        )
        for one in laid_out
    ]


def citations(laid_out: Iterable[Credited]) -> list[CreditedShape]:
    """Who cites whom."""
    return [
        CreditedShape(
            name=one.name,
            outlet=one.outlet.slug if one.outlet else None,
            citers=[CiterShape(outlet=c.publisher.slug, ways=c.ways, addresses=list(c.addresses)) for c in one.citers],
        )
        for one in laid_out
    ]


def _cell(cell: Cell) -> CellShape:
    return CellShape(
        outlet=cell.publisher.slug,
        stance=cell.stance,
        label=cell.label,
        in_heading=cell.above,
        evidence=[_words(excerpt) for excerpt in cell.excerpts],
    )


def _words(excerpt: Excerpt) -> Words:
    return Words(
        outlet=excerpt.source.publisher.slug,
        article=excerpt.source.id,
        words=excerpt.words,
        address=excerpt.address,
        reviewed=excerpt.reviewed,
    )


def _utterance(one: Utterance) -> UtteranceShape:
    return UtteranceShape(
        id=one.id,
        words=one.words,
        in_quotation_marks=one.marked,
        speaker=one.speaker,
        outlet=one.source.source.publisher.slug,
        first_in=one.first.source.publisher.slug,
        page=absolute(f"/q/{one.source.id}/"),
        reviewed=one.reviewed,
        renderings=[_rendering(rendering) for rendering in one.renderings],
    )


def _rendering(one: Rendering) -> RenderingShape:
    return RenderingShape(
        outlet=one.publisher.slug,
        article=one.quote.source.id,
        rendering=one.label,
        words="" if one.changes else one.words,
        changes=[ChangeOfWords(kind=change.kind, words=change.words) for change in one.changes],
        as_above=one.above,
        by_way_of_press_review=one.review,
        address=one.quote.address,
    )
