"""The desk's pages for what was found in articles: quotes and claims, which editors accept, hide or put right."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from aggregator.admin_asking import SAY_WHY, ReasonedForm, ReasonForm, ask, sent
from aggregator.admin_display import marked, web_link
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.admin_filters import DOUBTFUL, ClaimSureFilter, SpeakerSureFilter, TextFilter
from aggregator.admin_history import KeptAdmin
from aggregator.models import Citation, Claim, Quote
from aggregator.wording import counted, shortened
from coverage import spans
from coverage.admin_decisions import decided, may_decide, tell
from coverage.admin_quote_form import told_quote
from coverage.admin_quote_review import QuoteReview
from coverage.admin_speakers import speaker_link, split_off
from coverage.admin_within import asked_within
from coverage.models import Decision
from coverage.quote_queue import others_of

_LABELS = {"speaker_name": "Speaker", "source_name": "Credited", "source_kind": "Kind of what is credited"}
_HELP = {
    "speaker_name": "Whom the words of the text mean. What you put right counts as reviewed.",
    "source_name": "Whom the text credits for it; empty: its own voice. What you put right counts as reviewed.",
    "source_outlet": "Where it is an outlet that is credited.",
    "reviewed": "Readers see “not reviewed” until this is set.",
    "hidden": "Kept from readers and out of the comparison.",
}


class SpanForm(ReasonedForm):
    """A quote or claim with the reason of what is put right; it must be said where readers see it."""

    def why_asked(self, changed: set[str]) -> str:
        seen = spans.shown_in(type(self.instance)._default_manager.filter(pk=self.instance.pk))
        return str(SAY_WHY) if seen and changed - {"reviewed"} else ""


class SpanAdmin(KeptAdmin):
    """A quote or claim in its sentence: editors accept, hide or put right whose it is; the span stays what was read."""

    form = SpanForm
    list_filter: ClassVar[Any] = (TextFilter, "reviewed", "hidden", "article__outlet")
    list_select_related = ("article__outlet",)
    list_per_page = 50
    actions: tuple[str, ...] = ("accept", "hide", "show")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "article__membership__story" or super().lookup_allowed(lookup, value, request)

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

    @admin.action(description=_("Accept the chosen ones as reviewed …"), permissions=["decide"])
    def accept(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._set(request, rows, "accept", "accepted", reviewed=True)

    @admin.action(description=_("Hide the chosen ones from readers …"), permissions=["decide"])
    def hide(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._set(request, rows, "hide", "hidden", hidden=True)

    @admin.action(description=_("Show the chosen ones again …"), permissions=["decide"])
    def show(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        return self._set(request, rows, "show", "shown", hidden=False)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, labels=_LABELS, help_texts=_HELP, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:  # a form that lay open must not pass what it showed off as a decision
            field.show_hidden_initial = True
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in form.changed_data if name in spans.VALUES}
        if "source_outlet" in values:
            values["source_outlet"] = values["source_outlet"].pk if values["source_outlet"] else None
        asked = {"model": self.opts.model_name, "rows": [obj.pk], "values": values}
        if values and (decision := decided(self, request, Decision.Kind.SPANS, asked, form.cleaned_data["why"], [obj])):
            tell(self, request, decision.told, decision)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None  # the decision is logged already

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.response_post_save_change(request, obj) if "_save" in request.POST else self._again(request)

    def _again(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(request.get_full_path())

    def _set(
        self, request: HttpRequest, rows: QuerySet[Any], action: str, done: str, **values: bool
    ) -> HttpResponse | None:
        chosen = list(rows.select_related("article__outlet"))
        own = rows.model.objects.filter(pk__in=[row.pk for row in chosen])
        form = ReasonForm(sent(request), public="hidden" in values and bool(spans.shown_in(own)))
        names = [str(name) for name in (self.opts.verbose_name, self.opts.verbose_name_plural)]
        if not form.is_valid():
            title = f"{action.capitalize()} {counted(len(chosen), *names)}"
            return ask(request, self, action, title, chosen, form)
        asked = {"model": self.opts.model_name, "rows": [row.pk for row in chosen], "values": values}
        if decision := decided(self, request, Decision.Kind.SPANS, asked, form.cleaned_data["reason"], chosen):
            tell(self, request, f"{counted(len(chosen), *names)} {done}; the stories follow in a minute", decision)
        return None

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return may_decide(request, f"aggregator.change_{self.opts.model_name}")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_decide_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # reading the text again would bring it back: hide it instead


@admin.register(Quote)
class QuoteAdmin(QuoteReview, SpanAdmin):
    """Quotes: those that no editor has accepted come first, of these the least sure."""

    list_display = ("words", "review", "speaker_told", "kind", "outlet", "article", "sure", "reviewed", "hidden")
    ordering = ("reviewed", "confidence", "id")
    change_list_template = "admin/coverage/quotes.html"
    list_filter: ClassVar[Any] = (*SpanAdmin.list_filter, SpeakerSureFilter, "kind", "translated")
    actions = (*SpanAdmin.actions, "split_off")
    search_fields = ("text", "speaker_name", "speaker_words", "article__title")
    fields = ("in_place", "article", "review", "kind", "named", "speaker_name", "speaker_kind", "resolved", "identity",
              "cue", "told_to", "found", "carried_from", "translated", "reviewed", "hidden", "why")  # fmt: skip
    readonly_fields = ("in_place", "article", "review", "kind", "named", "resolved", "identity", "cue", "told_to",
                       "found", "carried_from", "translated")  # fmt: skip

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "speaker" or super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """For a quote of a story, those of its other articles."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        if number := asked_within(request, "quote"):
            rows = Quote.objects.select_related("article__membership__story").filter(pk=number)
            story = rows.values_list("article__membership__story", flat=True).first()
            others = others_of(rows.get(), story).values("pk") if story else []
            found = found.filter(pk__in=others).select_related("article__outlet")
        return found, doubled

    def told_in_choice(self, quote: Quote) -> str:
        """By outlet and words."""
        return told_quote(quote)

    @admin.display(description="review")
    def review(self, quote: Quote) -> str:
        address = reverse("admin:aggregator_quote_review", args=[quote.pk])
        return format_html('<a href="{}">{} {}</a>', address, _("Review"), quote.pk)

    @admin.display(description="as the text names them")
    def named(self, quote: Quote) -> str:
        return quote.speaker_words or "—"

    @admin.display(description="how that was found")
    def resolved(self, quote: Quote) -> str:
        return _how_surely(quote.get_speaker_resolution_display(), quote.speaker_confidence)

    @admin.display(description="sure", ordering="confidence")
    def sure(self, quote: Quote) -> str:
        return f"{quote.confidence:.0%}"

    @admin.display(description="found")
    def found(self, quote: Quote) -> str:
        return f"by the {quote.found_by}, {self.sure(quote)} sure"

    @admin.display(description="speaker", ordering="speaker_name")
    def speaker_told(self, quote: Quote) -> str:
        sure = quote.speaker_confidence
        return f"{quote.speaker_name} (doubtful)" if sure is not None and sure < DOUBTFUL else quote.speaker_name

    @admin.display(description="who that is")
    def identity(self, quote: Quote) -> str:
        return speaker_link(quote.speaker) if quote.speaker else "—"

    @admin.action(description="Split the chosen quotes off to a speaker of their own …", permissions=["split"])
    def split_off(self, request: HttpRequest, quotes: QuerySet[Quote]) -> HttpResponse | None:
        chosen = list(quotes.select_related("article"))
        return split_off(self, request, chosen, chosen[0].speaker_name, "rows")

    def has_split_permission(self, request: HttpRequest) -> bool:
        """Whose quotes they are makes speakers."""
        return may_decide(request, "aggregator.change_speaker")


