"""The desk's pages for outlets, feeds, articles and what was found in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aggregator.models import Article, Citation, Claim, Feed, FetchLog, Outlet, Quote, Snapshot


class FeedInline(admin.TabularInline):
    """An outlet's feeds, below it."""

    model = Feed
    extra = 0
    fields = ("url", "kind", "enabled", "health", "polled_at", "newest_item_at", "last_problem")
    readonly_fields = ("url", "kind", "health", "polled_at", "newest_item_at", "last_problem")
    can_delete = False

    @admin.display(description="health")
    def health(self, feed: Feed) -> str:
        return feed.health(timezone.now())

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # feeds come from the code: docs/add-an-outlet.md


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    """Outlets, with the switch that stops fetching."""

    list_display = ("name", "access", "enabled", "listed", "articles_read")
    list_editable = ("enabled",)
    readonly_fields = ("slug", "name", "monogram", "home", "access", "position", "listed")
    inlines = (FeedInline,)

    @admin.display(description="articles read")
    def articles_read(self, outlet: Outlet) -> int:
        return outlet.articles.filter(state=Article.State.READ).count()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    """Feeds with their health."""

    list_display = ("url", "outlet", "health", "enabled", "polled_at", "newest_item_at", "failures", "last_problem")
    list_filter = ("outlet", "enabled", "gone")
    list_select_related = ("outlet",)
    list_editable = ("enabled",)
    readonly_fields = tuple(field.name for field in Feed._meta.fields if field.name not in {"enabled", "next_poll_at"})
    actions = ("ask_now",)

    @admin.display(description="health")
    def health(self, feed: Feed) -> str:
        return feed.health(timezone.now())

    @admin.action(description="Ask the chosen feeds now")
    def ask_now(self, request: HttpRequest, feeds: QuerySet[Feed]) -> None:
        count = feeds.update(next_poll_at=timezone.now(), lease_until=None)
        self.message_user(request, f"{count} feeds are asked within a minute.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the workers wrote, to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SpanAdmin(admin.ModelAdmin):
    """A quote or claim in its sentence: editors accept, hide or put right whose it is; the span stays what was read."""

    list_filter = ("article__outlet", "reviewed", "hidden")
    search_fields = ("text",)
    actions = ("accept", "hide", "show")

    @admin.display(description="in its snapshot")
    def in_place(self, row: Quote | Claim) -> SafeString:
        text = row.snapshot.text
        before, after = text[max(0, row.start - 300) : row.start], text[row.end : row.end + 300]
        return format_html("…{}<mark>{}</mark>{}…", before, text[row.start : row.end], after)

    @admin.action(description="Accept the chosen ones as reviewed")
    def accept(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._set(rows, reviewed=True)

    @admin.action(description="Hide the chosen ones")
    def hide(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._set(rows, hidden=True)

    @admin.action(description="Show the chosen ones again")
    def show(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._set(rows, hidden=False)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _compare_again(type(obj).objects.filter(pk=obj.pk))

    def _set(self, rows: QuerySet[Any], **values: bool) -> None:
        chosen = rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
        chosen.update(**values)
        _compare_again(chosen)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Quote)
class QuoteAdmin(SpanAdmin):
    """Quotes."""

    list_display = ("text", "speaker_name", "kind", "article", "confidence", "reviewed", "hidden")
    list_filter = (*SpanAdmin.list_filter, "kind", "translated")
    list_select_related = ("article",)
    fields = ("in_place", "article", "kind", "speaker_words", "speaker_name", "cue", "confidence", "found_by",
              "carried_from", "translated", "reviewed", "hidden")  # fmt: skip
    readonly_fields = ("in_place", "article", "kind", "speaker_words", "cue", "confidence", "found_by", "carried_from",
                       "translated")  # fmt: skip


@admin.register(Claim)
class ClaimAdmin(SpanAdmin):
    """Claims."""

    list_display = ("text", "source_name", "article", "score", "hedged", "negated", "reviewed", "hidden")
    list_select_related = ("article",)
    fields = ("in_place", "article", "source_words", "source_name", "source_outlet", "cue", "hedged", "negated",
              "figures", "score", "reviewed", "hidden")  # fmt: skip
    readonly_fields = ("in_place", "article", "source_words", "cue", "figures", "score")


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """Credit given."""

    list_display = ("name", "by", "article", "text")
    list_filter = ("article__outlet", "by")
    list_select_related = ("article",)
    search_fields = ("name", "text")


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """Texts, for the desk's eyes alone."""

    list_display = ("article", "taken_at", "reader", "sha256")
    list_select_related = ("article",)
    search_fields = ("article__title", "sha256")


@admin.register(FetchLog)
class FetchLogAdmin(ReadOnlyAdmin):
    """What became of each request."""

    list_display = ("at", "outcome", "url", "count", "detail", "milliseconds", "bytes")
    list_filter = ("outcome",)
    date_hierarchy = "at"


def _compare_again(rows: QuerySet[Any]) -> None:
    """The stories that show these rows are compared anew by the workers."""
    memberships = Article.objects.filter(pk__in=rows.values("article"), membership__isnull=False)
    for article in memberships.select_related("membership__story"):
        type(article.membership.story).objects.filter(pk=article.membership.story_id).update(stale=True)
