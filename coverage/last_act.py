"""What persons did at the desk, and what was taken down → when that last happened."""

from __future__ import annotations

from datetime import datetime

from django.contrib.admin.models import LogEntry

from coverage.models import Correction, Tombstone


def last_act() -> datetime | None:
    """When a person last did anything that may have taken something off a page: an entry in the desk's log, a
    correction or a tombstone; None where nobody did. Three queries, each by an index."""
    newest = (
        LogEntry.objects.order_by("-pk").values_list("action_time", flat=True).first(),
        Correction.objects.order_by("-pk").values_list("at", flat=True).first(),
        Tombstone.objects.order_by("-removed_at").values_list("removed_at", flat=True).first(),
    )
    return max(filter(None, newest), default=None)
