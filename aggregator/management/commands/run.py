"""`manage.py run`: the whole of Parallax (broker, worker, beat, web, sample edition) until Ctrl-C."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from aggregator import broker
from aggregator.holding import AWAY
from aggregator.supervision.attendant import Attendant
from aggregator.supervision.probes import why_not_bound
from aggregator.supervision.startup import supervisor_with_broker
from aggregator.supervision.supervise import AlreadyRunning, lock_folder
from aggregator.supervision.terminal import StopSignals, Terminal

_DATABASE_SECONDS = 90


class Command(BaseCommand):
    """Starts what is needed, restarts what dies, and ends all of it together."""

    help = "Run the site and its workers on this machine, with the sample edition. Ctrl-C stops everything."

    def handle(self, *args: Any, **options: Any) -> None:
        terminal, signals = Terminal(), StopSignals()
        lock = _lock()
        try:
            _refuse_a_taken_port()
            _prepare(terminal)
        except KeyboardInterrupt:
            terminal.say("Stopped.")
            return
        signals.defer()
        supervisor, broker_name = supervisor_with_broker(terminal, signals, lock)
        try:
            Attendant(supervisor, broker_name, terminal).attend(signals)
        finally:
            terminal.end_progress()
            terminal.say("Stopping web, beat, worker and broker … (Ctrl-C again: at once)")
            supervisor.stop(hurry=lambda: signals.count > 1)
            os.close(lock)
            terminal.say("All stopped.")


def _lock() -> int:
    started = f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, at {settings.SITE_URL}"
    try:
        return lock_folder(settings.DATA_DIR / "run.lock", started)
    except AlreadyRunning as holder:
        where = f"Parallax already runs on {settings.DATA_DIR} ({holder})."
        raise CommandError(f"{where} Stop that one, or set DATA_DIR to another folder.") from None


def _refuse_a_taken_port() -> None:
    why = why_not_bound(settings.BIND, settings.PORT)
    if why == "taken":
        other = settings.PORT + 1 if settings.PORT < 65535 else 8000
        raise CommandError(f"Port {settings.PORT} is taken by another program: take another with make run PORT={other}")
    if why:
        raise CommandError(f"Nothing can listen at {settings.BIND}, port {settings.PORT}: {why}. Set BIND and PORT.")


def _prepare(terminal: Terminal) -> None:
    terminal.say("Database, outlets and static files …")
    prepare_database(terminal)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    broker.try_redis_again(settings.DATA_DIR)


def prepare_database(terminal: Terminal) -> None:
    """A server that is just coming up, or goes away meanwhile, is waited for: what was done of it is not done again."""
    deadline, last = 0.0, ""
    while True:
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("sync_outlets", stdout=StringIO())  # what it counts is no news here
            return
        except AWAY as error:
            connections.close_all()
            why = str(error).strip()
            if why == last and _answers():
                raise CommandError(f"The database cannot be prepared: {why}") from error
            if not last:
                terminal.say(f"The database does not answer yet; waiting up to {_DATABASE_SECONDS} s …")
                deadline = time.monotonic() + _DATABASE_SECONDS
            if time.monotonic() > deadline:
                raise CommandError(f"The database does not answer: {why}") from None
            last = why
            time.sleep(1)


def _answers() -> bool:
    try:
        connection.ensure_connection()
    except AWAY:
        return False
    return True
