"""What is chosen within one story → Django admin's own autocomplete, which offers nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Field
from django.http import HttpRequest


class _Within:
    """An autocomplete widget whose search is told in what it chooses: `within` names it and gives its number.

    All that can be chosen is in the page besides, for who has no JavaScript.
    """

    def __init__(self, field: Field[Any, Any], within: tuple[str, int], attrs: Any = None) -> None:
        super().__init__(field, admin.site, attrs)  # type: ignore[call-arg]
        self.within = within

    def get_url(self) -> str:
        """Where it searches."""
        name, number = self.within
        return f"{super().get_url()}?{name}={number}"  # type: ignore[misc]

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """All that can be chosen, as a plain list has it."""
        return forms.Select.optgroups(self, name, value, attrs)  # type: ignore[arg-type]


class ChoiceWithin(_Within, AutocompleteSelect):
    """One row."""


class ChoicesWithin(_Within, AutocompleteSelectMultiple):
    """Some rows."""


class ToldChoices(AutocompleteJsonView):
    """Rows that are offered, in the words of their list (`told_in_choice`) where it has some."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        told = getattr(self.model_admin, "told_in_choice", str)
        return {**super().serialize_result(obj, to_field_name), "text": told(obj)}


def asked_within(request: HttpRequest, name: str) -> int | None:
    """The number of what an autocomplete keeps to; None where this is none, or it keeps to nothing."""
    told = request.GET.get(name, "")
    return int(told) if is_choosing(request) and told.isdecimal() and len(told) < 19 else None


def is_choosing(request: HttpRequest) -> bool:
    """Whether an autocomplete asks."""
    return request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
