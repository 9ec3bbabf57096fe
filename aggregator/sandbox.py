"""A function's name and its arguments into its result, in a process of its own that can be stopped.

Untrusted bytes can keep a parser busy for minutes or fill the memory, and a thread cannot be killed. So each process
that reads has a child, started at the first call and kept for many: it takes pickled calls on its standard input and
gives pickled answers on its standard output, with limits on time and memory for every call. It dies with its parent,
opens no connections, and knows no Django.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import importlib
import os
import pickle
import resource
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from aggregator.reading.types import ReadingError

CALLS_PER_CHILD = 200
"""A fresh child after this many calls, so that what a parser leaks or caches does not pile up."""

SWOLLEN_MEGABYTES = 120
"""And after a call that leaves it this much above what it held when it was loaded."""

SECONDS_TO_LOAD = 60.0

_LENGTH = struct.Struct("!Q")
_ROOT = Path(__file__).resolve().parent.parent
_SECRETS = ("SECRET", "PASSWORD", "TOKEN", "_KEY", "_URL", "_DSN")
_PR_SET_PDEATHSIG = 1


def run_bounded(function_path: str, *args: Any, seconds: float = 10.0, megabytes: int = 300) -> Any:
    """The result of the pure function named "package.module:function", with arguments and result that can be pickled.

    Raises ReadingError: what the function itself raised, or "took too long" (after `seconds` of wall clock), "took too
    much memory" (more than `megabytes` above what the child held before the call), "crashed".
    """
    child = _child_of_this_thread()
    child.load(function_path)
    return child.call(function_path, args, seconds, megabytes)


class _Here(threading.local):
    """Each thread has its own child: the kernel ends a child with the thread that started it."""

    child: _Child | None = None


_here = _Here()


def _child_of_this_thread() -> _Child:
    child = _here.child
    if child is not None and child.owner != os.getpid():  # we are a fork: that child serves our parent
        child.let_go()
        child = None
    if child is None or child.is_spent():
        if child is not None:
            child.stop()
        child = _here.child = _Child()
    return child


@atexit.register
def _stop_child() -> None:
    """Leaves nothing behind at the end of the main thread, which started its child like any other."""
    child, _here.child = _here.child, None
    if child is not None and child.owner == os.getpid():
        child.stop()


class _Child:
    """One running `python -m aggregator.sandbox`."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._calls = 0
        self._loaded: set[str] = set()
        self._held = 0
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", "aggregator.sandbox", str(self.owner)],
            cwd=_ROOT,
            env={name: value for name, value in os.environ.items() if not any(part in name for part in _SECRETS)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def is_spent(self) -> bool:
        return self._calls >= CALLS_PER_CHILD or self._process.poll() is not None or self._is_swollen()

    def _is_swollen(self) -> bool:
        return _memory(self._process.pid).resident > self._held + SWOLLEN_MEGABYTES * 2**20

    def load(self, path: str) -> None:
        """Imports what a function needs, so that its limits are not spent on that."""
        if path not in self._loaded:
            self._ask(("load", path, (), 0.0, 0), SECONDS_TO_LOAD)
            self._loaded.add(path)
            self._held = _memory(self._process.pid).resident

    def call(self, path: str, args: tuple[Any, ...], seconds: float, megabytes: int) -> Any:
        self._calls += 1
        return self._ask(("call", path, args, seconds, megabytes), seconds)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self.let_go()

    def let_go(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # a broken pipe, when what was buffered cannot be written any more
                    pipe.close()

    def _ask(self, request: tuple[Any, ...], seconds: float) -> Any:
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            _send(self._process.stdin, request)
            answer = _receive(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            answer = None
        except BaseException:  # a time limit's signal, say: an answer that comes later must not meet the next call
            self.stop()
            raise
        finally:
            timer.cancel()
        return self._outcome(answer, late.is_set())

    def _outcome(self, answer: tuple[Any, ...] | None, late: bool) -> Any:
        match answer:
            case ("result", value):
                return value
            case ("refused", reason, detail):
                raise ReadingError(reason, detail)
            case ("failed", reason, detail):  # its memory may be in pieces: the next call gets a fresh one
                self.stop()
                raise ReadingError(reason, detail)
        self.stop()
        code = self._process.returncode
        if late or code == -signal.SIGXCPU:
            raise ReadingError("took too long")
        raise ReadingError("crashed", f"ended by signal {-code}" if code < 0 else f"exit status {code}")


def _send(pipe: Any, message: tuple[Any, ...]) -> None:
    packed = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def _receive(pipe: Any) -> tuple[Any, ...]:
    """The next message; EOFError where the other side has gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    packed = pipe.read(_LENGTH.unpack(head)[0])
    message: tuple[Any, ...] = pickle.loads(packed)  # noqa: S301 (our own child or parent, over a pipe that only we hold)
    return message


class _Memory(NamedTuple):
    """Bytes of a process: its address space, and what of it lies in memory."""

    addressed: int
    resident: int


def _memory(process: int) -> _Memory:
    """What a process holds; zeros where the system does not tell, or the process has gone."""
    try:
        addressed, resident = Path(f"/proc/{process}/statm").read_text().split()[:2]
    except (OSError, ValueError):
        return _Memory(0, 0)
    return _Memory(int(addressed) * resource.getpagesize(), int(resident) * resource.getpagesize())


# What follows runs in the child.


def _serve(parent: int) -> None:
    requests, answers = _own_pipes()
    _die_with(parent)
    give_back = _giver_back()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_no_network)
    functions: dict[str, Callable[..., Any]] = {}
    answer: tuple[Any, ...] | None
    while True:
        try:
            kind, path, args, seconds, megabytes = _receive(requests)
        except EOFError:
            return
        if kind == "load":
            answer = _guarded(partial(_load, functions, path))
        else:
            _limit(seconds, megabytes)
            answer = _guarded(partial(functions[path], *args))
            _unlimit()
        _answer(answers, answer)
        answer = None
        give_back()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, moved away from standard input and output, where a library's `print` would break the protocol."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return requests, answers


def _die_with(parent: int) -> None:
    """Asks the kernel (Linux) to end us with our parent; elsewhere the end of standard input has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it went before we had asked
            os._exit(0)


def _giver_back() -> Callable[[], object]:
    """What hands freed memory back to the system, where the C library has it: glibc alone keeps it."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError):
        return lambda: None
    return partial(trim, 0)


def _no_network(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise PermissionError(f"{event} while reading")


def _load(functions: dict[str, Callable[..., Any]], path: str) -> None:
    module, _, name = path.partition(":")
    functions[path] = getattr(importlib.import_module(module), name)


def _guarded(call: Callable[[], Any]) -> tuple[Any, ...]:
    try:
        return ("result", call())
    except ReadingError as error:
        return ("refused", error.reason, error.detail)
    except MemoryError:
        return ("failed", "took too much memory", "")
    except BaseException as error:
        return ("failed", "crashed", f"{type(error).__name__}: {error}"[:300])


def _answer(answers: BinaryIO, answer: tuple[Any, ...]) -> None:
    try:
        _send(answers, answer)
    except (pickle.PicklingError, AttributeError, TypeError, RecursionError) as error:
        _send(answers, ("failed", "crashed", f"a result that cannot be handed over: {error}"[:300]))


def _limit(seconds: float, megabytes: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # Over the wall clock's limit by a second: it is the second net, for a parent that cannot kill.
    cpu = int(usage.ru_utime + usage.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, resource.RLIM_INFINITY))
    held = _memory(os.getpid()).addressed
    if held:
        resource.setrlimit(resource.RLIMIT_AS, (held + megabytes * 1024 * 1024, _hard(resource.RLIMIT_AS)))


def _unlimit() -> None:
    for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        resource.setrlimit(limit, (_hard(limit), _hard(limit)))


def _hard(limit: int) -> int:
    return resource.getrlimit(limit)[1]


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
