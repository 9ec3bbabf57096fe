"""Functions for the sandbox's tests to call; they misbehave as parsers do."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time

from aggregator.reading.types import ReadingError


def double(value):
    return value * 2


def own_pid() -> int:
    return os.getpid()


def spin() -> None:
    while True:
        pass


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def fill() -> int:
    held = []
    while True:
        held.append(bytearray(1024 * 1024))


def hold(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


_KEPT: list[bytes] = []


def keep(megabytes: int) -> int:
    """Holds memory for good, as a parser that leaks does."""
    _KEPT.append(b"x" * (megabytes * 1024 * 1024))
    return os.getpid()


def refuse(reason: str, detail: str) -> None:
    raise ReadingError(reason, detail)


def fail() -> None:
    raise ValueError("a mistake")


def recurse() -> None:
    recurse()


def abort() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave() -> None:
    sys.exit(3)


def chatter() -> str:
    print("to standard output, where the answers travel")
    os.write(1, b"and past Python's own buffer")
    return "done"


def cannot_be_handed_over() -> object:
    return lambda: None


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port))


def modules() -> list[str]:
    return sorted(name for name in sys.modules if name.split(".")[0] in ("django", "celery"))


def environment() -> list[str]:
    return sorted(os.environ)
