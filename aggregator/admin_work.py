"""The desk's page for the workers' work: when each of beat's tasks last ended, and how."""

from __future__ import annotations

from django.contrib import admin

from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.models import LastRun


@admin.register(LastRun)
class LastRunAdmin(ReadOnlyAdmin):
    """Beat's tasks, those that failed first."""

    list_display = ("name", "ended_at", "seconds", "well")
    list_filter = ("well",)
    ordering = ("well", "name")
    search_fields = ("name",)
