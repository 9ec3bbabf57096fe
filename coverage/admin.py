"""The desk's pages for stories and for the articles in them: rename, merge, split, move, lock, hide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aggregator.models import Article
from coverage import desk
from coverage.models import Difference, Exclusion, Membership, Story, StoryEvent

_KEPT_FIELDS = ("title", "standfirst", "state")


class ChooseStoryForm(forms.Form):
    """Where to: a story that stands."""

    story = forms.ModelChoiceField(Story.objects.standing().order_by("-last_published_at"))


class MembershipInline(admin.TabularInline):
    """The story's articles, with what placed them there."""

    model = Membership
    extra = 0
    can_delete = False
    fields = readonly_fields = ("article", "placed_by", "score", "why", "joined_at")

    @admin.display(description="words that placed it")
    def why(self, membership: Membership) -> str:
        return ", ".join(membership.reasons)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):
    """Stories. A field that is changed here is an editor's from then on: the workers leave it alone."""

    list_display = ("__str__", "state", "articles_in_it", "locked", "reviewed", "last_published_at", "leads_to")
    list_filter = ("state", "locked", "reviewed", ("merged_into", admin.EmptyFieldListFilter))
    search_fields = ("title", "standfirst")
    fields = ("title", "standfirst", "state", "locked", "reviewed", "set_by_person", "page", "merged_into")
    readonly_fields = ("set_by_person", "page", "merged_into")
    inlines = (MembershipInline,)
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return super().get_queryset(request).annotate(size=Count("memberships"))

    @admin.display(description="articles", ordering="size")
    def articles_in_it(self, story: Story) -> int:
        return story.size  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="merged into")
    def leads_to(self, story: Story) -> str:
        return str(story.merged_into or "")

    @admin.display(description="page")
    def page(self, story: Story) -> SafeString | str:
        return format_html('<a href="{0}">{0}</a>', story.get_absolute_url()) if story.pk else ""

    @admin.action(description="Merge the chosen stories into one of them …")
    def merge(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        form = ChooseStoryForm(request.POST if "story" in request.POST else None)
        form.fields["story"].queryset = stories.standing()  # type: ignore[attr-defined]
        if not form.is_valid():
            return _ask(request, "Merge into", stories, form, "merge")
        try:
            desk.merge(list(stories), form.cleaned_data["story"], timezone.now())
        except desk.DeskError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, f"Merged; the old addresses lead to “{form.cleaned_data['story']}”.")
        return None

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        set_here = {name: form.cleaned_data[name] for name in form.changed_data if name in _KEPT_FIELDS}
        if change and "title" in set_here:
            before = Story.objects.get(pk=obj.pk)
            desk.rename(before, set_here["title"], timezone.now())
            obj.set_by_person = before.set_by_person
        obj.set_by_editor(**set_here)
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its address must lead somewhere for ever: hide it instead


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """Articles: where they stand, which story they are in, and the moves an editor may make."""

    list_display = ("__str__", "outlet", "state", "reason", "access", "published_at", "origin", "story")
    list_filter = ("outlet", "state", "access", "origin")
    list_select_related = ("outlet", "membership__story")
    search_fields = ("title", "url")
    date_hierarchy = "published_at"
    readonly_fields = tuple(field.name for field in Article._meta.fields if field.name != "link")
    actions = ("move_to_story", "split_off", "read_again")

    @admin.display(description="story")
    def story(self, article: Article) -> str:
        membership = getattr(article, "membership", None)
        return str(membership.story) if membership else "not placed yet"

    @admin.action(description="Move the chosen articles to a story …")
    def move_to_story(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        form = ChooseStoryForm(request.POST if "story" in request.POST else None)
        if not form.is_valid():
            return _ask(request, "Move to", articles, form, "move_to_story")
        desk.move(list(articles), form.cleaned_data["story"], timezone.now())
        self.message_user(request, f"Moved to “{form.cleaned_data['story']}”; the workers leave them there.")
        return None

    @admin.action(description="Split the chosen articles off into a story of their own")
    def split_off(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        stories = Story.objects.filter(memberships__article__in=articles).distinct()
        try:
            if len(stories) != 1:
                raise desk.DeskError("Choose articles of one story.")
            new = desk.split(stories[0], list(articles), timezone.now())
        except desk.DeskError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, f"Split off as “{new}”; both halves stay apart.")

    @admin.action(description="Read the chosen articles again")
    def read_again(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        chosen = Article.objects.filter(pk__in=list(articles.values_list("pk", flat=True)))
        count = chosen.update(
            state=Article.State.DUE, attempts=0, next_try_at=timezone.now(), lease_until=None, queued_until=None
        )
        self.message_user(request, f"{count} articles are read again by the workers.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Difference)
class DifferenceAdmin(admin.ModelAdmin):
    """Points on which outlets differ, as found."""

    list_display = ("topic", "values", "kind", "story", "weight")
    list_filter = ("kind",)
    list_select_related = ("story",)

    @admin.display(description="values")
    def values(self, difference: Difference) -> str:
        return " · ".join(side["value"] for side in difference.sides)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StoryEvent)
class StoryEventAdmin(admin.ModelAdmin):
    """What happened to stories."""

    list_display = ("at", "kind", "story", "article", "detail")
    list_filter = ("kind",)
    list_select_related = ("story", "article")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Exclusion)
class ExclusionAdmin(admin.ModelAdmin):
    """Articles that an editor took out of a story; deleting one lets the workers place it there again."""

    list_display = ("article", "story", "made_at")
    list_select_related = ("article", "story")


def _ask(request: HttpRequest, title: str, chosen: QuerySet[Any], form: forms.Form, action: str) -> HttpResponse:
    """A page that asks which story an action means, and sends the same choice back with the answer."""
    context = {
        **admin.site.each_context(request),
        "title": title,
        "chosen": chosen,
        "form": form,
        "action": action,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/coverage/choose_story.html", context)
