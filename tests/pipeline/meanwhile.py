"""Something that another connection does in the middle of a transaction, and that waits until this one is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections


@contextmanager
def meanwhile() -> Iterator[Callable[[Callable[[], Any]], Future[Any]]]:
    """Give the function that begins a work elsewhere, and returns when it waits for a lock or is done; PostgreSQL."""
    with ThreadPoolExecutor(1) as elsewhere:

        def begin(work: Callable[[], Any]) -> Future[Any]:
            begun = elsewhere.submit(_alone, work)
            while not begun.done() and not _waits():
                time.sleep(0.01)
            return begun

        yield begin


def _alone(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connections.close_all()


def _waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
