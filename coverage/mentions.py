"""A decision → the numbers of the articles, quotes and claims that it names, in what it asks and in what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from coverage.models import Decision


@dataclass(frozen=True, slots=True)
class Mentions:
    """Numbers by what they are of."""

    articles: set[int] = field(default_factory=set)
    quotes: set[int] = field(default_factory=set)
    claims: set[int] = field(default_factory=set)


def mentions_of(decision: Decision) -> Mentions:
    """What a decision names."""
    found = Mentions()
    _asked(decision.kind, decision.asked, found)
    for place, both in decision.footprint.items():
        kind, *names = place.split("/")
        _place(kind, names, [value for value in both if value is not None], found)
    return found


def _asked(kind: str, asked: Mapping[str, Any], found: Mentions) -> None:
    values = asked.get("values", {})
    found.articles.update(asked.get("articles", ()), values.get("order") or (), _known([values.get("lead")]))
    found.claims.update(asked.get("claims", ()))
    rows = asked.get("rows", ())
    if kind in (Decision.Kind.ALIGN, Decision.Kind.SPEAKER) or asked.get("model") == "quote":
        found.quotes.update(rows)
    elif asked.get("model") == "claim":
        found.claims.update(rows)


def _place(kind: str, names: list[str], values: list[Any], found: Mentions) -> None:
    """The places are those of `coverage.footprints` and of the decisions on findings."""
    match kind, names:
        case ("story", [_, "lead_id"]):
            found.articles.update(values)
        case ("article", [number, _]) | ("not", [_, number]):
            found.articles.add(int(number))
        case ("quote", [number, _]):
            found.quotes.add(int(number))
        case ("label" | "tie", numbers):
            found.quotes.update(map(int, numbers))
        case ("claim", [number, _]) | ("hold", [_, number]):
            found.claims.add(int(number))
        case ("cell" | "group", [*_]):
            for told in values:
                if isinstance(told, dict):
                    found.claims.update(told.get("claims", ()), _known([told.get("clearest")]))


def _known(numbers: Iterable[int | None]) -> list[int]:
    return [number for number in numbers if number]
