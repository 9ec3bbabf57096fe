"""A section of a story at an address of its own → the section alone, with all characters that an article may show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coverage.models import Story
from coverage.standing import public_story
from coverage.story_page import story_context


@require_safe
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Who reports what, the quotes, the differences, who cites whom, or the articles."""
    story = public_story(pk)
    if story.pk != pk:
        return redirect("story-section", story.pk, section, permanent=True)
    return render(request, "coverage/section.html", _context(story, section))


@require_safe
def by_number(request: HttpRequest, pk: int, slug: str, page: str) -> HttpResponse:
    """The pages below a story stand at its number alone; an address with its slug leads there."""
    query = request.META.get("QUERY_STRING", "")
    place = reverse("story-by-number", args=[pk])
    return redirect(f"{place}{page}/{'?' if query else ''}{query}", permanent=True)


def _context(story: Story, section: str) -> dict[str, Any]:
    elsewhere = story.get_absolute_url()
    return story_context(story, section) | {"section": section, "elsewhere": elsewhere, "linked_data": None}
