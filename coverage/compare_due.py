"""Stories that changed → a task for each, and what it does: any number of workers compare, each a story of its own."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from aggregator.holding import AWAY, turn
from aggregator.limits import LEASE, QUEUED
from aggregator.models.leases import over
from coverage.compare import compare
from coverage.models import Story
from coverage.ready_pages import make_ready
from coverage.sketching import sketch_anew
from coverage.surnames import link_surnames

logger = logging.getLogger(__name__)

MOST_QUEUED = 500
"""Stories that wait in the broker at a time: what it loses, or holds too long, is sent again, and must not pile up."""


@transaction.atomic
def stories_to_compare(now: datetime, most: int = MOST_QUEUED) -> list[int]:
    """Stories that a task is to be sent for, marked so that none is sent twice while it is believed in; not those that
    somebody is at, whom nobody has to wait for."""
    waiting = Story.objects.to_compare()
    most = max(0, most - waiting.exclude(over("queued_until", now)).count())
    found = list(waiting.unqueued(now).order_by("pk").values_list("pk", flat=True)[:most])
    free = Story.objects.select_for_update(skip_locked=True).filter(pk__in=found).order_by("pk")
    keys = list(free.values_list("pk", flat=True))
    marks = {"queued_until": now + QUEUED, "waits_since": Coalesce(F("waits_since"), Value(now))}
    Story.objects.filter(pk__in=keys).update(**marks)
    return keys


def sketched_anew(story: int) -> None:
    """What placing knows of the story's new texts, by whoever has the turn to place: nobody weighs by it meanwhile."""
    try:
        sketch_anew(Story.objects.get(pk=story))
    except AWAY:
        raise
    except Exception:
        logger.exception("the articles of story %s could not be counted anew", story)


def compare_due(story_id: int, now: datetime) -> bool:
    """Compare the story if it still waits for it; whether it was compared now.

    Twice is as once, and at the same time too: only who gets the story's turn goes on.
    """
    with turn(f"compare {story_id}", now, kept=False) as mine:
        story = Story.objects.to_compare().filter(pk=story_id).first() if mine else None
        if story is None:
            return False
        Story.objects.filter(pk=story_id).update(queued_until=now + LEASE)  # until `compare` takes it away
        return compared(story, now)


def compared(story: Story, now: datetime) -> bool:
    """Whether the story could be compared; what one story stumbles over never stops the others."""
    try:
        link_surnames(story)
        compare(story, now)  # from here on it is not due, whatever ends this worker
        make_ready(story.pk, now)
    except AWAY:
        logger.warning("story %s is compared another time", story.pk, exc_info=True)  # the database, not the story
        return False
    except Exception:
        logger.exception("story %s could not be compared", story.pk)
        return False
    return True
