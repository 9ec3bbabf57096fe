"""A search's address → its page, and the description by which browsers offer it (OpenSearch)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from aggregator.models import Outlet
from coverage.answers import answer
from coverage.kept_pages import CACHE_CONTROL
from coverage.search import page
from coverage.search.asking import understood
from coverage.searching.index_words import KINDS

_LONGEST_TYPED = 2000  # characters that are looked at and shown again


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`: of all kinds, or of `kind` alone from a place (`below`) on. `exact` forgives no slip."""
    typed = request.GET.get("q", "")[:_LONGEST_TYPED]
    asked = understood(typed, forgiving="exact" not in request.GET)
    kind, below = request.GET.get("kind", ""), request.GET.get("below", "")
    context: dict[str, Any] = {"typed": typed, "asked": asked}
    if asked.typed.problems:
        context["problems"] = [page.told(problem) for problem in asked.typed.problems]
    elif not asked.query.is_empty:
        one = kind in KINDS
        context["results"] = page.of_kind(asked, kind, _place(below)) if one else page.overview(asked)
        context["sample"] = context["results"].has_sample
        context["corrected"] = asked.query.written if asked.is_corrected else ""
        context["exactly"] = urlencode({"q": typed, "exact": 1})
    if not context.get("results") or context["results"].is_empty:
        context["outlets"] = Outlet.objects.listed()
    response = render(request, "coverage/search.html", context)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


@require_safe
def opensearch(request: HttpRequest) -> HttpResponseBase:
    """The site's search for browsers (OpenSearch 1.1)."""
    body = render_to_string("coverage/opensearch.xml", {}, request).encode()
    return answer(request, body, "application/opensearchdescription+xml; charset=utf-8")


def _place(text: str) -> int | None:
    """A place in the index; None for what is none."""
    place = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1
    return place if 0 <= place < 1 << 63 else None
