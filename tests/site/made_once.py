"""A function that stores a story's rows → one that does so step by step only the first time in a process. Afterwards it
puts the same rows, with their keys, into the database that a test finds empty: sequences never go back, so that keys of
new rows are others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec

from django.apps import apps
from django.db import connection, transaction

from aggregator.models import Article, Outlet
from coverage.models import Story

_Asked = ParamSpec("_Asked")
_Rows = dict[str, list[tuple[Any, ...]]]
_APPS = ("aggregator", "coverage", "auth", "admin", "otp_totp", "otp_static")


def made_once(make: Callable[_Asked, Story]) -> Callable[_Asked, Story]:
    """The same for `make`, whose rows depend on nothing but what it is asked for, and lie in the apps above. Users that
    it makes have keys of their own choice: a test may have made its editor before."""
    kept: dict[str, tuple[int, _Rows]] = {}

    @wraps(make)
    def again(*args: _Asked.args, **kwargs: _Asked.kwargs) -> Story:
        name = repr((args, sorted(kwargs.items())))
        if Outlet.objects.exists() or Article.objects.exists() or Story.objects.exists():
            return make(*args, **kwargs)
        if name not in kept:
            before = {insert: set(rows) for insert, rows in _rows()}
            story = make(*args, **kwargs)
            made = {insert: [row for row in rows if row not in before[insert]] for insert, rows in _rows()}
            kept[name] = story.pk, {insert: rows for insert, rows in made.items() if rows}
            return story
        story_id, made = kept[name]
        with transaction.atomic(), connection.cursor() as cursor:  # rows lead to each other both ways
            for insert, rows in made.items():
                cursor.executemany(insert, rows)
        return Story.objects.get(pk=story_id)

    return again


def _rows() -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Every row that there is, as the database has it, under the statement that puts it there."""
    models = [model for name in _APPS for model in apps.get_app_config(name).get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        for meta in (model._meta for model in models if model._meta.managed and not model._meta.proxy):
            table, key = (connection.ops.quote_name(str(name)) for name in (meta.db_table, meta.pk.column))
            columns = [connection.ops.quote_name(str(field.column)) for field in meta.concrete_fields]
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {key}")
            yield (
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})",
                cursor.fetchall(),
            )
