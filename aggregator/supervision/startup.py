"""The settings → a supervisor whose broker answers: the embedded Redis, or whatever stands in for it."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from django.conf import settings

from aggregator import broker
from aggregator.supervision import programs
from aggregator.supervision.supervise import Program, Supervisor
from aggregator.supervision.terminal import StopSignals, Terminal

_SECONDS = 30.0  # for the embedded Redis to come up
_TRIES = 3  # starts that may fail in a row


def supervisor_with_broker(terminal: Terminal, signals: StopSignals, lock: int) -> tuple[Supervisor, str]:
    """A supervisor and the name of the broker that it runs; the name is empty where the broker is not ours to run.

    An embedded Redis that does not come up is tried once more without its old files (the database knows what is left
    to do); then SQLite takes its place, and the person is told.
    """
    for _ in range(2):
        redis = _embedded_redis(terminal)
        if redis is None:
            break
        supervisor = Supervisor((redis,), settings.BASE_DIR, os.environ, terminal.warn, lock)
        if _comes_up(supervisor, redis.name, signals):
            return supervisor, redis.name
        supervisor.stop()
        _recover(redis, terminal)
    if not settings.BROKER_URL and broker.broker_url(settings.DATA_DIR, settings.REDIS_URL).startswith("sqla"):
        terminal.say("No Redis runs here: SQLite is the broker. It is slower; set REDIS_URL for more than one machine.")
        broker.tidy_sqlite_broker(settings.DATA_DIR)
    return Supervisor((), settings.BASE_DIR, os.environ, terminal.warn, lock), ""


def _embedded_redis(terminal: Terminal) -> Program | None:
    try:
        return programs.embedded_redis()
    except OSError as error:
        terminal.warn(f"The embedded Redis can't have its folders: {error}.")
        broker.fall_back_to_sqlite(settings.DATA_DIR)
        return None


def _comes_up(supervisor: Supervisor, name: str, signals: StopSignals) -> bool:
    """Whether it answers in time; a person who wants to stop is not kept waiting for the answer."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline and supervisor.failures(name) < _TRIES:
        supervisor.tick()
        if signals.count or supervisor.is_ready(name):
            return True
        time.sleep(0.05)
    return False


def _recover(redis: Program, terminal: Terminal) -> None:
    terminal.warn(f"The embedded Redis did not start. Its log: {redis.log}")
    aside = None
    with suppress(OSError):
        aside = broker.set_aside_redis_files(settings.DATA_DIR)
    if aside is None:
        broker.fall_back_to_sqlite(settings.DATA_DIR)
    else:
        terminal.warn(f"Its files are put aside in {aside}; what is left to do stands in the database.")
