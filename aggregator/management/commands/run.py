"""`manage.py run`: the whole of Parallax (broker, worker, beat, web, sample edition) until Ctrl-C."""

from __future__ import annotations

import os
import shlex
import sys
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from kombu.exceptions import OperationalError

from aggregator import broker, programs
from aggregator.arrival import Arrival, sample_arrival
from aggregator.celery import app
from aggregator.logwatch import LogWatch
from aggregator.probes import page_answers, why_not_bound
from aggregator.supervise import AlreadyRunning, Supervisor, lock_folder
from aggregator.terminal import StopSignals, Terminal

_BROKER_SECONDS = 30.0  # for the embedded Redis to come up
_PATIENCE = 90.0  # seconds without any progress after which the sample edition is no longer waited for


class Command(BaseCommand):
    """Starts what is needed, restarts what dies, and ends all of it together."""

    help = "Run the site with its workers on this machine, with the sample edition. Ctrl-C stops everything."

    def handle(self, *args: Any, **options: Any) -> None:
        terminal, signals = Terminal(), StopSignals()
        _refuse_a_taken_port()
        lock = _lock()
        try:
            _prepare(terminal)
            supervisor, needs = _with_broker(terminal, signals, lock)
        except KeyboardInterrupt:
            terminal.say("Stopped.")
            return
        signals.defer()
        try:
            _Attendant(supervisor, needs, terminal).attend(signals)
        finally:
            terminal.say("Stopping web, beat, worker and broker … (Ctrl-C again: at once)")
            supervisor.stop(hurry=lambda: signals.count > 1)
            os.close(lock)
            terminal.say("All stopped.")


def _refuse_a_taken_port() -> None:
    why = why_not_bound(settings.BIND, settings.PORT)
    if why == "taken":
        other = settings.PORT + 1 if settings.PORT < 65535 else 8000
        raise CommandError(f"Port {settings.PORT} is taken by another program: take another with make run PORT={other}")
    if why:
        raise CommandError(f"Nothing can listen at {settings.BIND}, port {settings.PORT}: {why}. Set BIND and PORT.")


def _lock() -> int:
    started = f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at {settings.SITE_URL}"
    try:
        return lock_folder(settings.DATA_DIR / "run.lock", started)
    except AlreadyRunning as holder:
        raise CommandError(
            f"Parallax already runs on {settings.DATA_DIR} ({holder}). Stop that one, or set DATA_DIR to another folder."
        ) from None


def _prepare(terminal: Terminal) -> None:
    terminal.say("Database …")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("sync_outlets", stdout=terminal)
    terminal.say("Static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    broker.try_redis_again(settings.DATA_DIR)


def _with_broker(terminal: Terminal, signals: StopSignals, lock: int) -> tuple[Supervisor, str]:
    """A supervisor whose broker answers, and the broker's name; empty where it is not ours to run."""

    def supervise(*started: programs.Program) -> Supervisor:
        return Supervisor(started, settings.BASE_DIR, os.environ, terminal.warn, lock)

    for _ in range(2):
        if (redis := programs.embedded_redis()) is None:
            break
        terminal.say("Broker …")
        supervisor = supervise(redis)
        if _comes_up(supervisor, redis.name, signals):
            return supervisor, redis.name
        supervisor.stop()
        aside = broker.set_aside_redis_files(settings.DATA_DIR)
        terminal.warn(f"The embedded Redis did not start; its log: {redis.log}")
        if aside is None:
            broker.fall_back_to_sqlite(settings.DATA_DIR)
            break
        terminal.warn(f"Its files were put aside in {aside}; what is left to do stands in the database.")
    return supervise(), ""
