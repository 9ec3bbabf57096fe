"""The whole of Parallax on servers of its own, following a press on loopback, and the blows that it is dealt."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import psycopg
from celery import Celery
from redis import Redis
from redis.exceptions import RedisError

from tests.faults import press
from tests.pipeline.running import Running, free_port, until
from tests.services import Postgres, RedisServer

_CLOCK = Path(__file__).parent / "clock"  # on the path of every process: it moves their clocks
_DISK_MEGABYTES = 600
_PATIENCE = 3600.0
_MISSED = (StopIteration, IndexError, ProcessLookupError, psutil.NoSuchProcess, RedisError)


def variables(port: int) -> dict[str, str]:
    """The environment in which the press on a port is followed, and nobody else."""
    return {
        "LIVE": "1",
        "SAMPLE": "0",
        "WEB_WORKERS": "2",
        "FOLLOW": ",".join(f"press-{number}" for number in range(press.OUTLETS_COUNT)),
        "EXTRA_OUTLETS": ",".join(press.NAMES),
        "LOOPBACK_PORT": str(port),
        "PRESS_OUTLETS": str(press.OUTLETS_COUNT),
        "FETCH_ALLOW_PRIVATE": ",".join(press.hosts(port)),
        "FETCH_MIN_DELAY_SECONDS": "0",
        "METRICS_TOKEN": "of-the-test",
    }


class Arena:
    """`strike(kind)` deals one of KINDS; kinds that this machine cannot deal are in `left_out`, with the reason."""

    def __init__(self, folder: Path, articles: int, press_port: int) -> None:
        self.articles, self.left_out = articles, dict[str, str]()
        self.disk = folder
        for name in ("postgres", "redis", "data"):
            (folder / name).mkdir()
        self.postgres, self.redis = Postgres(folder / "postgres", durable=True), RedisServer(folder / "redis")
        self._clock = folder / "clock"
        self._clock.write_text("0")
        self._data, self._port, self._press = folder / "data", free_port(), press_port
        if not folder.is_mount():
            self.left_out["disk full"] = "no tmpfs can be mounted (that takes root)"

    def __enter__(self) -> Arena:
        self.postgres.start()
        self.redis.start()
        self.database = self.postgres.new_database()
        self.running = self._run()
        self.running.wait_for("Ctrl-C stops everything", 180)
        return self

    def __exit__(self, *_: object) -> None:
        self.running.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.process.wait(40)
        self.running.end()
        self.postgres.stop()
        self.redis.stop()
        if kept := os.environ.get("FAULTS_LOGS"):
            shutil.copytree(self._data / "logs", kept, dirs_exist_ok=True)

    def environment(self) -> dict[str, str]:
        """What its processes run in, but for the clock."""
        services = {"DATABASE_URL": self.database, "REDIS_URL": self.redis.url(), "SECRET_KEY": "of a test"}
        return {**variables(self._press), **services}

    def _run(self) -> Running:
        clock = {"PYTHONPATH": str(_CLOCK), "MOVED_CLOCK": str(self._clock)}
        return Running(self._data, self._port, **self.environment(), **clock)

    # What is done

    def done(self) -> tuple[int, int, int]:
        """Articles that were decided on, articles that have a place, stories whose comparison is still to be made."""
        with psycopg.connect(self.database, connect_timeout=5) as connection:
            [counted] = connection.execute(
                "SELECT (SELECT count(*) FROM aggregator_article WHERE state <> 'due'),"
                " (SELECT count(*) FROM coverage_membership), (SELECT count(*) FROM coverage_story WHERE stale)"
            ).fetchall()
            return counted

    def is_over(self) -> bool:
        """Whether every article is read and placed and every story compared."""
        return self.done() == (self.articles, self.articles, 0)

    def wait_until_over(self) -> float:
        """Seconds until everything is done."""
        began = time.monotonic()
        until(self._is_over_or_away, _PATIENCE, lambda: f"{self.done()} of {self.articles}: {self.running.said()}")
        return time.monotonic() - began

    def wait_for_progress(self, seconds: float = 120.0) -> float | None:
        """Seconds until something more is done than now; None when all is done already."""
        began, before = time.monotonic(), self.done()
        if before == (self.articles, self.articles, 0):
            return None
        until(lambda: self.done() != before, seconds, self.running.said)
        return time.monotonic() - began

    def _is_over_or_away(self) -> bool:
        try:
            return self.is_over()
        except psycopg.OperationalError:
            return False

    # Blows

    def strike(self, kind: str, rng: random.Random) -> bool:
        """Deal one blow; servers that it struck stand again when it returns, others start the processes again. False
        when it hit nothing: the program is just being started."""
        try:
            _BLOWS[kind](self, rng)
        except _MISSED:
            return False
        return True

    def kill(self, words: str) -> None:
        """SIGKILL to the group of the program whose command line has these words. Raises one of _MISSED."""
        os.killpg(self.running.leader(words).pid, signal.SIGKILL)

    def kill_child(self, rng: random.Random) -> None:
        """SIGKILL to one of the worker's children. Raises one of _MISSED."""
        rng.choice(self.running.leader(" worker ").children()).kill()

    def freeze_broker(self, rng: random.Random) -> None:
        """It keeps its connections, takes new ones, and answers nothing for a while."""
        assert self.redis.process is not None
        self.redis.process.send_signal(signal.SIGSTOP)
        time.sleep(rng.uniform(3, 8))
        self.redis.process.send_signal(signal.SIGCONT)

    def bounce(self, server: Postgres | RedisServer, rng: random.Random, forget: bool = False) -> None:
        server.kill()
        if forget and isinstance(server, RedisServer):
            server.forget()
        time.sleep(rng.uniform(0, 2))
        server.start()

    def cut_database(self) -> None:
        """End every session. Raises one of _MISSED where there is none."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            cut = connection.execute(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
            ).fetchall()
        if not cut:
            raise ProcessLookupError

    def cut_broker(self) -> None:
        """End every connection. Raises one of _MISSED where there is none."""
        with Redis(port=self.redis.port) as client:
            cut = [client.client_kill_filter(_type=kind, skipme=True) for kind in ("normal", "pubsub")]
        if not any(cut):
            raise ProcessLookupError

    def send_twice(self, rng: random.Random) -> None:
        """Tasks for articles in whatever state, each twice, in any order, and the sweepers' own beside them."""
        numbers = [rng.randrange(1, self.articles + 1) for _ in range(8)] * 2
        rng.shuffle(numbers)
        app = Celery(broker=self.redis.url())
        app.conf.task_ignore_result = True
        with app.connection_for_write() as connection:
            for number in numbers:
                queue = rng.choice(["fetch", "read"])
                app.send_task("aggregator.take_up_article", (number,), queue=queue, connection=connection)
            for name, queue in (("aggregator.sweep_articles", "maintenance"), ("coverage.assemble_due", "assemble")):
                for _ in range(2):
                    app.send_task(name, queue=queue, connection=connection)
            for story in [rng.randrange(1, self.articles // press.REPORTS + 1) for _ in range(4)] * 2:
                app.send_task("coverage.compare_story", (story,), queue="compare", connection=connection)
            for feed in range(1, press.OUTLETS_COUNT + 1):
                app.send_task("aggregator.poll_feed", (feed,), queue="fetch", connection=connection)

    def fill_disk(self, rng: random.Random) -> None:
        filler = self.disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"\0" * 2**16)
        time.sleep(rng.uniform(2, 5))
        filler.unlink()
        for server in (self.postgres, self.redis):  # either may have ended itself
            if not server.answers():
                server.kill()
                server.start()

    def move_clock(self, rng: random.Random) -> None:
        seconds = rng.choice([-5400, -300, 90, 3600, 7200])
        self._clock.write_text(str(seconds))
        time.sleep(rng.uniform(3, 8))
        self._clock.write_text("0")

    def restart(self, how: signal.Signals) -> None:
        self.running.process.send_signal(how)
        self.running.process.wait(60)
        self.running = self._run()


_BLOWS: dict[str, Callable[[Arena, random.Random], None]] = {
    "worker killed": lambda arena, rng: arena.kill(" worker "),
    "worker's child killed": lambda arena, rng: arena.kill_child(rng),
    "beat killed": lambda arena, rng: arena.kill(" beat "),
    "web killed": lambda arena, rng: arena.kill("granian"),
    "broker killed": lambda arena, rng: arena.bounce(arena.redis, rng),
    "broker frozen": lambda arena, rng: arena.freeze_broker(rng),
    "broker killed and emptied": lambda arena, rng: arena.bounce(arena.redis, rng, forget=True),
    "database killed": lambda arena, rng: arena.bounce(arena.postgres, rng),
    "database's connections cut": lambda arena, rng: arena.cut_database(),
    "broker's connections cut": lambda arena, rng: arena.cut_broker(),
    "tasks sent twice and out of order": lambda arena, rng: arena.send_twice(rng),
    "disk full": lambda arena, rng: arena.fill_disk(rng),
    "clock moved": lambda arena, rng: arena.move_clock(rng),
    "everything stopped and started": lambda arena, rng: arena.restart(signal.SIGTERM),
    "everything killed and started": lambda arena, rng: arena.restart(signal.SIGKILL),
}
KINDS = tuple(_BLOWS)


@contextmanager
def own_disk(folder: Path) -> Iterator[Path]:
    """A small file system in memory, where this user may mount one; else the folder as it is."""
    options = f"size={_DISK_MEGABYTES}m,mode=755"
    mounted = False
    if os.geteuid() == 0 and shutil.which("mount"):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        mounted = subprocess.run(command, capture_output=True).returncode == 0
    try:
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], capture_output=True)


@contextmanager
def arena(folder: Path, articles: int) -> Iterator[Arena]:
    """One that runs, its press beside it."""
    with ExitStack() as stack:
        port = stack.enter_context(press.serving(articles))
        disk = stack.enter_context(own_disk(folder))
        yield stack.enter_context(Arena(disk, articles, port))


def rows_of(module: str, environment: dict[str, str]) -> dict[str, list[str]]:
    """What `tests.faults.rows` or `tests.faults.undisturbed` prints in an environment."""
    import json

    told = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{module}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    found: dict[str, list[str]] = json.loads(told.stdout)
    return found
