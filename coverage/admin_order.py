"""The articles of a story's page as the desk shows them → one moved a place up or down, decided as a typed order is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from aggregator.admin_asking import ReasonForm, sent
from aggregator.models import Article
from coverage.admin_decisions import decided, may_decide, readers_see, tell
from coverage.models import Decision, Story
from coverage.story_facts import arranged, articles_of


@dataclass(slots=True)
class Turn:
    """An article in its turn on the story's page, and whether it can be moved up and down there."""

    article: Article
    leads: bool
    up: bool = False
    down: bool = False


def turns_of(story: Story) -> list[Turn]:
    """The story's articles as its page shows them. The lead stays first, and press reviews last, whatever the order."""
    found = [Turn(article, article.pk == story.lead_id) for _, article in arranged(story, articles_of(story))]
    for before, after in pairwise(found):
        before.down = after.up = not before.leads and before.article.outlet.listed == after.article.outlet.listed
    return found


def swapped(turns: Sequence[Turn], place: int) -> list[int]:
    """The order, by numbers of articles, in which that turn and the next have changed places. Those at the end that no
    editor has given a turn are left out, so that they go on following by time."""
    order = [turn.article.pk for turn in turns]
    order[place], order[place + 1] = order[place + 1], order[place]
    placed = [at for at, turn in enumerate(turns) if turn.article.membership.position is not None]
    return order[: max([place + 1, *placed]) + 1]


def order_urls(page: admin.ModelAdmin[Any]) -> list[Any]:
    """Where the buttons send to, below the story."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return _move(page, request, pk)

    return [path("<int:pk>/order/", page.admin_site.admin_view(view), name="coverage_story_order")]


def _move(page: admin.ModelAdmin[Any], request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down; asks why first where readers see the story, as for a typed order."""
    if not may_decide(request):
        raise PermissionDenied
    story = get_object_or_404(Story, pk=pk)
    back = HttpResponseRedirect(reverse("admin:coverage_story_change", args=[pk]))
    if request.method != "POST":
        return back
    turns = turns_of(story)
    place = _asked(turns, request)
    if place is None or request.POST.get("seen") != seen(turns):
        told = _("The order has changed since you opened this page. This is how it is now: move the article again.")
        page.message_user(request, told, messages.ERROR)
        return back
    form = ReasonForm(sent(request), public=readers_see([story]))
    if form.fields["reason"].required and not form.is_valid():
        return _ask(page, request, story, form)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    asked = {"stories": [pk], "values": {"order": swapped(turns, place)}}
    if (decision := decided(page, request, Decision.Kind.EDIT, asked, reason, [story])) is None:
        return back
    tell(page, request, _("Moved"), decision)
    moved = request.POST.get("up") or request.POST.get("down")
    return HttpResponseRedirect(f"{back.url}#turn-{moved}")  # where the next button is, for who goes by keyboard


def seen(turns: Sequence[Turn]) -> str:
    """The order as a page shows it, which a button sends along: sent twice, or late, it moves nothing."""
    return " ".join(str(turn.article.pk) for turn in turns)


def _asked(turns: Sequence[Turn], request: HttpRequest) -> int | None:
    """The first of the two places that are to change; None where nothing can be moved so."""
    for place, turn in enumerate(turns):
        number = str(turn.article.pk)
        if turn.up and request.POST.get("up") == number:
            return place - 1
        if turn.down and request.POST.get("down") == number:
            return place
    return None


def _ask(page: admin.ModelAdmin[Any], request: HttpRequest, story: Story, form: ReasonForm) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": _("Move an article"),
        "opts": page.opts,
        "story": story,
        "form": form,
        "kept": [(name, request.POST[name]) for name in ("seen", "up", "down") if name in request.POST],
        "media": page.media + form.media,
    }
    return TemplateResponse(request, "admin/coverage/order.html", context)
