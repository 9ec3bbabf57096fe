"""A running supervisor → what a person at the terminal is told: how far the sample has come, the address, errors."""

from __future__ import annotations

import os
import shlex
import time

from django.conf import settings
from django.db import DatabaseError, connections

from aggregator import broker
from aggregator.supervision import programs
from aggregator.supervision.arrival import Arrival, sample_arrival
from aggregator.supervision.logwatch import LogWatch
from aggregator.supervision.probes import page_answers
from aggregator.supervision.supervise import Supervisor
from aggregator.supervision.terminal import StopSignals, Terminal

_TICK_SECONDS = 0.1
_LOOK_SECONDS = 0.5
_PATIENCE_SECONDS = 90.0  # without any progress, after which the sample edition is no longer waited for
_QUIET_SECONDS = 30.0  # between two reports of errors from one log
_TIDY_SECONDS = 3600.0


class Attendant:
    """Starts worker, beat, web and the sample's import on a supervisor, and stays until told to stop."""

    def __init__(self, supervisor: Supervisor, broker_name: str, terminal: Terminal) -> None:
        self._supervisor, self._broker, self._terminal = supervisor, broker_name, terminal
        self._errors = [_Errors(LogWatch(programs.log_path(name))) for name in ("worker", "beat", "web")]
        self._sample = _Sample(supervisor, broker_name, terminal) if settings.SAMPLE else None
        self._page_answers = self._welcomed = False

    def attend(self, signals: StopSignals) -> None:
        """Keep everything running; returns at the first signal, or when the terminal is closed."""
        self._supervisor.add(programs.workers_and_web(self._broker))
        looked = tidied = time.monotonic()
        while not signals.count:
            self._supervisor.tick()
            now = time.monotonic()
            if now - looked >= _LOOK_SECONDS:
                if self._terminal.is_gone() and not signals.survives_hangup():
                    return
                self._look(now)
                looked = now
            if now - tidied >= _TIDY_SECONDS:
                _tidy()
                tidied = now
            time.sleep(_TICK_SECONDS)

    def _look(self, now: float) -> None:
        for errors in self._errors:
            errors.report(self._terminal, now)
        if self._welcomed:
            return
        self._page_answers = self._page_answers or page_answers(settings.BIND, settings.PORT)
        settled = self._sample is None or self._sample.look(now)
        if self._page_answers and settled:
            self._welcome()

    def _welcome(self) -> None:
        self._welcomed = True
        if not page_answers(settings.BIND, settings.PORT):  # it did, before the stories stood
            self._terminal.warn(f"The front page answers with an error. See {programs.log_path('web')}")
        folder = f"DATA_DIR={shlex.quote(str(settings.DATA_DIR))} " if "DATA_DIR" in os.environ else ""
        for line in (
            "",
            f"Parallax is at  {programs.address()}",
            f"Editors' desk   {settings.SITE_URL}/{settings.ADMIN_PATH}/",
            f"  its accounts  {folder}.venv/bin/python manage.py createsuperuser",
            f"Data            {settings.DATA_DIR}   (logs: {settings.DATA_DIR / 'logs'})",
            "Ctrl-C stops everything.",
            "",
        ):
            self._terminal.say(line)


class _Sample:
    """The sample edition's way in: import, reading, placing. It does not wait for beat to call the tasks."""

    def __init__(self, supervisor: Supervisor, needs: str, terminal: Terminal) -> None:
        self._supervisor, self._needs, self._terminal = supervisor, needs, terminal
        self._seen, self._moved = Arrival(), time.monotonic()
        self._asked: set[str] = set()
        self._settled = False
        supervisor.add([programs.sample_import(needs)])

    def look(self, now: float) -> bool:
        """Tell how far it has come; whether there is nothing more to wait for."""
        if self._settled:
            return True
        try:
            arrival = sample_arrival()
        except DatabaseError:  # locked or away for the moment
            connections.close_all()
            return False
        if arrival != self._seen:
            self._seen, self._moved = arrival, now
        self._show(arrival)
        self._settled = self._is_over(arrival, now)
        if self._settled:
            self._terminal.end_progress()
            connections.close_all()
        return self._settled

    def _show(self, arrival: Arrival) -> None:
        if arrival.articles:
            refused = f" ({arrival.refused} refused)" if arrival.refused else ""
            note = f"articles of the sample edition read{refused}, stories: {arrival.stories}"
            self._terminal.progress(arrival.decided, arrival.articles, note)

    def _is_over(self, arrival: Arrival, now: float) -> bool:
        code = self._supervisor.exit_code("import")
        if code is None:
            return False
        if code:
            self._terminal.warn(f"The sample edition could not be brought in. See {programs.log_path('import')}")
            return True
        if not arrival.is_read:
            self._ask_for("aggregator.sweep_articles")
        elif not arrival.stands:
            self._ask_for("coverage.assemble_due")
        if now - self._moved > _PATIENCE_SECONDS and not arrival.stands:
            self._terminal.warn(f"The sample edition does not get on. See {programs.log_path('worker')}")
            return True
        return arrival.stands

    def _ask_for(self, task: str) -> None:
        if task not in self._asked:
            self._asked.add(task)
            self._supervisor.add([programs.task_call(task, self._needs)])


class _Errors:
    """The errors in one log, reported at most every half minute."""

    def __init__(self, watch: LogWatch) -> None:
        self._watch = watch
        self._found: list[str] = []
        self._told = -_QUIET_SECONDS

    def report(self, terminal: Terminal, now: float) -> None:
        self._found += self._watch.new_errors()
        if not self._found or now - self._told < _QUIET_SECONDS:
            return
        more = f" (and {len(self._found) - 1} more)" if len(self._found) > 1 else ""
        terminal.warn(f"{self._watch.path.stem} reports an error{more}, see {self._watch.path}: {self._found[0]}")
        self._found, self._told = [], now


def _tidy() -> None:
    if broker.sqlite_broker(settings.DATA_DIR).exists():
        broker.tidy_sqlite_broker(settings.DATA_DIR)
