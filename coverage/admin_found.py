"""The desk's pages for what was found and done in stories: differences, events, articles that were taken out."""

from __future__ import annotations

from django.contrib import admin

from aggregator.admin_feeds import ReadOnlyAdmin
from coverage.models import Difference, Exclusion, StoryEvent


@admin.register(Difference)
class DifferenceAdmin(ReadOnlyAdmin):
    """Points on which outlets differ, as found."""

    list_display = ("topic", "values", "kind", "story", "weight")
    list_filter = ("kind",)
    list_select_related = ("story",)
    search_fields = ("topic", "story__title")
    fields = ("story", "topic", "values", "kind", "weight")

    @admin.display(description="values")
    def values(self, difference: Difference) -> str:
        return " · ".join(str(side["value"]) for side in difference.sides)


@admin.register(StoryEvent)
class StoryEventAdmin(ReadOnlyAdmin):
    """What happened to stories."""

    list_display = ("at", "kind", "story", "article", "detail")
    list_filter = ("kind",)
    list_select_related = ("story", "article")
    search_fields = ("story__title", "article__title", "detail")
    date_hierarchy = "at"


@admin.register(Exclusion)
class ExclusionAdmin(ReadOnlyAdmin):
    """Articles that an editor took out of a story. The action "Let the workers place …" of the articles undoes it."""

    list_display = ("article", "story", "made_at")
    list_select_related = ("article", "story")
    search_fields = ("article__title", "story__title")
