"""The labelled articles → one table: how well who said what is found, by Parallax and by its peers, at what cost.

    .venv/bin/python benchmarks/attribution.py [--corpora ../shared/corpora] [--peers '']

Each finder runs in a process of its own, in its own environment (`finders.py`). F1 in percent: "content" of what is
reported (half of the words in common), "pair" where the speaker is right too. benchmarks/README.md says what is
measured. Ends with 2 where the corpora are not there, with 1 where a peer cannot be installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from environments import NoEnvironment, is_made, python_of
from finders import FINDERS
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
PEERS = {"textacy": "spacy", "Gender Gap Tracker's method": "spacy"}
"""The finders that need an environment of their own, and which."""


def main() -> int:
    """Print the table; 0, or 2 where there is nothing to measure on, or 1 where a peer cannot be installed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("PARALLAX_CORPORA", ROOT.parent / "shared/corpora"))
    )
    parser.add_argument("--peers", default="spacy", metavar="A,B", help="environments to measure in besides (spacy)")
    given = parser.parse_args()
    labelled = given.corpora / "quotes" / "polnear_dev.jsonl"
    if not labelled.exists():
        print(f"NOT MEASURED: no labelled articles at {labelled}; set PARALLAX_CORPORA or --corpora", file=sys.stderr)
        return 2
    try:
        pythons = _pythons(given.peers.split(","))
    except NoEnvironment as why:
        print(f"A peer could not be installed: {why}\n--peers '' measures without peers.", file=sys.stderr)
        return 1
    articles = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()]
    scorer = _scorer(given.corpora / "score_quotes.py")
    table = Table(title=f"{len(articles)} articles of PolNeAR's development part")
    for heading in ("", "content", "direct", "indirect", "speaker", "pair", "pair, speech", "ms/article", "MB"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, python in pythons.items():
        table.add_row(name, *_row(_measured(python, name, labelled), articles, scorer))
    Console(width=120).print(table)
    return 0


def _pythons(peers: list[str]) -> dict[str, Path]:
    """Each finder that is measured, with the interpreter of its environment."""
    found = {}
    for name in FINDERS:
        peer = PEERS.get(name, "")
        if peer and peer not in peers:
            continue
        if peer and not is_made(peer):
            print(f"Making .venv-peers/{peer} (a minute the first time) …", file=sys.stderr)
        found[name] = python_of(peer) if peer else Path(sys.executable)
    return found


def _measured(python: Path, name: str, labelled: Path) -> dict[str, Any]:
    command = [str(python), str(Path(__file__).with_name("finders.py")), name, str(labelled)]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(told.stdout)
    return measured


def _row(measured: dict[str, Any], articles: list[dict[str, Any]], scorer: Any) -> list[str]:
    everything = scorer.evaluate(articles, measured["found"])
    speech = scorer.evaluate(articles, measured["found"], speech=True)
    shares = [everything[key][2] for key in ("iou50", "kind_direct", "kind_indirect")]
    shares += [everything["speaker"]["head_str"], everything["pair"][2], speech["pair"][2]]
    return [*(f"{100 * share:.1f}" for share in shares), f"{measured['ms']:.0f}", f"{measured['mb']:.0f}"]


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
