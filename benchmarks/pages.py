"""`python benchmarks/pages.py`: what pages cost, as ratios in one run.

First, under the same server on one core, the CPU time of a request for a story of six outlets, 40 claims and 60
quotes, over that of Django's bare "hello" in a project as `startproject` makes it; what workers made ready is told
apart from what a process has in memory, and from making it. Then the median time of front page, story and search with
many articles stored over that with 1,000, on SQLite and on PostgreSQL. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table
from served import HELLO, Served
from side_by_side import ROOT, Site, medians

FORGETFUL = '''"""The site's settings in a process that remembers no page."""
from aggregator.settings import *
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
'''
FEW = 1_000
GROWTH = 1.5
GZIP = {"Accept-Encoding": "gzip"}


def main() -> int:
    """Measure, and tell."""
    options = _options()
    console, missed = Console(width=110), False
    with tempfile.TemporaryDirectory(prefix="parallax-pages.") as folder:
        if not options.growth_only:
            missed |= _served(Path(folder), options.rounds, console)
        if options.articles:
            missed |= _growth(Path(folder), options, console)
    return int(missed)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, help="stored in the larger databases; 0: no growth")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--rounds", type=int, default=9, help="of the first part")
    parser.add_argument("--asked", type=int, default=160, help="how often each page is asked for in the second")
    parser.add_argument("--growth-only", action="store_true")
    return parser.parse_args()


def _served(folder: Path, rounds: int, console: Console) -> bool:
    data = folder / "served"
    data.mkdir()
    told = {"DATA_DIR": str(data), "LIVE": "0", "LOG_LEVEL": "ERROR", "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    filled = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "filled.py")],
        env={**os.environ, **told}, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    story = filled.stdout.strip().splitlines()[-1]
    (folder / "hello.py").write_text(HELLO)
    ours = "aggregator.wsgi:application"
    with ExitStack() as running:

        def served(application: str, place: Path, environment: Mapping[str, str]) -> Served:
            server = Served(application, place, environment)
            running.callback(server.end)
            return server

        (folder / "forgetful.py").write_text(FORGETFUL)
        forgetful = {"PYTHONPATH": f"{folder}:{ROOT}", "DJANGO_SETTINGS_MODULE": "forgetful", "PAGE_SECONDS": "0"}
        servers = {
            "hello": served("hello:application", folder, {}),
            "memory": served(ours, ROOT, told),
            "checked": served(ours, ROOT, {**told, "PAGE_SECONDS": "0"}),
            "ready": served(ours, ROOT, {**told, **forgetful}),
            "anew": served(ours, ROOT, {**told, "KEEP_PAGES": "0"}),
        }
        return _compared(servers, story, rounds, console)


def _compared(servers: Mapping[str, Served], story: str, rounds: int, console: Console) -> bool:
    held = {**GZIP, "If-None-Match": servers["memory"].get(story, GZIP).headers["ETag"]}
    servers["checked"].get(story, GZIP)
    asked = {  # server, path, headers, requests a round, status, goal
        "Django's bare hello": ("hello", "/", GZIP, 400, 200, None),
        "story, revalidated (304)": ("memory", story, held, 400, 304, 1.5),
        "story, cached": ("memory", story, GZIP, 400, 200, 1.5),
        "story, past its seconds: checked by one query": ("checked", story, GZIP, 150, 200, None),
        "story, past its seconds, revalidated": ("checked", story, held, 150, 304, None),
        "story, from the database: in no memory of the process": ("ready", story, GZIP, 150, 200, 12.0),
        "story, made anew: what a worker pays": ("anew", story, GZIP, 8, 200, None),
    }
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, (server, path, headers, requests, status, _goal) in asked.items():
            taken[name].append(servers[server].milliseconds(path, headers, requests, status))
    table = Table("under the same server on one core", "CPU ms", "× hello", "goal", box=None, header_style="bold")
    missed = False
    for name, (*_, goal) in asked.items():
        ratio = statistics.median(a / b for a, b in zip(taken[name], taken["Django's bare hello"], strict=True))
        missed |= goal is not None and ratio > goal
        table.add_row(name, f"{statistics.median(taken[name]):.3f}", f"{ratio:.2f}", f"{goal:g}" if goal else "")
    console.print(table)
    return missed


def _growth(folder: Path, options: argparse.Namespace, console: Console) -> bool:
    missed = False
    console.print(f"{options.articles:,} articles over {FEW:,}: medians, asked by turns, nothing kept; goal {GROWTH}")
    for name in options.databases.split(","):
        with few_and_many(name, folder, options.articles) as sites:
            few, many = medians(sites, [_pages(site) for site in sites], options.asked)
        ratios = {kind: many[kind] / few[kind] for kind in few}
        missed |= any(ratio > GROWTH for ratio in ratios.values())
        told = (f"{kind} {ratio:.2f} ({few[kind]:.1f} → {many[kind]:.1f} ms)" for kind, ratio in ratios.items())
        console.print(f"{name}: {', '.join(told)}")
    return missed


def _pages(site: Site) -> dict[str, list[str]]:
    return {kind: addresses for kind, addresses in site.ready().items() if kind != "searches"}


@contextmanager
def few_and_many(database: str, folder: Path, articles: int) -> Iterator[list[Site]]:
    """The site twice, with `FEW` articles stored and with so many."""
    with databases(database, folder) as addresses, ExitStack() as running:
        sites = []
        for count, at in zip((FEW, articles), addresses, strict=True):
            sites.append(Site(count, folder / f"{database}-{count}", at))
            running.callback(sites[-1].end)
        yield sites


@contextmanager
def databases(name: str, folder: Path) -> Iterator[list[str]]:
    """Two databases, by their addresses; empty ones name SQLite."""
    if name == "sqlite":
        yield ["", ""]
        return
    sys.path.insert(0, str(ROOT))
    from tests.services import Postgres

    folder.chmod(0o755)
    place = folder / "cluster"
    place.mkdir()
    with Postgres(place) as cluster:
        yield [cluster.new_database(), cluster.new_database()]


if __name__ == "__main__":
    sys.exit(main())
