"""The desk's pages for outlets, their feeds, and what became of each request."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from aggregator.admin_asking import ReasonForm, ask, log, sent
from aggregator.admin_display import HTTPS_UNSAID, web_link
from aggregator.admin_filters import HealthFilter, PagesFilter, RefusalFilter
from aggregator.admin_history import KeptAdmin
from aggregator.admin_lists import list_urls
from aggregator.admin_long import LongList
from aggregator.history import by_hand
from aggregator.models import Article, Feed, FetchLog, Outlet
from aggregator.page_health import page_health
from aggregator.wording import counted


class ReadOnlyAdmin(LongList, admin.ModelAdmin):
    """What the workers wrote, to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SwitchForm(forms.ModelForm):
    """A row with its switch in a table, where only the column's head says what it is: named for who cannot see that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "enabled" in self.fields:
            self.fields["enabled"].widget.attrs["aria-label"] = f"Enabled: {self.instance}"


class FeedInline(admin.TabularInline):
    """An outlet's feeds, below it."""

    model = Feed
    form = SwitchForm
    extra = 0
    fields = ("kind", "enabled", "health", "polled_at", "newest_item_at", "last_problem")
    readonly_fields = tuple(name for name in fields if name != "enabled")
    can_delete = False

    @admin.display(description="health")
    def health(self, feed: Feed) -> str:
        return feed.health()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        return super().get_queryset(request).select_related("outlet")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # feeds come from the code: docs/add-an-outlet.md


