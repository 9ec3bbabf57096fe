"""The desk's page for articles: where each stands, which story it is in, and the moves that an editor may make."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from aggregator.admin_asking import ReasonForm, ask, log, sent
from aggregator.admin_display import HTTPS_UNSAID, web_link
from aggregator.admin_filters import LookFilter
from aggregator.admin_history import KeptAdmin
from aggregator.models import Article
from aggregator.wording import counted
from coverage.admin_choosing import PlacingFilter
from coverage.admin_decisions import story_link
from coverage.admin_placing import PlacingActions
from coverage.admin_within import asked_within, is_choosing
from coverage.models import Membership


@admin.register(Article)
class ArticleAdmin(PlacingActions, KeptAdmin):
    """Articles: where they stand, which story they are in, and the moves an editor may make."""

    list_display = ("__str__", "story", "outlet", "published_at", "access", "state", "reason", "origin")
    list_filter = ("outlet", "state", PlacingFilter, LookFilter, "sketch__kind", "access", "origin")
    list_select_related = ("outlet", "membership__story")
    list_per_page = 50
    search_fields = ("title", "url", "membership__story__title")
    date_hierarchy = "published_at"
    fieldsets = (
        (None, {"fields": ("title", "outlet", "byline", "published_at", "modified_at", "access", "language", "link",
                           "link_is_home", "why")}),
        ("Its story", {"fields": ("story", "placed_by", "placed_for", "found_in_it", "moves")}),
        ("How it came in", {"fields": ("address", "origin", "archive", "bytes_from", "captured_at", "first_seen_at",
                                       "state", "failed_for", "attempts", "next_try_at", "held_until")}),
        ("Its page since", {"fields": ("looked_at", "read_again_at", "failed_looks", "gone_at", "texts")}),
    )  # fmt: skip
    formfield_overrides = HTTPS_UNSAID
    actions = ("move_to_story", "split_off", "begin_story", "take_out", "set_aside", "release", "read_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows: QuerySet[Article] = super().get_queryset(request)
        return rows.defer("feed_summary", "membership__story__standfirst")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Where a story's article is chosen, those of that story."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        if number := asked_within(request, "story"):
            found = found.filter(membership__story=number)
        return (found.select_related("outlet") if is_choosing(request) else found), doubled

    def told_in_choice(self, article: Article) -> str:
        """By outlet and headline."""
        return f"{article.outlet}: {article}"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [str(name) for _, options in self.fieldsets for name in options["fields"] if name not in ("link", "why")]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "membership__story" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="story", ordering="membership__story__title")
    def story(self, article: Article) -> str:
        membership = _membership(article)
        return story_link(membership.story) if membership else "not placed yet"

    @admin.display(description="placed by")
    def placed_by(self, article: Article) -> str:
        membership = _membership(article)
        if membership is None:
            return "—"
        if membership.placed_by == Membership.By.PERSON:
            return "an editor; the workers leave it there"
        return f"the workers, {membership.score:.0%} sure"

    @admin.display(description="words that placed it")
    def placed_for(self, article: Article) -> str:
        membership = _membership(article)
        return (", ".join(membership.reasons) if membership else "") or "—"

    @admin.display(description="byline")
    def byline(self, article: Article) -> str:
        return article.byline or "—"

    @admin.display(description="address")
    def address(self, article: Article) -> str:
        return web_link(article.url)

    @admin.display(description="why it could not be had")
    def failed_for(self, article: Article) -> str:
        return article.reason or "—"

    @admin.display(description="held by a worker until")
    def held_until(self, article: Article) -> Any:
        return article.lease_until or "—"

    @admin.display(description="looks that failed since")
    def failed_looks(self, article: Article) -> int:
        return article.misses

    @admin.display(description="to do")
    def moves(self, article: Article) -> str:
        page = reverse("admin:aggregator_article_changelist") + f"?id__exact={article.pk}"
        return format_html('<a href="{}">{}</a>', page, _("Move it, split it off, take it out, or read it again"))

    @admin.display(description="where its archived page stands")
    def bytes_from(self, article: Article) -> str:
        return web_link(article.captured_from) or "—"

    @admin.display(description="texts")
    def texts(self, article: Article) -> str:
        parts = [
            ("snapshot", counted(article.snapshots.count(), "text")),
            ("textchange", counted(article.changes.count(), "change")),
            (
                "spancheck",
                counted(
                    article.span_checks.broken().count(),
                    "shown quote or claim broken",
                    "shown quotes and claims broken",
                ),
            ),
        ]
        link = '<a href="{}?article__id__exact={}">{}</a>'
        rows = [(reverse(f"admin:aggregator_{name}_changelist"), article.pk, words) for name, words in parts]
        return format_html_join(", ", link, rows)

    @admin.display(description="found in it")
    def found_in_it(self, article: Article) -> str:
        parts = [
            counted(article.quotes.filter(snapshot=article.snapshot).count(), "quote"),
            counted(article.claims.filter(snapshot=article.snapshot).count(), "claim"),
        ]
        lists = [reverse(f"admin:aggregator_{name}_changelist") for name in ("quote", "claim")]
        link = '<a href="{}?article__id__exact={}">{}</a>'
        return format_html(f"{link}, {link}", lists[0], article.pk, parts[0], lists[1], article.pk, parts[1])

    @admin.action(description="Read the chosen articles again …", permissions=["change"])
    def read_again(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        form = ReasonForm(sent(request))
        if not form.is_valid():
            return ask(request, self, "read_again", "Read the articles again", list(articles), form)
        chosen = Article.objects.filter(pk__in=list(articles.values_list("pk", flat=True)))
        to_read = chosen.kept().exclude(origin=Article.Origin.PRESS_REVIEW)
        to_read = to_read.exclude(origin=Article.Origin.LIVE, outlet__enabled=False)
        left = chosen.count() - to_read.count()
        log(request, list(to_read), "Read again", form.cleaned_data["reason"])
        count = to_read.update(state=Article.State.DUE, attempts=0, next_try_at=timezone.now(), queued_until=None)
        if count:
            self.message_user(request, f"{counted(count, 'article is', 'articles are')} read again by the workers.")
        if left:
            why = (
                "press reviews are entered as they are, and nothing is fetched that was taken down or whose outlet is "
                "switched off"
            )
            self.message_user(request, f"{counted(left, 'article')} left as before: {why}.", messages.WARNING)
        return None

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if "link" in form.changed_data:
            with transaction.atomic(), self.kept(request, [obj], form.cleaned_data["why"], "Link set"):
                Article.objects.filter(pk=obj.pk).update(link=form.cleaned_data["link"], link_is_home=False)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the next feed would bring it back, and its story could lose its address


def _membership(article: Article) -> Membership | None:
    return getattr(article, "membership", None)
