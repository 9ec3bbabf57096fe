"""What an editor does with chosen stories: merge, publish, hide, lock, pin, hand back; confirmed, and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from aggregator.admin_asking import ReasonForm, ask, sent
from aggregator.wording import counted
from coverage.admin_choosing import MergeForm
from coverage.admin_decisions import decided, may_decide, readers_see, tell
from coverage.gate import in_the_way, to_look_at
from coverage.models import Decision, Story

if TYPE_CHECKING:
    _Page = admin.ModelAdmin[Any]
else:
    _Page = object

Kind = Decision.Kind


class StoryActions(_Page):
    """Actions on a list of stories; only those that stand on their own are touched."""

    @admin.action(description=_("Merge the chosen stories into one of them …"), permissions=["decide"])
    def merge(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        chosen = _standing(stories)
        if len(chosen) < 2:
            self.message_user(request, "Choose two stories or more that stand on their own.", messages.ERROR)
            return None
        form = MergeForm(chosen, sent(request), public=readers_see(chosen))
        if not form.is_valid():
            return ask(request, self, "merge", str(_("Merge into one story")), chosen, form)
        into = form.cleaned_data["story"]
        asked = {"stories": [story.pk for story in chosen], "into": into.pk}
        if decision := decided(self, request, Kind.MERGE, asked, form.cleaned_data["reason"], chosen):
            left = counted(len(chosen) - 1, "story", "stories")
            tell(self, request, f"{left} merged; the old addresses lead to", decision, into)
        return None

    @admin.action(description=_("Publish the chosen stories …"), permissions=["decide"])
    def publish(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        return self._set(request, stories, "publish", _("Publish"), "published", state="public")

    @admin.action(description=_("Hide the chosen stories from readers …"), permissions=["decide"])
    def hide(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        return self._set(request, stories, "hide", _("Hide from readers"), "hidden", state="hidden")

    @admin.action(description=_("Lock the chosen stories against the workers …"), permissions=["decide"])
    def lock(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        return self._set(request, stories, "lock", _("Lock"), "locked", locked=True)

    @admin.action(description=_("Unlock the chosen stories …"), permissions=["decide"])
    def unlock(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        return self._set(request, stories, "unlock", _("Unlock"), "unlocked", locked=False)

    @admin.action(description=_("Pin the chosen stories to the front page …"), permissions=["decide"])
    def pin(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        return self._set(request, stories, "pin", _("Pin to the front page"), "pinned", pinned=True)

    @admin.action(description=_("Unpin the chosen stories …"), permissions=["decide"])
    def unpin(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        return self._set(request, stories, "unpin", _("Unpin"), "unpinned", pinned=False)

    @admin.action(description=_("Let the workers title and publish the chosen stories again …"), permissions=["decide"])
    def hand_back(self, request: HttpRequest, stories: QuerySet[Story]) -> HttpResponse | None:
        chosen = _standing(stories)
        form = ReasonForm(sent(request), public=readers_see(chosen))
        if not form.is_valid():
            title = str(_("Let the workers title and publish them again"))
            return ask(request, self, "hand_back", title, chosen, form)
        asked = {"stories": [story.pk for story in chosen]}
        if decision := decided(self, request, Kind.HAND_BACK, asked, form.cleaned_data["reason"], chosen):
            done = f"{counted(len(chosen), 'story', 'stories')} handed back to the workers"
            tell(self, request, done, decision)
        return None

    def _set(
        self, request: HttpRequest, stories: QuerySet[Story], action: str, title: Any, done: str, **values: Any
    ) -> HttpResponse | None:
        chosen = _standing(stories)
        form = ReasonForm(sent(request), public=action == "hide" and readers_see(chosen))
        if not form.is_valid():
            notes = [(story, in_the_way(story), to_look_at(story)) for story in chosen] if action == "publish" else ()
            return ask(request, self, action, str(title), chosen, form, notes)
        asked = {"stories": [story.pk for story in chosen], "values": values}
        if decision := decided(self, request, Kind.EDIT, asked, form.cleaned_data["reason"], chosen):
            tell(self, request, f"{counted(len(chosen), 'story', 'stories')} {done}", decision)
        return None

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Deciding about stories, or proposing it."""
        return may_decide(request)


def _standing(stories: QuerySet[Story]) -> list[Story]:
    return list(stories.filter(merged_into=None))
