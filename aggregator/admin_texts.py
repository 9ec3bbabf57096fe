"""The desk's pages for articles' texts: each snapshot, what it changed, and the shown words that a change broke."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from aggregator.admin_asking import ReasonForm, ask, log, sent
from aggregator.admin_display import from_to, marked
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.admin_filters import BrokenFilter
from aggregator.models import Snapshot, SpanCheck, TextChange
from aggregator.wording import counted, shortened

_MOST_CHANGES = 100  # on a snapshot's page


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """Texts, for the desk's eyes alone; the newest first."""

    ordering = ("-id",)

    list_display = ("article", "taken_at", "reader", "agreement")
    list_select_related = ("article",)
    search_fields = ("article__title", "sha256")
    fields = ("article", "title", "taken_at", "reader", "agreement", "sha256", "changed_in_it", "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("text")

    @admin.display(description="changed in it")
    def changed_in_it(self, snapshot: Snapshot) -> str:
        rows = snapshot.changes_to.select_related("before", "after").order_by("before", "rank", "part", "new_start")
        told = [(change, from_to(change.old_words, change.new_words)) for change in rows[:_MOST_CHANGES]]
        return render_to_string("admin/aggregator/changes.html", {"changes": told}) if told else "—"


@admin.register(TextChange)
class TextChangeAdmin(ReadOnlyAdmin):
    """Changes of texts, the newest first and of these what matters most."""

    list_display = ("change", "kind", "article", "outlet", "at")
    list_filter = ("kind", "article__outlet")
    list_select_related = ("article__outlet", "before", "after")
    list_per_page = 50
    search_fields = ("article__title",)
    date_hierarchy = "at"
    fields = ("article", "kind", "part", "from_to", "in_place", "before", "after", "at")

    @admin.display(description="change")
    def change(self, change: TextChange) -> str:
        return f"“{shortened(change.old_words, 80)}” → “{shortened(change.new_words, 80)}”"

    @admin.display(description="outlet", ordering="article__outlet__name")
    def outlet(self, change: TextChange) -> str:
        return change.article.outlet.name

    @admin.display(description="from and to")
    def from_to(self, change: TextChange) -> str:
        return from_to(change.old_words, change.new_words)

    @admin.display(description="in the new text")
    def in_place(self, change: TextChange) -> str:
        text = change.after.title if change.part == TextChange.Part.TITLE else change.after.text
        return marked(text, [(change.new_start, change.new_end)])


@admin.register(SpanCheck)
class SpanCheckAdmin(ReadOnlyAdmin):
    """Quotes and claims looked up in a newer text; those first that readers were shown and an edit broke."""

    list_display = ("words", "what", "fate", "now", "article", "outlet", "shown", "settled", "at")
    list_filter = (BrokenFilter, "fate", "article__outlet")
    list_select_related = ("article__outlet", "quote", "claim", "against")
    list_per_page = 50
    search_fields = ("quote__text", "claim__text", "article__title")
    fields = ("article", "what", "fate", "was", "stands", "against", "shown", "settled", "at")
    actions = ("settle",)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "article__membership__story" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="words", ordering="quote__text")
    def words(self, check: SpanCheck) -> str:
        return shortened(check.span.text)

    @admin.display(description="of")
    def what(self, check: SpanCheck) -> str:
        return "quote" if check.quote_id else "claim"

    @admin.display(description="words now")
    def now(self, check: SpanCheck) -> str:
        same = check.words_now == check.span.text
        return "the same" if same else shortened(check.words_now) or "—"

    @admin.display(description="outlet", ordering="article__outlet__name")
    def outlet(self, check: SpanCheck) -> str:
        return check.article.outlet.name

    @admin.display(description="as it was")
    def was(self, check: SpanCheck) -> str:
        spans = check.quote.spans if check.quote else [(check.span.start, check.span.end)]
        return marked(check.span.snapshot.text, spans)

    @admin.display(description="as it stands")
    def stands(self, check: SpanCheck) -> str:
        return marked(check.against.text, check.spans) if check.spans else "It is gone from the text."

    @admin.action(description="The chosen ones have been seen to …", permissions=["settle"])
    def settle(self, request: HttpRequest, checks: QuerySet[SpanCheck]) -> HttpResponse | None:
        form = ReasonForm(sent(request))
        if not form.is_valid():
            return ask(request, self, "settle", "They have been seen to", list(checks), form)
        chosen = SpanCheck.objects.filter(pk__in=list(checks.values_list("pk", flat=True)))
        chosen.update(settled=True)
        log(request, list(chosen), "Seen to", form.cleaned_data["reason"])
        self.message_user(request, f"{counted(len(chosen), 'check')} seen to.")
        return None

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Whoever may accept quotes may see to those that broke."""
        return request.user.has_perm("aggregator.change_quote")
