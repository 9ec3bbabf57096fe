"""The broker → how many messages wait in each queue, and which queues workers take from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from aggregator import broker
from aggregator.celery import app


class NoBroker(Exception):
    """The broker does not answer; the message says why."""


def queue_lengths(seconds: float = 3.0) -> dict[str, int]:
    """Messages that wait, by queue; those that a worker holds are not among them. Raises NoBroker, also
    where it takes the connection and answers nothing for so many seconds."""
    with _impatient(seconds) as connection, connection.channel() as channel:
        return {name: _length(channel, name) for name in settings.QUEUES}


def queues_served(seconds: float = 2.0) -> frozenset[str]:
    """The queues that workers say they take from; none where no worker answers in so many seconds, nor on SQLite, which
    carries no questions to workers. Raises NoBroker."""
    if app.conf.broker_url.startswith("sqla"):
        return frozenset()
    with _impatient(seconds) as connection:
        told = app.control.inspect(timeout=seconds, connection=connection).active_queues() or {}
    return frozenset(queue["name"] for queues in told.values() for queue in queues)


@contextmanager
def _impatient(seconds: float) -> Iterator[Any]:
    """A connection to the broker; whatever goes wrong while it is used is NoBroker."""
    try:
        options = broker.impatience(app.conf.broker_url, seconds)
        with app.connection_for_read(connect_timeout=seconds, transport_options=options) as connection:
            connection.ensure_connection(max_retries=1, timeout=seconds)
            yield connection
    except Exception as error:  # each transport has exceptions of its own, which share no base class
        raise NoBroker(f"{type(error).__name__}: {error}"[:300]) from error


def _length(channel: object, name: str) -> int:
    declared = channel.queue_declare(queue=name, durable=True, auto_delete=False)  # type: ignore[attr-defined]
    return int(declared.message_count)
