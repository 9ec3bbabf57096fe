"""Moments and outlets as every page shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from coverage.comparing.excerpts import cut

register = template.Library()

_FORMS = {
    "full": "{0.day} {0:%B %Y}, {0:%H:%M} UTC",
    "day": "{0.day} {0:%B %Y}",
    "short": "{0.day} {0:%b}, {0:%H:%M} UTC",
    "clock": "{0:%H:%M} UTC",
}


_TIME_SOURCES = {
    "json-ld": "its structured data",
    "meta": "its metadata",
    "time element": "the time it prints",
    "feed": "its feed",
    "sitemap": "its sitemap",
    "address": "its address",
    "archive": "the archive",
    "pasted": "an editor",
}


_RESOLVED = {
    "as written": _("named so in the text"),
    "full name": _("named by a part of the name"),
    "apposition": _("named beside a description"),
    "pronoun": _("meant by a pronoun"),
    "role": _("meant by a role"),
    "the company": _("meant by “the company” or the like"),
    "the outlet": _("meant by a description of the outlet"),
    "editor": _("named by an editor"),
}


@register.filter
def resolved(way: str) -> str:
    """How a speaker's words were made to mean a name, in words."""
    return str(_RESOLVED.get(way, way))


@register.filter
def time_source(source: str) -> str:
    """Where a time was found, in words."""
    return _TIME_SOURCES.get(source, source)


@register.filter
def marks_of(words: str) -> str:
    """The class of a <q> whose words bring quotation marks of their own: it adds none."""
    return "bare" if any(mark in words for mark in '“”"«»„') else "words-of"


@register.filter
def within(text: str, most: int) -> str:
    """At most so many characters of a text, in whole words."""
    return cut(text, most)


@register.simple_tag
def moment(when: datetime | None, form: str = "full", day_only: bool = False) -> SafeString:
    """A <time> in UTC; a bare day where no hour is known, nothing where there is no time."""
    if when is None:
        return SafeString("")
    utc = when.astimezone(UTC)
    machine = f"{utc:%Y-%m-%d}" if day_only else f"{utc:%Y-%m-%dT%H:%M:%SZ}"
    return format_html('<time datetime="{}">{}</time>', machine, told_moment(when, form, day_only))


def told_moment(when: datetime, form: str = "full", day_only: bool = False) -> str:
    """A moment in words, in UTC."""
    return _FORMS["day" if day_only else form].format(when.astimezone(UTC))


@register.simple_tag
def monogram(outlet: Any) -> SafeString:
    """An outlet's letters in its colour; its name stands beside them, so that they are not read out."""
    return format_html('<b class="mono outlet-{}" aria-hidden="true">{}</b>', outlet.slug, outlet.monogram)
