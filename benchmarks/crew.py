"""Celery workers on a real broker and database → how many articles a minute they get through, and their memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import psutil

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 1800.0
_DOORBELL = 1.0  # seconds; beat rings every ten


class Orders(Protocol):
    """A `loaded_site.py` that does what it is told."""

    def do(self, order: str, *told: object) -> object: ...


class Crew:
    """Workers of one process each, which live from the first turn to the last; some rest while others are timed."""

    def __init__(self, size: int, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", "celery", "-A", "aggregator", "worker", "--concurrency", "1"]
        command += ["--queues", "read,assemble,compare", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
        self._processes = [
            subprocess.Popen(
                [*command, "--hostname", name], cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
            )
            for name in _names(size)
        ]

    def turn(self, working: int, articles: int, site: Orders) -> float:
        """Articles a minute from the first message to the last story compared, by so many of the workers."""
        for place, name in enumerate(_names(len(self._processes))):
            site.do("consume", name, place < working)
        site.do("enter", articles)
        began = time.monotonic()
        site.do("send")
        while site.do("left"):
            if time.monotonic() > began + _PATIENCE or any(one.poll() is not None for one in self._processes):
                raise RuntimeError("the workers did not get through")
            site.do("ring")
            time.sleep(_DOORBELL)
        return articles * 60 / (time.monotonic() - began)

    def megabytes(self) -> list[float]:
        """What each worker's process holds in memory, with its child that parses."""
        return [_resident(psutil.Process(one.pid)) / 2**20 for one in self._processes]

    def end(self) -> None:
        """End all of them."""
        for one in self._processes:
            one.terminate()
        for one in self._processes:
            try:
                one.wait(30)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def _names(size: int) -> list[str]:
    return [f"worker-{number}@load" for number in range(1, size + 1)]


def _resident(parent: psutil.Process) -> int:
    """Of those below the parent, which only hands out work."""
    total = 0
    for one in parent.children(recursive=True):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total
