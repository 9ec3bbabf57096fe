"""A PostgreSQL that is copied or replaced → its address for libpq's programs, who else is there, and a way back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction
from psycopg import pq
from psycopg.conninfo import make_conninfo

LOCK_SECONDS = 10
"""For which a lock is waited for: a forgotten session must not hold up a restore for ever."""

_ASIDE = "before_restore"
_SECRET = {"password", "sslpassword"}  # by the environment, which no list of processes shows
_LEAVING_SECONDS = 5.0  # a session that ended is listed for a moment more


def address() -> str:
    """The connection as libpq takes it, with its TLS options and without its password."""
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()} - _SECRET - {"client_encoding"}
    told: dict[str, Any] = connection.get_connection_params()
    return make_conninfo("", **{name: value for name, value in told.items() if name in known and value is not None})


def others_connected() -> int:
    """How many other sessions work in this database."""
    deadline = time.monotonic() + _LEAVING_SECONDS
    asked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    while (found := _ask(asked)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return found


def has_aside() -> bool:
    """Whether a restore was ended before it had put away what was there before it; False on any other database."""
    if connection.vendor != "postgresql":
        return False
    return bool(_ask("SELECT count(*) FROM pg_namespace WHERE nspname = %s", _ASIDE))


@contextmanager
def set_aside() -> Iterator[None]:
    """The database is empty within; afterwards what it held is dropped, or, after an error, is there again."""
    if has_aside():
        _take_back_or_drop()
    _do(f"ALTER SCHEMA public RENAME TO {_ASIDE}", "CREATE SCHEMA public")
    try:
        yield
    except BaseException:
        _do("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {_ASIDE} RENAME TO public")
        raise
    _do(f"DROP SCHEMA {_ASIDE} CASCADE")


def _take_back_or_drop() -> None:
    """After a restore that was killed: it wrote all of the copy or, in its one transaction, nothing."""
    if _ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"):
        _do(f"DROP SCHEMA {_ASIDE} CASCADE")
    else:
        _do("DROP SCHEMA IF EXISTS public CASCADE", f"ALTER SCHEMA {_ASIDE} RENAME TO public")


def _ask(statement: str, *values: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.fetchone()[0])


def _do(*statements: str) -> None:
    """All of them or none. Raises DatabaseError, also where a lock is not had in time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
        for statement in statements:
            cursor.execute(statement)
    connections.close_all()
