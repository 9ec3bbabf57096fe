"""/api/v1/claims: statements with every outlet's stance, within the limits of one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from aggregator.models import Claim
from coverage.api.lists import ClaimPage
from coverage.api.paging import Before, Limit, Number, NumberAsked, page
from coverage.api.shapes import CellShape, ClaimShape, Problem, Words
from coverage.comparing.excerpts import Granted, Wish, grant
from coverage.models import CellClaim, ClaimCell, ClaimGroup
from coverage.site_address import absolute
from coverage.standing import statements_in_public
from coverage.story_facts import limits, source_of

router = Router(tags=["claims"])
_HEADING = 130  # characters of a statement
_CELL = 120  # of an outlet's words for it


@router.get("/claims", response={200: ClaimPage, 422: Problem}, summary="Statements")
def list_claims(request: HttpRequest, story: NumberAsked = None, before: Before = None, limit: Limit = 20) -> ClaimPage:
    """Statements in public stories, of a story where one is named; each with who takes which stance."""
    rows = _shown() if story is None else _shown().filter(story=story)
    found, following = page(request, rows, before, limit)
    granted = grant([_heading(group) for group in found if not group.by_editor], limits(), {})
    return ClaimPage(items=[_shape(group, granted) for group in found], next=following)


@router.get("/claims/{pk}", response={200: ClaimShape, 404: Problem, 422: Problem}, summary="One statement")
def one_claim(request: HttpRequest, pk: Number) -> ClaimShape:
    """A statement, with the words of every outlet that reports it."""
    group = get_object_or_404(_shown(), pk=pk)
    through = CellClaim.objects.filter(cell__group=group).order_by("cell__position", "position", "id")
    claims = {row.claim_id: row.cell_id for row in through}
    rows: QuerySet[Claim] = Claim.objects.shown().filter(pk__in=claims).select_related("article__outlet")
    found = {claim.pk: claim for claim in rows}
    said = [found[key] for key in claims if key in found]
    heading = [] if group.by_editor else [_heading(group)]
    cells = (_cell_wish(claim) for claim in said if group.by_editor or claim.pk != group.clearest_id)
    granted = grant([*heading, *cells], limits(), {})
    evidence: dict[int, list[Words]] = {}
    for claim in said:
        evidence.setdefault(claims[claim.pk], []).append(_words(claim, granted))
    return _shape(group, granted, evidence)


def _shown() -> QuerySet[ClaimGroup]:
    """Statements of public stories whose own words an editor has not hidden."""
    cells = ClaimCell.objects.select_related("outlet").order_by("position", "id")
    rows = statements_in_public().select_related("clearest__article__outlet")
    return rows.prefetch_related(Prefetch("cells", cells))


def _heading(group: ClaimGroup) -> Wish:
    return Wish(("heading", group.pk), group.clearest.article_id, "claims", group.sentence, None, _HEADING, 30)


def _cell_wish(claim: Claim) -> Wish:
    return Wish(("cell", claim.pk), claim.article_id, "claims", claim.text, None, _CELL, 30)


def _words(claim: Claim, granted: Mapping[Any, Granted]) -> Words:
    key = ("cell", claim.pk)
    return Words(
        outlet=claim.article.outlet.slug,
        article=claim.article_id,
        words=granted[key].words if key in granted else "",
        address=source_of(claim.article, 0).place(claim.text),
        reviewed=claim.reviewed,
    )


def _shape(
    group: ClaimGroup, granted: Mapping[Any, Granted], evidence: Mapping[int, Sequence[Words]] | None = None
) -> ClaimShape:
    key = ("heading", group.pk)
    return ClaimShape(
        id=group.pk,
        story=group.story_id,
        words=group.sentence if group.by_editor else granted[key].words if key in granted else "",
        outlet="" if group.by_editor else group.clearest.article.outlet.slug,
        reviewed=group.reviewed,
        background=group.background,
        page=absolute(f"/c/{group.pk}/"),
        feed=absolute(f"/c/{group.pk}/feed.json"),
        cells=[
            CellShape(
                outlet=cell.outlet.slug,
                stance=cell.stance,
                label=f"cites {cell.credited}"
                if cell.stance == "cites" and cell.credited
                else cell.get_stance_display(),
                evidence=list((evidence or {}).get(cell.pk, ())),
            )
            for cell in group.cells.all()
        ],
    )
