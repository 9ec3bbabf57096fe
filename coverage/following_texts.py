"""An editor's words on quotes and claims of earlier texts → on the same words in the articles' newest texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet

from aggregator.models import Claim, Quote
from coverage.standing import span_today


def follow(rows: QuerySet[Any], name: str, doubles: Callable[[Any, int], Q]) -> None:
    """Take each row along to the quote or claim (its field `name`) that its words are now. It rests while they are
    gone. `doubles` finds rows that already say something of what it goes to: those give way."""
    old = rows.exclude(**{f"{name}__snapshot": F(f"{name}__article__snapshot")})
    for row in old.select_related(f"{name}__article__snapshot", f"{name}__snapshot"):
        today = stands_today(getattr(row, name))
        if today is None:
            continue
        type(row)._default_manager.exclude(pk=row.pk).filter(doubles(row, today.pk)).delete()
        setattr(row, f"{name}_id", today.pk)
        row.save(update_fields=[name])


def stands_today(span: Quote | Claim) -> Quote | Claim | None:
    """The quote or claim in its article's newest text, also where the outlet went back to a text that it had before;
    None where its words are gone."""
    found: Any = span_today(span)
    if found is None:
        rows = type(span)._default_manager.filter(snapshot=span.article.snapshot_id, text=span.text)
        found = min(rows, key=lambda row: abs(row.start - span.start), default=None)
    return found  # type: ignore[no-any-return]
