"""A story's press review as a page, and as text, Markdown and plain HTML to be copied."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from coverage.answers import answer
from coverage.comparing.review_forms import as_markdown, as_text
from coverage.models import Story
from coverage.press_reviews import Shown, review_of
from coverage.standing import public_story

FORMS = {"txt": "text/plain", "md": "text/markdown", "html": "text/html"}
"""The forms that a review can be copied in, by the end of their address."""


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The press review of a story. `?as=` leads to the form to be copied."""
    story = public_story(pk)
    wanted = request.GET.get("as", "")
    if wanted in FORMS:
        return redirect("story-review-form", story.pk, wanted)
    if story.pk != pk:
        return redirect("story-review", story.pk, permanent=True)
    return render(request, "coverage/review.html", _context(story))


@require_safe
def form(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The press review to be copied, with its attribution."""
    story = public_story(pk)
    if story.pk != pk:
        return redirect("story-review-form", story.pk, form, permanent=True)
    return answer(request, _body(story, review_of(story), form).encode(), f"{FORMS[form]}; charset=utf-8")


def _context(story: Story) -> dict[str, Any]:
    shown = review_of(story)
    return {"story": story, "review": shown.written, "shown": shown, "sample": shown.sample, "forms": FORMS}


def _body(story: Story, shown: Shown, form: str) -> str:
    if form == "txt":
        return as_text(shown.written)
    if form == "md":
        return as_markdown(shown.written)
    return render_to_string("coverage/review/copy.html", {"story": story, "review": shown.written})
