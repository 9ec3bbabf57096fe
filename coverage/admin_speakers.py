"""The desk's pages for speakers: who they are across articles, their names, and how editors merge and split them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminRadioSelect, AdminTextInputWidget
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from aggregator.admin_asking import ReasonForm, ask, log, sent
from aggregator.admin_feeds import ReadOnlyAdmin
from aggregator.admin_filters import StandingFilter
from aggregator.admin_history import KeptAdmin
from aggregator.models import Speaker, SpeakerName
from aggregator.wording import counted
from coverage import speaker_rulings
from coverage.admin_decisions import decided, may_decide, tell
from coverage.admin_within import is_choosing
from coverage.models import Decision

_MOST_QUOTES = 100  # on a speaker's page


class _SpeakerChoice(forms.ModelChoiceField):
    """Speakers told apart by more than their names."""

    def label_from_instance(self, speaker: Any) -> str:
        names, quotes = counted(speaker.names_seen, "name"), counted(speaker.quotes_given, "quote")
        return f"{speaker} ({speaker.get_kind_display()}, {names}, {quotes}, {speaker.slug})"


class MergeForm(ReasonForm):
    """Into which of the chosen speakers the others are merged."""

    speaker = _SpeakerChoice(
        Speaker.objects.none(),
        label="The speaker that stays",
        empty_label=None,
        widget=AdminRadioSelect(attrs={"class": "radiolist"}),
        help_text="Its name and address stay. The others' names, quotes and addresses lead to it for ever.",
    )

    field_order = ("speaker", "reason")

    def __init__(self, chosen: Sequence[Speaker], data: Any = None) -> None:
        super().__init__(data, public=True)
        field: Any = self.fields["speaker"]
        field.queryset = Speaker.objects.standing().counted().filter(pk__in=[one.pk for one in chosen])


class SplitForm(ReasonForm):
    """What the speaker that is split off is called."""

    field_order = ("called", "reason")

    called = forms.CharField(
        label="Name of the new speaker",
        max_length=300,
        widget=AdminTextInputWidget(),
        help_text="As readers see it. What is chosen goes to that speaker, and stays there.",
    )


@admin.register(Speaker)
class SpeakerAdmin(KeptAdmin):
    """Speakers. The workers make them and never change one that stands."""

    list_display = ("name", "kind", "names_seen", "quotes_given", "articles_in", "first_seen_at")
    list_filter = (StandingFilter, "kind")
    list_select_related = ("merged_into",)
    list_per_page = 50
    ordering = ("name", "id")
    search_fields = ("name", "names__name", "slug")
    fields = ("name", "kind", "why", "slug", "leads_to", "first_seen_at", "names_table", "quotes_table")
    readonly_fields = ("slug", "leads_to", "first_seen_at", "names_table", "quotes_table")
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        rows: Any = super().get_queryset(request)
        return rows.counted()  # type: ignore[no-any-return]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Where a speaker is chosen, only those that stand are offered."""
        found, doubled = super().get_search_results(request, queryset, search_term)
        return (found.filter(merged_into=None) if is_choosing(request) else found), doubled

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        merged = request.GET.get("standing") in {"merged", "all"}
        return (*self.list_display, "leads_to") if merged else self.list_display

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj and obj.merged_into_id:
            return tuple(name for name in self.fields if name != "why")
        return self.readonly_fields

    @admin.display(description="names", ordering="names_seen")
    def names_seen(self, speaker: Any) -> int:
        return int(speaker.names_seen)

    @admin.display(description="quotes", ordering="quotes_given")
    def quotes_given(self, speaker: Any) -> int:
        return int(speaker.quotes_given)

    @admin.display(description="articles", ordering="articles_in")
    def articles_in(self, speaker: Any) -> int:
        return int(speaker.articles_in)

    @admin.display(description="leads to")
    def leads_to(self, speaker: Speaker) -> str:
        return speaker_link(speaker.merged_into) if speaker.merged_into else "—"

    @admin.display(description="names seen")
    def names_table(self, speaker: Speaker) -> str:
        names = _with_counts(speaker.names.all())
        return render_to_string("admin/aggregator/speaker_names.html", {"speaker": speaker, "names": names})

    @admin.display(description="quotes")
    def quotes_table(self, speaker: Any) -> str:
        rows = speaker.quotes.filter(snapshot_id=F("article__snapshot_id")).select_related("article__outlet")
        shown = rows.defer("article__feed_summary").order_by("-article__published_at", "-article", "start")
        context = {"speaker": speaker, "quotes": shown[:_MOST_QUOTES], "count": speaker.quotes_given}
        return render_to_string("admin/aggregator/speaker_quotes.html", context)

    @admin.action(description="Merge the chosen speakers into one of them …", permissions=["change"])
    def merge(self, request: HttpRequest, speakers: QuerySet[Speaker]) -> HttpResponse | None:
        chosen = list(speakers.filter(merged_into=None))
        if len(chosen) < 2:
            self.message_user(request, "Choose two speakers or more that stand on their own.", messages.ERROR)
            return None
        form = MergeForm(chosen, sent(request))
        if not form.is_valid():
            return ask(request, self, "merge", "Merge into one speaker", chosen, form)
        into, reason = form.cleaned_data["speaker"], form.cleaned_data["reason"]
        asked = {"do": "merge", "speakers": [one.pk for one in chosen], "stays": into.pk}
        if decision := decided(self, request, Decision.Kind.SPEAKER, asked, reason, chosen):
            left = counted(len(chosen) - 1, "speaker")
            tell(self, request, format_html("{} merged into “{}”", left, speaker_link(into)), decision)
        return None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in form.changed_data if name in speaker_rulings.VALUES}
        asked = {"do": "edit", "speakers": [obj.pk], "values": values}
        why = form.cleaned_data.get("why", "")
        if values and (decision := decided(self, request, Decision.Kind.SPEAKER, asked, why, [obj])):
            tell(self, request, decision.told, decision)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None  # the decision is logged already

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """What became of it is told already; a proposal has changed nothing."""
        again = HttpResponseRedirect(request.get_full_path())
        return self.response_post_save_change(request, obj) if "_save" in request.POST else again

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_decide(request, "aggregator.change_speaker")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a speaker is made of names: split some off

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # its address must lead somewhere for ever: merge it instead


