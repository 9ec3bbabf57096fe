"""A folder of shipped files and labelled articles into the scorer's table: the tagger alone, without the rules."""

from __future__ import annotations

import argparse
import importlib.util
import time
from pathlib import Path
from typing import Any

from aggregator.weights import load_tagger
from training.examples import read_lines


def main() -> None:
    """Prints both tables (all attributions, speech alone) and the time an article takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("scorer", type=Path)
    given = parser.parse_args()
    tagger = load_tagger(given.folder)
    articles = read_lines(given.labelled)
    begun = time.process_time()
    told = [{"id": one["id"], "quotes": predicted(tagger.attributions(one["text"]) or ())} for one in articles]
    print(f"{1000 * (time.process_time() - begun) / len(articles):.0f} ms an article")
    scorer: Any = _scorer(given.scorer)
    scorer.show(scorer.evaluate(articles, told), "all")
    scorer.show(scorer.evaluate(articles, told, speech=True), "speech")


def predicted(found: Any) -> list[dict[str, Any]]:
    """Attributions in the scorer's form."""
    return [
        {
            "content": [one.contents[0][0], one.contents[-1][1]],
            "spans": one.contents,
            "speaker": one.source,
            "cue": one.cue,
        }
        for one in found
    ]


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
