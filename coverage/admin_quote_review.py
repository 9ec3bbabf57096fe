"""The desk's queue of quotes: one at a time in its text, to accept, hide, or put right, and on to the next."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from aggregator.admin_display import marked
from aggregator.models import Quote
from aggregator.models.findings import words_at
from aggregator.reading.ends import Spans, are_whole, nudges
from coverage import quote_queue, spans
from coverage.admin_decisions import GO_ON, decided, tell
from coverage.admin_quote_form import QuoteForm, spans_from
from coverage.models import QuoteLabel, QuoteTie, Story

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Any]
else:
    _Page = object


class QuoteReview(_Page):
    """The pages of the queue, below the list of quotes. They hold without JavaScript; a script adds keys."""

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("review/", guard(self.first_view), name="aggregator_quote_queue"),
            path("<int:pk>/review/", guard(self.review_view), name="aggregator_quote_review"),
            *super().get_urls(),
        ]

    def first_view(self, request: HttpRequest) -> HttpResponse:
        """On to the first that waits."""
        self._may_look(request)
        first = quote_queue.queue(_story(request)).values_list("pk", flat=True).first()
        return self._to(request, first)

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One quote."""
        self._may_look(request)
        rows = Quote.objects.select_related("snapshot", "article__outlet", "article__membership__story", "speaker")
        quote = get_object_or_404(rows, pk=pk)
        story = getattr(getattr(quote.article, "membership", None), "story", None)
        form = QuoteForm(quote, story, request.POST if request.method == "POST" else None, initial=_initial(quote))
        if request.method == "POST":
            if not self.has_decide_permission(request):  # type: ignore[attr-defined]
                raise PermissionDenied
            if form.is_valid() and (answer := self._carry_out(request, quote, form)):
                return answer
        return TemplateResponse(request, "admin/coverage/quote_review.html", self._context(request, quote, story, form))

    def _carry_out(self, request: HttpRequest, quote: Quote, form: QuoteForm) -> HttpResponse | None:
        """Do what the button says; None where the form tells what is wrong."""
        do = request.POST.get("do", "")
        place = quote_queue.place_of(quote, _story(request))
        public = bool(spans.shown_in(Quote.objects.filter(pk=quote.pk)))
        asked = form.asked(do, public)
        if asked is None:
            return None
        decision = decided(self, request, *asked, form.cleaned_data["reason"], [quote])
        if decision:
            tell(self, request, decision.told, decision)
        return self._to(request, place.after or place.before if do in GO_ON and decision else quote.pk)

    def _context(self, request: HttpRequest, quote: Quote, story: Story | None, form: QuoteForm) -> dict[str, Any]:
        tried = _tried(request, quote)
        form.initial["spans"], form.initial["words"] = json.dumps(tried), words_at(tried, quote.snapshot.text)
        steps = nudges(tried, quote.snapshot.text)
        ties = QuoteTie.objects.filter(one=quote) | QuoteTie.objects.filter(other=quote)
        place = quote_queue.place_of(quote, _story(request))
        return {
            **admin.site.each_context(request),
            "title": _("Review a quote"),
            "opts": self.opts,
            "quote": quote,
            "story": story,
            "stands": quote.is_verbatim(),
            "in_place": marked(quote.snapshot.text, tried),
            "moved": tried != tuple(map(tuple, quote.spans)),
            "newest": quote.snapshot_id == quote.article.snapshot_id,
            "steps": {name: _query(request, getattr(steps, name)) for name in steps.__slots__},
            "variants": quote_queue.renderings_of(quote),
            "ties": ties.select_related("one__article__outlet", "other__article__outlet"),
            "form": form,
            "place": place,
            "query": _query(request),
            "may": self.has_decide_permission(request),  # type: ignore[attr-defined]
            "media": self.media + form.media,
        }

    def _may_look(self, request: HttpRequest) -> None:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def _to(self, request: HttpRequest, number: int | None) -> HttpResponse:
        if number is None:
            self.message_user(request, _("No quote waits for review."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:aggregator_quote_changelist"))
        return HttpResponseRedirect(reverse("admin:aggregator_quote_review", args=[number]) + _query(request))


def _initial(quote: Quote) -> dict[str, Any]:
    label = QuoteLabel.objects.filter(quote=quote).values_list("rendering", flat=True).first()
    return {"speaker": quote.speaker_id, "named": "" if quote.speaker_id else quote.speaker_name, "label": label or ""}


def _story(request: HttpRequest) -> int | None:
    """The story to whose quotes the queue keeps."""
    told = request.GET.get("story", "")
    return int(told) if told.isdigit() and len(told) < 19 else None


def _tried(request: HttpRequest, quote: Quote) -> Spans:
    """The ends that the address tries out; the quote's own where it tries none that can be."""
    try:
        found = spans_from(request.GET.get("spans", ""))
    except ValidationError:
        found = ()
    return found if are_whole(found, quote.snapshot.text) else tuple((start, end) for start, end in quote.spans)


def _query(request: HttpRequest, tried: Spans | None = None) -> str:
    asked: dict[str, Any] = {"story": _story(request), "spans": json.dumps(tried) if tried else None}
    told = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"?{told}" if told else ""
