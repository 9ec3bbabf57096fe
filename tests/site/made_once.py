"""A function that stores a story's rows → one that does so step by step only the first time in a process. Afterwards it
puts the same rows, with their keys, into the database that a test finds empty: sequences never go back, so that keys of
new rows are others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.apps import apps
from django.db import transaction
from django.db.models import Model

from aggregator.models import Article, Outlet
from coverage.models import Story

_Asked = ParamSpec("_Asked")
_APPS = ("aggregator", "coverage")


def made_once(make: Callable[_Asked, Story]) -> Callable[_Asked, Story]:
    """The same for `make`, whose rows depend on nothing but what it is asked for, and lie in the project's own apps."""
    kept: dict[str, tuple[int, list[tuple[type[Model], list[Model]]]]] = {}

    @wraps(make)
    def again(*args: _Asked.args, **kwargs: _Asked.kwargs) -> Story:
        name = repr((args, sorted(kwargs.items())))
        if Outlet.objects.exists() or Article.objects.exists() or Story.objects.exists():
            return make(*args, **kwargs)
        if name not in kept:
            story = make(*args, **kwargs)
            kept[name] = story.pk, _rows()
            return story
        story_id, rows = kept[name]
        with transaction.atomic():  # a browser's test has none around it, and rows lead to each other both ways
            for model, made in rows:
                model._base_manager.bulk_create(made)
        return Story.objects.get(pk=story_id)

    return again


def _rows() -> list[tuple[type[Model], list[Model]]]:
    """Every row that there is; that keys lead to rows is checked at the transaction's end."""
    models = [model for name in _APPS for model in apps.get_app_config(name).get_models(include_auto_created=True)]
    tables = [model for model in models if model._meta.managed and not model._meta.proxy]
    found = [(model, list(model._base_manager.order_by("pk"))) for model in tables]
    return [(model, rows) for model, rows in found if rows]
