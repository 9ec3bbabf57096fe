"""A decision on a statement → what it changed put back, where no later decision has changed it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aggregator.models import Claim
from coverage.desk import DeskError
from coverage.following_texts import stands_today
from coverage.models import ClaimCell, ClaimGroup, ClaimHold, RetiredClaim, Story
from coverage.statement_rulings import write_cell
from coverage.statements import hold, members

Footprint = Mapping[str, list[Any]]


def put_back(print_: Footprint, now: datetime) -> None:
    """Set the places to what stood there before. Raises DeskError where one was set again since."""
    revived = _revive(print_)
    for place, both in print_.items():
        kind, *names = place.split("/")
        _PUT[kind if len(names) > 1 else "none"](names, *both)
    if revived:
        _hold_apart(print_)
    groups = {int(place.split("/")[1]) for place in print_ if not place.startswith("claim/")}
    for group in ClaimGroup.objects.held().filter(pk__in=groups).exclude(holds__inside=True):
        hold(group, members(group), inside=True)  # other decisions on it stand
    stories = ClaimGroup.objects.filter(pk__in=groups).values("story")
    Story.objects.filter(pk__in=stories).update(stale=True, digest="", changed_at=now)


def _revive(print_: Footprint) -> bool:
    """Statements that were merged into another one stand again, under their numbers; gives whether there are any."""
    revived = False
    for place, (before, after) in print_.items():
        kind, number, *rest = place.split("/")
        if kind == "group" and not rest and before and after is None:
            claim = Claim.objects.filter(pk=before["clearest"]).first()
            story = Story.objects.filter(pk=before["story"]).first()
            if claim is None or story is None:
                raise DeskError("What it rested on is no longer there.")
            RetiredClaim.objects.filter(number=int(number)).delete()
            ClaimGroup.objects.create(
                pk=int(number), story=story.standing_story(), clearest=claim, sentence=claim.text[:140], position=1000
            )
            revived = True
    return revived


def _hold_apart(print_: Footprint) -> None:
    """Each of the statements that were one for a while keeps the claims that it had before."""
    for place, (before, _after) in print_.items():
        if place.startswith("group/") and place.count("/") == 1 and before:
            group = ClaimGroup.objects.get(pk=int(place.split("/")[1]))
            claims = Claim.objects.select_related("article", "snapshot").filter(pk__in=before["claims"])
            hold(group, {(stands_today(claim) or claim).pk for claim in claims}, inside=True)


def _put_group(names: list[str], before: Any, after: Any) -> None:
    number, name = int(names[0]), names[1]
    row = ClaimGroup.objects.filter(pk=number).first()
    if row is None:
        raise DeskError("That statement is no longer there.")
    if name == "set_by_person":
        before, after = before or [], after or []
        names = sorted({*row.set_by_person} - ({*after} - {*before}) | ({*before} - {*after}))
        ClaimGroup.objects.filter(pk=number).update(set_by_person=names)
        return
    stands = getattr(row, name) if name != "sentence" or row.by_editor else ""
    if after is not None and stands != after:
        raise DeskError("That was decided on again since: undo the later decision first.")
    if name == "sentence":
        before = before or row.clearest.text[:140]
    ClaimGroup.objects.filter(pk=number).update(**{name: before})


def _put_hold(names: list[str], before: Any, after: Any) -> None:
    group, claim = int(names[0]), Claim.objects.select_related("article", "snapshot").filter(pk=names[1]).first()
    if claim is None or not ClaimGroup.objects.filter(pk=group).exists():
        return
    number = (stands_today(claim) or claim).pk
    ClaimHold.objects.filter(group=group, claim__in=(number, claim.pk)).delete()
    if before is not None:
        ClaimHold.objects.create(group_id=group, claim_id=number, inside=before)


def _put_cell(names: list[str], before: Any, after: Any) -> None:
    group = ClaimGroup.objects.filter(pk=int(names[0])).first()
    if group is None:
        return
    cell = group.cells.filter(outlet=int(names[1]), set_by_person=True).first()
    if (cell.stance if cell else None) != (after["stance"] if after else None):
        raise DeskError("That was decided on again since: undo the later decision first.")
    if before is None:
        ClaimCell.objects.filter(group=group, outlet=int(names[1]), set_by_person=True).delete()
    else:
        write_cell(group, int(names[1]), before)


def _put_claim(names: list[str], before: Any, after: Any) -> None:
    if before is None:  # it came with the decision: its words stand in the text all the same
        return
    known = Claim.objects.select_related("article", "snapshot").filter(pk=int(names[0])).first()
    rows = {row.pk: row for row in (known, known and stands_today(known)) if row}
    for row in rows.values():
        if names[1] == "reviewed":
            Claim.objects.filter(pk=row.pk).update(reviewed=before)
            continue
        kept = {*row.set_by_person} - ({*(after or [])} - {*before}) | ({*before} - {*(after or [])})
        Claim.objects.filter(pk=row.pk).update(set_by_person=sorted(kept))


def _put_nothing(names: list[str], before: Any, after: Any) -> None:
    return


_PUT = {"group": _put_group, "hold": _put_hold, "cell": _put_cell, "claim": _put_claim, "none": _put_nothing}
