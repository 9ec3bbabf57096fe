"""Labelled pairs → one table: how well it is told what says the same, by Parallax and by simpler means.

    .venv/bin/python benchmarks/alignment.py [--corpora ../shared/corpora]

Quotes: the pairs of `align_pairs.jsonl`. A peer's threshold is the best on four fifths of the pairs, for the last fifth
(five times); Parallax has none to choose. Sentences: average precision on `para_stsnews_train.jsonl`, which nothing of
ours was trained on. Ends with 2 where the corpora are not there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
FOLDS = 5
Pairs = Sequence[dict[str, Any]]
Scores = np.ndarray[Any, np.dtype[np.float64]]
Labels = np.ndarray[Any, np.dtype[np.bool_]]


def main() -> int:
    """Print the table; 0, or 2 where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("PARALLAX_CORPORA", ROOT.parent / "shared/corpora"))
    )
    folder = parser.parse_args().corpora / "quotes"
    if not (folder / "align_pairs.jsonl").is_file():
        print(f"NOT MEASURED: no labelled pairs in {folder}; set PARALLAX_CORPORA or --corpora", file=sys.stderr)
        return 2
    quotes, sentences = (_read(folder / name) for name in ("align_pairs.jsonl", "para_stsnews_train.jsonl"))
    table = Table(title=f"{len(quotes)} pairs of quotes, {len(sentences)} pairs of sentences")
    for heading in ("", "precision", "recall", "F1", "sentences, AP"):
        table.add_column(heading, justify="right" if heading else "left")
    labels = np.array([pair["same"] for pair in quotes])
    others = np.array([pair["same"] for pair in sentences])
    for name, score in _peers().items():
        figures = _figures(_by_threshold(score(quotes), labels), labels)
        table.add_row(name, *_told(*figures, _average_precision(score(sentences), others)))
    for name, aligned, likely in _parallax():
        table.add_row(name, *_told(*_figures(aligned(quotes), labels), _average_precision(likely(sentences), others)))
    Console(width=100).print(table)
    return 0


def _read(path: Path) -> Pairs:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _peers() -> dict[str, Callable[[Pairs], Scores]]:
    sys.path.insert(0, str(ROOT))
    from aggregator.weights import load_tagger
    from coverage.comparing.similarity import content_stems, dot, rarity, unit_vector
    from coverage.comparing.statements import longest_run, statement

    def tf_idf(pairs: Pairs) -> Scores:
        texts = [content_stems(pair[key]) for pair in pairs for key in ("a", "b")]
        carried = Counter(stem for text in texts for stem in set(text))
        weights = {stem: rarity(len(texts), count) for stem, count in carried.items()}
        rows = [unit_vector(Counter(text), weights) for text in texts]
        return np.array([dot(one, other) for one, other in zip(rows[::2], rows[1::2], strict=True)])

    def run_of_four(pairs: Pairs) -> Scores:
        return np.array([float(longest_run(statement(pair["a"]), statement(pair["b"]))) for pair in pairs])

    def cosine(pairs: Pairs) -> Scores:
        rows = load_tagger().vectors([pair[key] for pair in pairs for key in ("a", "b")])
        return np.asarray((rows[::2] * rows[1::2]).sum(axis=1), dtype=np.float64)

    return {"shared run of words": run_of_four, "TF-IDF cosine": tf_idf, "MiniLM cosine": cosine}


Parallax = tuple[str, Callable[[Pairs], Labels], Callable[[Pairs], Scores]]


def _parallax() -> list[Parallax]:
    from aggregator.weights import load_tagger
    from coverage.comparing.paraphrase.judge import likely_same
    from coverage.comparing.quote_pairs import same_utterance

    def by(vectors: Any) -> tuple[Callable[[Pairs], Labels], Callable[[Pairs], Scores]]:
        def aligned(pairs: Pairs) -> Labels:
            sides = [[(pair[key], pair[f"{key}_speaker"] or "") for key in ("a", "b")] for pair in pairs]
            return np.array([same_utterance(one, other, vectors)[0] for one, other in sides])

        return aligned, lambda pairs: np.array(likely_same([(pair["a"], pair["b"]) for pair in pairs], vectors))

    return [("Parallax, by words", *by(None)), ("Parallax", *by(load_tagger().vectors))]


def _by_threshold(scores: Scores, labels: Labels) -> Labels:
    """What is taken for the same in each fifth, by the threshold that is best for the other four."""
    fold = np.arange(len(scores)) % FOLDS
    found = np.zeros(len(scores), dtype=bool)
    for number in range(FOLDS):
        seen = fold != number
        best = max(np.unique(scores[seen]), key=lambda least: _figures(scores[seen] >= least, labels[seen])[2])
        found[~seen] = scores[~seen] >= best
    return found


def _figures(found: Labels, labels: Labels) -> tuple[float, float, float]:
    right = float((found & labels).sum())
    return right / max(found.sum(), 1), right / labels.sum(), 2 * right / (found.sum() + labels.sum())


def _average_precision(scores: Scores, labels: Labels) -> float:
    order = np.argsort(-scores, kind="stable")
    right = labels[order]
    return float((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean())


def _told(*figures: float) -> list[str]:
    return [f"{100 * figure:.1f}" for figure in figures]


if __name__ == "__main__":
    sys.exit(main())
