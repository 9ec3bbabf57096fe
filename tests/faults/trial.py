"""Articles, blows and a seed → an ingest under those blows, and how its rows differ from an undisturbed one's."""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.faults import press
from tests.faults.arena import KINDS, Arena, arena, rows_of, variables

# Of a hundred blows; the rest is shared by the cheap ones.
_SHARES = {
    "worker killed": 10,
    "worker's child killed": 14,
    "beat killed": 6,
    "web killed": 6,
    "broker killed": 8,
    "broker frozen": 4,
    "broker killed and emptied": 4,
    "database killed": 8,
    "database's connections cut": 12,
    "broker's connections cut": 10,
    "tasks sent twice and out of order": 10,
    "disk full": 3,
    "clock moved": 3,
    "everything stopped and started": 1,
    "everything killed and started": 1,
}
assert set(_SHARES) == set(KINDS)
_STARTS_WITHIN = 60.0  # seconds, on a machine that has much else to do


@dataclass
class Outcome:
    """What a trial came to. `blows` are those that hit, `missed` those that found nothing to hit; `recoveries`: seconds
    from a blow until something more was done, and its kind."""

    blows: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, str] = field(default_factory=dict)
    recoveries: list[tuple[float, str]] = field(default_factory=list)
    struck_seconds: float = 0.0
    rest_seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubled_or_other: list[str] = field(default_factory=list)

    @property
    def slowest(self) -> float:
        return max((seconds for seconds, _ in self.recoveries), default=0.0)


def try_it(articles: int, blows: int, seed: int, most_gap: float = 2.0, timed: int = 4) -> Outcome:
    """Run both ingests and compare them, row for row. There are up to `most_gap` seconds between two blows; every
    `timed`-th is followed by a wait for something to be done."""
    rng, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory(prefix="parallax-faults.") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "arena"
        folder.mkdir()
        with arena(folder, articles) as struck:
            outcome.left_out = struck.left_out
            _strike(struck, _plan(blows, struck, rng), rng, (most_gap, timed), outcome)
            outcome.rest_seconds = struck.wait_until_over()
            found = rows_of("rows", {**struck.environment(), "DATA_DIR": str(folder / "data")})
        with press.serving(articles) as port:
            calm = {**variables(port), "DATA_DIR": str(Path(name) / "calm"), "LOG_LEVEL": "ERROR", "DATABASE_URL": ""}
            wanted = rows_of("undisturbed", calm)
    _compare(found, wanted, outcome)
    return outcome


def _plan(blows: int, struck: Arena, rng: random.Random) -> list[str]:
    """Each kind that can be dealt at least once, as often as its share says, in any order."""
    kinds = [kind for kind in KINDS if kind not in struck.left_out]
    more = rng.choices(kinds, [_SHARES[kind] for kind in kinds], k=max(0, blows - len(kinds)))
    plan = [*kinds, *more]
    rng.shuffle(plan)
    return plan


def _strike(struck: Arena, plan: list[str], rng: random.Random, pace: tuple[float, int], outcome: Outcome) -> None:
    (most_gap, timed), began = pace, time.monotonic()
    for number, kind in enumerate(plan, 1):
        print(f"{datetime.now(UTC):%H:%M:%S} {kind}", flush=True)
        if not _hits(struck, kind, rng):
            outcome.missed[kind] += 1
            continue
        outcome.blows[kind] += 1
        if number % timed == 0:
            seconds = struck.wait_for_progress()
            if seconds is not None:
                outcome.recoveries.append((seconds, kind))
            print(f"{number} of {len(plan)} blows, {struck.done()[0]} of {struck.articles} articles", flush=True)
        else:
            time.sleep(rng.uniform(0.1, most_gap))
        _let_work_go_on(struck, number / len(plan), most_gap)
    outcome.struck_seconds = time.monotonic() - began


def _hits(struck: Arena, kind: str, rng: random.Random) -> bool:
    """Deal a blow; what it would hit and is just being started is waited for."""
    deadline = time.monotonic() + _STARTS_WITHIN
    while not struck.strike(kind, rng):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _let_work_go_on(struck: Arena, share: float, most_gap: float) -> None:
    """Blows are spread over the whole of the ingest: a later one waits, but not for long, until as much is done."""
    deadline = time.monotonic() + 4 * most_gap
    while struck.done()[0] < 0.9 * share * struck.articles and time.monotonic() < deadline:
        time.sleep(0.2)


def _compare(found: dict[str, list[str]], wanted: dict[str, list[str]], outcome: Outcome) -> None:
    for table, rows in wanted.items():
        outcome.counts[table] = len(rows)
        here, there = Counter(found[table]), Counter(rows)
        outcome.lost += [f"{table}: {row}" for row in (there - here).elements()]
        outcome.doubled_or_other += [f"{table}: {row}" for row in (here - there).elements()]
