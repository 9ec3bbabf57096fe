"""What editors put right → the readers' page of corrections, newest first, in pages that end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coverage.feeds.corrected import told, with_rows
from coverage.models import Correction
from coverage.pages.paging import before_asked

_MOST = 50  # of a page


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Corrections with what changed on what, when and why; no editor's name but where it is public. One query."""
    before = before_asked(request)
    rows = with_rows(Correction.objects.all())
    found = list((rows if before is None else rows.filter(pk__lt=before)).order_by("-pk")[: _MOST + 1])
    context = {
        "corrections": told(found[:_MOST]),
        "older": found[_MOST - 1].pk if len(found) > _MOST else None,
        "newest": before is None,
    }
    return render(request, "coverage/corrections.html", context)
