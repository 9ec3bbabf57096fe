"""The desk's inbox: articles with the story that the workers suggest, why, and what an editor does with each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from aggregator.admin_display import web_link
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.admin_filters import NarrowingFilter
from aggregator.admin_long import LaidOutList
from aggregator.models import Article
from aggregator.switches import articles_waiting
from aggregator.wording import counted, shortened
from coverage.admin_adding import add_urls
from coverage.admin_decisions import may_decide, story_link
from coverage.admin_placing import PlacingActions
from coverage.matched import Matched, matched
from coverage.models import InboxArticle, Membership


class InboxFilter(NarrowingFilter):
    """What waits for an editor, and what does not any more."""

    title = "inbox"
    parameter_name = "inbox"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("suggested", _("with a suggested story")),
            ("unplaced", _("in no story yet")),
            ("refused", _("could not be had")),
            ("due", _("due to be read")),
            ("later", _("to be tried again later")),
            ("accepted", _("accepted or placed by an editor")),
            ("aside", _("no news")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        rows, due = queryset.filter(outlet__listed=True), queryset.filter(state=Article.State.DUE)
        news, waiting = rows.filter(not_news=False), articles_waiting(now)
        return {
            "suggested": news.filter(membership__placed_by=Membership.By.MACHINE),
            "unplaced": news.filter(state=Article.State.READ, membership=None),
            "refused": news.filter(state=Article.State.REFUSED),
            "due": due.filter(pk__in=waiting.values("pk")),
            "later": due.exclude(pk__in=waiting.values("pk")),
            "accepted": rows.filter(membership__placed_by=Membership.By.PERSON),
            "aside": rows.filter(not_news=True),
        }[self.value()]


@admin.register(InboxArticle)
class InboxAdmin(PlacingActions, ReadOnlyAdmin):
    """Articles that came in, the newest first."""

    list_display = ("headline", "published_at", "suggested", "score", "shares")
    list_display_links = None
    list_filter = (InboxFilter, "outlet", "origin")
    list_select_related = ("outlet", "membership__story")
    list_per_page = 50
    search_fields = ("title", "url", "membership__story__title")
    actions = ("accept", "move_to_story", "begin_story", "take_out", "set_aside")
    change_list_template = "admin/coverage/inbox.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("feed_summary", "membership__story__standfirst")

    def laid_out(self, rows: Sequence[Any]) -> Sequence[Any]:
        found = matched(rows)
        for article in rows:
            article.matched = found.get(article.pk, Matched())
        return rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LaidOutList

    @admin.display(description=_("article"), ordering="title")
    def headline(self, article: Article) -> str:
        page = reverse("admin:aggregator_article_change", args=[article.pk])
        link = format_html('<a href="{}">{}</a>', page, shortened(str(article)))
        return format_html("{}<br>{}, {}", link, article.outlet, self._how(article))

    @admin.display(description=_("suggested story"), ordering="membership__story__title")
    def suggested(self, article: Any) -> str:
        membership: Membership | None = getattr(article, "membership", None)
        if membership is None:
            return "—"
        if not article.matched.others:
            return format_html("{} ({})", story_link(membership.story), _("a story of its own"))
        return format_html("{} ({})", story_link(membership.story), counted(article.matched.others, "other article"))

    @admin.display(description=_("score"), ordering="membership__score")
    def score(self, article: Any) -> str:
        membership: Membership | None = getattr(article, "membership", None)
        return f"{membership.score:.0%}" if membership and article.matched.others else "—"

    @admin.display(description=_("words, quotes and figures that matched"))
    def shares(self, article: Any) -> str:
        found: Matched = article.matched
        parts = [
            (_("Words:"), ", ".join(found.words)),
            (_("Quotes:"), " · ".join(f"“{words.strip('“”')}”" for words in found.quotes)),
            (_("Figures:"), ", ".join(found.figures)),
        ]
        return format_html_join("", "<p>{} {}</p>", [part for part in parts if part[1]]) or "—"

    def _how(self, article: Article) -> str:
        if article.state == Article.State.READ:
            return article.get_origin_display()
        return format_html("{}: {} {}", article.get_state_display(), article.reason or "—", web_link(article.url))

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """What there is to know of an article is on its own page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:aggregator_article_change", args=[object_id]))

    def get_urls(self) -> list[Any]:
        return [*add_urls(self), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"may_add": may_decide(request), **(extra_context or {})})

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("aggregator.view_article")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)
