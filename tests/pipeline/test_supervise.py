"""The supervisor with real processes: they are kept running, and nothing outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from aggregator.supervision.supervise import LOG_LIMIT, AlreadyRunning, Program, Supervisor, lock_folder

pytestmark = pytest.mark.pipeline

ROOT = Path(__file__).resolve().parent.parent.parent
FAMILY = """
import os, signal, sys, time
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    time.sleep(60)
"""
"""A parent that ends when asked and a child that does not; both write down their numbers."""


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Supervisor]]:
    made: list[Supervisor] = []

    def make(*programs: Program, lock: int = -1) -> Supervisor:
        made.append(Supervisor(programs, tmp_path, os.environ, lambda line: said(tmp_path).append(line), lock))
        return made[-1]

    yield make
    for supervisor in made:
        supervisor.stop(hurry=lambda: True)
    _said.pop(tmp_path, None)


_said: dict[Path, list[str]] = {}


def said(folder: Path) -> list[str]:
    return _said.setdefault(folder, [])


def program(folder: Path, name: str, code: str, *words: str, **options: object) -> Program:
    command = (sys.executable, "-S", "-c", code, *words)
    return Program(name, command, folder / "logs" / f"{name}.log", **options)  # type: ignore[arg-type]


def family(folder: Path, name: str = "family", **options: object) -> Program:
    return program(folder, name, FAMILY, str(folder / f"{name}.pids"), **options)


def numbers(folder: Path, name: str = "family") -> list[int]:
    path = folder / f"{name}.pids"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def until(condition: Callable[[], object], supervisor: Supervisor | None = None, seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        if supervisor is not None:
            supervisor.tick()
        time.sleep(0.02)


def test_it_starts_a_killed_program_again_and_ends_what_that_had_forked(tmp_path, supervise):
    supervisor = supervise(family(tmp_path))
    until(lambda: len(numbers(tmp_path)) == 2, supervisor)
    parent, child = numbers(tmp_path)

    os.kill(parent, signal.SIGKILL)
    until(lambda: len(numbers(tmp_path)) == 4, supervisor)

    assert not is_alive(parent)
    assert not is_alive(child)
    assert all(is_alive(pid) for pid in numbers(tmp_path)[2:])
    assert "family ended (killed by SIGKILL)" in said(tmp_path)[0]


def test_stopping_leaves_nothing_running(tmp_path, supervise):
    supervisor = supervise(family(tmp_path))
    until(lambda: len(numbers(tmp_path)) == 2, supervisor)

    supervisor.stop()

    assert not any(is_alive(pid) for pid in numbers(tmp_path))
    assert said(tmp_path) == []


def test_a_program_that_does_not_end_when_asked_is_killed_at_its_deadline(tmp_path, supervise):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    supervisor = supervise(program(tmp_path, "deaf", deaf, stop_seconds=0.5))
    log = tmp_path / "logs" / "deaf.log"
    until(lambda: log.exists() and "up" in log.read_text(), supervisor)
    [pid] = supervisor.pids().values()

    began = time.monotonic()
    supervisor.stop()

    assert 0.5 <= time.monotonic() - began < 5
    assert not is_alive(pid)


def test_hurrying_waits_for_no_deadline(tmp_path, supervise):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    supervisor = supervise(program(tmp_path, "deaf", deaf, stop_seconds=60))
    log = tmp_path / "logs" / "deaf.log"
    until(lambda: log.exists() and "up" in log.read_text(), supervisor)

    began = time.monotonic()
    supervisor.stop(hurry=lambda: True)

    assert time.monotonic() - began < 5


def test_what_is_needed_starts_first_and_ends_last(tmp_path, supervise):
    marks = tmp_path / "marks"
    code = """
