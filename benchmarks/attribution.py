"""The labelled articles → one table: how well who said what is found, by Parallax and by simpler means, at what cost.

    .venv/bin/python benchmarks/attribution.py [--corpora ../shared/corpora]

Each finder runs in a process of its own, so that its memory is its own. F1 in percent: "content" of what is reported
(half of the words in common), "pair" where the speaker is right too. Milliseconds of CPU are those of finding alone,
peak memory is that of the whole process. Ends with 2 where the corpora are not there.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
Finder = Callable[[str], list[dict[str, Any]]]
_SAID = r"(?:said|says|told|asked|added|wrote|tweeted|replied|explained|noted|announced|argued|warned)"
_NAME = r"(?:[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}|he|she|they)"
_NAIVE = re.compile(rf"[“\"](?P<quote>[^“”\"\n]+)[”\"]|(?P<a>{_NAME}) {_SAID}\b|\b{_SAID} (?P<b>{_NAME})")


def main() -> int:
    """Print the table; 0, or 2 where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("PARALLAX_CORPORA", ROOT.parent / "shared/corpora"))
    )
    parser.add_argument("--only", choices=FINDERS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    labelled = given.corpora / "quotes" / "polnear_dev.jsonl"
    if not labelled.exists():
        print(f"NOT MEASURED: no labelled articles at {labelled}; set PARALLAX_CORPORA or --corpora", file=sys.stderr)
        return 2
    articles = [json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines()]
    if given.only:
        json.dump(_measured(FINDERS[given.only](), articles), sys.stdout)
        return 0
    scorer = _scorer(given.corpora / "score_quotes.py")
    table = Table(title=f"{len(articles)} articles of PolNeAR's development part")
    for heading in ("", "content", "direct", "indirect", "speaker", "pair", "pair, speech", "ms/article", "MB"):
        table.add_column(heading, justify="right" if heading else "left")
    for name in FINDERS:
        table.add_row(name, *_row(_in_its_process(name, given.corpora), articles, scorer))
    Console(width=110).print(table)
    return 0


def _in_its_process(name: str, corpora: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--corpora", str(corpora), "--only", name]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, Any] = json.loads(told.stdout)
    return measured


def _measured(find: Finder, articles: list[dict[str, Any]]) -> dict[str, Any]:
    begun = time.process_time()
    found = [{"id": article["id"], "quotes": find(article["text"])} for article in articles]
    took = 1000 * (time.process_time() - begun) / len(articles)
    return {"found": found, "ms": took, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _row(measured: dict[str, Any], articles: list[dict[str, Any]], scorer: Any) -> list[str]:
    everything = scorer.evaluate(articles, measured["found"])
    speech = scorer.evaluate(articles, measured["found"], speech=True)
    shares = [everything[key][2] for key in ("iou50", "kind_direct", "kind_indirect")]
    shares += [everything["speaker"]["head_str"], everything["pair"][2], speech["pair"][2]]
    return [*(f"{100 * share:.1f}" for share in shares), f"{measured['ms']:.0f}", f"{measured['mb']:.0f}"]


def _naive() -> Finder:
    """Every quoted stretch, and the name beside the nearest verb of saying."""

    def find(text: str) -> list[dict[str, Any]]:
        matches = list(_NAIVE.finditer(text))
        names = [match.span("a") if match["a"] else match.span("b") for match in matches if not match["quote"]]
        return [
            {
                "content": list(match.span("quote")),
                "speaker": min(names, key=lambda name: abs(name[0] - match.start()), default=None),
                "cue": None,
            }
            for match in matches
            if match["quote"]
        ]

    return find


def _parallax(by_rules: bool) -> Finder:
    sys.path.insert(0, str(ROOT))
    from aggregator.reading.predicted_words import predicted_quotes
    from aggregator.weights import load_tagger

    tagger = None if by_rules else load_tagger()
    return lambda text: predicted_quotes(text, tagger)


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FINDERS: dict[str, Callable[[], Finder]] = {
    "naive regex": _naive,
    "Parallax, by rules": lambda: _parallax(True),
    "Parallax": lambda: _parallax(False),
}


if __name__ == "__main__":
    sys.exit(main())
