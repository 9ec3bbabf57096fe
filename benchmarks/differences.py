"""Large stories of real outlets → the differences that are told in them, to be read.

    .venv/bin/python benchmarks/differences.py [--stories 14] [--outlets 14] [--seed 3] [--show] [--corpora FOLDER]

The articles of so many outlets, drawn with the seed, of each of the largest stories of groundnews2025 are read and
compared as on the site. Nobody has marked what they dispute: `--show` prints each difference with the words of its
sides, so that a reader can judge it; the table counts them by kind and weight. Ends with 2 where the corpora are not
there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.gate.own_stories import OwnArticle, OwnComparison, compare  # noqa: E402

LONG_ENOUGH = 900  # characters of an article
HEAVY = 0.5  # weight of a difference that is more than one of a bound
AROUND = 80  # characters shown on both sides of a value


def main() -> int:
    """Print the table; 0, or 2 where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("PARALLAX_CORPORA", ROOT.parent / "shared/corpora"))
    )
    parser.add_argument("--stories", type=int, default=14)
    parser.add_argument("--outlets", type=int, default=14)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    source = asked.corpora / "stories" / "groundnews2025.jsonl.gz"
    if not source.is_file():
        print(f"NOT MEASURED: no stories at {source}; set PARALLAX_CORPORA or --corpora", file=sys.stderr)
        return 2
    console, counts, claims = Console(), Counter[tuple[str, bool]](), 0
    drawn = list(_drawn(source, asked.stories, asked.outlets, random.Random(asked.seed)))
    for articles in track(drawn, "stories", console=console):
        told = compare(articles)
        claims += len(told.claims)
        counts.update((difference.kind, difference.weight >= HEAVY) for difference in told.differences)
        if asked.show:
            _show(told, console)
    table = Table(title=f"{len(drawn)} stories, {sum(map(len, drawn))} articles, {claims} claims")
    for heading in ("kind", "heavy", "of a bound"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for kind in sorted({kind for kind, _ in counts}):
        table.add_row(kind, str(counts[kind, True]), str(counts[kind, False]))
    table.add_row(
        "all", *(str(sum(n for (_, heavy), n in counts.items() if heavy is wanted)) for wanted in (True, False))
    )
    console.print(table)
    return 0


def _drawn(source: Path, stories: int, outlets: int, chance: random.Random) -> Iterator[list[OwnArticle]]:
    """One article of each of some outlets, for the stories that most outlets have."""
    by_story: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    with gzip.open(source, "rt", encoding="utf-8") as file:
        for line in map(json.loads, file):
            if len(line.get("text") or "") >= LONG_ENOUGH:
                by_story[line["story"]].setdefault(line["outlet"], line)
    largest = sorted(by_story.values(), key=lambda articles: (-len(articles), min(articles)))
    for articles in largest[:stories]:
        chosen = chance.sample(sorted(articles), min(outlets, len(articles)))
        yield [
            OwnArticle(outlet, datetime.fromisoformat(articles[outlet]["published"]), articles[outlet]["text"])
            for outlet in chosen
        ]


def _show(told: OwnComparison, console: Console) -> None:
    for difference in told.differences:
        console.print(f"{difference.kind}: {difference.topic} ({difference.weight})", markup=False)
        for side in difference.sides:
            number, start, end = side.evidence[0]
            claim = told.claims[number]
            words = claim.text[max(0, start - claim.start - AROUND) : end - claim.start + AROUND]
            console.print(
                f"  {side.value}: {len(side.evidence)}; {claim.outlet}: {words}", markup=False, highlight=False
            )


if __name__ == "__main__":
    raise SystemExit(main())
