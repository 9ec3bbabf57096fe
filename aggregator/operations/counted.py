"""A task that ends → its count by how it ended, and the time that it took."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

from celery import Task
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from aggregator.operations.counters import count_task


class CountedTask(Task):  # type: ignore[misc]
    """The base of all tasks."""

    abstract = True

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """Called in the worker before the task's own function."""
        self.request.began = time.perf_counter()

    def after_return(self, status: str, retval: Any, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Called in the worker however the task ended, unless the worker was killed."""
        seconds = time.perf_counter() - getattr(self.request, "began", time.perf_counter())
        count_task(self.name, status.lower(), seconds)
        if self.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}:
            _remember(self.name, seconds, status == "SUCCESS")


def _remember(name: str, seconds: float, well: bool) -> None:
    """For the desk: when beat's task last ended. That the database is away is told elsewhere."""
    from aggregator.models import LastRun

    with suppress(DatabaseError):
        told = {"ended_at": timezone.now(), "seconds": seconds, "well": well}
        LastRun.objects.update_or_create(name=name, defaults=told)
