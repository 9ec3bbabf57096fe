"""Aligned claims → a story's statements and their cells, written around what editors have set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from aggregator.models import Outlet
from coverage.comparing.types import AlignedClaim, Cell
from coverage.lasting_numbers import STATEMENTS, keep_or_begin, numbers
from coverage.models import CellClaim, ClaimCell, ClaimGroup, Story
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
    held = Q(pk__in={claim.group for claim in aligned if claim.group}) | Q(holds__inside=True)
    free = [claim for claim in aligned if not claim.group]
    members = [[(span, claim.sentence[:300]) for cell in claim.cells for span in cell.claims] for claim in free]
    found = iter(numbers(STATEMENTS, story, members, apart=held))
    return [claim.group or next(found) for claim in aligned]


def _group(story: Story, claim: AlignedClaim, key: int | None, position: int) -> ClaimGroup:
    values: dict[str, Any] = {
        "clearest_id": claim.clearest,
        "sentence": claim.sentence[:300],
        "background": claim.background,
        "position": position,
    }
    known = story.claim_groups.filter(pk=key).first() if key else None
    kept = known.set_by_person if known else []
    group: ClaimGroup = keep_or_begin(
        story.claim_groups, key, {name: value for name, value in values.items() if name not in kept}
    )
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
