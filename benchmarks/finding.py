"""`python benchmarks/finding.py`: what finding alone costs in PostgreSQL with some and with ten times as many entries.

Entries of the search index are made up by SQL: words by Zipf's law, as many a day as a thousand articles bring, so that
more of them reach further back. Asked for are the newest fifty of a kind, by words that come as often as is told. Each
query is put by turns in both sizes and in two ways: as the site does, and as it did before, which looked at the newest
two thousand and else took all that match. Told are medians of the milliseconds that the database's process is on a
core, planning included and with everything in memory: what else the machine does does not count. Ends with 1 where the
two ways do not answer the same, or where what fills its page in both sizes costs half more in the larger.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table
from side_by_side import ROOT

sys.path.insert(1, str(ROOT))

from coverage.searching.index_words import KINDS, Wanted, kind_mark
from tests.services import Postgres

GROWTH = 1.5
MOST = 51
A_DAY = 22_000  # entries
VOCABULARY = 200_000
LONG = 18  # words of an entry
EVERY = (30, 300, 2_500, 25_000)
"""A word that stands in one of so many entries; or two words that do so together."""

Connection = psycopg.Connection[Any]
Query = tuple[str, Mapping[str, object]]


def main() -> int:
    """Fill, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", default="300000,3000000", help="in the two databases")
    parser.add_argument("--rounds", type=int, default=15, help="how many words of each sort are asked for")
    options = parser.parse_args()
    sizes = [int(size) for size in options.entries.split(",")]
    with tempfile.TemporaryDirectory(prefix="parallax-finding.") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Postgres(folder) as cluster:
            connections = [_filled(cluster.new_database(), size, folder) for size in sizes]
            costs = {sort: _costs(connections, wanted) for sort, wanted in _wanted(options.rounds).items()}
            for connection in connections:
                connection.close()
    return _told(sizes, costs, Console(width=110))


def _filled(database: str, size: int, folder: Path) -> Connection:
    """A database as the migrations make it, with so many entries."""
    from coverage.search import on_postgresql

    told = {"DATABASE_URL": database, "SECRET_KEY": "of a benchmark", "DATA_DIR": str(folder / "data"), "LIVE": "0"}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=ROOT, env={**os.environ, **told}, check=True)
    connection = psycopg.connect(database, autocommit=True, cursor_factory=psycopg.ClientCursor)  # as Django has it
    for sql in ("SET maintenance_work_mem = '1GB'", "SET work_mem = '512MB'", "SELECT setseed(0.5)"):
        connection.execute(sql)
    for kind in KINDS:
        connection.execute(f"DROP INDEX coverage_found_{kind}")  # making it at the end is many times as fast
    connection.execute(_ENTRIES, {"size": size, "a_day": A_DAY, "vocabulary": VOCABULARY, "long": LONG})
    on_postgresql.prepare(connection)  # type: ignore[arg-type]
    connection.execute("CREATE INDEX ON coverage_searchentry USING gin (words) WITH (fastupdate = off)")  # as before
    for sql in ("VACUUM (ANALYZE) coverage_searchentry", "RESET ALL"):
        connection.execute(sql)
    return connection


_ENTRIES = """
    INSERT INTO coverage_searchentry (kind, key, place, words, at, title_stems, digest, entered_at)
    SELECT kind, n, seconds * 2147483648 + n, words || ('''§k' || kind || '''')::tsvector, to_timestamp(seconds),
           '', repeat('0', 64), now()
    FROM (
        SELECT n, CASE n %% 2 WHEN 0 THEN 'quote' ELSE 'claim' END AS kind,
               1780000000 + (n - %(size)s) * 86400 / %(a_day)s AS seconds
        FROM generate_series(1, %(size)s::bigint) AS n
    ) AS entries CROSS JOIN LATERAL (
        SELECT string_agg('''w' || floor(3 * ((%(vocabulary)s + 3) / 3.0) ^ random() - 3)::int || ''':' || at, ' ')
            ::tsvector AS words
        FROM generate_series(1, %(long)s + n * 0) AS at
    ) AS said"""


