"""The desk's pages for stories, and for what was found and done in them: rename, publish, hide, merge, lock."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from aggregator.admin_asking import ask
from aggregator.admin_display import counted
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.admin_filters import StandingFilter
from coverage import admin_articles, admin_takedowns, desk
from coverage.admin_choosing import MergeForm, RestingFilter
from coverage.admin_decisions import carried_out, log, story_link, tell
from coverage.models import Difference, Exclusion, Story, StoryEvent

__all__ = ["DifferenceAdmin", "ExclusionAdmin", "StoryAdmin", "StoryEventAdmin", "admin_articles", "admin_takedowns"]
_HELP = {
    "title": "A title that you set stays. Leave it empty to have the workers title the story again.",
    "standfirst": "A sentence or two below the headline; the workers never write one.",
    "state": "A state that you set stays, whatever arrives: hidden stories stay hidden, public ones public.",
    "locked": "No article is added or taken away by the workers.",
    "reviewed": "Readers see “not reviewed” at the story until this is set.",
}


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Stories. A field that is changed here is an editor's from then on: the workers leave it alone."""

    list_display = ("__str__", "articles_in_it", "state", "set_by_editors", "last_published_at", "locked", "reviewed")
    list_filter = (StandingFilter, RestingFilter, "state", "locked", "reviewed")
    list_select_related = ("merged_into",)
    list_per_page = 50
    ordering = ("-last_published_at", "-id")  # said again: a model's own ordering is lost where rows are counted
    search_fields = ("title", "standfirst", "=id")
    fields = ("title", "standfirst", "state", "locked", "reviewed", "set_by_editors", "page", "leads_to",
              "articles_table")  # fmt: skip
    readonly_fields = ("set_by_editors", "page", "leads_to", "articles_table")
    actions = ("merge", "publish", "hide", "hand_back")
    view_on_site = False  # `page` leads there, and says where readers see nothing

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        rows: QuerySet[Story] = super().get_queryset(request)
        return rows.annotate(size=Count("memberships"))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (
            (*self.list_display, "leads_to") if request.GET.get("standing") in {"merged", "all"} else self.list_display
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Where a story is chosen for an article, only those that stand are offered."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        asked = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return (found.filter(merged_into=None) if asked else found), doubled

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields if obj and obj.merged_into_id else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, help_texts=_HELP, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in _HELP:
            # A form that lay open while the workers changed the row must not pass their old value off as an editor's.
            field.show_hidden_initial = True
        return field

    @admin.display(description="articles", ordering="size")
    def articles_in_it(self, story: Story) -> int:
        return story.size  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="leads to")
    def leads_to(self, story: Story) -> str:
        return story_link(story.merged_into) if story.merged_into else "—"

    @admin.display(description="set by editors")
    def set_by_editors(self, story: Story) -> str:
        return ", ".join(story.set_by_person) or "—"

    @admin.display(description="page")
    def page(self, story: Story) -> str:
        note = "" if story.state == Story.State.PUBLIC else " (readers do not see it)"
        return format_html('<a href="{0}">{0}</a>{1}', story.get_absolute_url(), note)

    @admin.display(description="articles")
    def articles_table(self, story: Story) -> str:
        rows = story.memberships.select_related("article__outlet").defer("article__feed_summary")
        return render_to_string("admin/coverage/story_articles.html", {"story": story, "memberships": rows})

    @admin.action(description="Merge the chosen stories into one of them …", permissions=["change"])
    def merge(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        chosen = list(stories.standing())  # type: ignore[attr-defined]
        if len(chosen) < 2:
            self.message_user(request, "Choose two stories or more that stand on their own.", messages.ERROR)
            return None
        form = MergeForm(chosen, request.POST if "story" in request.POST else None)
        if not form.is_valid():
            return ask(request, self, "merge", "Merge into one story", chosen, form)
        into = form.cleaned_data["story"]
        if carried_out(self, request, lambda: desk.merge(chosen, into, timezone.now())):
            log(request, chosen, f"Merged into story {into.pk}")
            left = counted(len(chosen) - 1, "story", "stories")
            tell(self, request, f"{left} merged; the old addresses lead to", into)
        return None

    @admin.action(description="Publish the chosen stories", permissions=["change"])
    def publish(self, request: HttpRequest, stories: QuerySet[Story]) -> None:
        self._set_state(request, stories, Story.State.PUBLIC, "published")

    @admin.action(description="Hide the chosen stories from readers", permissions=["change"])
    def hide(self, request: HttpRequest, stories: QuerySet[Story]) -> None:
        self._set_state(request, stories, Story.State.HIDDEN, "hidden")

    @admin.action(description="Let the workers title and publish the chosen stories again", permissions=["change"])
    def hand_back(self, request: HttpRequest, stories: QuerySet[Story]) -> None:
        chosen = list(stories)
        desk.hand_back(chosen, timezone.now())
        log(request, chosen, "Handed back to the workers")
        self.message_user(request, f"{counted(len(chosen), 'story', 'stories')} handed back to the workers.")

    def _set_state(self, request: HttpRequest, stories: QuerySet[Story], state: str, done: str) -> None:
        chosen = list(stories.standing())  # type: ignore[attr-defined]
        for story in chosen:
            desk.edit(story, timezone.now(), state=state)
        log(request, chosen, done.capitalize())
        self.message_user(request, f"{counted(len(chosen), 'story', 'stories')} {done}.")

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        if changed := {name: form.cleaned_data[name] for name in form.changed_data}:
            desk.edit(obj, timezone.now(), **changed)
        obj.refresh_from_db()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a story is made of articles: split some off

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its address must lead somewhere for ever: hide it instead


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
class ExclusionAdmin(admin.ModelAdmin):
    """Articles that an editor took out of a story. The action "Let the workers place …" of the articles undoes it."""

    list_display = ("article", "story", "made_at")
    list_select_related = ("article", "story")
    search_fields = ("article__title", "story__title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
