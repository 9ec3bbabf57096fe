"""The desk's pages for decisions: what was proposed, done, refused and undone, and what readers are told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from aggregator.admin_asking import ReasonForm, ask, log, sent
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.admin_history import KeptAdmin
from aggregator.wording import counted
from coverage import acts, decisions
from coverage.admin_decisions import may_decide, story_link, undo_address
from coverage.admin_footprint import in_words
from coverage.desk import DeskError
from coverage.models import ClaimGroup, Correction, Decision, PublicName

_LOGGED = {decisions.take: "Taken", decisions.refuse: "Refused", decisions.undo: "Undone"}


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Decisions, the newest first."""

    list_display = ("told", "state", "by", "made_at", "reason")
    list_filter = ("state", "kind", ("decided_by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("proposed_by", "decided_by")
    list_per_page = 50
    search_fields = ("told", "reason")
    date_hierarchy = "made_at"
    fields = ("told", "kind", "state", "reason", "proposed_by", "proposed_at", "decided_by", "decided_at", "undone_by",
              "undone_at", "answer", "about", "difference", "what_next")  # fmt: skip
    readonly_fields = ("about", "difference", "what_next")
    actions = ("take", "refuse")

    @admin.display(description="by", ordering="decided_by")
    def by(self, decision: Decision) -> str:
        names = [str(user) for user in (decision.proposed_by, decision.decided_by) if user]
        return " → ".join(names) or "—"

    @admin.display(description="stories")
    def about(self, decision: Decision) -> str:
        return format_html_join(", ", "{}", [(story_link(story),) for story in decision.stories.all()]) or "—"

    @admin.display(description="difference")
    def difference(self, decision: Decision) -> str:
        rows = in_words(decision.footprint)
        return render_to_string("admin/coverage/footprint.html", {"rows": rows}) if rows else "—"

    @admin.display(description="undo")
    def what_next(self, decision: Decision) -> str:
        if decision.state != Decision.State.DONE:
            return "—"
        return format_html('<a href="{}">{}</a>', undo_address(decision), _("Undo this decision"))

    @admin.action(description="Take the chosen proposals …", permissions=["take"])
    def take(self, request: HttpRequest, rows: QuerySet[Decision]) -> HttpResponse | None:
        return self._answer(request, rows, "take", _("Take the proposals"), _("taken"), decisions.take)

    @admin.action(description="Refuse the chosen proposals …", permissions=["decide"])
    def refuse(self, request: HttpRequest, rows: QuerySet[Decision]) -> HttpResponse | None:
        return self._answer(request, rows, "refuse", _("Refuse the proposals"), _("refused"), decisions.refuse)

    def _answer(
        self,
        request: HttpRequest,
        rows: QuerySet[Decision],
        action: str,
        title: str,
        done: str,
        answer: Callable[..., None],
    ) -> HttpResponse | None:
        chosen = list(rows.filter(state=Decision.State.PROPOSED).order_by("pk"))
        if not chosen:
            self.message_user(request, _("Choose proposals that wait for an editor."), messages.ERROR)
            return None
        form = ReasonForm(sent(request))
        if not form.is_valid():
            return ask(request, self, action, title, chosen, form)
        count = sum(self._tried(request, one, answer, form.cleaned_data["reason"]) for one in chosen)
        if count:
            self.message_user(request, f"{counted(count, 'proposal')} {done}.")
        return None

    def _tried(self, request: HttpRequest, decision: Decision, answer: Callable[..., None], reason: str) -> bool:
        try:
            answer(decision, request.user, reason, timezone.now())
        except DeskError as error:
            self.message_user(request, f"“{decision}”: {error}", messages.ERROR)
            return False
        except decisions.NotAllowed:
            self.message_user(request, _("“%s” is not yours to decide.") % decision, messages.ERROR)
            return False
        log(request, _about(decision), f"{_LOGGED[answer]}: {decision}", reason)
        return True

    def get_urls(self) -> list[Any]:
        undo = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", undo, name="coverage_decision_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks why, and undoes one decision."""
        decision = get_object_or_404(Decision, pk=pk)
        if not decisions.may_carry_out(request.user, decision.kind, decision.asked):
            raise PermissionDenied
        form = ReasonForm(request.POST or None, public=decision.corrections.exists())
        if form.is_valid():
            undone = self._tried(request, decision, decisions.undo, form.cleaned_data["reason"])
            if undone:
                self.message_user(request, _("Undone: %s.") % decision)
            return HttpResponseRedirect(reverse("admin:coverage_decision_change", args=[pk]))
        context = {
            **admin.site.each_context(request),
            "title": _("Undo"),
            "opts": self.opts,
            "decision": decision,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/coverage/undo.html", context)

    def has_take_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("coverage.change_story")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return may_decide(request)


def _about(decision: Decision) -> list[Any]:
    """Whose history tells what became of the decision: its own, and that of all that it is about."""
    groups = ClaimGroup.objects.filter(pk=decision.asked.get("group", 0))
    return [decision, *acts.rows_of(decision.kind, decision.asked), *groups]


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What readers are told was corrected."""

    list_display = ("at", "kind", "subject", "old", "new", "reason", "signed")
    list_filter = ("kind", "undoing")
    list_per_page = 50
    search_fields = ("subject", "reason")
    date_hierarchy = "at"


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """Who did what at the desk, and why, beside what decisions and histories tell: who had a feed asked, for one."""

    list_display = ("action_time", "user", "content_type", "object_repr", "told")
    list_filter = (("content_type", admin.RelatedOnlyFieldListFilter), ("user", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("user", "content_type")
    list_per_page = 50
    search_fields = ("object_repr", "change_message")
    date_hierarchy = "action_time"
    fields = ("action_time", "user", "content_type", "object_repr", "told")

    @admin.display(description="what")
    def told(self, entry: LogEntry) -> str:
        return entry.get_change_message()


@admin.register(PublicName)
class PublicNameAdmin(KeptAdmin):
    """Names under which corrections are signed."""

    list_display = ("name", "user")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    autocomplete_fields = ("user",)
    fields = ("user", "name", "why")
