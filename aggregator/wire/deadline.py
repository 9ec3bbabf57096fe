"""A number of seconds into a bound that holds: on the whole of a fetch, whatever it is waiting for.

A timeout of a socket counts from one byte to the next, so a server that sends a byte a second is never late. This one
shuts the connection when the time is over, from another thread.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

Result = TypeVar("Result")


class Deadline:
    """Used as a context: it begins with the object and ends with the block."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._twin: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._drop()

    @property
    def passed(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def left(self) -> float:
        """Seconds that are left; a little more than none when the time is over, since 0 means "do not wait at all"."""
        return max(self._end - time.monotonic(), 0.001)

    def watch(self, sock: socket.socket) -> None:
        """Shuts this connection, in place of the one watched before, when the time is over."""
        with self._lock:
            self._drop()
            # A second handle: it stays good when TLS takes the first one over, and never names a later connection.
            self._twin = sock.dup()
        if self.passed:
            self._cut()

    def bounded(self, call: Callable[[], Result]) -> Result:
        """The result of a call that cannot be interrupted, or TimeoutError; a call that hangs is left to its thread."""
        outcome: list[Result | Exception] = []

        def run() -> None:
            try:
                outcome.append(call())
            except Exception as error:
                outcome.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(self.left())
        if not outcome:
            raise TimeoutError
        if isinstance(outcome[0], Exception):
            raise outcome[0]
        return outcome[0]

    def _cut(self) -> None:
        with self._lock:
            if self._twin is not None:
                with contextlib.suppress(OSError):  # the other side may have closed already
                    self._twin.shutdown(socket.SHUT_RDWR)

    def _drop(self) -> None:
        if self._twin is not None:
            self._twin.close()
            self._twin = None
