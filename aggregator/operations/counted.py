"""A task that ends → its count by how it ended, and the time that it took."""

from __future__ import annotations

import time
from typing import Any

from celery import Task


class CountedTask(Task):  # type: ignore[misc]
    """The base of all tasks."""

    abstract = True

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        """Called in the worker before the task's own function."""
        self.request.began = time.perf_counter()

    def after_return(self, status: str, retval: Any, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """Called in the worker however the task ended, unless the worker was killed."""
        from aggregator.operations.metrics import TASK_SECONDS, TASKS  # needs the models, which need this app

        TASKS.labels(self.name, status.lower()).inc()
        TASK_SECONDS.labels(self.name).observe(
            time.perf_counter() - getattr(self.request, "began", time.perf_counter())
        )
