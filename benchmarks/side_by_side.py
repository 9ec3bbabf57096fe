"""Two databases and the same addresses → what each answer costs in both, asked by turns."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Site:
    """The site on one database, in a process of its own, filled with an edition of that size."""

    def __init__(self, articles: int, folder: Path, database: str) -> None:
        told = {
            "DATA_DIR": str(folder),
            "LIVE": "0",
            "SAMPLE": "0",
            "LOG_LEVEL": "ERROR",
            "SITE_URL": "http://localhost",
        }
        known = {"DATABASE_URL": database, "SECRET_KEY": "of a benchmark"} if database else {"DATABASE_URL": ""}
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "benchmarks" / "asked_site.py"), str(articles)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT,
            env={**os.environ, **told, **known, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def ready(self) -> dict[str, list[str]]:
        """Wait until it is filled; gives the addresses to ask, by what they are."""
        told: dict[str, list[str]] = json.loads(self._line())
        return told

    def milliseconds(self, address: str) -> float:
        """What answering that address once costs."""
        if self._process.stdin is None:
            raise RuntimeError("the site has no way in")
        self._process.stdin.write(json.dumps(address) + "\n")
        self._process.stdin.flush()
        return float(json.loads(self._line()))

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _line(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the site ended before it answered")
        return line


def medians(sites: Sequence[Site], addresses: Sequence[Mapping[str, list[str]]], rounds: int) -> list[dict[str, float]]:
    """By site, the median milliseconds of each kind of address, all asked by turns so that noise hits all alike."""
    taken: list[dict[str, list[float]]] = [{kind: [] for kind in addresses[0]} for _ in sites]
    for turn in range(rounds):
        for kind in addresses[0]:
            for place, site in enumerate(sites):
                asked = addresses[place][kind]
                taken[place][kind].append(site.milliseconds(asked[turn % len(asked)]))
    return [{kind: statistics.median(found) for kind, found in of_site.items()} for of_site in taken]
