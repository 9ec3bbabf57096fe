"""A story's form at the desk → the values that an editor decided, and the reason where readers see the story."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aggregator.admin_asking import ReasonedForm
from aggregator.models import Article
from coverage.models import Story

HELP = {
    "title": _("A title that you set stays. Leave it empty to have the workers title the story again."),
    "standfirst": _("A sentence or two below the headline; the workers never write one."),
    "state": _("A state that you set stays, whatever arrives: hidden stories stay hidden, public ones public."),
    "lead": _("The article that stands first, whatever is published when. Empty: the earliest."),
    "pinned": _("Stands first on the front page for as long as its day is there."),
    "locked": _("No article is added or taken away by the workers."),
    "reviewed": _("Readers see “not reviewed” at the story until this is set."),
}
_SEEN = {"title", "standfirst", "state", "lead", "order"}
"""What readers see of a public story."""


class StoryForm(ReasonedForm):
    """The fields of a story that an editor decides."""

    order = forms.CharField(
        label=_("Order of the articles"),
        required=False,
        show_hidden_initial=True,
        help_text=_(
            "Numbers of articles (from the table below) in the order in which the page shows them, with commas between "
            "them; those not named follow by time. Empty: all by time. The table’s buttons move one a place up or down."
        ),
    )

    class Meta:
        model = Story
        fields = ("title", "standfirst", "state", "lead", "pinned", "locked", "reviewed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" in self.fields and self.instance.state != Story.State.WITHHELD:  # which nobody sets
            own = [(value, told) for value, told in Story.State.choices if value != Story.State.WITHHELD]
            self.fields["state"].choices = own  # type: ignore[attr-defined]
        if "lead" in self.fields:
            lead: Any = self.fields["lead"]
            lead.queryset = (
                Article.objects.filter(membership__story=self.instance).select_related("outlet").order_by("pk")
            )
            lead.label_from_instance = lambda article: f"{article.outlet}: {article}"
        placed = self.instance.memberships.exclude(position=None).order_by("position") if self.instance.pk else ()
        self.initial["order"] = ", ".join(str(row.article_id) for row in placed)

    def clean_order(self) -> list[int]:
        """The numbers. Refuses what is no number, and articles of other stories."""
        words = self.cleaned_data["order"].replace(",", " ").split()
        if not all(word.isdecimal() and len(word) < 19 for word in words):
            raise forms.ValidationError(_("Write numbers of articles with commas between them."))
        numbers = list(dict.fromkeys(int(word) for word in words))
        own = set(self.instance.memberships.values_list("article", flat=True))
        if strange := [str(number) for number in numbers if number not in own]:
            raise forms.ValidationError(_("Not in this story: %s.") % ", ".join(strange))
        return numbers

    def why_asked(self, changed: set[str]) -> str:
        before = Story.objects.filter(pk=self.instance.pk).values_list("state", flat=True).first()
        seen = before == Story.State.PUBLIC and changed & _SEEN
        return str(_("Readers see this story: say why it changes.")) if seen else ""

    def decided_values(self) -> dict[str, Any]:
        """The fields that were changed, as a decision asks for them."""
        values = {name: self.cleaned_data[name] for name in self.changed_data if name != "why"}
        if "lead" in values:
            values["lead"] = values["lead"].pk if values["lead"] else None
        return values
