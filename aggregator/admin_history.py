"""A row's page at the desk whose history tells who changed what, when and why; and the saves that write it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from aggregator.admin_asking import ReasonedForm, log
from aggregator.admin_long import LongList
from aggregator.history import by_hand, ended_by_hand, made_by_hand

_MOST_ACTS = 100  # on a page of history


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

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What became of its fields; and what was done to it, in a field or none: an order, a label, its undoing."""
        told = {"acts": _acts_on(self.model, unquote(object_id))[:_MOST_ACTS]}
        return super().history_view(request, object_id, {**told, **(extra_context or {})})

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Which fields were changed, and why: that is a field of the form, and none of the row."""
        if "why" in form.changed_data:
            form.changed_data.remove("why")
        found = super().construct_change_message(request, form, formsets, add)
        why = form.cleaned_data.get("why", "").strip()
        if not (found and why):
            return found
        return f"{LogEntry(change_message=json.dumps(found)).get_change_message().rstrip('.')}: {why}"

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
        log(request, rows, done, reason)
        return by_hand(rows, request.user, reason, timezone.now())


def _acts_on(model: type[models.Model], key: str) -> models.QuerySet[LogEntry]:
    """What the log has of a row, under all names of its model: an article is in the inbox, too."""
    same = [one for one in admin.site._registry if one._meta.concrete_model is model._meta.concrete_model]
    types = ContentType.objects.get_for_models(*same, for_concrete_models=False).values()
    rows = LogEntry.objects.filter(content_type__in=types, object_id=key)
    return rows.select_related("user").order_by("-action_time", "-pk")
