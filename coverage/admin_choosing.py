"""What an editor chooses among: the stories that an action may mean, and the rows that a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminRadioSelect, AutocompleteSelect
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aggregator.admin_asking import ReasonForm
from aggregator.wording import counted
from coverage.models import Membership, Story
from coverage.models.stories import StoryQuerySet


class _StoryChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """Stories told apart by more than their titles."""

    def label_from_instance(self, story: Any) -> str:
        articles = counted(story.articles_in_it, "article")
        return f"{story} ({articles}, {story.get_state_display()}{', locked' if story.locked else ''}, no. {story.pk})"


class MergeForm(ReasonForm):
    """Which of the chosen stories the others are merged into."""

    story = _StoryChoice(
        Story.objects.none(),
        label="The story that stays",
        empty_label=None,
        widget=AdminRadioSelect(attrs={"class": "radiolist"}),
        help_text="Its address stays, and so do its title and state where an editor set them. "
        "The others' addresses and feeds lead to it for ever.",
    )

    field_order = ("story", "reason")

    def __init__(self, chosen: Sequence[Story], data: Any = None, *, public: bool = False) -> None:
        super().__init__(data, public=public)
        field: Any = self.fields["story"]
        standing = Story.objects.standing().filter(pk__in=[story.pk for story in chosen])
        field.queryset = standing.annotate(articles_in_it=Count("memberships"))


class ArticleStoryForm(ReasonForm):
    """Which story the chosen articles go to: any that stands, found by its title or number."""

    story = forms.ModelChoiceField(
        Story.objects.standing(),
        label="Story",
        widget=AutocompleteSelect(Membership._meta.get_field("story"), admin.site),
        help_text="Type words of its title, or its number. The articles stay there, and all that are there now.",
    )

    field_order = ("story", "reason")


class RestingFilter(admin.SimpleListFilter):
    """Stories whose event goes on, or those to which nothing was added for some days."""

    title = "event"
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("awake", "goes on"), ("resting", "rests"), ("stale", "to be compared")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        stories: StoryQuerySet = queryset  # type: ignore[assignment]
        found = {"awake": stories.awake(now), "resting": stories.resting(now), "stale": stories.to_compare()}
        return found.get(self.value() or "", queryset)


class PlacingFilter(admin.SimpleListFilter):
    """Articles by who placed them."""

    title = "placed"
    parameter_name = "placed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("not", "not placed yet"),
            ("machine", "by the workers"),
            ("person", "held by editors"),
            ("aside", "not news"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "not":
            return queryset.filter(membership=None, not_news=False)
        if self.value() == "aside":
            return queryset.filter(not_news=True)
        return queryset.filter(membership__placed_by=self.value()) if self.value() else queryset
