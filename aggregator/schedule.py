"""Seconds → a schedule for beat that goes on when the clock went back."""

from __future__ import annotations

from datetime import datetime, timedelta

from celery.schedules import schedstate, schedule

_SLIP = timedelta(seconds=5)


class Every(schedule):  # type: ignore[misc]
    """Celery's own waits until the clock is again where it was at the last run: an hour, if it was an hour ahead."""

    def is_due(self, last_run_at: datetime) -> schedstate:
        """Whether it is due, and in how many seconds to ask again."""
        if self.maybe_make_aware(last_run_at) > self.now() + _SLIP:
            return schedstate(is_due=True, next=self.seconds)
        return super().is_due(last_run_at)
