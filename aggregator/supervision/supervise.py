"""Programs to run → processes that are started in order, started again when they die, and ended together.

Each program leads a process group of its own, so that nothing it forked outlives it. Should the supervisor itself be
killed, the kernel kills the leaders (PR_SET_PDEATHSIG, on Linux) and a warden, a small process that reads from a pipe
until its other end is gone, kills what is left of their groups.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOG_LIMIT = 5 * 2**20  # bytes; what a longer log holds is put aside
_STEADY_SECONDS = 30.0  # a program that lived so long has not failed to start
_LONGEST_WAIT = 30.0  # seconds between two tries


@dataclass(frozen=True, slots=True)
class Program:
    """A command that is kept running, or with `once`, run to its end.

    It starts when the program that it `needs` is ready (by that one's `ready`; without one: when it runs), and is
    started anew when that one had to be. `stop_seconds` is how long it may take to end when asked (SIGTERM).
    """

    name: str
    command: tuple[str, ...]
    log: Path
    needs: str = ""
    ready: Callable[[], bool] | None = None
    once: bool = False
    stop_seconds: float = 10.0


class AlreadyRunning(Exception):
    """Another supervisor works on the folder; the message says which."""


class Supervisor:
    """Keeps programs running while `tick` is called a few times a second, from one thread; `stop` ends them.

    `say` gets a sentence for a person when something dies. `lock` is a file descriptor from `lock_folder`: it stays
    locked until the last process is gone.
    """

    def __init__(
        self, programs: Sequence[Program], cwd: Path, env: Mapping[str, str], say: Callable[[str], None], lock: int = -1
    ) -> None:
        self._children: dict[str, _Child] = {}
        self.add(programs)
        self._cwd, self._env, self._say, self._lock = cwd, dict(env), say, lock
        self._warden = self._start_warden()

    def add(self, programs: Sequence[Program]) -> None:
        """More programs to keep running."""
        self._children.update((program.name, _Child(program)) for program in programs)

    def tick(self) -> None:
        """Bury what died, start what is due."""
        now = time.monotonic()
        for child in self._running():
            self._look_after(child, now)
        for child in self._children.values():
            if child.process is None and not child.finished and now >= child.start_at and self._may_start(child):
                self._start(child, now)
        if self._warden.poll() is not None:
            self._warden = self._start_warden()

    def is_ready(self, name: str) -> bool:
        """Whether the program runs and answers."""
        child = self._children[name]
        return child.process is not None and (child.program.ready is None or child.program.ready())

    def failures(self, name: str) -> int:
        """How many times in a row the program died within half a minute."""
        return self._children[name].failures

    def exit_code(self, name: str) -> int | None:
        """How a program that runs `once` ended; None while it has not."""
        return self._children[name].exit_code

    def pids(self) -> dict[str, int]:
        """The group leaders, which are also the groups' numbers."""
        return {child.program.name: child.process.pid for child in self._running() if child.process}

    def stop(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """End everything: first what nothing needs, last what others need. Once `hurry` says so, without waiting."""
        for child in self._children.values():
            child.finished = True
        while running := self._running():
            needed = {child.program.needs for child in running}
            for child in running:
                if child.program.name not in needed:
                    child.ask_to_stop()
                if hurry():
                    child.kill_group()
                self._look_after(child, time.monotonic())
            time.sleep(0.02)
        self._close_warden()

    def _running(self) -> list[_Child]:
        return [child for child in self._children.values() if child.process is not None]

    def _may_start(self, child: _Child) -> bool:
        return not child.program.needs or self.is_ready(child.program.needs)

    def _start(self, child: _Child, now: float) -> None:
        program = child.program
        leash = (sys.executable, "-I", "-S", __file__, "--leash", str(os.getpid()))
        program.log.parent.mkdir(parents=True, exist_ok=True)
        with program.log.open("ab") as log:
            child.process = subprocess.Popen(  # noqa: S603 - our own programs
                (*leash, *program.command),
                cwd=self._cwd,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        child.started_at, child.kill_at = now, None
        self._tell_warden(f"+{child.process.pid}\n")

    def _look_after(self, child: _Child, now: float) -> None:
        _put_aside_if_long(child.program.log)
        if child.has_ended():
            self._bury(child, now)
        elif child.kill_at is not None and now >= child.kill_at:
            child.kill_group()

    def _bury(self, child: _Child, now: float) -> None:
        assert child.process is not None
        child.kill_group()  # before it is reaped, so that its number can't be another's yet
        code, asked = child.process.wait(), child.kill_at is not None
        self._tell_warden(f"-{child.process.pid}\n")
        child.process = None
        if child.program.once and not asked:
            child.exit_code, child.finished = code, True
        if child.finished or asked:
            return
        child.failures = child.failures + 1 if now - child.started_at < _STEADY_SECONDS else 1
        wait = min(_LONGEST_WAIT, 0.25 * 2**child.failures)
        child.start_at = now + wait
        name = child.program.name
        self._say(f"{name} ended ({_in_words(code)}); it starts again in {wait:g} s. Its log: {child.program.log}")
        for other in self._running():
            if other.program.needs == name:
                other.ask_to_stop()  # a worker may never hear from a broker again that it saw die

    def _start_warden(self) -> subprocess.Popen[bytes]:
        warden = subprocess.Popen(  # noqa: S603 - our own program
            (sys.executable, "-I", "-S", __file__, "--warden"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=(self._lock,) if self._lock >= 0 else (),
            start_new_session=True,
        )
        self._warden = warden
        for pid in self.pids().values():
            self._tell_warden(f"+{pid}\n")
        return warden

    def _tell_warden(self, line: str) -> None:
        assert self._warden.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it was killed; the next tick starts another and tells it all
            self._warden.stdin.write(line.encode())
            self._warden.stdin.flush()

    def _close_warden(self) -> None:
        try:
            self._warden.communicate()
        except BrokenPipeError:
            self._warden.wait()


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    kill_at: float | None = None  # it was asked to stop, and has until then
    failures: int = 0
    finished: bool = False
    exit_code: int | None = None

    def has_ended(self) -> bool:
        """Whether the leader is dead; it is not reaped by asking."""
        if self.process is None:
            return False
        if not hasattr(os, "waitid"):  # macOS
            return self.process.poll() is not None
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, self.process.pid, flags) is not None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.kill_at is None:
            self.kill_at = time.monotonic() + self.program.stop_seconds
            # The leader alone: it ends its children in its own way. Not by terminate(), which would reap a dead one.
            os.kill(self.process.pid, signal.SIGTERM)

    def kill_group(self) -> None:
        if self.process is not None:
            _kill_group(self.process.pid)


def lock_folder(path: Path, about: str) -> int:
    """Lock the file at `path` for this process, and write `about` into it; the open file's descriptor.

    Raises AlreadyRunning with what the holder wrote. The lock ends with the processes that hold it, however they end.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + 3  # a warden may still be clearing up
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                holder = os.pread(descriptor, 1000, 0).decode(errors="replace").strip()
                os.close(descriptor)
                raise AlreadyRunning(holder or "another process") from None
            time.sleep(0.1)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, about.encode(), 0)
    return descriptor


def _put_aside_if_long(log: Path) -> None:
    """Copied and emptied, not renamed: the program that writes goes on at the end of what is then an empty file."""
    with contextlib.suppress(OSError):  # a full disk is no reason to stop anything
        if log.stat().st_size > LOG_LIMIT:
            shutil.copyfile(log, log.with_name(log.name + ".1"))
            os.truncate(log, 0)


def _in_words(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody is left; macOS says the latter of zombies
        os.killpg(group, signal.SIGKILL)


def _leash(parent: int, command: list[str]) -> None:
    """Become the command, to be killed by the kernel when the parent dies."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1  # <linux/prctl.h>; it survives the exec
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:  # it died before
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


def _watch_over_groups() -> None:
    """Groups come as "+number" and go as "-number", a line each; at the end of input what is left is killed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in iter(sys.stdin.buffer.readline, b""):
        change = groups.add if line[:1] == b"+" else groups.discard
        change(int(line[1:]))
    for group in groups:
        _kill_group(group)


if __name__ == "__main__":
    if sys.argv[1] == "--warden":
        _watch_over_groups()
    else:
        _leash(int(sys.argv[2]), sys.argv[3:])
