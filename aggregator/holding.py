"""Work under a short lease that is renewed while it is done, so that what a dead worker held is soon free."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.utils import timezone

from aggregator.limits import LEASE, RENEWED
from aggregator.models import Lease

logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
"""The database is away, full or locked: no fault of the work, which is found due again when its lease is over."""


@contextmanager
def renewed(renew: Callable[[datetime], object]) -> Iterator[None]:
    """Call `renew` with the lease's new end every RENEWED seconds until the block is left; most work is done before."""
    over = threading.Event()
    thread = threading.Thread(target=_renew, args=(renew, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@contextmanager
def turn(name: str, now: datetime, kept: bool = True) -> Iterator[bool]:
    """Whether the lease of this name was free and is the caller's while the block runs. Its row stays for the next turn
    unless it is not `kept`: a name for each thing would leave as many rows."""
    if not Lease.take(name, now, LEASE):
        yield False
        return
    try:
        with renewed(lambda until: Lease.objects.filter(name=name).update(until=until)):
            yield True
    finally:
        if kept:
            Lease.give_back(name, timezone.now())
        else:
            Lease.objects.filter(name=name).delete()


def _renew(renew: Callable[[datetime], object], over: threading.Event) -> None:
    while not over.wait(RENEWED.total_seconds()):
        try:
            renew(timezone.now() + LEASE)
        except DatabaseError:
            logger.warning("a lease could not be renewed", exc_info=True)
        finally:
            connections.close_all()  # this thread's own
