"""The desk's pages for outlets, feeds and what was found in articles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aggregator import admin_backfills, admin_texts
from aggregator.admin_display import HTTPS_UNSAID, counted, marked, shortened, web_link
from aggregator.admin_filters import HealthFilter, TextFilter
from aggregator.admin_reading import ReadOnlyAdmin
from aggregator.models import Article, Citation, Claim, Feed, FetchLog, Outlet, Quote

__all__ = ["ReadOnlyAdmin", "admin_backfills", "admin_texts"]
_LABELS = {"speaker_name": "Speaker", "source_name": "Credited"}
_HELP = {
    "speaker_name": "Whom the words of the text mean. What you put right counts as reviewed.",
    "source_name": "Whom the text credits for it; empty: its own voice. What you put right counts as reviewed.",
    "source_outlet": "Where it is an outlet that is credited.",
    "reviewed": "Readers see “not reviewed” until this is set.",
    "hidden": "Kept from readers and out of the comparison.",
}


class FeedInline(admin.TabularInline):
    """An outlet's feeds, below it."""

    model = Feed
    extra = 0
    fields = ("kind", "enabled", "health", "polled_at", "newest_item_at", "last_problem")
    readonly_fields = ("kind", "health", "polled_at", "newest_item_at", "last_problem")
    can_delete = False

    @admin.display(description="health")
    def health(self, feed: Feed) -> str:
        return feed.health(timezone.now())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        return super().get_queryset(request).select_related("outlet")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # feeds come from the code: docs/add-an-outlet.md


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):
    """Outlets, with the switch that stops fetching."""

    formfield_overrides = HTTPS_UNSAID
    list_display = ("name", "owner", "access", "enabled", "listed", "articles_read")
    list_editable = ("enabled",)
    ordering = ("position", "name")  # said again: a model's own ordering is lost where rows are counted
    search_fields = ("name", "slug")
    fields = ("name", "owner", "home_page", "access", "listed", "enabled")
    readonly_fields = ("name", "owner", "home_page", "access", "listed")
    inlines = (FeedInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        rows: QuerySet[Outlet] = super().get_queryset(request)
        return rows.annotate(read=Count("articles", filter=Q(articles__state=Article.State.READ)))

    @admin.display(description="articles read", ordering="read")
    def articles_read(self, outlet: Outlet) -> int:
        return outlet.read  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="owner today")
    def owner(self, outlet: Outlet) -> str:
        return outlet.owner_at(timezone.now()) or "—"

    @admin.display(description="home page")
    def home_page(self, outlet: Outlet) -> str:
        return web_link(outlet.home)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # outlets come from the code: docs/add-an-outlet.md

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    """Feeds with their health."""

    formfield_overrides = HTTPS_UNSAID
    list_display = ("url", "outlet", "health", "enabled", "polled_at", "newest_item_at", "failures", "last_problem")
    list_filter = (HealthFilter, "outlet", "enabled")
    list_select_related = ("outlet",)
    list_editable = ("enabled",)
    search_fields = ("url", "outlet__name", "last_problem")
    fields = ("outlet", "address", "kind", "enabled", "health", "polled_at", "succeeded_at", "newest_item_at",
              "failures", "last_problem", "gone", "next_poll_at")  # fmt: skip
    readonly_fields = tuple(name for name in fields if name != "enabled")
    actions = ("ask_now",)

    @admin.display(description="health")
    def health(self, feed: Feed) -> str:
        return feed.health(timezone.now())

    @admin.display(description="address")
    def address(self, feed: Feed) -> str:
        return web_link(feed.url)

    @admin.action(description="Ask the chosen feeds now", permissions=["change"])
    def ask_now(self, request: HttpRequest, feeds: QuerySet[Feed]) -> None:
        if not settings.LIVE:
            self.message_user(request, "No feed is asked: live outlets are not followed (LIVE=0).", messages.WARNING)
            return
        chosen = Feed.objects.filter(pk__in=list(feeds.values_list("pk", flat=True)))
        asked = Feed.objects.filter(pk__in=list(chosen.active().values_list("pk", flat=True)))
        left = chosen.count() - asked.count()
        count = asked.update(next_poll_at=timezone.now())
        if count:
            self.message_user(request, f"{counted(count, 'feed is', 'feeds are')} asked within a minute.")
        if left:
            what = f"{counted(left, 'feed is', 'feeds are')} not asked: switched off, or gone."
            self.message_user(request, what, messages.WARNING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # it would come back with the next start: switch it off instead


class SpanAdmin(admin.ModelAdmin):
    """A quote or claim in its sentence: editors accept, hide or put right whose it is; the span stays what was read."""

    list_filter: ClassVar[Any] = (TextFilter, "reviewed", "hidden", "article__outlet")
    list_select_related = ("article__outlet",)
    list_per_page = 50
    actions = ("accept", "hide", "show")

    @admin.display(description="words", ordering="text")
    def words(self, row: Quote | Claim) -> str:
        return shortened(row.text)

    @admin.display(description="outlet", ordering="article__outlet__name")
    def outlet(self, row: Quote | Claim) -> str:
        return row.article.outlet.name

    @admin.display(description="in its text")
    def in_place(self, row: Quote | Claim) -> str:
        spans = row.spans if isinstance(row, Quote) else [(row.start, row.end)]
        return marked(row.snapshot.text, spans)

    @admin.action(description="Accept the chosen ones as reviewed", permissions=["change"])
    def accept(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._set(request, rows, "accepted", reviewed=True)

    @admin.action(description="Hide the chosen ones from readers", permissions=["change"])
    def hide(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._set(request, rows, "hidden", hidden=True)

    @admin.action(description="Show the chosen ones again", permissions=["change"])
    def show(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._set(request, rows, "shown", hidden=False)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, labels=_LABELS, help_texts=_HELP, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if set(form.changed_data) - {"hidden", "reviewed"} and "reviewed" not in form.changed_data:
            obj.reviewed = True  # who puts it right has looked at it
        super().save_model(request, obj, form, change)
        _compare_again(type(obj).objects.filter(pk=obj.pk))

    def _set(self, request: HttpRequest, rows: QuerySet[Any], done: str, **values: bool) -> None:
        chosen = rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
        chosen.update(**values)
        _compare_again(chosen)
        LogEntry.objects.log_actions(request.user.pk or 0, chosen, CHANGE, done.capitalize())
        names = self.opts.verbose_name, self.opts.verbose_name_plural
        self.message_user(request, f"{counted(len(chosen), *map(str, names))} {done}; the stories follow in a minute.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # reading the text again would bring it back: hide it instead


@admin.register(Quote)
class QuoteAdmin(SpanAdmin):
    """Quotes."""

    list_display = ("words", "speaker_name", "kind", "outlet", "article", "confidence", "reviewed", "hidden")
    list_filter: ClassVar[Any] = (*SpanAdmin.list_filter, "kind", "translated")
    search_fields = ("text", "speaker_name", "speaker_words", "article__title")
    fields = ("in_place", "article", "kind", "speaker_words", "speaker_name", "cue", "confidence", "found_by",
              "carried_from", "translated", "reviewed", "hidden")  # fmt: skip
    readonly_fields = ("in_place", "article", "kind", "speaker_words", "cue", "confidence", "found_by", "carried_from",
                       "translated")  # fmt: skip


@admin.register(Claim)
class ClaimAdmin(SpanAdmin):
    """Claims."""

    list_display = ("words", "source_name", "outlet", "article", "score", "hedged", "negated", "reviewed", "hidden")
    search_fields = ("text", "source_name", "source_words", "article__title")
    fields = ("in_place", "article", "source_words", "source_name", "source_outlet", "cue", "hedged", "negated",
              "score", "reviewed", "hidden")  # fmt: skip
    readonly_fields = ("in_place", "article", "source_words", "cue", "score")


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """Credit given."""

    list_display = ("name", "by", "outlet", "article", "words")
    list_filter = (TextFilter, "article__outlet")
    list_select_related = ("article", "outlet")
    search_fields = ("name", "text", "article__title")
    fields = ("in_place", "article", "name", "outlet", "by", "address")

    @admin.display(description="sentence", ordering="text")
    def words(self, citation: Citation) -> str:
        return shortened(citation.text)

    @admin.display(description="in its text")
    def in_place(self, citation: Citation) -> str:
        return marked(citation.snapshot.text, [(citation.start, citation.end)])

    @admin.display(description="links to")
    def address(self, citation: Citation) -> str:
        return web_link(citation.href) or "—"


@admin.register(FetchLog)
class FetchLogAdmin(ReadOnlyAdmin):
    """What became of each request."""

    list_display = ("at", "outcome", "url", "count", "detail", "milliseconds", "bytes")
    list_filter = ("outcome",)
    search_fields = ("url", "outcome", "detail")
    date_hierarchy = "at"
    fields = ("at", "outcome", "address", "detail", "count", "milliseconds", "bytes", "feed", "article")

    @admin.display(description="address")
    def address(self, log: FetchLog) -> str:
        return web_link(log.url)


def _compare_again(rows: QuerySet[Any]) -> None:
    """The stories that show these rows are compared anew by the workers."""
    stories = Article._meta.get_field("stories").related_model  # of the package above, which this one never imports
    stories._default_manager.filter(articles__in=list(rows.values_list("article", flat=True))).update(stale=True)
