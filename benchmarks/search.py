"""`python benchmarks/search.py`: what a search costs, kind of query by kind, with few and with many articles stored.

The same made-up edition in two databases, the same queries by turns; milliseconds are medians of whole answers. Rare
words find less among few articles, and a page that shows less costs less: common ones tell the cost of finding alone.
Ends with 1 where a common word costs half more with many articles than with 1,000.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from pages import FEW, GROWTH, few_and_many
from rich.console import Console
from rich.table import Table
from side_by_side import medians

KINDS = ("common word", "two common", "rare word", "common, rarer", "slip", "an outlet's", "from a day", "phrase")


def main() -> int:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--rounds", type=int, default=20, help="how often each kind of query is asked")
    options = parser.parse_args()
    console, missed = Console(width=110), False
    with tempfile.TemporaryDirectory(prefix="parallax-search.") as folder:
        for name in options.databases.split(","):
            missed |= _told(name, Path(folder), options, console)
    return int(missed)


def _told(name: str, folder: Path, options: argparse.Namespace, console: Console) -> bool:
    with few_and_many(name, folder, options.articles) as sites:
        asked = [_by_kind(site.ready()["searches"]) for site in sites]
        few, many = medians(sites, asked, options.rounds)
    table = Table(name, f"{FEW:,}", f"{options.articles:,}", "ratio", box=None, header_style="bold")
    for kind in KINDS:
        table.add_row(kind, f"{few[kind]:.1f}", f"{many[kind]:.1f}", f"{many[kind] / few[kind]:.2f}")
    console.print(table)
    return many[KINDS[0]] / few[KINDS[0]] > GROWTH


def _by_kind(addresses: list[str]) -> dict[str, list[str]]:
    return {kind: addresses[place :: len(KINDS)] for place, kind in enumerate(KINDS)}


if __name__ == "__main__":
    sys.exit(main())
