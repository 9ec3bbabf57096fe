"""A decision on what was found in articles → the rows that it is about, what stands there, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from coverage import quote_rulings, spans, statement_rulings, statement_undoing
from coverage.models import Decision

Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a kind of decision on findings is about: `rows` (quotes or claims) by what it asks; `values`, by place, what
    stands where it sets something; `put_back`, from its footprint, what stood there before. `needed` names what a
    person who carries it out must be allowed to change."""

    rows: Callable[[Asked], QuerySet[Any]]
    values: Callable[[Asked], dict[str, Any]]
    put_back: Callable[[Mapping[str, list[Any]], datetime], None]
    needed: Callable[[Asked], str]


FINDINGS: Mapping[str, Finding] = {
    Decision.Kind.SPANS: Finding(
        spans.rows_of, spans.values_of, spans.put_back, lambda asked: f"aggregator.change_{asked['model']}"
    ),
    Decision.Kind.ALIGN: Finding(
        quote_rulings.rows_of, quote_rulings.values_of, quote_rulings.put_back, lambda _: "aggregator.change_quote"
    ),
    Decision.Kind.STATEMENT: Finding(
        statement_rulings.rows_of,
        statement_rulings.values_of,
        statement_undoing.put_back,
        lambda _: "aggregator.change_claim",
    ),
}


def values_of(kind: str, asked: Asked) -> dict[str, Any]:
    """What stands in the places that a decision on findings sets; nothing for other decisions."""
    return FINDINGS[kind].values(asked) if kind in FINDINGS else {}