@admin.register(Claim)
class ClaimAdmin(SpanAdmin):
    """Claims."""

    list_filter: ClassVar[Any] = (*SpanAdmin.list_filter, ClaimSureFilter)
    autocomplete_fields: ClassVar[Any] = ("source_outlet",)
    list_display = ("words", "source_name", "outlet", "article", "sure", "hedged", "negated", "reviewed", "hidden")
    ordering = ("reviewed", "score", "id")
    search_fields = ("text", "source_name", "source_words", "article__title")
    fields = ("in_place", "article", "named", "source_name", "source_kind", "resolved", "identity", "source_outlet",
              "cue", "told_to", "hedged", "negated", "sure", "reviewed", "hidden", "why")  # fmt: skip
    readonly_fields = ("in_place", "article", "named", "resolved", "identity", "cue", "told_to", "sure")

    @admin.display(description="as the text names them")
    def named(self, claim: Claim) -> str:
        return claim.source_words or "—"

    @admin.display(description="how that was found")
    def resolved(self, claim: Claim) -> str:
        return _how_surely(claim.get_source_resolution_display(), claim.source_confidence)

    @admin.display(description="likely a claim", ordering="score")
    def sure(self, claim: Claim) -> str:
        return f"{claim.score:.0%}"

    @admin.display(description="who that is")
    def identity(self, claim: Claim) -> str:
        return speaker_link(claim.source) if claim.source else "—"


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """Credit given."""

    list_display = ("name", "whom", "what", "by", "outlet", "article", "words")
    list_filter = (TextFilter, "what", "whom", "by", "article__outlet")
    list_select_related = ("article", "outlet")
    search_fields = ("name", "text", "article__title")
    fields = ("in_place", "article", "name", "whom", "what", "outlet", "by", "address")

    @admin.display(description="sentence", ordering="text")
    def words(self, citation: Citation) -> str:
        return shortened(citation.text)

    @admin.display(description="in its text")
    def in_place(self, citation: Citation) -> str:
        named = (citation.name_start, citation.name_end)
        return marked(citation.snapshot.text, [named if citation.name_end else (citation.start, citation.end)])

    @admin.display(description="links to")
    def address(self, citation: Citation) -> str:
        return web_link(citation.href) or "—"


def _how_surely(found: str, sure: float | None) -> str:
    return f"{found or '—'}{'' if sure is None else f', {sure:.0%} sure'}"
