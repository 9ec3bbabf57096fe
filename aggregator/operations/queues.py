"""The broker → how many messages wait in each queue."""

from __future__ import annotations

from django.conf import settings

from aggregator import broker
from aggregator.celery import app


class NoBroker(Exception):
    """The broker does not answer; the message says why."""


def queue_lengths(seconds: float = 3.0) -> dict[str, int]:
    """Messages that wait, by queue; those that a worker holds are not among them. Raises NoBroker, also
    where it takes the connection and answers nothing for so many seconds."""
    try:
        options = broker.impatience(app.conf.broker_url, seconds)
        with app.connection_for_read(connect_timeout=seconds, transport_options=options) as connection:
            connection.ensure_connection(max_retries=1, timeout=seconds)
            with connection.channel() as channel:
                return {name: _length(channel, name) for name in settings.QUEUES}
    except Exception as error:  # each transport has exceptions of its own, which share no base class
        raise NoBroker(f"{type(error).__name__}: {error}"[:300]) from error


def _length(channel: object, name: str) -> int:
    declared = channel.queue_declare(queue=name, durable=True, auto_delete=False)  # type: ignore[attr-defined]
    return int(declared.message_count)
