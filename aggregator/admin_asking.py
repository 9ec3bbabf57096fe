"""An action on chosen rows → the page that tells how many they are and asks why, and sends the same choice back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

MOST = 300  # rows that one decision may be about
CONFIRMED = "confirmed"
SAY_WHY = _("Readers see this: say why it changes.")


class ReasonForm(forms.Form):
    """Why; it must be said where readers saw what changes."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Kept in the history. Readers find it among the corrections where they saw what changes."),
    )

    def __init__(self, data: Any = None, *, public: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["reason"].required = public


class ReasonedForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none at run time
    """A row's form with the reason of what is changed; `why_asked` tells when it must be said."""

    why = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Why it changes. Kept in the history; readers find it among the corrections where they saw it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        changed = set(self.changed_data) - {"why"}
        if changed and not data.get("why") and (why := self.why_asked(changed)):
            self.add_error("why", why)
        return data

    def why_asked(self, changed: set[str]) -> str:
        """Why a reason must be given for changing these fields; empty: it need not be."""
        return ""


def sent(request: HttpRequest) -> Any:
    """What the page that asks has sent; None where it was not shown yet."""
    return request.POST if CONFIRMED in request.POST else None


def log(request: HttpRequest, rows: Sequence[Any], done: str, reason: str = "") -> None:
    """Keep who did it, when and why, in Django's own log of each row."""
    reason = reason.strip()
    LogEntry.objects.log_actions(request.user.pk or 0, rows, CHANGE, f"{done}: {reason}" if reason else done)


def ask(
    request: HttpRequest,
    page: admin.ModelAdmin[Any],
    action: str,
    title: str,
    chosen: Sequence[Any],
    form: forms.Form,
    notes: Sequence[tuple[Any, Sequence[Any], Sequence[Any]]] = (),
) -> HttpResponse | None:
    """A page that tells how many rows are chosen, asks what the action needs to know, and sends the same choice back.

    `notes` are rows with what stands in their way, and what should be looked at first, each with the `address` of a
    list that shows it, or an empty one.
    """
    if len(chosen) > MOST:
        page.message_user(request, f"Choose {MOST} at most; these are {len(chosen)}.", messages.ERROR)
        return None
    names = page.opts.verbose_name, page.opts.verbose_name_plural
    context = {
        **admin.site.each_context(request),
        "title": title,
        "opts": page.opts,
        "chosen": chosen,
        "names": names[len(chosen) != 1],
        "form": form,
        "action": action,
        "notes": notes,
        "checkbox": ACTION_CHECKBOX_NAME,
        "confirmed": CONFIRMED,
        "media": page.media + form.media,
    }
    return TemplateResponse(request, "admin/aggregator/decide.html", context)
