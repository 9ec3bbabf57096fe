"""`manage.py run` started for a test, with what a test asks of it."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests import services

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "SITE_URL", "PYTEST_VERSION", "PYTEST_CURRENT_TEST")
COUNTED = (
    "aggregator_article",
    "aggregator_capture",
    "aggregator_snapshot",
    "aggregator_quote",
    "aggregator_claim",
    "coverage_story",
    "coverage_membership",
)
ON_SERVICES = os.environ.get("DATABASE_URL", "").startswith("postgres")
"""Whether this run of the tests is the one on PostgreSQL and Redis (`python -m tests.services`)."""


class Running:
    """One `manage.py run` on a data folder of its own."""

    def __init__(self, data: Path, port: int, **variables: str) -> None:
        self.data, self.port = data, port
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT,
            env=environment(data, port, **variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))

    def said(self) -> str:
        return "".join(self.lines)

    def wait_for(self, words: str, seconds: float = 240.0) -> None:
        until(lambda: words in self.said() or self.process.poll() is not None, seconds, self.said)
        assert words in self.said(), self.said()

    def family(self) -> list[psutil.Process]:
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def leader(self, words: str) -> psutil.Process:
        """The program that leads a group and has these words in its command line."""
        return next(p for p in self.family() if words in " ".join(p.cmdline()) and os.getpgid(p.pid) == p.pid)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def environment(data: Path, port: int, **variables: str) -> dict[str, str]:
    """What a process on a data folder runs in. Its site has one web process, which each take seconds to come up."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    own = {"DATA_DIR": str(data), "PORT": str(port), "LIVE": "0", "WEB_WORKERS": "1"}
    return {**kept, **own, **services_of(data), **variables}


@cache
def services_of(data: Path) -> dict[str, str]:
    """Where a data folder's rows and tasks are: nothing to say of an embedded one, else databases of its own."""
    if not ON_SERVICES:
        return {}
    return {
        "DATABASE_URL": services.new_database(os.environ["DATABASE_URL"]),
        "REDIS_URL": services.new_redis(os.environ["REDIS_URL"]),
        "SECRET_KEY": "of a test",
    }


def until(condition: Callable[[], object], seconds: float = 60.0, told: Callable[[], object] = lambda: "") -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it never came true: {told()}"
        time.sleep(0.1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def page(running: Running, path: str = "/") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def ask(running: Running, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the running site's database; what the statement changes is kept."""
    return ask_at(running.data, statement, *values)


def ask_at(data: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """The same of a data folder that nothing need run on; placeholders are question marks on either database."""
    if ON_SERVICES:
        with psycopg.connect(services_of(data)["DATABASE_URL"]) as postgres:
            found = postgres.execute(statement.replace("%", "%%").replace("?", "%s").encode(), values)
            return found.fetchall() if found.description else []
    connection = sqlite3.connect(data / "parallax.sqlite3", timeout=20)
    try:
        with connection:
            return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def counts(running: Running) -> dict[str, object]:
    return {table: ask(running, f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}


def make_one_article_due(running: Running) -> object:
    [(article,)] = ask(running, "SELECT min(id) FROM aggregator_article WHERE state = 'read'")
    ask(
        running,
        "UPDATE aggregator_article SET state = 'due', queued_until = NULL, next_try_at = '2022-06-17 00:00:00'"
        " WHERE id = ?",
        article,
    )
    return article


def state_of(running: Running, article: object) -> object:
    return ask(running, "SELECT state FROM aggregator_article WHERE id = ?", article)[0][0]


def answers(running: Running) -> bool:
    try:
        return bool(page(running))
    except (OSError, urllib.error.URLError):
        return False


def sweep(running: Running) -> None:
    """What beat does every twenty seconds."""
    command = [sys.executable, "-m", "celery", "--app=aggregator", "call", "aggregator.sweep_articles"]
    subprocess.run(command, cwd=ROOT, env=environment(running.data, running.port), check=True, capture_output=True)
