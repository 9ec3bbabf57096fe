"""Statements that editors hold, and the claims in them → what the comparison heeds, and what it writes around."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from coverage.comparing.held import Holds
from coverage.following_texts import follow
from coverage.models import CellClaim, ClaimGroup, ClaimHold, Story


def holds_on(story: Story) -> Holds:
    """What editors hold together in the story's statements, by the claims of the articles' newest texts."""
    _adopt(story)
    rows = ClaimHold.objects.filter(group__story=story)
    follow(rows, "claim", lambda row, today: Q(group=row.group_id, claim=today))
    cells = CellClaim.objects.filter(cell__group__story=story, cell__set_by_person=True)
    follow(cells, "claim", lambda row, today: Q(cell=row.cell_id, claim=today))
    found: dict[bool, dict[int, set[int]]] = {True: {}, False: {}}
    for row in rows:
        found[row.inside].setdefault(row.group_id, set()).add(row.claim_id)
    inside, outside = ({key: frozenset(claims) for key, claims in found[side].items()} for side in (True, False))
    return Holds(inside, outside)


def hold(group: ClaimGroup, claims: Iterable[int], inside: bool) -> None:
    """Keep claims in a statement, or out of it."""
    for claim in claims:
        ClaimHold.objects.update_or_create(group=group, claim_id=claim, defaults={"inside": inside})


def members(group: ClaimGroup) -> list[int]:
    """The claims that a statement rests on: those in its cells, and those held in it."""
    held = ClaimHold.objects.filter(group=group)
    out = held.filter(inside=False).values("claim")
    shown = CellClaim.objects.filter(cell__group=group).exclude(claim__in=out).values_list("claim", flat=True)
    return list(dict.fromkeys([*shown, *held.filter(inside=True).values_list("claim", flat=True)]))


def hand_over(story: Story, heir: Story) -> None:
    """Statements that an editor has touched go on in the story that takes this one in."""
    story.claim_groups.held().update(story=heir, position=1000)


def held_elsewhere(story: Story) -> set[int]:
    """Numbers of the stories with held statements of which this one has a claim: their rows may be written with its."""
    return set(_held_elsewhere(story).values_list("group__story", flat=True))


def _adopt(story: Story) -> None:
    """Held statements go where their articles went: those of which this story has a claim and their own has none."""
    for group in ClaimGroup.objects.filter(pk__in=_held_elsewhere(story).values("group")):
        own = group.holds.filter(inside=True, claim__article__membership__story=group.story_id)
        if not own.exists():
            ClaimGroup.objects.filter(pk=group.pk).update(story=story)
            Story.objects.filter(pk=group.story_id).update(stale=True)


def _held_elsewhere(story: Story) -> QuerySet[ClaimHold]:
    held = ClaimHold.objects.filter(inside=True, claim__article__membership__story=story)
    return held.exclude(group__story=story)
