"""The process in which untrusted bytes are read: what comes back, and what ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from aggregator import sandbox
from aggregator.reading.types import ReadingError
from aggregator.sandbox import run_bounded

from .loopback import LoopbackSite

HERE = "tests.pipeline.sandboxed"
ROOT = Path(__file__).resolve().parents[2]


def run(name: str, *args, seconds: float = 5.0, megabytes: int = 200):
    return run_bounded(f"{HERE}:{name}", *args, seconds=seconds, megabytes=megabytes)


def refusal(name: str, *args, **limits) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        run(name, *args, **limits)
    return caught.value


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone_within(pid: int, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_it_gives_the_functions_result():
    assert run("double", 21) == 42
    assert run("double", b"x" * 3_000_000) == b"x" * 6_000_000


def test_it_is_another_process_kept_for_many_calls():
    pids = {run("own_pid") for _ in range(20)}
    assert len(pids) == 1
    assert os.getpid() not in pids


def test_a_call_costs_little():
    begun = time.monotonic()
    refusal("leave")  # so that the next call has to start a child
    run("double", 1)
    first = time.monotonic() - begun
    for _ in range(50):
        run("double", 1)
    assert time.monotonic() - begun - first < 10 * first


def test_it_passes_on_what_the_function_refused():
    pid = run("own_pid")
    error = refusal("refuse", "no article", "only a menu: nothing else")
    assert (error.reason, error.detail) == ("no article", "only a menu: nothing else")
    assert run("own_pid") == pid


@pytest.mark.parametrize(
    ("name", "reason", "detail"),
    [
        ("spin", "took too long", ""),
        ("fill", "took too much memory", ""),
        ("fail", "crashed", "ValueError: a mistake"),
        ("recurse", "crashed", "RecursionError"),
        ("abort", "crashed", "signal 11"),
        ("leave", "crashed", "SystemExit: 3"),
        ("cannot_be_handed_over", "crashed", "cannot be handed over"),
        ("not_there", "crashed", "AttributeError"),
    ],
)
def test_it_names_how_a_call_ended_and_goes_on(name, reason, detail):
    error = refusal(name, seconds=1.0)
    assert error.reason == reason
    assert detail in error.detail
    assert run("double", 4) == 8


def test_it_ends_a_call_by_the_clock_on_the_wall_and_the_process_with_it():
    pid = run("own_pid")
    started = time.monotonic()
    assert refusal("sleep", 30, seconds=0.5).reason == "took too long"
    assert time.monotonic() - started < 20  # of 30
    assert gone_within(pid)


def test_memory_counts_from_what_the_process_already_holds():
    assert run("hold", 100, megabytes=150) == 100 * 1024 * 1024
    assert run("hold", 100, megabytes=150) == 100 * 1024 * 1024
    assert refusal("hold", 200, megabytes=150).reason == "took too much memory"


def test_a_limit_holds_for_its_own_call_alone():
    refusal("hold", 200, megabytes=50)
    assert run("hold", 200, megabytes=300) == 200 * 1024 * 1024
    assert run("sleep", 1.2, seconds=5) is None


def test_what_the_function_prints_does_not_get_into_its_answer():
    assert run("chatter") == "done"


def test_nothing_connects_from_in_there():
    with LoopbackSite() as site:
        assert "PermissionError" in refusal("connect", site.port).detail
        assert site.asked == []


def test_it_imports_neither_django_nor_celery():
    assert run("modules") == []


def test_it_is_given_no_secrets(monkeypatch):
    monkeypatch.setenv("PARALLAX_SECRET_KEY", "x")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/name")
    monkeypatch.setenv("HARMLESS", "x")
    refusal("leave")  # the next call starts a fresh process, with the environment of now
    names = run("environment")
    assert "HARMLESS" in names
    assert not {"PARALLAX_SECRET_KEY", "DATABASE_URL"} & set(names)


def test_it_starts_afresh_after_a_number_of_calls(monkeypatch):
    refusal("leave")
    monkeypatch.setattr(sandbox, "CALLS_PER_CHILD", 3)
    pids = [run("own_pid") for _ in range(7)]
    assert len(set(pids)) == 3
    assert gone_within(pids[0])


def test_it_starts_afresh_once_a_call_left_it_swollen():
    refusal("leave")
    pid = run("keep", 20)
    assert run("own_pid") == pid
    run("keep", sandbox.SWOLLEN_MEGABYTES + 20)  # what the system takes back meanwhile is less
    assert run("own_pid") != pid
    assert gone_within(pid)


def test_a_process_that_died_between_calls_is_replaced():
    pid = run("own_pid")
    os.kill(pid, signal.SIGKILL)
    assert gone_within(pid)
    assert run("own_pid") != pid


def test_threads_do_not_wait_for_each_other():
    pids: list[int] = []

    def work() -> None:
        run("sleep", 0.5)
        pids.append(run("own_pid"))

    run("own_pid")
    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pids)) == 3
    assert all(gone_within(pid) for pid in pids)


def test_a_fork_has_its_own_and_leaves_its_parents_alone():
    pid = run("own_pid")
    reading, writing = os.pipe()
    fork = os.fork()
    if fork == 0:
        os.write(writing, str(run("own_pid")).encode())
        os._exit(0)
    os.waitpid(fork, 0)
    os.close(writing)
    other = int(os.read(reading, 100))
    os.close(reading)
    assert other not in (pid, fork)
    assert run("own_pid") == pid
    assert gone_within(other)


def test_an_interruption_leaves_no_late_answer_for_the_next_call():
    def interrupt(number, frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        run("double", 1)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        with pytest.raises(KeyboardInterrupt):
            run("sleep", 2)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert run("double", 5) == 10


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
@pytest.mark.parametrize("busy", [False, True])
def test_it_dies_with_its_parent(busy):
    call = f"run_bounded('{HERE}:sleep', 60, seconds=60)" if busy else "time.sleep(60)"
    script = f"""
import time
from aggregator.sandbox import run_bounded
print(run_bounded('{HERE}:own_pid'), flush=True)
{call}
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    time.sleep(0.2)
    assert alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone_within(pid)
