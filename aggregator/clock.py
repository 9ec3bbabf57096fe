"""The moment that a sweeper looks → remembered; where the clock went back, what the wrong one put off is mended.

All that waits is compared with the clock. Had it run ahead for a while, leases, turns at hosts and next tries would lie
as far ahead as it did, and nothing would be done until then.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import F, Max

from aggregator.limits import LEASE, QUEUED
from aggregator.models import Article, Feed, Host, Lease
from aggregator.models.leases import FARTHEST

logger = logging.getLogger(__name__)

SWEPT = "swept"
"""The lease's name under which the latest sweep is remembered."""

_SLIP = timedelta(seconds=30)  # machines' clocks differ by less


def latest_sweep() -> datetime | None:
    """When a worker last took up beat's call to sweep; None where none ever did."""
    return Lease.objects.filter(name=SWEPT).values_list("until", flat=True).first()


def mind_the_clock(now: datetime) -> timedelta:
    """Remember this sweep; by how much the clock went back since the last (zero where it did not)."""
    seen = [before] if (before := latest_sweep()) else []
    if ahead := Lease.objects.filter(until__gt=now + FARTHEST).aggregate(until=Max("until"))["until"]:
        seen.append(ahead - LEASE)  # somebody took or gave it back while the clock ran ahead, and no sweep was then
    if asked := Host.objects.filter(set_at__gt=now + _SLIP).aggregate(at=Max("set_at"))["at"]:
        seen.append(asked)  # or asked a host
    Lease.objects.update_or_create(name=SWEPT, defaults={"until": now})
    back = max(seen, default=now) - now
    if back < _SLIP:
        return timedelta()
    logger.warning("the clock went back by %s: what waits is counted from now", back)
    _count_from(now, back)
    return back


@transaction.atomic
def _count_from(now: datetime, back: timedelta) -> None:
    Article.objects.filter(lease_until__gt=now + LEASE).update(lease_until=None)
    Article.objects.filter(queued_until__gt=now + QUEUED).update(queued_until=None)
    due = Article.objects.filter(state=Article.State.DUE)
    due.filter(next_try_at__gt=now).update(next_try_at=F("next_try_at") - back)
    Feed.objects.filter(lease_until__gt=now + LEASE).update(lease_until=None)
    Feed.objects.filter(next_poll_at__gt=now).update(next_poll_at=F("next_poll_at") - back)
    # What a host itself wished for while the clock was right holds.
    Host.objects.filter(set_at__gt=now).update(free_at=F("free_at") - back, set_at=now)
    Lease.objects.filter(until__gt=now + LEASE).update(until=now)
    story = apps.get_model("coverage", "Story")  # by name: one article at a time knows nothing of stories
    story.objects.filter(queued_until__gt=now + QUEUED).update(queued_until=None)
