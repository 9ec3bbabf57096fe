"""The desk's pages for what was found in articles; those for outlets and feeds are beside it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aggregator import admin_backfills, admin_speakers, admin_texts, speaker_desk
from aggregator.admin_display import counted, marked, shortened, web_link
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.admin_filters import DOUBTFUL, SpeakerSureFilter, TextFilter
from aggregator.admin_speakers import speaker_link, split_off
from aggregator.models import Article, Citation, Claim, Quote

__all__ = ["ReadOnlyAdmin", "admin_backfills", "admin_speakers", "admin_texts"]
_LABELS = {"speaker_name": "Speaker", "source_name": "Credited", "source_kind": "Kind of what is credited"}
_HELP = {
    "speaker_name": "Whom the words of the text mean. What you put right counts as reviewed.",
    "source_name": "Whom the text credits for it; empty: its own voice. What you put right counts as reviewed.",
    "source_outlet": "Where it is an outlet that is credited.",
    "reviewed": "Readers see “not reviewed” until this is set.",
    "hidden": "Kept from readers and out of the comparison.",
}


class SpanAdmin(admin.ModelAdmin):
    """A quote or claim in its sentence: editors accept, hide or put right whose it is; the span stays what was read."""

    list_filter: ClassVar[Any] = (TextFilter, "reviewed", "hidden", "article__outlet")
    list_select_related = ("article__outlet",)
    list_per_page = 50
    actions: tuple[str, ...] = ("accept", "hide", "show")

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
        if set(form.changed_data) & {"speaker_name", "speaker_kind", "source_name", "source_kind"}:
            speaker_desk.put_right(obj, timezone.now())
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

    list_display = ("words", "speaker_told", "kind", "outlet", "article", "confidence", "reviewed", "hidden")
    list_filter: ClassVar[Any] = (*SpanAdmin.list_filter, SpeakerSureFilter, "kind", "translated")
    actions = (*SpanAdmin.actions, "split_off")
    search_fields = ("text", "speaker_name", "speaker_words", "article__title")
    fields = ("in_place", "article", "kind", "speaker_words", "speaker_name", "speaker_kind", "speaker_resolution",
              "speaker_confidence", "identity", "cue", "told_to", "confidence", "found_by", "carried_from",
              "translated", "reviewed", "hidden")  # fmt: skip
    readonly_fields = ("in_place", "article", "kind", "speaker_words", "speaker_resolution", "speaker_confidence",
                       "identity", "cue", "told_to", "confidence", "found_by", "carried_from",
                       "translated")  # fmt: skip

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "speaker" or super().lookup_allowed(lookup, value, request)

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
        return split_off(self, request, chosen, chosen[0].speaker_name, speaker_desk.split_quotes)

    def has_split_permission(self, request: HttpRequest) -> bool:
        """Whose quotes they are makes speakers."""
        return request.user.has_perm("aggregator.change_speaker")


@admin.register(Claim)
class ClaimAdmin(SpanAdmin):
    """Claims."""

    list_display = ("words", "source_name", "outlet", "article", "score", "hedged", "negated", "reviewed", "hidden")
    search_fields = ("text", "source_name", "source_words", "article__title")
    fields = ("in_place", "article", "source_words", "source_name", "source_kind", "source_resolution",
              "source_confidence", "identity", "source_outlet", "cue", "told_to", "hedged", "negated", "score",
              "reviewed", "hidden")  # fmt: skip
    readonly_fields = ("in_place", "article", "source_words", "source_resolution", "source_confidence", "identity",
                       "cue", "told_to", "score")  # fmt: skip

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


def _compare_again(rows: QuerySet[Any]) -> None:
    """The stories that show these rows are compared anew by the workers."""
    stories = Article._meta.get_field("stories").related_model  # of the package above, which this one never imports
    stories._default_manager.filter(articles__in=list(rows.values_list("article", flat=True))).update(stale=True)
