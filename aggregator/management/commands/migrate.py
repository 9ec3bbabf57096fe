"""`manage.py migrate`: Django's, one at a time on a PostgreSQL, so that several machines may start on one at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK = 0x70617261
"""The advisory lock that whoever migrates holds."""

_SECONDS = 0.5  # between two tries


class Command(migrate.Command):
    """Waits for another that migrates the same PostgreSQL, and then finds what that left to do."""

    def handle(self, *args: Any, **options: Any) -> None:
        with _alone(connections[options["database"]], self.stderr.write):
            super().handle(*args, **options)


@contextmanager
def _alone(connection: BaseDatabaseWrapper, tell: Callable[[str], object]) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    if not _asked(connection, "pg_try_advisory_lock"):
        tell("Another migrate is at work on this database: waiting for it …")
        # Asking again and again, since an index that the other makes quietly would wait for a statement that waits.
        while not _asked(connection, "pg_try_advisory_lock"):
            time.sleep(_SECONDS)
    try:
        yield
    finally:
        if connection.is_usable():  # a session that ended took its lock along
            _asked(connection, "pg_advisory_unlock")


def _asked(connection: BaseDatabaseWrapper, function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
