"""`python benchmarks/load.py`: what an article and a page cost with 1,000 to a million articles in PostgreSQL.

Reading a million articles one by one would take days here. So the newest ten days are read, placed and compared by the
real path, and copied by SQL into earlier days until a database is full (`multiplied.py`): every table holds what the
workers would have left there, with other ids, times and names. Each size has a database of its own in one cluster. The
same fresh articles then go through the real path on all of them by turns, some at a time: bytes → read → saved, then
placed and compared; then front page, stories and searches are asked for, made anew each time; and what beat's tasks
cost in a minute while nothing is due. What is told is CPU, of Python, of the child that parses and of the database's
process, and the elapsed time beside it, since other work on the machine stretches the one and disks the other.

Articles, outlets and stories are made up by the corpora's figures (`made_pages.py`), a quarter as long: an article of
full length takes a second to read, which would hide what storing costs, and a million of them 100 GB.

At last, on the smallest of the databases, two real Celery workers by turns with one: how many articles they get
through, and the memory that they hold. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from crew import ROOT, Crew
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

sys.path.insert(1, str(ROOT))

from tests.services import Postgres, RedisServer

GROWTH, SPEEDUP, FLAT = 1.3, 1.8, 1.1
PAGES = ("front", "story", "search")
_QUICK = "shared_buffers = 2GB\nmax_wal_size = 8GB\nwal_level = minimal\nmax_wal_senders = 0\n"  # a fill writes much


def main() -> int:
    """Fill, measure, tell."""
    options = _options()
    sizes = [int(size) for size in options.sizes.split(",")]
    first = min(options.first, min(sizes))
    console, run = Console(width=110), str(int(time.time()) * 10_000)
    with ExitStack() as stack:
        folder = Path(options.folder or stack.enter_context(tempfile.TemporaryDirectory(prefix="parallax-load.")))
        progress = stack.enter_context(_progress(console))
        cluster = stack.enter_context(_cluster(folder))
        redis = stack.enter_context(_redis(folder))
        _fill_first(cluster, folder, first, options.scale, progress)
        sites = []
        for size in sizes:
            site = Site(cluster, redis, folder, size, ("serve", str(size // first), str(options.scale), run))
            stack.callback(site.end)
            site.fill(progress)
            sites.append(site)
        costs = _costs(sites, options, progress)
        missed = _told(sizes, costs, console)
        if options.turns:
            missed |= _crew(sites[0], options, progress, console)
    return int(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000", help="articles stored; each a multiple of --first")
    parser.add_argument("--first", type=int, default=500, help="articles of the newest ten days, really read")
    parser.add_argument("--sample", type=int, default=40, help="articles that are timed at each size")
    parser.add_argument("--together", type=int, default=4, help="of which so many arrive between two beats")
    parser.add_argument("--asked", type=int, default=40, help="how often each kind of page is asked for")
    parser.add_argument("--scale", type=float, default=0.25, help="an article's length over the corpora's")
    parser.add_argument("--turns", type=int, default=5, help="turns of one worker and of two; 0: none")
    parser.add_argument("--batch", type=int, default=40, help="articles in a turn, for each worker")
    parser.add_argument("--folder", help="keeps the databases there, and goes on with those that are there")
    return parser.parse_args()


class Site:
    """Parallax on the database of one size, in a process that does what it is told."""

    def __init__(self, cluster: Postgres, redis: RedisServer, folder: Path, size: int, told: tuple[str, ...]) -> None:
        self.size = size
        name = f"articles_{size}"
        _create(cluster, name, "TEMPLATE first")
        self.environment = {**_environment(cluster.url(name), folder), "REDIS_URL": redis.url()}
        self._process = _start(self.environment, *told)

    def fill(self, progress: Progress) -> None:
        """Wait until it is full."""
        task = progress.add_task(f"filling {self.size:,}", total=None)
        while (told := self._answer()) and isinstance(told, dict) and "done" in told:
            progress.update(task, description=f"filling {self.size:,}: {told['done']}")
        progress.remove_task(task)

    def do(self, order: str, *told: object) -> object:
        """What came of an order."""
        if self._process.stdin is None:
            raise RuntimeError("the site has no way in")
        self._process.stdin.write(json.dumps([order, *told]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def cost(self, order: str, *told: object) -> dict[str, float]:
        """The milliseconds of CPU and the elapsed ones that an order took."""
        found = self.do(order, *told)
        if not isinstance(found, dict):
            raise TypeError(f"{order} told {found}")
        return found

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> object:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"the site with {self.size:,} articles ended before it answered")
        return json.loads(line)


Costs = Mapping[str, list[dict[str, float]]]
"""By what was done, for each size the milliseconds of CPU and the elapsed ones."""


def _costs(sites: list[Site], options: argparse.Namespace, progress: Progress) -> Costs:
    taken: dict[str, list[list[dict[str, float]]]] = {}

    def measure(what: str, order: str, *told: list[object]) -> None:
        """Ask all sites, beginning with another one each time; `told` is for each site."""
        rows = taken.setdefault(what, [[] for _ in sites])
        turn = len(rows[0])
        for step in range(len(sites)):
            place = (step + turn) % len(sites)
            rows[place].append(sites[place].cost(order, *(one[place] for one in told)))

    same = len(sites)
    groups = options.sample // options.together
    for number in progress.track(range(groups + 1), description="new articles"):
        measure("read and saved", "read", [number] * same, [options.together] * same)
        measure("placed and compared", "assemble", [options.together] * same)
    addresses = [site.do("addresses") for site in sites]
    for turn in progress.track(range(options.asked + 1), description="pages"):
        for kind in PAGES:
            measure(kind, "page", [of[kind][turn % len(of[kind])] for of in addresses])  # type: ignore[index]
    for _ in progress.track(range(4), description="beats"):
        measure("beat, a minute", "beat")
    return {
        what: [_median(rows[1:]) for rows in of_sites] for what, of_sites in taken.items()
    }  # the first is a warm-up


def _median(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def _told(sizes: list[int], costs: Costs, console: Console) -> bool:
    article = [
        {name: sum(costs[part][place][name] for part in ("read and saved", "placed and compared")) for name in one}
        for place, one in enumerate(costs["read and saved"])
    ]
    rows = {**costs, "an article": article}
    table = Table("milliseconds of CPU (elapsed)", *(f"{size:,}" for size in sizes), "growth", box=None)
    missed = False
    order = ["read and saved", "placed and compared", "an article", *PAGES, "beat, a minute"]
    for what in order:
        growth = max(one["cpu"] for one in rows[what]) / min(rows[what][0]["cpu"], *(one["cpu"] for one in rows[what]))
        missed |= growth > GROWTH
        told = (f"{one['cpu']:.0f} ({one['elapsed']:.0f})" for one in rows[what])
        table.add_row(what, *told, f"{growth:.2f}{' MISSED' if growth > GROWTH else ''}")
    console.print(table)
    console.print(f"medians, asked by turns; growth is of CPU, the most over the least; goal {GROWTH}")
    return missed


def _crew(site: Site, options: argparse.Namespace, progress: Progress, console: Console) -> bool:
    crew = Crew(2, {**site.environment, "KEEP_PAGES": "0"})
    ratios, told, held = [], [], []
    try:
        crew.turn(2, max(4, options.batch // 2), site)  # what loads at the first articles is no article's cost
        for turn in progress.track(range(options.turns), description="workers"):
            found = {}
            for working in (1, 2) if turn % 2 else (2, 1):
                found[working] = crew.turn(working, working * options.batch, site)
                held.append(crew.megabytes()[0])
            ratios.append(found[2] / found[1])
            told.append(found)
    finally:
        crew.end()
    ratio, half = statistics.median(ratios), max(1, len(held) // 2)
    growth = statistics.median(held[-half:]) / statistics.median(held[:half])
    one, two = (statistics.median(found[working] for found in told) for working in (1, 2))
    console.print(f"workers: one {one:.0f} articles a minute, two {two:.0f}: × {ratio:.2f}; goal {SPEEDUP}")
    console.print(
        f"memory of the first after each part, MB: {', '.join(f'{one:.0f}' for one in held)};"
        f" second half over first × {growth:.2f}; goal {FLAT}"
    )
    return ratio < SPEEDUP or growth > FLAT


def _fill_first(cluster: Postgres, folder: Path, count: int, scale: float, progress: Progress) -> None:
    if not _create(cluster, "first", ""):
        return
    process = _start(_environment(cluster.url("first"), folder), "first", str(count), str(scale))
    task = progress.add_task(f"reading the newest {count:,}", total=count)
    for _ in process.stdout or ():
        progress.advance(task)
    progress.remove_task(task)
    if process.wait():
        raise RuntimeError("the first articles could not be read")


def _create(cluster: Postgres, name: str, how: str) -> bool:
    """Whether the database is new."""
    import psycopg

    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        connection.execute(f"CREATE DATABASE {name} {how}".encode())
        return True


@contextmanager
def _cluster(folder: Path) -> Iterator[Postgres]:
    folder.chmod(0o755)
    place = folder / "postgres"
    place.mkdir(exist_ok=True)
    cluster = Postgres(place)
    settings = place / "cluster" / "postgresql.conf"
    if _QUICK not in settings.read_text():
        with settings.open("a") as file:
            file.write(_QUICK)
    with cluster:
        yield cluster


@contextmanager
def _redis(folder: Path) -> Iterator[RedisServer]:
    place = folder / "redis"
    place.mkdir(exist_ok=True)
    with RedisServer(place, keeps=False) as redis:
        yield redis


def _environment(database: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database, "DATA_DIR": str(folder / "data"), "SECRET_KEY": "of a benchmark", "LIVE": "0",
        "SAMPLE": "0", "LOG_LEVEL": "ERROR", "SITE_URL": "http://localhost", "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def _start(environment: Mapping[str, str], *told: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "benchmarks" / "loaded_site.py"), *told],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip


def _progress(console: Console) -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True)


if __name__ == "__main__":
    sys.exit(main())
