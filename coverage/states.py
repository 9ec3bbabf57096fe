"""What a reader sees where there is no page: nothing there, taken down, asked too often, broken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from coverage.languages import bare
from coverage.models import Story, Tombstone

_MOMENT = 30  # seconds after which a story that is kept back is asked for again


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; 410 with the tombstone of what was taken down; 503 for a story that is kept back meanwhile."""
    path = bare(request.path)
    if _is_kept_back(path):
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = str(_MOMENT)
        return response
    stone = tombstone_at(path)
    return gone(request, stone) if stone else render(request, "404.html", status=404)


def gone(request: HttpRequest, stone: Tombstone) -> HttpResponse:
    """What stood there, when and why it was taken down; nothing of its text."""
    return render(request, "410.html", {"stone": stone, "story": stone.standing_story}, status=410)


def tombstone_at(path: str) -> Tombstone | None:
    """The tombstone at an address, or at the one of the story that it leads to: one query, or three for a story."""
    stone = Tombstone.objects.at(path)
    if stone or not path.startswith("/s/"):
        return stone
    named = _story_at(path)
    return Tombstone.objects.at(f"/s/{named.standing_story().pk}/") if named and named.merged_into_id else None


def _is_kept_back(path: str) -> bool:
    story = _story_at(path)
    return story is not None and story.standing_story().state == Story.State.WITHHELD


def _story_at(path: str) -> Story | None:
    """The story at an address, whether readers see it or not."""
    number = path.removeprefix("/s/").split("/")[0].split("-")[0].split(".")[0] if path.startswith("/s/") else ""
    return Story.objects.select_related("merged_into").filter(pk=number).first() if _is_key(number) else None


def _is_key(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 19


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: come again after so many seconds."""
    response = render(request, "429.html", {"minutes": max(1, seconds // 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither the database nor the request."""
    return HttpResponse(render_to_string("500.html"), status=500)
