"""This code's migrations and the database's → those that are still to be applied."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

_complete = False


def unapplied() -> list[str]:
    """Their names as "app.name". Once there are none this is not asked again: a new release is a new process."""
    global _complete
    if _complete:
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _complete = not plan
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def ask_again() -> None:
    """Forget that there were none."""
    global _complete
    _complete = False
