"""The desk's page on which an editor adds sources by a list (OPML)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from aggregator.listing.opml import LARGEST
from aggregator.models import Outlet
from aggregator.opml_intake import Intake, take_in
from aggregator.reading.types import ReadingError
from aggregator.wording import counted


class ListForm(forms.Form):
    """The list."""

    file = forms.FileField(
        label="OPML file",
        help_text="Each feed in it becomes a source, each site an outlet beside the others. Followed at once.",
        widget=forms.ClearableFileInput(attrs={"accept": ".opml,.xml,text/x-opml,text/xml,application/xml"}),
    )

    def clean_file(self) -> Any:
        """Refuses what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"too large: {file.size} bytes; a list has {LARGEST} at the most.")
        return file


def list_urls(desk_page: admin.ModelAdmin[Any]) -> list[Any]:
    """The page's address below the list of outlets."""

    def view(request: HttpRequest) -> HttpResponse:
        return _add_by_list(request, desk_page)

    return [path("opml/", admin.site.admin_view(view), name="aggregator_outlet_opml")]


def _add_by_list(request: HttpRequest, desk_page: admin.ModelAdmin[Any]) -> HttpResponse:
    if not request.user.has_perm("aggregator.add_outlet"):
        raise PermissionDenied
    form = ListForm(request.POST or None, request.FILES or None)
    intake: Intake | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            intake = take_in(file.read(), file.name or "a list")
        except ReadingError as error:
            form.add_error("file", f"Refused: {error}.")
        else:
            _tell(request, desk_page, intake)
    context = {
        **admin.site.each_context(request),
        "title": "Add sources by a list",
        "opts": desk_page.opts,
        "form": form,
        "intake": intake,
        "refused": intake.refused.most_common() if intake else (),
        "media": desk_page.media + form.media,
    }
    return TemplateResponse(request, "admin/aggregator/take_in_list.html", context)


def _tell(request: HttpRequest, desk_page: admin.ModelAdmin[Any], intake: Intake) -> None:
    if intake.outlets:
        added = Outlet.objects.filter(pk__in=[outlet.pk for outlet in intake.outlets])
        LogEntry.objects.log_actions(request.user.pk or 0, added, ADDITION, "Added by a list of sources")
    told = f"{counted(len(intake.outlets), 'outlet')} and {counted(len(intake.feeds), 'feed')} added"
    refused = sum(intake.refused.values())
    level = messages.SUCCESS if intake.feeds else messages.WARNING
    desk_page.message_user(request, f"{told}, {refused} refused." if refused else f"{told}.", level)
