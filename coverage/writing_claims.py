"""Aligned claims → a story's statements and their cells, written around what editors have set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aggregator.models import Outlet
from coverage.comparing.reconcile import matched
from coverage.comparing.types import AlignedClaim, Cell
from coverage.models import CellClaim, ClaimCell, ClaimGroup, ClaimHold, Story
from coverage.models.retired import retire


def write_claims(story: Story, aligned: Sequence[AlignedClaim]) -> None:
    """Store the statements. One that goes on keeps its number; one that an editor touched always does, with what the
    editor set; one that ends leaves its number behind (`RetiredClaim`)."""
    kept = _kept(story, aligned)
    held = set(story.claim_groups.held().values_list("pk", flat=True))
    ended = story.claim_groups.exclude(pk__in=[key for key in kept if key]).exclude(pk__in=held)
    retire(ended)
    ended.delete()
    ClaimCell.objects.filter(group__in=held - {*kept}, set_by_person=False).delete()  # whose claims are all gone
    outlets = {outlet.slug: outlet for outlet in Outlet.objects.all()}
    for position, (claim, key) in enumerate(zip(aligned, kept, strict=True)):
        group = _group(story, claim, key, position)
        _write_cells(group, claim.cells, outlets)


def _kept(story: Story, aligned: Sequence[AlignedClaim]) -> list[int | None]:
    """For each statement the number that it had before."""
    held = {claim.group for claim in aligned if claim.group}
    groups = story.claim_groups.exclude(pk__in=held).exclude(
        pk__in=ClaimHold.objects.filter(inside=True).values("group")
    )
    old = {
        group.pk: [claim.pk for cell in group.cells.all() for claim in cell.claims.all()]
        for group in groups.prefetch_related("cells__claims")
    }
    free = [claim for claim in aligned if not claim.group]
    found = iter(matched([[claim for cell in group.cells for claim in cell.claims] for group in free], old))
    return [claim.group or next(found) for claim in aligned]


def _group(story: Story, claim: AlignedClaim, key: int | None, position: int) -> ClaimGroup:
    values: dict[str, Any] = {
        "clearest_id": claim.clearest,
        "sentence": claim.sentence[:300],
        "background": claim.background,
        "position": position,
    }
    if key is None:
        return story.claim_groups.create(**values)
    group = story.claim_groups.get(pk=key)
    values = {name: value for name, value in values.items() if name not in group.set_by_person}
    story.claim_groups.filter(pk=key).update(**values)
    return group


def _write_cells(group: ClaimGroup, cells: Sequence[Cell], outlets: dict[str, Outlet]) -> None:
    group.cells.filter(set_by_person=False).delete()
    by_editors = set(group.cells.values_list("outlet__slug", flat=True))
    for position, cell in enumerate(cells):
        if cell.outlet in by_editors:
            group.cells.filter(outlet__slug=cell.outlet).update(position=position)
            continue
        row = ClaimCell.objects.create(
            group=group,
            outlet=outlets[cell.outlet],
            stance=cell.stance,
            credited=cell.credited[:300],
            why=cell.why[:200],
            position=position,
        )
        CellClaim.objects.bulk_create(
            CellClaim(cell=row, claim_id=claim, position=place) for place, claim in enumerate(cell.claims)
        )