def _wanted(rounds: int) -> dict[str, list[Wanted]]:
    """By sort, what is asked for: words that come about as often as the sort says."""
    found = {}
    for every in EVERY:
        found[f"a word in {every:,}"] = [_of(_rank(every) * (100 + n) // 100) for n in range(rounds)]
    for every in EVERY[1:]:
        rank = _rank(every**0.5)
        found[f"two together in {every:,}"] = [_of(rank + n, rank + n + 40) for n in range(rounds)]
    return found


def _rank(every: float) -> int:
    """Of a word that stands in one entry of so many, by Zipf's law."""
    harmonic = sum(1 / (rank + 3) for rank in range(VOCABULARY))
    return max(0, round(LONG * every / harmonic) - 3)


def _of(*ranks: int) -> Wanted:
    return Wanted(("quote",), (((kind_mark("quote"),),), *(((f"w{rank}",),) for rank in ranks)))


def _costs(connections: Sequence[Connection], wanted: Sequence[Wanted]) -> dict[str, list[float]]:
    """Milliseconds of CPU by way, and how many were found, in each of the databases."""
    from coverage.search import on_postgresql

    ways: dict[str, Callable[[Wanted], Query]] = {
        "before": _before,
        "now": lambda one: on_postgresql.asked(one, MOST),
    }
    taken: dict[str, list[list[float]]] = {name: [[] for _ in connections] for name in (*ways, "found")}
    for one in wanted:
        for place, connection in enumerate(connections):
            answers = []
            for name, asked in ways.items():
                connection.execute(*asked(one))  # into memory
                began = _on_a_core(connection)
                answers.append(connection.execute(*asked(one)).fetchall())
                taken[name][place].append(_on_a_core(connection) - began)
            if answers[0] != answers[1]:
                raise SystemExit(f"{one}: the two ways do not answer the same")
            taken["found"][place].append(len(answers[0]))
    return {name: [statistics.median(found) for found in of_way] for name, of_way in taken.items()}


def _on_a_core(connection: Connection) -> float:
    """Milliseconds that the connection's process of the database was on a core, to the nanosecond."""
    return int(Path(f"/proc/{connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e6


def _before(wanted: Wanted) -> Query:
    words = " & ".join(f"'{phrase[0][0]}'" for phrase in wanted.all)
    return _BEFORE, {"kind": wanted.kinds[0], "words": words, "most": MOST, "walked": 2000}


_BEFORE = """
    WITH newest AS MATERIALIZED (
        SELECT place FROM (
            SELECT place, words FROM coverage_searchentry WHERE kind = %(kind)s ORDER BY place DESC LIMIT %(walked)s
        ) AS walked WHERE words @@ %(words)s::tsquery ORDER BY place DESC LIMIT %(most)s
    )
    SELECT place FROM (
        (SELECT place FROM coverage_searchentry
         WHERE (SELECT count(*) FROM newest) < %(most)s AND words @@ %(words)s::tsquery AND kind = %(kind)s
         ORDER BY place + 0 DESC LIMIT %(most)s)
        UNION SELECT place FROM newest
    ) AS found ORDER BY place DESC LIMIT %(most)s"""


def _told(sizes: Sequence[int], costs: Mapping[str, Mapping[str, Sequence[float]]], console: Console) -> int:
    """Print the table; 1 where the goal is missed."""
    columns = (f"{way}, {size:,}" for way in ("before", "now") for size in sizes)
    table = Table("ms of CPU", *columns, "found", "ratio", box=None, header_style="bold")
    missed = False
    for sort, cost in costs.items():
        ratio = cost["now"][1] / cost["now"][0]
        missed |= min(cost["found"]) >= MOST and ratio > GROWTH
        found = " / ".join(f"{number:.0f}" for number in cost["found"])
        table.add_row(sort, *(f"{ms:.1f}" for way in ("before", "now") for ms in cost[way]), found, f"{ratio:.2f}")
    console.print(table)
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
