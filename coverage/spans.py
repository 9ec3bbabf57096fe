"""An editor's decisions on quotes and claims → facts that the workers respect: accepted, hidden, put right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aggregator import speaker_desk
from aggregator.admin_display import counted, shortened
from aggregator.models import Claim, Quote
from coverage.desk import DeskError
from coverage.models import Story

MODELS: Mapping[str, type[Quote] | type[Claim]] = {"quote": Quote, "claim": Claim}
WHOSE = {"speaker_name", "speaker_kind", "source_name", "source_kind"}
VALUES = {"reviewed", "hidden", "source_outlet", "hedged", "negated", *WHOSE}
"""Of a quote or claim: what an editor may set."""


def rows_of(asked: Mapping[str, Any]) -> QuerySet[Any]:
    """The quotes or claims that a decision is about."""
    return MODELS[asked["model"]]._default_manager.filter(pk__in=asked["rows"]).order_by("pk")


def told(asked: Mapping[str, Any]) -> str:
    """The decision in words."""
    rows, values = list(rows_of(asked)), asked["values"]
    what = (
        f"{asked['model']} “{shortened(rows[0].text, 120)}”" if len(rows) == 1 else counted(len(rows), asked["model"])
    )
    match values:
        case {"hidden": hidden} if len(values) == 1:
            return f"{'Hide' if hidden else 'Show'} {what}"
        case {"reviewed": reviewed} if len(values) == 1:
            return f"{'Accept' if reviewed else 'Mark as not reviewed:'} {what}"
    named = values.get("speaker_name") or values.get("source_name")
    return f"Put right {what}" + (f": {named}" if named else "")


def set_values(asked: Mapping[str, Any], now: datetime) -> None:
    """Set the fields; who puts something right has looked at it. The stories that show the rows are compared anew."""
    values = dict(asked["values"])
    if not values.keys() <= VALUES:
        raise DeskError("That cannot be set at the desk.")
    if values.keys() - {"hidden", "reviewed"} and "reviewed" not in values:
        values["reviewed"] = True
    rows = rows_of(asked)
    if "source_outlet" in values:
        values["source_outlet_id"] = values.pop("source_outlet")
    rows.update(**values)
    if values.keys() & WHOSE:
        for row in rows.select_related("snapshot"):
            speaker_desk.put_right(row, now)
    compare_again(rows)


def compare_again(rows: QuerySet[Any]) -> None:
    """The stories that show these rows are compared anew by the workers."""
    Story.objects.filter(articles__in=list(rows.values_list("article", flat=True))).update(stale=True)


def shown_in(rows: QuerySet[Any]) -> dict[int, Story]:
    """By number of a quote or claim, the public story whose readers see it."""
    seen = rows.filter(hidden=False, article__membership__story__state=Story.State.PUBLIC)
    seen = seen.select_related("article__membership__story")
    return {row.pk: row.article.membership.story for row in seen if row.snapshot_id == row.article.snapshot_id}


def values_of(kind: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """By place ("quote/3/hidden"), what stands in the fields that a decision on quotes or claims sets."""
    if kind != "spans":
        return {}
    names = sorted({*asked["values"], "reviewed"})
    rows = rows_of(asked).values("pk", *names)
    return {f"{asked['model']}/{row['pk']}/{name}": row[name] for row in rows for name in names}


def put_back(print_: Mapping[str, list[Any]], now: datetime) -> None:
    """Set the fields to what stood there before. Raises DeskError where one was set again since."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for place, (before, after) in print_.items():
        model, key, name = place.split("/")
        row = MODELS[model]._default_manager.filter(pk=int(key))
        if row.values_list(name, flat=True).first() != after:
            raise DeskError("That was decided on again since: undo the later decision first.")
        rows.setdefault((model, int(key)), {})[name] = before
    for (model, number), values in rows.items():
        if "source_outlet" in values:
            values["source_outlet_id"] = values.pop("source_outlet")
        found = MODELS[model]._default_manager.filter(pk=number)
        found.update(**values)
        if values.keys() & WHOSE:
            speaker_desk.put_right(found.select_related("snapshot")[0], now)
        compare_again(found)
