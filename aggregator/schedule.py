"""Beat's scheduler, which goes on when the clock goes back."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from celery.beat import PersistentScheduler

_SLIP = 5.0


class SteadyScheduler(PersistentScheduler):  # type: ignore[misc]
    """Celery's own waits until the clock is again where it was at the last run: an hour, if it was an hour ahead."""

    _seen = math.inf  # so that the first look mends what a beat before this one wrote down

    def tick(self, *args: Any, **options: Any) -> float:
        """Send what is due; gives the seconds until the next look."""
        now = self.app.now()
        if now.timestamp() < self._seen - _SLIP:
            self._count_from(now)
        self._seen = now.timestamp()
        return float(super().tick(*args, **options))

    def _count_from(self, now: datetime) -> None:
        for entry in self.schedule.values():
            if entry.last_run_at is not None and entry.last_run_at.timestamp() > now.timestamp():
                entry.last_run_at = now
        self._heap = None  # its order is by times that are still to come