@admin.register(Outlet)
class OutletAdmin(KeptAdmin):
    """Outlets, with the switch that stops fetching."""

    formfield_overrides = HTTPS_UNSAID
    list_display = ("name", "owner", "access", "enabled", "listed", "articles_read", "pages")
    list_filter = (PagesFilter,)
    list_editable = ("enabled",)
    ordering = ("position", "name")  # said again: a model's own ordering is lost where rows are counted
    search_fields = ("name", "slug")
    change_list_template = "admin/aggregator/outlets.html"
    fields = ("name", "owner", "home_page", "access", "listed", "pages", "enabled", "why")
    readonly_fields = ("name", "owner", "home_page", "access", "listed", "pages")
    inlines = (FeedInline,)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **{"form": SwitchForm, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outlet]:
        rows: QuerySet[Outlet] = super().get_queryset(request)
        told = [When(pk=key, then=Value(health.told)) for key, health in page_health().items()]
        rows = rows.annotate(pages_told=Case(*told, default=Value("—")))
        return rows.annotate(read=Count("articles", filter=Q(articles__state=Article.State.READ)))

    @admin.display(description="pages", ordering="pages_told")
    def pages(self, outlet: Outlet) -> str:
        return outlet.pages_told  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="articles read", ordering="read")
    def articles_read(self, outlet: Outlet) -> int:
        return outlet.read  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="owner today")
    def owner(self, outlet: Outlet) -> str:
        return outlet.owner_at(timezone.now()) or "—"

    @admin.display(description="home page")
    def home_page(self, outlet: Outlet) -> str:
        return web_link(outlet.home)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        feeds = [row.instance for row in formset.forms if row.has_changed()]
        with transaction.atomic(), by_hand(feeds, request.user, form.cleaned_data.get("why", ""), timezone.now()):
            formset.save()

    def get_urls(self) -> list[Any]:
        return [*list_urls(self), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # outlets come from the code (docs/add-an-outlet.md) or by a list of sources

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Feed)
class FeedAdmin(KeptAdmin):
    """Feeds with their health, and what was refused of each."""

    formfield_overrides = HTTPS_UNSAID
    list_display = ("url", "outlet", "health", "enabled", "polled_at", "newest_item_at", "failures", "refused",
                    "last_problem")  # fmt: skip
    list_filter = (HealthFilter, "outlet", "enabled")
    list_select_related = ("outlet",)
    list_editable = ("enabled",)
    search_fields = ("url", "named_url", "outlet__name", "last_problem")
    fields = ("outlet", "address", "named_address", "moved_at", "addresses_before", "kind", "enabled", "health",
              "ended", "polled_at", "succeeded_at", "next_poll_at", "failures", "last_problem", "refusals",
              "newest_item_at", "rhythm", "frozen_since", "why")  # fmt: skip
    readonly_fields = tuple(name for name in fields if name not in ("enabled", "why"))
    actions = ("ask_now", "start_again")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, **{"form": SwitchForm, **kwargs})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feed]:
        rows: QuerySet[Feed] = super().get_queryset(request)
        refused = FetchLog.objects.refusals().filter(feed=OuterRef("pk")).order_by().values("feed")
        return rows.annotate(refused=Subquery(refused.annotate(times=Sum("count")).values("times")))

    @admin.display(description="health")
    def health(self, feed: Feed) -> str:
        return feed.health()

    @admin.display(description="refused", ordering="refused")
    def refused(self, feed: Feed) -> int:
        return feed.refused or 0  # type: ignore[attr-defined]

    @admin.display(description="refused or dropped")
    def refusals(self, feed: Feed) -> str:
        log = reverse("admin:aggregator_fetchlog_changelist")
        rows = [(count, log, feed.pk, quote(why), why) for why, count in feed.log.refusals().by_reason().items()]
        if not rows:
            return f"nothing in {settings.FETCH_LOG_DAYS} days"
        listed = format_html_join("", '<li>{} × <a href="{}?feed={}&amp;outcome={}">{}</a></li>', rows)
        return format_html("<ul>{}</ul>In {} days.", listed, settings.FETCH_LOG_DAYS)

    @admin.display(description="address")
    def address(self, feed: Feed) -> str:
        return web_link(feed.url)

    @admin.display(description="address that it was first given")
    def named_address(self, feed: Feed) -> str:
        return web_link(feed.named_url)

    @admin.display(description="addresses before")
    def addresses_before(self, feed: Feed) -> str:
        return format_html_join("", "{}<br>", [(address,) for address in feed.moved_from]) or "—"

    @admin.display(description="rhythm")
    def rhythm(self, feed: Feed) -> str:
        allowed = f"frozen after {_hours(feed.quiet_allowed)} without news"
        return f"an item every {_hours(feed.usual_gap)} or sooner; {allowed}" if feed.usual_gap else allowed

    @admin.action(description="Ask the chosen feeds now …", permissions=["change"])
    def ask_now(self, request: HttpRequest, feeds: QuerySet[Feed]) -> HttpResponse | None:
        if not settings.LIVE:
            self.message_user(request, "No feed is asked: live outlets are not followed (LIVE=0).", messages.WARNING)
            return None
        form = ReasonForm(sent(request))
        if not form.is_valid():
            return ask(request, self, "ask_now", "Ask them now", list(feeds), form)
        chosen = Feed.objects.filter(pk__in=list(feeds.values_list("pk", flat=True)))
        asked = Feed.objects.filter(pk__in=list(chosen.active().values_list("pk", flat=True)))
        left = chosen.count() - asked.count()
        log(request, list(asked), "Asked now", form.cleaned_data["reason"])
        count = asked.update(next_poll_at=timezone.now())
        if count:
            self.message_user(request, f"{counted(count, 'feed is', 'feeds are')} asked within a minute.")
        if left:
            what = f"{counted(left, 'feed is', 'feeds are')} not asked: switched off, or gone."
            self.message_user(request, what, messages.WARNING)
        return None

    @admin.action(
        description="Start the chosen feeds again, at the address that they were first given …", permissions=["change"]
    )
    def start_again(self, request: HttpRequest, feeds: QuerySet[Feed]) -> HttpResponse | None:
        form = ReasonForm(sent(request))
        if not form.is_valid():
            return ask(request, self, "start_again", "Start them again", list(feeds), form)
        for feed in Feed.objects.filter(pk__in=list(feeds.values_list("pk", flat=True))):
            if Feed.objects.filter(url=feed.named_url).exclude(pk=feed.pk).exists():
                self.message_user(request, f"The address {feed.named_url} is another feed's by now.", messages.WARNING)
                continue
            feed.start_again(timezone.now())
            log(request, [feed], "Started again", form.cleaned_data["reason"])
            self.message_user(request, f"The feed {feed} is asked within a minute.")
        return None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # it would come back with the next start: switch it off instead


@admin.register(FetchLog)
class FetchLogAdmin(ReadOnlyAdmin):
    """What became of each request."""

    list_display = ("at", "outcome", "url", "count", "detail", "milliseconds", "bytes")
    list_filter = (RefusalFilter, "outcome", ("feed", admin.RelatedOnlyFieldListFilter))
    search_fields = ("url", "outcome", "detail")
    date_hierarchy = "at"
    fields = ("at", "outcome", "address", "detail", "count", "milliseconds", "bytes", "feed", "article")

    @admin.display(description="address")
    def address(self, log: FetchLog) -> str:
        return web_link(log.url)


def _hours(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.1f} h" if hours < 10 else f"{hours:.0f} h"
