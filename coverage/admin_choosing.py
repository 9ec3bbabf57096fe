"""What an editor chooses among: the stories that an action may mean, and the rows that a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AdminRadioSelect, AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from aggregator.admin_display import counted
from aggregator.admin_filters import NarrowingFilter
from coverage.models import Membership, Story
from coverage.models.stories import StoryQuerySet

MOST = 300  # rows that one decision may be about


class _StoryChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """Stories told apart by more than their titles."""

    def label_from_instance(self, story: Any) -> str:
        articles = counted(story.memberships.count(), "article")
        return f"{story} ({articles}, {story.get_state_display()}{', locked' if story.locked else ''}, no. {story.pk})"


class MergeForm(forms.Form):
    """Which of the chosen stories the others are merged into."""

    story = _StoryChoice(
        Story.objects.none(),
        label="The story that stays",
        empty_label=None,
        widget=AdminRadioSelect(attrs={"class": "radiolist"}),
        help_text="Its address stays, and so do its title and state where an editor set them. "
        "The others' addresses and feeds lead to it for ever.",
    )

    def __init__(self, chosen: Sequence[Story], data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["story"]
        field.queryset = Story.objects.standing().filter(pk__in=[story.pk for story in chosen])


class ArticleStoryForm(forms.Form):
    """Which story the chosen articles go to: any that stands, found by its title or number."""

    story = forms.ModelChoiceField(
        Story.objects.standing(),
        label="Story",
        widget=AutocompleteSelect(Membership._meta.get_field("story"), admin.site),
        help_text="Type words of its title, or its number. The articles stay there, and all that are there now.",
    )


class StandingFilter(NarrowingFilter):
    """Stories that stand on their own, or those that lead to another."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("standing", "on their own"), ("merged", "merged into another"), ("all", "all")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        on_their_own = queryset.filter(merged_into=None)
        return {"standing": on_their_own, "merged": queryset.exclude(merged_into=None)}.get(self.value(), queryset)


class RestingFilter(admin.SimpleListFilter):
    """Stories whose event goes on, or those to which nothing was added for some days."""

    title = "event"
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("awake", "goes on"), ("resting", "rests")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        stories: StoryQuerySet = queryset  # type: ignore[assignment]
        return {"awake": stories.awake(now), "resting": stories.resting(now)}.get(self.value() or "", queryset)


class PlacingFilter(admin.SimpleListFilter):
    """Articles by who placed them."""

    title = "placed"
    parameter_name = "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("not", "not placed yet"), ("machine", "by the workers"), ("person", "held by editors")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "not":
            return queryset.filter(membership=None)
        return queryset.filter(membership__placed_by=self.value()) if self.value() else queryset


def ask(
    request: HttpRequest,
    desk_page: admin.ModelAdmin[Any],
    action: str,
    title: str,
    chosen: Sequence[Any],
    form: forms.Form,
) -> HttpResponse | None:
    """A page that asks which story an action means, and sends the same choice back with the answer."""
    if len(chosen) > MOST:
        desk_page.message_user(request, f"Choose {MOST} at most; these are {len(chosen)}.", messages.ERROR)
        return None
    context = {
        **admin.site.each_context(request),
        "title": title,
        "opts": desk_page.opts,
        "chosen": chosen,
        "form": form,
        "action": action,
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": desk_page.media + form.media,
    }
    return TemplateResponse(request, "admin/coverage/choose_story.html", context)
