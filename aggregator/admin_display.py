"""Values of rows → how the desk shows them: web addresses, words highlighted in their text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

HTTPS_UNSAID: dict[type[models.Field[Any, Any]], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}
"""An address that is typed without its scheme is an https one."""

_AROUND = 300  # characters of the text shown before and after a quote or claim


def web_link(address: str) -> str:
    """An address as a link where it is a web address, else as plain text: what outlets write is not to be trusted."""
    if not address.lower().startswith(("http://", "https://")):
        return address
    return format_html('<a href="{0}" rel="noreferrer noopener">{0}</a>', address)


def marked(text: str, spans: Sequence[Sequence[int]]) -> str:
    """The text around some [start, end] spans of it, these highlighted, paragraphs on lines of their own."""
    first, last = spans[0][0], spans[-1][1]
    at, until = max(0, first - _AROUND), min(len(text), last + _AROUND)
    parts: list[tuple[str, str]] = []
    for start, end in spans:
        parts.append((text[at:start], text[start:end]))
        at = end
    shown = format_html_join("", "{}<mark>{}</mark>", parts)
    return _lines(format_html("{}{}{}{}", "…" * (first > _AROUND), shown, text[at:until], "…" * (until < len(text))))


def from_to(old: str, new: str) -> str:
    """Words and those that stand in their place, as marked deletion and insertion."""
    taken = format_html("<del>{}</del>", old) if old else ""
    put = format_html("<ins>{}</ins>", new) if new else ""
    return _lines(format_html("{} {}", taken, put))


def _lines(escaped: SafeString) -> SafeString:
    # Safe: what comes in is escaped already, and a line break is all that is put in.
    return mark_safe(escaped.replace("\n\n", "<br><br>").replace("\n", "<br>"))  # noqa: S308
