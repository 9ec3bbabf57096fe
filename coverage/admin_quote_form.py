"""What an editor may put right about a quote on its review page: each part is sent by a button of its own."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, AutocompleteSelect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aggregator.models import Quote, Speaker
from aggregator.models.findings import words_at
from aggregator.reading.ends import Spans, are_whole, placed
from aggregator.wording import shortened
from coverage.admin_decisions import says_why
from coverage.admin_within import ChoiceWithin
from coverage.models import Decision, QuoteTie, QuoteVariant, Story
from coverage.quote_queue import others_of

Kind = Decision.Kind
_RENDERINGS = [("", gettext_lazy("as the workers find")), *QuoteVariant.Rendering.choices]


class _QuoteChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none at run time
    """Quotes by outlet and words."""

    def label_from_instance(self, quote: Any) -> str:
        return told_quote(quote)


class QuoteForm(forms.Form):
    """Where the quote begins and ends, whose it is, how it is carried, and why that changes."""

    spans = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("Words"),
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("As they stand in the text, whole words. “ … ” stands between parts."),
    )
    speaker = forms.ModelChoiceField(
        Speaker.objects.standing(),
        label=gettext_lazy("Speaker known to us"),
        required=False,
        widget=AutocompleteSelect(Quote._meta.get_field("speaker"), admin.site),
        help_text=gettext_lazy("Type a part of the name. The words of the text stay as they are written."),
    )
    named = forms.CharField(
        label=gettext_lazy("or a name"),
        required=False,
        max_length=300,
        widget=AdminTextInputWidget(),
        help_text=gettext_lazy("Where the list has none; empty: the speaker is not known."),
    )
    label = forms.ChoiceField(label=gettext_lazy("Carried"), required=False, choices=_RENDERINGS)
    other = _QuoteChoice(
        Quote.objects.none(),
        label=gettext_lazy("The same as"),
        required=False,
        help_text=gettext_lazy("Quotes of the story’s other articles: type some of their words, or the speaker."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2000, widget=AdminTextareaWidget(attrs={"rows": 2})
    )

    def __init__(self, quote: Quote, story: Story | None, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.quote = quote
        other: Any = self.fields["other"]
        other.queryset = others_of(quote, story)
        other.widget = ChoiceWithin(QuoteTie._meta.get_field("other"), ("quote", quote.pk))
        other.widget.choices = other.choices

    def clean_spans(self) -> Spans:
        """The ends as the page showed them."""
        return spans_from(self.cleaned_data["spans"])

    def asked(self, do: str, public: bool) -> tuple[str, dict[str, Any]] | None:
        """The decision that a button stands for, or None with what is wrong among the form's errors."""
        if not says_why(self, do, public):
            return None
        own = {"rows": [self.quote.pk]}
        match do.split("-"):
            case ["accept"]:
                return Kind.SPANS, {**own, "model": "quote", "values": {"reviewed": True}}
            case ["hide" | "show"]:
                return Kind.SPANS, {**own, "model": "quote", "values": {"hidden": do == "hide"}}
            case ["speaker"]:
                return Kind.SPANS, {**own, "model": "quote", "values": self._whose()}
            case ["label"]:
                return Kind.ALIGN, {**own, "label": self.cleaned_data["label"]}
            case ["apart" | "loose", number] if number.isdigit():
                return Kind.ALIGN, {"rows": [self.quote.pk, int(number)], "same": False if do[0] == "a" else None}
        return self._same() if do == "same" else self._moved() if do == "ends" else None

    def _whose(self) -> dict[str, Any]:
        """A name that is typed goes before a speaker that stood there already."""
        speaker, named = self.cleaned_data["speaker"], self.cleaned_data["named"].strip()
        typed = bool(named) and "named" in self.changed_data and "speaker" not in self.changed_data
        return {"speaker": speaker.pk} if speaker and not typed else {"speaker_name": named}

    def _same(self) -> tuple[str, dict[str, Any]] | None:
        other = self.cleaned_data["other"]
        if other is None:
            self.add_error("other", _("Choose the quote that it is the same as."))
            return None
        return Kind.ALIGN, {"rows": [self.quote.pk, other.pk], "same": True}

    def _moved(self) -> tuple[str, dict[str, Any]] | None:
        """The ends that were stepped to; or those of the words that were typed, where these are others."""
        text, spans, words = self.quote.snapshot.text, self.cleaned_data["spans"], self.cleaned_data["words"]
        typed = " ".join(words.split())
        if typed != " ".join(words_at(spans, text).split()):
            spans = placed(words.replace("\r\n", "\n").strip(), text, self.quote.start)
        if not spans:
            self.add_error("words", _("These words do not stand so in the article’s text."))
            return None
        if not are_whole(spans, text):
            self.add_error("words", _("A quote begins and ends with a whole word of its text."))
            return None
        return Kind.SPANS, {"model": "quote", "rows": [self.quote.pk], "values": {"spans": [list(s) for s in spans]}}


def told_quote(quote: Quote) -> str:
    """A quote among others: its outlet and words."""
    return f"{quote.article.outlet}: {shortened(quote.text, 110)}"


def spans_from(told: str) -> Spans:
    """[[start, end], …] as an address or a form has it. Raises ValidationError."""
    try:
        return tuple((int(start), int(end)) for start, end in json.loads(told))
    except (TypeError, ValueError) as error:
        raise forms.ValidationError(_("These are no ends of a quote.")) from error
