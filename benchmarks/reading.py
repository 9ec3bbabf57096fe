"""The labelled pages → one table: how well Parallax and its peers read them, and how much CPU each takes for a page.

    .venv/bin/python benchmarks/reading.py [--sample 20] [--json FILE] [--jobs N] [--peers newspaper4k,trafilatura]

Every page is read by all readers one after the other; those that can stand in one environment share one process.
benchmarks/README.md says what is measured. Ends with 2 where the corpora are not there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpora import Corpora, Labelled, corpora_folder
from environments import NoEnvironment, is_made, python_of
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from serving import Read, Readers
from table import REFERENCE, comparison, cpu_ratios, notes

CORPORA = ("bench", "outlets", "publishers", "wcxb")
HOME = (REFERENCE, "Parallax", "Parallax, generic")
"""What stands in Parallax's own environment."""
PEERS = {
    "newspaper4k": ("newspaper4k",),
    "trafilatura": ("trafilatura", "trafilatura prec."),
    "readability": ("readability",),
}
ORDER = (REFERENCE, *(reader for readers in PEERS.values() for reader in readers), "Parallax, generic", "Parallax")
OWN_PATH = ("Parallax", "outlets")  # the outlets' own layouts are measured on their own pages alone


@dataclass
class Measured:
    """What was read and how long it took: predictions by reader and corpus, CPU seconds by reader, corpus and page."""

    found: defaultdict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    cpu: defaultdict[str, dict[tuple[str, str], float]] = field(default_factory=lambda: defaultdict(dict))
    failed: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, page: Labelled, told: dict[str, Read]) -> None:
        """What all readers made of one page."""
        for reader, read in told.items():
            self.found[reader].setdefault(page.corpus, {})[page.name] = read.found
            self.cpu[reader][page.corpus, page.name] = read.cpu
            if read.failed:
                self.failed[reader][read.failed] += 1


def main() -> int:
    """Print the table; 0, or 2 where there is nothing to measure on, or 1 where a peer cannot be installed."""
    options = _options()
    console = Console()
    try:
        corpora = Corpora(corpora_folder(), CORPORA, options.sample)
    except FileNotFoundError as missing:
        print(f"No labelled corpora: {missing} is not there. Set PARALLAX_CORPORA to their folder.", file=sys.stderr)
        return 2
    try:
        teams = list(_teams(options.peers, console))
    except NoEnvironment as why:
        print(f"A peer could not be installed: {why}\n--peers '' measures without peers.", file=sys.stderr)
        return 1
    pages = corpora.pages()
    measured = _measure(pages, teams, options.jobs, console)
    figures = {
        reader: {corpus: corpora.score(corpus, found) for corpus, found in by_corpus.items()}
        for reader, by_corpus in measured.found.items()
    }
    console.print(comparison(tuple(reader for reader in ORDER if reader in figures), figures, measured.cpu))
    console.print(notes(Counter(page.corpus for page in pages), measured.failed), soft_wrap=True)
    if options.json:
        options.json.write_text(json.dumps(_as_json(figures, measured), indent=1))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="N pages of each corpus (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, page by page")
    parser.add_argument("--jobs", type=int, default=_cores(), metavar="N", help="pages at a time (default: one a core)")
    parser.add_argument("--peers", type=_names, default=tuple(PEERS), metavar="A,B", help=f"of {', '.join(PEERS)}")
    return parser.parse_args()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _names(text: str) -> tuple[str, ...]:
    names = tuple(filter(None, text.split(",")))
    if unknown := set(names) - set(PEERS):
        raise argparse.ArgumentTypeError(f"no such peer: {', '.join(sorted(unknown))}")
    return names


def _teams(peers: Sequence[str], console: Console) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Each environment's interpreter, with the readers in it."""
    yield Path(sys.executable), HOME
    for peer in peers:
        if not is_made(peer):
            console.print(f"Making .venv-peers/{peer} (a minute the first time) …")
        yield python_of(peer), PEERS[peer]


def _measure(
    pages: Sequence[Labelled], teams: Sequence[tuple[Path, tuple[str, ...]]], jobs: int, console: Console
) -> Measured:
    measured, lane = Measured(), _Lanes(teams)
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    try:
        running = {pool.submit(lane.read, page): page for page in pages}
        for done in _shown(lambda: as_completed(running), len(pages), console):
            measured.add(running[done], done.result())
    finally:
        pool.shutdown(cancel_futures=True)
        lane.stop()
    return measured


class _Lanes:
    """Each thread with processes of its own, in which one page is read by all readers before the next."""

    def __init__(self, teams: Sequence[tuple[Path, tuple[str, ...]]]) -> None:
        self._teams = teams
        self._here = threading.local()
        self._started: list[Readers] = []

    def read(self, page: Labelled) -> dict[str, Read]:
        if not hasattr(self._here, "readers"):
            self._here.readers = [Readers(python, names) for python, names in self._teams]
            self._started += self._here.readers
        names = [name for _, team in self._teams for name in team if name != OWN_PATH[0] or page.corpus == OWN_PATH[1]]
        told: dict[str, Read] = {}
        for readers in self._here.readers:
            told |= readers.read(page.html, page.url, names)
        return told

    def stop(self) -> None:
        for readers in self._started:
            readers.stop()


def _shown(steps: Callable[[], Iterator[Any]], total: int, console: Console) -> Iterator[Any]:
    """The steps, with a bar on a terminal and a line for each tenth elsewhere."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=total)
        for count, step in enumerate(steps(), start=1):
            yield step
            bar.advance(task)
            if not console.is_terminal and count * 10 // total > (count - 1) * 10 // total:
                print(f"{count} of {total} pages", file=sys.stderr)


def _as_json(figures: dict[str, Any], measured: Measured) -> dict[str, Any]:
    cpu = {}
    for reader, seconds in measured.cpu.items():
        median, of_sums = cpu_ratios(seconds, measured.cpu[REFERENCE])
        by_page = {"/".join(page): spent for page, spent in seconds.items()}
        cpu[reader] = {"median_ratio": median, "ratio_of_sums": of_sums, "seconds": by_page}
    return {"figures": _without_nan(figures), "cpu": cpu, "failed": measured.failed}


def _without_nan(value: Any) -> Any:
    """A figure that a corpus has no labels for is null: JSON knows no NaN."""
    if isinstance(value, dict):
        return {name: _without_nan(inner) for name, inner in value.items()}
    return None if value != value else value


if __name__ == "__main__":
    sys.exit(main())
