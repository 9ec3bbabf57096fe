"""The desk's pages for stories: rename, order, pin, lock, publish, hide, merge; the other pages are beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from aggregator.admin_filters import StandingFilter
from aggregator.admin_history import KeptAdmin
from coverage import (
    admin_articles,
    admin_desk,
    admin_found,
    admin_inbox,
    admin_press_reviews,
    admin_spans,
    admin_speakers,
    admin_statements,
    admin_takedowns,
)
from coverage.admin_choosing import RestingFilter
from coverage.admin_decisions import decided, may_decide, story_link, tell
from coverage.admin_order import order_urls, seen, turns_of
from coverage.admin_story_actions import Kind, StoryActions
from coverage.admin_story_form import HELP, StoryForm
from coverage.admin_within import ChoiceWithin, is_choosing
from coverage.gate import in_the_way, to_look_at
from coverage.models import Membership, PressReview, Story

__all__ = [
    "StoryAdmin",
    "admin_articles",
    "admin_desk",
    "admin_found",
    "admin_inbox",
    "admin_press_reviews",
    "admin_spans",
    "admin_speakers",
    "admin_statements",
    "admin_takedowns",
]
_MOST_DECISIONS = 30  # on a story's page


@admin.register(Story)
class StoryAdmin(StoryActions, KeptAdmin):
    """Stories. A field that is changed here is an editor's from then on: the workers leave it alone."""

    list_display = ("__str__", "articles_in_it", "state", "set_by_editors", "last_published_at", "locked", "reviewed")
    list_filter = (StandingFilter, RestingFilter, "state", "locked", "reviewed")
    list_select_related = ("merged_into",)
    list_per_page = 50
    ordering = ("-last_published_at", "-id")  # said again: a model's own ordering is lost where rows are counted
    search_fields = ("title", "standfirst", "=id")
    fields = ("title", "standfirst", "state", "lead", "order", "pinned", "locked", "reviewed", "why",
              "publish_gate", "set_by_editors", "page", "leads_to", "articles_table", "decisions_table")  # fmt: skip
    readonly_fields = ("publish_gate", "set_by_editors", "page", "leads_to", "articles_table", "decisions_table")
    form = StoryForm
    change_form_template = "admin/coverage/story_form.html"
    actions = ("merge", "publish", "hide", "lock", "unlock", "pin", "unpin", "hand_back")
    view_on_site = False  # `page` leads there, and says where readers see nothing

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        rows: QuerySet[Story] = super().get_queryset(request)
        own = Membership.objects.filter(story=OuterRef("pk")).order_by().values("story")
        return rows.annotate(size=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Story | None:
        """A story with whether the person may move its articles up and down."""
        story: Any = super().get_object(request, object_id, from_field)
        if story is not None:
            story.may_move = may_decide(request) and not story.merged_into_id
        return story  # type: ignore[no-any-return]

    def get_urls(self) -> list[Any]:
        return [*order_urls(self), *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return (
            (*self.list_display, "leads_to") if request.GET.get("standing") in {"merged", "all"} else self.list_display
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Where a story is chosen for an article, only those that stand are offered."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        return (found.filter(merged_into=None) if is_choosing(request) else found), doubled

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        stands = obj is None or not obj.merged_into_id
        can = self.has_change_permission(request, obj)
        return tuple(name for name in self.fields if (stands and can) or name not in ("order", "why"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.get_fields(request, obj) if obj and obj.merged_into_id else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, help_texts=HELP, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The article that leads is chosen among the story's."""
        match = request.resolver_match
        if db_field.name == "lead" and match and str(match.kwargs.get("object_id", "")).isdecimal():
            kwargs["widget"] = ChoiceWithin(db_field, ("story", int(match.kwargs["object_id"])))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in HELP:
            # A form that lay open while the workers changed the row must not pass their old value off as an editor's.
            field.show_hidden_initial = True
        return field

    @admin.display(description="articles", ordering="size")
    def articles_in_it(self, story: Story) -> int:
        return story.size  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="leads to")
    def leads_to(self, story: Story) -> str:
        return story_link(story.merged_into) if story.merged_into else "—"

    @admin.display(description="publish gate")
    def publish_gate(self, story: Story) -> str:
        context = {"story": story, "blocks": in_the_way(story), "hints": to_look_at(story)}
        return render_to_string("admin/coverage/gate.html", context)

    @admin.display(description="decisions")
    def decisions_table(self, story: Story) -> str:
        rows = story.decisions.select_related("proposed_by", "decided_by")[:_MOST_DECISIONS]
        return render_to_string("admin/coverage/story_decisions.html", {"decisions": rows, "story": story})

    @admin.display(description="set by editors")
    def set_by_editors(self, story: Story) -> str:
        return ", ".join(story.set_by_person) or "—"

    @admin.display(description="page")
    def page(self, story: Story) -> str:
        note = "" if story.state == Story.State.PUBLIC else " (readers do not see it)"
        review = reverse("admin:coverage_pressreview_add") + f"?story={story.pk}"
        if written := PressReview.objects.filter(story=story).values_list("pk", flat=True).first():
            review = reverse("admin:coverage_pressreview_change", args=[written])
        quotes = reverse("admin:aggregator_quote_queue") + f"?story={story.pk}"
        statements = reverse("admin:coverage_claimgroup_changelist") + f"?story={story.pk}"
        told = (
            '<a href="{0}">{0}</a>{1} · <a href="{2}">press review</a> · <a href="{3}">review its quotes</a> · '
            '<a href="{4}">its statements</a>'
        )
        return format_html(told, story.get_absolute_url(), note, review, quotes, statements)

    @admin.display(description="articles")
    def articles_table(self, story: Story) -> str:
        turns = turns_of(story)
        context = {"story": story, "turns": turns, "seen": seen(turns), "may_move": story.may_move}  # type: ignore[attr-defined]
        return render_to_string("admin/coverage/story_articles.html", context)

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        values = form.decided_values()
        asked = {"stories": [obj.pk], "values": values}
        if values and (decision := decided(self, request, Kind.EDIT, asked, form.cleaned_data["why"], [obj])):
            tell(self, request, decision.told, decision)
        obj.refresh_from_db()

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None  # the decision is logged already

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        stays = "_continue" in request.POST
        return HttpResponseRedirect(request.path) if stays else self.response_post_save_change(request, obj)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return may_decide(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_decide(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a story is made of articles: split some off

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its address must lead somewhere for ever: hide it instead
