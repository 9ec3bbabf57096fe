"""A row's page at the desk whose history tells who changed what, when and why; and the saves that write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from aggregator.admin_asking import ReasonedForm
from aggregator.admin_long import LongList
from aggregator.history import by_hand, ended_by_hand, made_by_hand


class KeptAdmin(LongList, SimpleHistoryAdmin):  # type: ignore[misc]  # it has no types
    """A page with history. Nothing is put back from there: decisions are undone whole."""

    form = ReasonedForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who cannot change the row is not asked why."""
        if self.has_change_permission(request, obj) and "why" not in self.get_readonly_fields(request, obj):
            return super().get_fieldsets(request, obj)
        return [
            (title, {**told, "fields": [name for name in told["fields"] if name != "why"]})
            for title, told in super().get_fieldsets(request, obj)
        ]

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """A single line has no page of its own, and no form that could be sent."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
        return HttpResponseRedirect(reverse(name, args=[object_id]))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what was changed, and no more, with the reason in the history."""
        changed = [name for name in form.changed_data if name != "why"]
        why, now = form.cleaned_data.get("why", ""), timezone.now()
        with transaction.atomic():
            if change:
                with by_hand([obj], request.user, why, now):
                    obj.save(update_fields=changed)
            else:
                obj.save()
                made_by_hand(obj, request.user, why, now)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete it, with a last line of history."""
        with transaction.atomic():
            ended_by_hand(obj, request.user, "", timezone.now())
            obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def kept(self, request: HttpRequest, rows: Sequence[models.Model], reason: str, done: str) -> Any:
        """Within, what happens to the rows is told in their history and in Django's log."""
        LogEntry.objects.log_actions(request.user.pk or 0, rows, CHANGE, done)
        return by_hand(rows, request.user, reason, timezone.now())
