"""What somebody who asks for a removal tells us, checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coverage.comparing.fragments import is_web_address
from coverage.models import TakedownRequest


class TakedownForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none at run time
    """The form. `website` is for programs alone: people do not see it, and what fills it in is thanked and dropped."""

    address = forms.URLField(
        label=_("Address"),
        max_length=1000,
        assume_scheme="https",
        help_text=_("Of the article, or of our page that shows it."),
    )
    statement = forms.CharField(
        label=_("What should go, and why"),
        min_length=20,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("A few sentences. Tell what your right in it is."),
    )
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("For questions alone. It is never shown, and forgotten some months after the decision."),
    )
    truthful = forms.BooleanField(label=_("What I write here is true, and I may ask for this."))
    website = forms.CharField(label=_("Leave this empty"), required=False)

    class Meta:
        model = TakedownRequest
        fields = ("address", "extent", "ground", "statement", "name", "email")
        labels = {"extent": _("What it is about"), "ground": _("Why"), "address": _("Address")}  # noqa: RUF012

    def clean_address(self) -> str:
        """Only what can be an article's address."""
        address: str = self.cleaned_data["address"]
        if not is_web_address(address):
            raise forms.ValidationError(_("Give an address that begins with https:// or http://."))
        return address

    @property
    def by_program(self) -> bool:
        """Whether something filled in what people do not see."""
        return bool(self.data.get("website"))

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        ground = self.fields["ground"]
        assert isinstance(ground, forms.TypedChoiceField)
        ground.choices = [("", _("Choose a reason")), *TakedownRequest.Ground.choices]
