"""Settings, database, broker, disk, clock, files, outlets → what works and what does not, in plain words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from aggregator import broker
from aggregator.alarms import alarms
from aggregator.asking import read_page_bytes
from aggregator.clock import latest_sweep
from aggregator.models import Lease
from aggregator.operations.backlog import backlog
from aggregator.operations.queues import NoBroker, queue_lengths, queues_served
from aggregator.operations.schema import ask_again, unapplied
from aggregator.reading.types import ReadingError
from aggregator.weights import WeightsError, check_weights
from aggregator.work_alarms import SILENT

State = Literal["well", "look", "broken"]
_MEGABYTE = 2**20
_LITTLE, _TOO_LITTLE = 2048, 200  # megabytes of disk
_CLOCKS_APART = timedelta(seconds=5)  # beat's messages expire after as little


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is "well", "look" (it works, but look at it) or "broken" (something needed does not work)."""

    about: str
    state: State
    told: str


Check = Callable[[], Iterator[Finding]]


def examine() -> Iterator[Finding]:
    """Everything about this machine and its services, but for the outlets; no check hides another's finding."""
    for about, check in _CHECKS.items():
        try:
            yield from check()
        except DatabaseError as error:
            yield Finding(about, "broken", f"could not be looked at: the database says {_words(error)}")
            connections.close_all()
        except Exception as error:  # whatever is broken here, the rest is still to be told
            yield Finding(about, "broken", f"could not be looked at: {_words(error)}")


def _settings() -> Iterator[Finding]:
    asked = checks.run_checks(include_deployment_checks=settings.HTTPS)
    found = [message for message in asked if not message.is_silenced()]
    for message in found:
        state: State = "broken" if message.is_serious() else "look"
        yield Finding("settings", state, f"{message.msg} ({message.id})")
    if not found:
        yield Finding("settings", "well", f"the site is {settings.SITE_URL}, its data is in {settings.DATA_DIR}")


def _database() -> Iterator[Finding]:
    name = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    ask_again()
    if missing := unapplied():
        yield Finding("database", "broken", f"{name}: {len(missing)} migrations are to be applied: manage.py migrate")
        return
    Lease.objects.update_or_create(name="doctor", defaults={"until": timezone.now()})  # it can be written
    yield Finding("database", "well", f"{name} answers, is writable and has this release's tables")


def _broker() -> Iterator[Finding]:
    where = "the broker of manage.py run" if not (settings.REDIS_URL or settings.BROKER_URL) else "the broker"
    try:
        lengths = queue_lengths()
    except NoBroker as error:
        hint = "start manage.py run" if where.endswith("run") else "see REDIS_URL and the server's log"
        yield Finding("broker", "broken", f"{where} does not answer ({error}): {hint}")
        return
    if broker.broker_url(settings.DATA_DIR, settings.REDIS_URL).startswith("sqla") and not settings.BROKER_URL:
        yield Finding("broker", "look", "SQLite is the broker: slower, and for one machine alone")
    yield Finding("broker", "well", f"it answers; waiting: {', '.join(f'{k} {v}' for k, v in lengths.items())}")


def _disk() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    free = shutil.disk_usage(folder).free // _MEGABYTE
    state: State = "broken" if free < _TOO_LITTLE else "look" if free < _LITTLE else "well"
    yield Finding("disk", state, f"{free:,} MB are free at {folder}")
    if not os.access(folder, os.W_OK):
        yield Finding("disk", "broken", f"{folder} cannot be written by this user")


def _clock() -> Iterator[Finding]:
    now, theirs = timezone.now(), _database_s_time()
    if theirs and abs(theirs - now) > _CLOCKS_APART:
        yield Finding(
            "clock", "broken", f"this machine says {now:%H:%M:%S} UTC, the database {theirs:%H:%M:%S}: set it"
        )
        return
    swept = latest_sweep()
    if swept and swept - now > _CLOCKS_APART:
        ahead = f"a worker swept at {swept:%Y-%m-%d %H:%M:%S} UTC, which is still to come"
        yield Finding("clock", "broken", f"{ahead}: this clock, {now:%Y-%m-%d %H:%M:%S}, or that worker's is wrong")
        return
    yield Finding("clock", "well", f"{now:%Y-%m-%d %H:%M:%S} UTC, as the database and the workers have it")


def _database_s_time() -> datetime | None:
    if connection.vendor != "postgresql":
        return None  # SQLite has none of its own
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (theirs,) = cursor.fetchone()
    return theirs.astimezone(UTC) if isinstance(theirs, datetime) else None


def _weights() -> Iterator[Finding]:
    try:
        check_weights(settings.TAGGER_FOLDER)
    except WeightsError as error:
        yield Finding("weights", "broken", f"quotes are found by rules alone, less surely. {error}")
        return
    yield Finding("weights", "well", "the tagger's files are those that were shipped")


def _reading() -> Iterator[Finding]:
    page = b"<html><body><article><h1>Trial</h1><p>A harbour master tried a page today.</p></article></body></html>"
    try:
        read_page_bytes(page, "https://parallax.example/trial", "text/html", None)
    except ReadingError as error:
        yield Finding("reading", "broken", f"a trial page could not be read within its limits: {error}")
        return
    yield Finding("reading", "well", "a trial page was read in a process of its own")


def _workers() -> Iterator[Finding]:
    swept = latest_sweep()
    if swept is None:
        state: State = "broken" if backlog(timezone.now()).is_late(timezone.now()) else "look"
        yield Finding("workers", state, "none has worked on this database yet: start beat and a worker")
    elif timezone.now() - swept > SILENT:
        yield Finding("workers", "broken", f"no sweep since {swept:%Y-%m-%d %H:%M} UTC: is beat running, and a worker?")
    else:
        yield Finding("workers", "well", f"the last sweep was at {swept:%H:%M:%S} UTC")
        yield from _queues()


def _queues() -> Iterator[Finding]:
    try:
        served = queues_served()
    except NoBroker:  # which the look at the broker tells
        return
    idle = [name for name in settings.QUEUES if name not in served]
    if served and idle:
        start = f"manage.py worker {'-'.join(idle)}:2"
        yield Finding("workers", "broken", f"none takes from {', '.join(idle)}, where work only gathers: start {start}")


def _static_files() -> Iterator[Finding]:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"] and not manifest.exists():
        yield Finding("static files", "broken", "they are not collected: manage.py collectstatic --noinput")
    else:
        yield Finding("static files", "well", f"they are in {settings.STATIC_ROOT}")


def _alarms() -> Iterator[Finding]:
    for alarm in alarms():
        yield Finding("alarms", "look", f"{alarm.kind}: {alarm.about} ({alarm.detail})")


_CHECKS: dict[str, Check] = {
    "settings": _settings,
    "database": _database,
    "broker": _broker,
    "disk": _disk,
    "clock": _clock,
    "weights": _weights,
    "reading": _reading,
    "workers": _workers,
    "static files": _static_files,
    "alarms": _alarms,
}


def _words(error: Exception) -> str:
    return f"“{str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__}”"
