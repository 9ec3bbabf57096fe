"""Aligned claims → a story's statements and their cells, written around what editors have set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    values = [_values(claim, position) for position, claim in enumerate(aligned)]
    groups: list[ClaimGroup] = keep_or_begin(story.claim_groups, list(zip(kept, values, strict=True)))
    _write_cells({group.pk: claim.cells for group, claim in zip(groups, aligned, strict=True)})


def _kept(story: Story, aligned: Sequence[AlignedClaim]) -> list[int | None]:
    """For each statement the number that it had before."""
    held = Q(pk__in={claim.group for claim in aligned if claim.group}) | Q(holds__inside=True)
    free = [claim for claim in aligned if not claim.group]
    members = [[(span, claim.sentence[:300]) for cell in claim.cells for span in cell.claims] for claim in free]
    found = iter(numbers(STATEMENTS, story, members, apart=held))
    return [claim.group or next(found) for claim in aligned]


def _values(claim: AlignedClaim, position: int) -> dict[str, Any]:
    return {
        "clearest_id": claim.clearest,
        "sentence": claim.sentence[:300],
        "background": claim.background,
        "position": position,
    }


def _write_cells(found: Mapping[int, Sequence[Cell]]) -> None:
    """Those of all statements together: of a large story's there are thousands."""
    cells = ClaimCell.objects.filter(group__in=found)
    cells.filter(set_by_person=False).delete()
    by_editors = {(cell.group_id, cell.outlet.slug): cell for cell in cells.select_related("outlet")}
    outlets = dict(Outlet.objects.values_list("slug", "pk"))
    new: list[tuple[ClaimCell, Sequence[int]]] = []
    for group, position, cell in ((group, *placed) for group, of_it in found.items() for placed in enumerate(of_it)):
        if kept := by_editors.get((group, cell.outlet)):
            ClaimCell.objects.filter(pk=kept.pk).exclude(position=position).update(position=position)
            continue
        row = ClaimCell(
            group_id=group,
            outlet_id=outlets[cell.outlet],
            stance=cell.stance,
            credited=cell.credited[:300],
            why=cell.why[:200],
            position=position,
        )
        new.append((row, cell.claims))
    ClaimCell.objects.bulk_create(row for row, _ in new)
    CellClaim.objects.bulk_create(
        CellClaim(cell=row, claim_id=claim, position=place) for row, claims in new for place, claim in enumerate(claims)
    )
