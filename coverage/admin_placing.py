"""What an editor does with chosen articles: accept, move, split off, begin a story, take out, set aside, hand back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from aggregator.admin_asking import ReasonForm, ask, sent
from aggregator.models import Article
from aggregator.wording import counted
from coverage.admin_choosing import ArticleStoryForm
from coverage.admin_decisions import decided, may_decide, readers_see, tell
from coverage.models import Decision, Story

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Any]
else:
    _Page = object

Kind = Decision.Kind


class PlacingActions(_Page):
    """Actions on a list of articles. Each asks why where readers see the story that an article leaves."""

    @admin.action(description=_("Accept the suggested stories …"), permissions=["place"])
    def accept(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        return self._placed(request, articles, "accept", Kind.ACCEPT, _("Accept the suggested stories"), "accepted")

    @admin.action(description=_("Move the chosen articles to a story …"), permissions=["place"])
    def move_to_story(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        chosen = list(articles)
        form = ArticleStoryForm(sent(request), public=readers_see(articles=chosen))
        if not form.is_valid():
            return ask(request, self, "move_to_story", str(_("Move to a story")), chosen, form)
        to = form.cleaned_data["story"]
        asked = {"articles": [article.pk for article in chosen], "to": to.pk}
        if decision := decided(self, request, Kind.MOVE, asked, form.cleaned_data["reason"], chosen):
            tell(self, request, f"{counted(len(chosen), 'article')} moved; the workers leave them in", decision, to)
        return None

    @admin.action(description=_("Split the chosen articles off into a story of their own …"), permissions=["place"])
    def split_off(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        if Story.objects.filter(memberships__article__in=list(articles)).distinct().count() != 1:
            self.message_user(request, "Choose articles of one story.", messages.ERROR)
            return None
        done = "split off; both halves stay apart. New story:"
        return self._placed(request, articles, "split_off", Kind.SPLIT, _("Split off into a story of their own"), done)

    @admin.action(description=_("Begin a new story with the chosen articles …"), permissions=["place"])
    def begin_story(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        title = _("Begin a new story")
        return self._placed(request, articles, "begin_story", Kind.NEW, title, "put into a new story:")

    @admin.action(description=_("Take the chosen articles out of their stories …"), permissions=["place"])
    def take_out(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        done = "taken out; the workers look for another place"
        return self._placed(request, articles, "take_out", Kind.REJECT, _("Take out of their stories"), done)

    @admin.action(description=_("Set the chosen articles aside as no news …"), permissions=["place"])
    def set_aside(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        return self._placed(request, articles, "set_aside", Kind.NOT_NEWS, _("Set aside as no news"), "set aside")

    @admin.action(description=_("Let the workers place the chosen articles again …"), permissions=["place"])
    def release(self, request: HttpRequest, articles: QuerySet[Article]) -> HttpResponse | None:
        then = "handed back to the workers; they stay where they are until other articles of those days arrive"
        return self._placed(request, articles, "release", Kind.RELEASE, _("Let the workers place them again"), then)

    def has_place_permission(self, request: HttpRequest) -> bool:
        """Placing an article changes stories."""
        return may_decide(request)

    def _placed(
        self, request: HttpRequest, articles: QuerySet[Article], action: str, kind: str, title: Any, done: str
    ) -> HttpResponse | None:
        chosen = list(articles)
        leaves = kind not in (Kind.ACCEPT, Kind.RELEASE)
        form = ReasonForm(sent(request), public=leaves and readers_see(articles=chosen))
        if not form.is_valid():
            return ask(request, self, action, str(title), chosen, form)
        asked = {"articles": [article.pk for article in chosen]}
        if decision := decided(self, request, kind, asked, form.cleaned_data["reason"], chosen):
            made = _made(decision) if kind in (Kind.SPLIT, Kind.NEW) else None
            tell(self, request, f"{counted(len(chosen), 'article')} {done}", decision, made)
        return None


def _made(decision: Decision) -> Story | None:
    """The story that a decision made."""
    return decision.stories.order_by("-pk").first()
