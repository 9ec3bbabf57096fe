"""An action on chosen rows that needs an answer → the page that asks for it, and sends the same choice back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

MOST = 300  # rows that one decision may be about


def ask(
    request: HttpRequest, page: admin.ModelAdmin[Any], action: str, title: str, chosen: Sequence[Any], form: forms.Form
) -> HttpResponse | None:
    """A page that asks what an action needs to know, and sends the same choice back with the answer."""
    if len(chosen) > MOST:
        page.message_user(request, f"Choose {MOST} at most; these are {len(chosen)}.", messages.ERROR)
        return None
    context = {
        **admin.site.each_context(request),
        "title": title,
        "opts": page.opts,
        "chosen": chosen,
        "form": form,
        "action": action,
        "checkbox": ACTION_CHECKBOX_NAME,
        "media": page.media + form.media,
    }
    return TemplateResponse(request, "admin/aggregator/decide.html", context)