import signal, sys, time
def mark(word): open(sys.argv[2], "a").write(sys.argv[1] + word + " ")
signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.3), mark("-"), sys.exit()))
time.sleep(0.3); mark("+"); time.sleep(60)
"""
    ready = lambda: marks.exists() and "broker+" in marks.read_text()  # noqa: E731
    supervisor = supervise(
        program(tmp_path, "worker", code, "worker", str(marks), needs="broker", stop_seconds=120),
        program(tmp_path, "broker", code, "broker", str(marks), ready=ready, stop_seconds=120),
    )
    until(lambda: marks.exists() and "worker+" in marks.read_text(), supervisor)

    supervisor.stop()

    assert marks.read_text().split() == ["broker+", "worker+", "worker-", "broker-"]


def test_what_needs_a_program_that_died_is_started_anew(tmp_path, supervise):
    supervisor = supervise(family(tmp_path, "broker"), family(tmp_path, "worker", needs="broker"))
    until(lambda: len(numbers(tmp_path, "worker")) == 2, supervisor)
    worker = supervisor.pids()["worker"]

    os.kill(supervisor.pids()["broker"], signal.SIGKILL)
    until(lambda: supervisor.pids().get("worker") not in {worker, None}, supervisor)

    assert not any(is_alive(pid) for pid in numbers(tmp_path, "worker")[:2])
    assert supervisor.is_ready("broker")


def test_what_dies_together_with_what_it_needs_is_started_anew(tmp_path, supervise):
    supervisor = supervise(family(tmp_path, "broker"), family(tmp_path, "worker", needs="broker"))
    until(lambda: len(numbers(tmp_path, "worker")) == 2, supervisor)

    killed = set(supervisor.pids().values())
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(is_alive(pid) for pid in killed))  # and the supervisor has not looked yet
    until(lambda: len(set(supervisor.pids().values()) - killed) == 2, supervisor)

    assert not any(is_alive(pid) for pid in numbers(tmp_path, "worker")[:2])


def test_it_waits_longer_after_every_failure(tmp_path, supervise):
    starts = tmp_path / "starts"
    code = "import sys; open(sys.argv[1], 'a').write('x'); sys.exit(3)"
    supervisor = supervise(program(tmp_path, "broken", code, str(starts)))

    until(lambda: supervisor.failures("broken") == 3, supervisor)

    assert starts.read_text() == "xxx"
    waits = [line.split(" starts again in ")[1].split(" s.")[0] for line in said(tmp_path)]
    assert waits == ["0.5", "1", "2"]
    assert "exit code 3" in said(tmp_path)[0]
    assert str(tmp_path / "logs" / "broken.log") in said(tmp_path)[0]


def test_a_command_that_does_not_exist_is_a_failure_like_any_other(tmp_path, supervise):
    supervisor = supervise(Program("missing", ("/nonexistent/program",), tmp_path / "missing.log"))

    until(lambda: supervisor.failures("missing") == 1, supervisor)

    assert "No such file" in (tmp_path / "missing.log").read_text()


@pytest.mark.parametrize("code", [0, 7])
def test_a_program_that_runs_once_is_not_started_again(tmp_path, supervise, code):
    starts = tmp_path / "starts"
    words = f"import sys; open(sys.argv[1], 'a').write('x'); sys.exit({code})"
    supervisor = supervise(program(tmp_path, "once", words, str(starts), once=True))
    assert supervisor.exit_code("once") is None

    until(lambda: supervisor.exit_code("once") is not None, supervisor)
    for _ in range(20):
        supervisor.tick()
        time.sleep(0.02)

    assert supervisor.exit_code("once") == code
    assert starts.read_text() == "x"


def test_a_killed_warden_is_replaced(tmp_path, supervise):
    supervisor = supervise(family(tmp_path))
    until(lambda: len(numbers(tmp_path)) == 2, supervisor)
    [warden] = wardens(psutil.Process())

    os.kill(warden, signal.SIGKILL)
    until(lambda: wardens(psutil.Process()) not in ([], [warden]), supervisor)
    supervisor.stop()

    assert not any(is_alive(pid) for pid in numbers(tmp_path))


def wardens(process: psutil.Process) -> list[int]:
    return [child.pid for child in process.children() if is_alive(child.pid) and "--warden" in words_of(child)]


def words_of(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:  # it has just ended
        return []


SUPERVISING = """
import os, pathlib, sys, time
from aggregator.supervision.supervise import Program, Supervisor, lock_folder
folder = pathlib.Path(sys.argv[1])
lock = lock_folder(folder / "lock", "the other one")
code = (folder / "family.py").read_text()
programs = [
    Program(name, (sys.executable, "-S", "-c", code, str(folder / f"{name}.pids")), folder / "log")
    for name in ("one", "two")
]
supervisor = Supervisor(programs, folder, os.environ, print, lock)
while True:
    supervisor.tick()
    time.sleep(0.05)
"""


@pytest.fixture
def other_supervisor(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A supervisor in a process of its own, with two families of two."""
    (tmp_path / "family.py").write_text(FAMILY)
    process = subprocess.Popen([sys.executable, "-c", SUPERVISING, str(tmp_path)], cwd=ROOT)
    until(lambda: len(numbers(tmp_path, "one")) == len(numbers(tmp_path, "two")) == 2)
    yield process
    process.kill()
    process.wait()


def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path, other_supervisor):
    family = numbers(tmp_path, "one") + numbers(tmp_path, "two")
    assert all(is_alive(pid) for pid in family)

    other_supervisor.kill()
    other_supervisor.wait()

    until(lambda: not any(is_alive(pid) for pid in family), seconds=5)


def test_a_killed_supervisor_leaves_its_folder_free_once_all_of_it_is_gone(tmp_path, other_supervisor):
    other_supervisor.kill()

    os.close(lock_folder(tmp_path / "lock", "this one"))

    assert not any(is_alive(pid) for pid in numbers(tmp_path, "one") + numbers(tmp_path, "two"))


def test_a_folder_has_one_supervisor_and_a_second_is_told_which(tmp_path, other_supervisor):
    with pytest.raises(AlreadyRunning, match="the other one"):
        lock_folder(tmp_path / "lock", "this one")


def test_a_log_that_grows_long_is_put_aside_while_its_program_writes_on(tmp_path, supervise):
    code = """
import os, time
os.write(1, b"x" * 6 * 2**20 + b"\\n")  # at once: what is emptied meanwhile is emptied before it or after it
while True:
    os.write(1, b"fresh\\n"); time.sleep(0.05)
"""
    supervisor = supervise(program(tmp_path, "talker", code))
    log = tmp_path / "logs" / "talker.log"
    aside = log.with_name("talker.log.1")

    until(lambda: aside.exists() and log.stat().st_size > 6, supervisor)

    assert aside.stat().st_size >= LOG_LIMIT
    assert set(log.read_text().split()) == {"fresh"}
    assert log.stat().st_size < 2**20