@admin.register(SpeakerName)
class SpeakerNameAdmin(ReadOnlyAdmin):
    """Names that speakers were seen under."""

    list_display = ("name", "kind", "of", "quotes_so", "first_seen_at")
    list_filter = ("kind",)
    list_select_related = ("speaker",)
    list_per_page = 50
    ordering = ("name", "id")
    search_fields = ("name", "speaker__name")
    fields = ("name", "kind", "key", "of", "first_seen_at")
    actions = ("split_off",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeakerName]:
        return _with_counts(super().get_queryset(request))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup == "speaker" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="speaker", ordering="speaker__name")
    def of(self, name: SpeakerName) -> str:
        return speaker_link(name.speaker)

    @admin.display(description="quotes", ordering="quotes_so")
    def quotes_so(self, name: Any) -> int:
        return int(name.quotes_so)

    @admin.action(description="Split the chosen names off to a speaker of their own …", permissions=["split"])
    def split_off(self, request: HttpRequest, names: QuerySet[SpeakerName]) -> HttpResponse | None:
        chosen = list(names)
        return split_off(self, request, chosen, str(chosen[0]), "names")

    def has_split_permission(self, request: HttpRequest) -> bool:
        """Names make speakers."""
        return may_decide(request, "aggregator.change_speaker")


def split_off(
    page: admin.ModelAdmin[Any], request: HttpRequest, chosen: Sequence[Any], name: str, do: str
) -> HttpResponse | None:
    """Ask what the new speaker is called, and split the chosen names ("names") or quotes ("rows") off to it."""
    form = SplitForm(sent(request), public=True, initial={"called": name})
    if not form.is_valid():
        return ask(request, page, "split_off", "Split off to a new speaker", chosen, form)
    called, reason = form.cleaned_data["called"], form.cleaned_data["reason"]
    asked = {"do": do, do: [row.pk for row in chosen], "called": called}
    if decision := decided(page, request, Decision.Kind.SPEAKER, asked, reason, chosen):
        new = Speaker.objects.get(pk=speaker_rulings.went(decision.footprint)[0][1])
        log(request, [new], "Split off", reason)
        what = counted(len(chosen), str(page.opts.verbose_name), str(page.opts.verbose_name_plural))
        tell(page, request, format_html("{} split off to “{}”", what, speaker_link(new)), decision)
    return None


def speaker_link(speaker: Speaker) -> str:
    """The speaker's name, leading to its page on the desk."""
    return format_html('<a href="{}">{}</a>', reverse("admin:aggregator_speaker_change", args=[speaker.pk]), speaker)


def _with_counts(names: QuerySet[SpeakerName]) -> QuerySet[SpeakerName]:
    """With how many quotes of articles' newest texts each name stands at (`quotes_so`)."""
    current = Q(quotes__snapshot_id=F("quotes__article__snapshot_id"))
    return names.annotate(quotes_so=Count("quotes", filter=current))
