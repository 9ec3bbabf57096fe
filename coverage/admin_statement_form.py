"""What an editor may decide about a statement on its page: each part is sent by a button of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aggregator.models import Article, Claim, Outlet
from aggregator.reading.ends import placed
from aggregator.wording import shortened
from coverage.admin_decisions import says_why
from coverage.admin_within import ChoicesWithin
from coverage.models import ClaimCell, ClaimGroup, ClaimHold, Decision
from coverage.statement_rulings import LONGEST

_STANCES = [("", gettext_lazy("as the workers find")), *ClaimCell.Stance.choices]
Asked = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Stand:
    """An outlet of the story: its articles there, its cell where it has one, and the claims that show it."""

    outlet: Outlet
    articles: Sequence[Article]
    cell: ClaimCell | None
    claims: Sequence[Claim]


class StatementForm(forms.Form):
    """The sentence, a cell for each outlet, what is merged or taken out, and why."""

    sentence = forms.CharField(
        label=gettext_lazy("Neutral sentence"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2, "maxlength": LONGEST}),
        help_text=gettext_lazy("In the desk’s own words; empty: an outlet’s words again."),
    )
    others = forms.ModelMultipleChoiceField(
        ClaimGroup.objects.none(),
        label=gettext_lazy("Other statements"),
        required=False,
        help_text=gettext_lazy(
            "Of this story: type some of their words. Their claims go into this one; their addresses lead here."
        ),
    )
    claims = forms.ModelMultipleChoiceField(
        Claim.objects.none(), label=gettext_lazy("Claims"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=2000, widget=AdminTextareaWidget(attrs={"rows": 2})
    )

    def __init__(self, group: ClaimGroup, stands: Sequence[Stand], data: Any = None) -> None:
        super().__init__(data, initial={"sentence": group.sentence if group.by_editor else ""})
        self.group, self.stands = group, stands
        others: Any = self.fields["others"]
        others.queryset = ClaimGroup.objects.filter(story=group.story_id).exclude(pk=group.pk)
        others.widget = ChoicesWithin(ClaimHold._meta.get_field("group"), ("statement", group.pk))
        others.widget.choices = others.choices
        claims: Any = self.fields["claims"]
        claims.queryset = Claim.objects.filter(pk__in=[claim.pk for one in stands for claim in one.claims])
        for stand in stands:
            self._add_cell(stand)

    def _add_cell(self, stand: Stand) -> None:
        number, cell = stand.outlet.pk, stand.cell
        by_editor = cell is not None and cell.set_by_person
        self.fields[f"stance_{number}"] = forms.ChoiceField(
            label=gettext_lazy("Stance"),
            required=False,
            choices=_STANCES,
            initial=cell.stance if cell and by_editor else "",
        )
        self.fields[f"credited_{number}"] = forms.CharField(
            label=gettext_lazy("Cites"),
            required=False,
            max_length=300,
            widget=AdminTextInputWidget(),
            initial=cell.credited if cell else "",
        )
        self.fields[f"words_{number}"] = forms.CharField(
            label=gettext_lazy("Its words"),
            required=False,
            widget=AdminTextareaWidget(attrs={"rows": 2}),
            initial=stand.claims[0].text if stand.claims else "",
        )

    def rows(self) -> list[tuple[Stand, list[forms.BoundField]]]:
        """Each outlet with its fields."""
        names = ("stance", "credited", "words")
        return [(stand, [self[f"{name}_{stand.outlet.pk}"] for name in names]) for stand in self.stands]

    def asked(self, do: str, public: bool) -> Asked | None:
        """The decision that a button stands for, or None with what is wrong among the form's errors."""
        if not says_why(self, do, public):
            return None
        asked = self._asked(do)
        return (Decision.Kind.STATEMENT, {"group": self.group.pk, **asked}) if asked else None

    def _asked(self, do: str) -> dict[str, Any] | None:
        data = self.cleaned_data
        match do.split("-"):
            case ["accept" | "hide" | "show"]:
                return {"do": do}
            case ["word"]:
                return {"do": "word", "sentence": " ".join(data["sentence"].split())}
            case ["merge"]:
                return {"do": "merge", "others": [row.pk for row in data["others"]]}
            case ["out"]:
                return {"do": "take out", "claims": [row.pk for row in data["claims"]]}
            case ["cell", number]:
                stand = next((one for one in self.stands if str(one.outlet.pk) == number), None)
                return self._cell(stand) if stand else None
        return None

    def _cell(self, stand: Stand) -> dict[str, Any] | None:
        number = stand.outlet.pk
        stance, words = self.cleaned_data[f"stance_{number}"], self.cleaned_data[f"words_{number}"].strip()
        asked = {"do": "cell", "outlet": number, "stance": stance, "evidence": []}
        asked["credited"] = self.cleaned_data[f"credited_{number}"].strip()
        if not stance or stance in ClaimCell.BARE:
            return asked
        found = [(article.snapshot, spans) for article in stand.articles if article.snapshot
                 and len(spans := placed(words.replace("\r\n", "\n"), article.snapshot.text, 0)) == 1]  # fmt: skip
        if not found:
            self.add_error(f"words_{number}", _("These words do not stand so in the outlet’s article."))
            return None
        snapshot, [span] = found[0]
        return {**asked, "evidence": [[snapshot.pk, *span]]}


def named(claim: Claim) -> str:
    """A claim by outlet and words."""
    return f"{claim.article.outlet}: {shortened(claim.text, 160)}"
