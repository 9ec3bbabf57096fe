"""The desk's page for the workers' work: when each of beat's tasks last ended, and how."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin

from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.models import LastRun


@admin.register(LastRun)
class LastRunAdmin(ReadOnlyAdmin):
    """Beat's tasks, those that failed first."""

    list_display = ("work", "ended_at", "took", "well")
    fields = ("work", "name", "ended_at", "took", "well")
    list_filter = ("well",)
    ordering = ("well", "name")
    search_fields = ("name",)

    @admin.display(description="work", ordering="name")
    def work(self, run: LastRun) -> str:
        """In the words of the desk's front page."""
        labels = {entry["task"]: label for label, entry in settings.CELERY_BEAT_SCHEDULE.items()}
        return str(labels.get(run.name, run.name))

    @admin.display(description="took", ordering="seconds")
    def took(self, run: LastRun) -> str:
        return f"{run.seconds:.1f} s"
