"""Differences found anew → what each goes by from one comparison to the next, and an event for each that is new."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from coverage.comparing.types import FoundDifference
from coverage.models import Difference, Story, StoryEvent


def keys_of(found: Sequence[FoundDifference], before: Iterable[Difference]) -> list[str]:
    """A key for each difference, in order: that of the difference before that it goes on from, or a new one.

    It goes on from one of the same kind that rests on a claim of its own, or has its topic; most claims in common
    first. A key never depends on words that the next comparison may choose otherwise.
    """
    known = {row.key: row for row in before if row.key}
    keys: list[str] = []
    for one in found:
        left = [row for key, row in known.items() if key not in keys and row.kind == one.kind]
        best = max(left, key=lambda row: _likeness(one, row), default=None)
        keys.append(best.key if best and _likeness(one, best) > (0, False) else _new_key(one, {*known, *keys}))
    return keys


def tell_new(story: Story, keys: Iterable[str], now: datetime) -> None:
    """An event for each difference that the story has never shown before; one that comes back is no news."""
    told = set(story.events.filter(kind=StoryEvent.Kind.DIFFERENCE).values_list("key", flat=True))
    StoryEvent.objects.bulk_create(
        [
            StoryEvent(story=story, kind=StoryEvent.Kind.DIFFERENCE, key=key, at=now)
            for key in dict.fromkeys(keys)
            if key not in told
        ]
    )


def _likeness(found: FoundDifference, row: Difference) -> tuple[int, bool]:
    claims = {claim for side in found.sides for claim, _, _ in side.evidence}
    before = {claim for side in row.sides for claim, _, _ in side["evidence"]}
    return len(claims & before), _folded(found.topic) == _folded(row.topic)


def _new_key(found: FoundDifference, taken: set[str]) -> str:
    name, number = f"{found.kind}|{_folded(found.topic)}", 0
    while True:
        key = hashlib.sha256(f"{name}|{number}".encode()).hexdigest()[:24]
        if key not in taken:
            return key
        number += 1


def _folded(topic: str) -> str:
    return " ".join(topic[:200].casefold().split())
