"""Moments and outlets as every page shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from aggregator.models import Article
from coverage.comparing.excerpts import cut
from coverage.comparing.sides import kind_in_words
from coverage.comparing.timeline import SHORT_MONTHS
from coverage.comparing.wording import Wording
from coverage.languages import between_marks, english_mark, in_words, quotation_marks

register = template.Library()

_FORMS = {
    "full": _("{day} {month} {year}, {clock} UTC"),
    "day": _("{day} {month} {year}"),
    "short": _("{day} {short_month}, {clock} UTC"),
    "clock": _("{clock} UTC"),
    "weekday": _("{weekday}, {day} {month} {year}"),
    "month": _("{month} {year}"),
    "day of year": _("{day} {month}"),
}


_TIME_SOURCES = {
    "json-ld": _("its structured data"),
    "meta": _("its metadata"),
    "time element": _("the time it prints"),
    "feed": _("its feed"),
    "sitemap": _("its sitemap"),
    "address": _("its address"),
    "archive": _("the archive"),
    "pasted": _("an editor"),
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
def worded(label: str) -> str:
    """A label of the pure core, or of a choice, in the page's language; a name in it, which is an outlet's words,
    is marked as `marked` does."""
    if isinstance(label, Wording) and "name" in label.filled and english_mark():
        return format_html(gettext(label.message), **{**label.filled, "name": marked(str(label.filled["name"]))})
    return in_words(label)


@register.filter
def difference_kind(kind: str) -> str:
    """What outlets differ in, in the page's language."""
    return worded(kind_in_words(kind))


@register.filter
def marked(words: str) -> str:
    """An outlet's words, marked as English where the page is in another language."""
    mark = english_mark()
    return format_html("<span{}>{}</span>", mark, words) if mark else words


@register.filter
def resolved(way: str) -> str:
    """How a speaker's words were made to mean a name, in words."""
    return str(_RESOLVED.get(way, way))


@register.filter
def time_source(source: str) -> str:
    """Where a time was found, in words."""
    return str(_TIME_SOURCES.get(source, source))


@register.filter
def marks_of(words: str) -> str:
    """The class of a <q> whose words bring quotation marks of their own: it adds none."""
    return "bare" if any(mark in words for mark in '“”"«»„') else "words-of"


@register.filter
def within(text: str, most: int) -> str:
    """At most so many characters of a text, in whole words."""
    return cut(text, most)


@register.filter
def signed(article: Article) -> str:
    """The authors of an article as one line."""
    return str(get_text_list(article.authors, gettext("and")))


@register.filter
def quoted(words: object) -> str:
    """An outlet's words in quotation marks of the page's language, others within them; marked as English where the page
    is in another one."""
    (opening, closing), mark = quotation_marks(), english_mark()
    within = between_marks(str(words))
    if not mark:
        return f"{opening}{within}{closing}"
    return format_html("{}<span{}>{}</span>{}", opening, mark, within, closing)


@register.filter
def between(words: object) -> str:
    """Words or a title as they stand in a message that has quotation marks around them."""
    return between_marks(str(words))


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
    return _told(when.astimezone(UTC), "day" if day_only else form)


@register.filter(name="day")
def told_day(when: date, form: str = "day") -> str:
    """A day in words: "day", "weekday" before it, "day of year" without the year, "month" without the day."""
    return _told(when.astimezone(UTC) if isinstance(when, datetime) else when, form)


def _told(when: date, form: str) -> str:
    forms, months, short_months, weekdays, first = _calendar(get_language() or settings.LANGUAGE_CODE)
    return forms[form].format(
        day=first if when.day == 1 else when.day,
        month=months[when.month - 1],
        short_month=short_months[when.month - 1],
        year=when.year,
        weekday=weekdays[when.weekday()],
        clock=f"{when:%H:%M}",
    )


@cache
def _calendar(language: str) -> tuple[dict[str, str], list[str], list[str], list[str], str]:
    """The forms, months and weekdays of a language, and how it writes the first day of a month."""
    with override(language):
        forms = {name: str(form) for name, form in _FORMS.items()}
        months = [str(MONTHS[month]) for month in range(1, 13)]
        weekdays = [str(WEEKDAYS[day]) for day in range(7)]
        return forms, months, list(map(in_words, SHORT_MONTHS)), weekdays, pgettext("the first day of a month", "1")


@register.simple_tag
def monogram(outlet: Any) -> SafeString:
    """An outlet's letters in its colour; its name stands beside them, so that they are not read out."""
    return _monogram(outlet.slug, outlet.monogram)


@lru_cache(1000)
def _monogram(slug: str, letters: str) -> SafeString:
    return format_html('<b class="mono outlet-{}" aria-hidden="true">{}</b>', slug, letters)
