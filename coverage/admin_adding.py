"""The desk's pages on which articles are added by address, or with their text, and followed until they are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    AdminURLFieldWidget,
)
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aggregator.adding import MOST, prepare
from aggregator.clock import latest_sweep
from aggregator.models import AddedAddress, Addition, Article
from coverage.admin_decisions import decided, may_decide
from coverage.models import Decision

_SECONDS = 3  # between two looks at the progress
_SILENT = timedelta(minutes=1)  # without a sweep: no worker runs


class AddressesForm(forms.Form):
    """Addresses, one a line."""

    addresses = forms.CharField(
        label=_("Addresses of articles"),
        widget=AdminTextareaWidget(attrs={"rows": 8}),
        max_length=60_000,
        help_text=_("One a line, of any site. The workers fetch them politely, as they fetch everything."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=AdminTextInputWidget(), max_length=2000)

    def clean_addresses(self) -> list[str]:
        """The lines, each once."""
        lines = list(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["addresses"].splitlines()))))
        if len(lines) > MOST:
            raise forms.ValidationError(
                _("%(most)s at a time; these are %(count)s.") % {"most": MOST, "count": len(lines)}
            )
        return lines


class TextForm(forms.Form):
    """An article whose page cannot be fetched, as a person read it."""

    address = forms.URLField(
        label=_("Its address"), max_length=1000, assume_scheme="https", widget=AdminURLFieldWidget()
    )
    title = forms.CharField(label=_("Headline"), max_length=500, widget=AdminTextInputWidget())
    byline = forms.CharField(label=_("Byline"), max_length=300, required=False, widget=AdminTextInputWidget())
    published = forms.DateTimeField(
        label=_("Published (UTC)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    text = forms.CharField(
        label=_("Text"),
        widget=AdminTextareaWidget(attrs={"rows": 20}),
        max_length=200_000,
        help_text=_("Paragraphs with a blank line between them. Readers are told that an editor pasted it."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=AdminTextInputWidget(), max_length=2000)


def add_urls(page: admin.ModelAdmin[Any]) -> list[Any]:
    """The pages' addresses below the inbox."""

    def view(function: Callable[..., HttpResponse]) -> Any:
        def shown(request: HttpRequest, **named: Any) -> HttpResponse:
            return function(page, request, **named)

        return admin.site.admin_view(shown)

    return [
        path("addresses/", view(_add_addresses), name="coverage_inbox_addresses"),
        path("text/", view(_add_text), name="coverage_inbox_text"),
        path("added/<int:pk>/", view(_progress), name="coverage_inbox_added"),
    ]


def _add_addresses(page: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    form = AddressesForm(request.POST or None)
    if form.is_valid() and may_decide(request):
        addition = prepare(form.cleaned_data["addresses"], request.user, timezone.now())
        return _entered(page, request, addition, form.cleaned_data["reason"])
    return _asked(page, request, form, str(_("Add articles by address")))


def _add_text(page: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    form = TextForm(request.POST or None, initial={"address": request.GET.get("address", "")[:1000]})
    if form.is_valid() and may_decide(request):
        told = {name: form.cleaned_data[name] for name in ("title", "byline", "text")}
        published = form.cleaned_data["published"]
        told["published"] = published.isoformat() if published else ""
        addition = prepare([form.cleaned_data["address"]], request.user, timezone.now(), told)
        return _entered(page, request, addition, form.cleaned_data["reason"])
    return _asked(page, request, form, str(_("Add an article by its text")))


def _asked(page: admin.ModelAdmin[Any], request: HttpRequest, form: forms.Form, title: str) -> HttpResponse:
    if not may_decide(request):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": title,
        "opts": page.opts,
        "form": form,
        "media": page.media + form.media,
    }
    return TemplateResponse(request, "admin/coverage/add.html", context)


def _entered(page: admin.ModelAdmin[Any], request: HttpRequest, addition: Addition, reason: str) -> HttpResponse:
    decided(page, request, Decision.Kind.ADD, {"addition": addition.pk}, reason)
    return HttpResponseRedirect(reverse("admin:coverage_inbox_added", args=[addition.pk]))


def _progress(page: admin.ModelAdmin[Any], request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each address. It asks to be looked at again while something is left to do (an HTTP header, which
    a link on the page leaves out)."""
    if not request.user.has_perm("aggregator.view_article"):
        raise PermissionDenied
    addition = get_object_or_404(Addition, pk=pk)
    now = timezone.now()
    rows = [(row, _stands(row, addition)) for row in _rows(addition)]
    left = sum(state in _OPEN for _, state in rows)
    swept = latest_sweep()
    context = {
        **admin.site.each_context(request),
        "title": _("What became of the addresses"),
        "opts": page.opts,
        "addition": addition,
        "rows": rows,
        "left": left,
        "done": len(rows) - left,
        "still": "still" in request.GET,
        "silent": left and (swept is None or now - swept > _SILENT),
        "media": page.media,
    }
    answer = TemplateResponse(request, "admin/coverage/added.html", context)
    if left and "still" not in request.GET:
        answer.headers["Refresh"] = str(_SECONDS)
    return answer


_OPEN = ("waits", "fetched", "again")


def _rows(addition: Addition) -> QuerySet[AddedAddress]:
    rows = addition.addresses.select_related("article__outlet", "article__membership__story", "article__snapshot")
    return rows.defer("article__feed_summary", "article__snapshot__text")


def _stands(row: AddedAddress, addition: Addition) -> str:
    """One word for where an address stands: proposed, refused, waits, fetched, again, read."""
    if row.reason:
        return "refused"
    if row.article is None:
        return "proposed" if addition.entered_at is None else "refused"
    if row.article.state == Article.State.REFUSED:
        return "refused"
    if row.article.state == Article.State.READ:
        return "read"
    if row.article.lease_until:
        return "fetched"
    return "again" if row.article.reason else "waits"
