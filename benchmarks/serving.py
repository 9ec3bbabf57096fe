"""One page → what every reader finds in it: the readers' processes, asked one after the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 120  # after which a reader has hung on a page
_WARM = (
    "<p>The council voted on Tuesday to repair every bridge before winter, and asked for a review, its chair said.</p>"
)
WARM_UP = {
    "url": "https://news.example/bridges",
    "html": f"<html><title>Bridges</title><body><article><h1>Bridges</h1>{_WARM * 9}</article></body></html>",
}


@dataclass(frozen=True)
class Read:
    """What one reader made of one page: its prediction, its CPU seconds, and why it failed where it did."""

    found: dict[str, Any]
    cpu: float
    failed: str


class Readers:
    """Readers that share one process of one environment: each page is read by all of them, in an order that turns."""

    def __init__(self, python: Path, names: Sequence[str]) -> None:
        self._python = python
        self._names = tuple(names)
        self._turn = 0
        self._process: subprocess.Popen[str] | None = None

    def read(self, html: str, url: str, names: Sequence[str]) -> dict[str, Read]:
        """What each of `names` (of this process's readers) finds. A reader that ends the process has found nothing."""
        wanted = [name for name in self._names if name in names]
        self._turn += 1
        turned = [wanted[(self._turn + place) % len(wanted)] for place in range(len(wanted))]
        told = self._ask(turned, html, url)
        if told is None and len(turned) > 1:  # one of them hangs: each is asked alone
            return {name: self.read(html, url, [name])[name] for name in wanted}
        told = told or {name: {"found": {}, "cpu": float(SECONDS), "failed": "hung or crashed"} for name in wanted}
        return {name: Read(**told[name]) for name in wanted}

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, names: Sequence[str], html: str, url: str) -> dict[str, Any] | None:
        if self._process is None:
            self._process = self._start()
            self._exchange({"readers": self._names, **WARM_UP})  # what loads at the first page is no page's cost
        return self._exchange({"readers": names, "html": html, "url": url})

    def _exchange(self, asked: dict[str, Any]) -> dict[str, Any] | None:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        timer = threading.Timer(SECONDS, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        finally:
            timer.cancel()
        if not answer:
            self.stop()
            return None
        told: dict[str, Any] = json.loads(answer)
        return told

    def _start(self) -> subprocess.Popen[str]:
        environment = os.environ | {"PYTHONPATH": str(ROOT) if str(self._python) == sys.executable else ""}
        return subprocess.Popen(
            [str(self._python), str(ROOT / "benchmarks" / "readers.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment,
        )
