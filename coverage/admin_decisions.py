"""A decision at the desk → carried out or proposed by what the person may, told to the person, and kept in history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from aggregator.admin_asking import SAY_WHY, log
from aggregator.models import Article
from coverage import decisions
from coverage.desk import DeskError
from coverage.models import Decision, Story

GO_ON = ("accept", "hide")
"""With these a quote or a statement is done with: its reviewer goes on to the next."""


def readers_see(stories: Iterable[Story] = (), articles: Sequence[Article] = ()) -> bool:
    """Whether readers see one of the stories, or one that an article is in."""
    if any(story.state == Story.State.PUBLIC for story in stories):
        return True
    return bool(articles) and Story.objects.visible().filter(memberships__article__in=articles).exists()


def says_why(form: forms.Form, do: str, public: bool) -> bool:
    """Whether a reason is given where one must be; its lack is told among the form's errors."""
    if public and do != "accept" and not form.cleaned_data["reason"].strip():
        form.add_error("reason", SAY_WHY)
        return False
    return True


def story_link(story: Story) -> str:
    """The story's title, leading to its page on the desk."""
    return format_html('<a href="{}">{}</a>', reverse("admin:coverage_story_change", args=[story.pk]), story)


def may_decide(request: HttpRequest, carries_out: str = "coverage.change_story") -> bool:
    """Whether the person may carry out decisions of a kind, or propose them."""
    return request.user.has_perm(carries_out) or request.user.has_perm(decisions.PROPOSE)


def decided(
    page: admin.ModelAdmin[Any],
    request: HttpRequest,
    kind: str,
    asked: Mapping[str, Any],
    reason: str,
    rows: Sequence[Any] = (),
) -> Decision | None:
    """The decision, where it was carried out. None where it could not be, or was kept for an editor: the person is
    told so here. `rows` are those whose log entries tell of it."""
    try:
        decision = decisions.decide(request.user, kind, asked, reason, timezone.now())
    except DeskError as error:
        page.message_user(request, str(error), messages.ERROR)
        return None
    except decisions.NotAllowed as error:
        raise PermissionDenied from error
    proposed = decision.state == Decision.State.PROPOSED
    log(request, rows, f"Proposed: {decision.told}" if proposed else decision.told, reason)
    if proposed:
        told = _("Proposed: {} An editor takes it or not; until then nothing changes.")
        page.message_user(request, format_html(told, decision_link(decision)), messages.WARNING)
        return None
    return decision


def decision_link(decision: Decision) -> str:
    """The decision in words, leading to its page on the desk."""
    return format_html('<a href="{}">{}</a>.', reverse("admin:coverage_decision_change", args=[decision.pk]), decision)


def tell(
    page: admin.ModelAdmin[Any], request: HttpRequest, done: str, decision: Decision, to: Story | None = None
) -> None:
    """Say what was done, and to which story; where readers do not see that one; and how it is undone."""
    said = format_html("{}.", done)
    if to is not None:
        to.refresh_from_db()
        unseen = "" if to.state == Story.State.PUBLIC else _(" Readers do not see that story.")
        said = format_html("{} “{}”.{}", done, story_link(to), unseen)
    page.message_user(request, format_html('{} <a href="{}">{}</a>', said, undo_address(decision), _("Undo")))


def undo_address(decision: Decision) -> str:
    """Where the decision is undone."""
    return reverse("admin:coverage_decision_undo", args=[decision.pk])
