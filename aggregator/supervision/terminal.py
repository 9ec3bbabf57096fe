"""What a long-running command tells a person, and the signals by which the person stops it."""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Terminal:
    """Sentences and one progress bar on standard output; where that is no terminal, the bar becomes lines.

    An output that goes away raises nothing: from then on nobody is told anything.
    """

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._is_terminal = self._console.is_terminal  # asked later, a closed one says that it is none
        self._is_gone = False
        self._bar: Progress | None = None
        self._last = ""

    def say(self, sentence: str) -> None:
        """One line."""
        try:
            self._console.print(sentence)
        except OSError:
            self._let_go()

    def warn(self, sentence: str) -> None:
        """One line about something that went wrong."""
        try:
            self._console.print(sentence, style="yellow")
        except OSError:
            self._let_go()

    def is_gone(self) -> bool:
        """Whether standard output was a terminal that has been closed. Not every one gets a SIGHUP then."""
        if self._is_gone or not self._is_terminal:
            return self._is_gone and self._is_terminal
        watched = select.poll()
        watched.register(1, 0)
        return bool(watched.poll(0))  # POLLHUP or POLLERR, which need not be asked for

    def progress(self, done: int, total: int, note: str) -> None:
        """How far something has come."""
        if not self._is_terminal:
            line = f"{done} of {total} {note}"
            if line != self._last:
                self.say(line)
            self._last = line
            return
        with suppress(OSError):
            self._bar = self._bar or _new_bar(self._console)
            self._bar.update(self._bar.task_ids[0], completed=done, total=total, note=note, refresh=True)

    def end_progress(self) -> None:
        """Leave the bar as it is and go on below it."""
        with suppress(OSError):
            if self._bar is not None:
                self._bar.stop()
        self._bar = None

    def _let_go(self) -> None:
        self._is_gone = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            _redirect(stream, nowhere)
        os.close(nowhere)


class StopSignals:
    """Counts Ctrl-C, SIGTERM and SIGHUP. Until `defer` each raises KeyboardInterrupt; after it, it is only counted."""

    def __init__(self) -> None:
        self.count = 0
        self._deferred = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or not self.survives_hangup():
                signal.signal(number, self._take)

    @staticmethod
    def survives_hangup() -> bool:
        """Whether it was started by nohup."""
        return signal.getsignal(signal.SIGHUP) == signal.SIG_IGN

    def defer(self) -> None:
        """From now on the caller looks at `count`."""
        self._deferred = True

    def _take(self, number: int, frame: FrameType | None) -> None:
        self.count += 1
        if not self._deferred:
            raise KeyboardInterrupt


def _new_bar(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[note]}"), TimeElapsedColumn())
    # No thread that redraws: children are tied to the thread that starts them, and this process has but one.
    bar = Progress(*columns, console=console, auto_refresh=False)
    bar.add_task("", total=None, note="")
    bar.start()
    return bar


def _redirect(stream: IO[str], descriptor: int) -> None:
    with suppress(OSError, ValueError):
        os.dup2(descriptor, stream.fileno())
