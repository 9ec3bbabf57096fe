"""What a person changed in rows → lines of history beside them: who, when, why, and how the rows stood before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

LEFT_BY_WORKERS = "as the workers had left it"


class PersonsHistory(HistoricalRecords):  # type: ignore[misc]  # it has no types
    """Keeps what persons did (`by_hand`), and nothing of what workers write: they would fill it by the million."""

    def post_save(self, instance: Any, created: bool, using: Any = None, **kwargs: Any) -> None:
        return

    def post_delete(self, instance: Any, using: Any = None, **kwargs: Any) -> None:
        return

    def pre_delete(self, instance: Any, **kwargs: Any) -> None:
        return


@contextmanager
def by_hand(rows: Iterable[models.Model], user: Any, reason: str, now: datetime) -> Iterator[None]:
    """What happens within is the user's doing: each of the rows that is different afterwards gets a line of history.

    Where the workers changed a row since its last line, a line tells that first. The caller holds a transaction.
    """
    chosen: dict[Any, set[Any]] = {}
    for row in rows:
        if hasattr(type(row), "history"):
            chosen.setdefault(type(row), set()).add(row.pk)
    before = {model: _tracked(model, keys) for model, keys in chosen.items()}
    yield
    for model, keys in chosen.items():
        after = _tracked(model, keys)
        changed = [key for key, values in after.items() if values != before[model].get(key)]
        _remember(model, changed, before[model], now - timedelta(microseconds=1))
        _write(model, model._default_manager.filter(pk__in=changed), user, reason, now)


def made_by_hand(row: models.Model, user: Any, reason: str, now: datetime) -> None:
    """Begin the history of a row that the user made."""
    _write(type(row), [row], user, reason, now, made=True)


def ended_by_hand(row: models.Model, user: Any, reason: str, now: datetime) -> None:
    """End the history of a row that the user is about to delete; its lines stay."""
    model: Any = type(row)
    told = {name: getattr(row, name) for name in _names(model)}
    model.history.create(**told, history_date=now, history_user=user, history_change_reason=reason, history_type="-")


def _names(model: Any) -> list[str]:
    return [field.attname for field in model.history.model.tracked_fields]


def _tracked(model: Any, keys: set[Any]) -> dict[Any, dict[str, Any]]:
    return {row["id"]: row for row in model._default_manager.filter(pk__in=keys).order_by().values(*_names(model))}


def _remember(model: Any, keys: list[Any], before: dict[Any, dict[str, Any]], at: datetime) -> None:
    """How the rows stood, where their last line of history does not tell it."""
    lines = model.history.filter(id__in=keys).order_by("history_date", "history_id").values(*_names(model))
    last = {line["id"]: line for line in lines}
    stale = [model(**before[key]) for key in keys if key in before and last.get(key) != before[key]]
    _write(model, stale, None, LEFT_BY_WORKERS, at)


def _write(model: Any, rows: Iterable[models.Model], user: Any, reason: str, at: datetime, made: bool = False) -> None:
    model.history.bulk_history_create(
        list(rows), update=not made, default_user=user, default_change_reason=reason, default_date=at
    )
