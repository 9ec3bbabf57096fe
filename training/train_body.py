"""Labelled pages → aggregator/reading/body/forest.json, the trees that tell an article's blocks from a page's rest.

    python3 -m venv .venv-training && .venv-training/bin/pip install -r training/requirements-body.txt
    .venv-training/bin/python -m training.train_body [CORPORA]

CORPORA (by default ../shared/corpora) holds extraction/SET/NAME.html.gz beside NAME.json with "url" and "text". First
the trees are grown five times without a fifth of the publishers each and measured on that fifth, so that the figures
told are of pages, and of publishers, that the trees have not seen; then once on all. The pages stay where they are:
what is written are thresholds and leaves.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import harmonic_mean, mean
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy as np
from sklearn.model_selection import GroupKFold
from tqdm import tqdm

from aggregator.reading.agreement import compared, shingles
from aggregator.reading.body.blocks import Block
from aggregator.reading.body.features import FEATURES, judged_page
from aggregator.reading.body.forest import FILE
from aggregator.reading.generic import news_of, reader_texts
from aggregator.reading.markup import parse_page
from aggregator.reading.plain import fold

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "aggregator" / "reading" / "body" / FILE
SETS = {"bench": 3.0, "wcxb": 1.0, "publishers": 4.0, "outlets": 4.0}
"""How much a page of each set weighs: news counts more than the guides and shop pages of the largest set."""
THRESHOLD = 0.4
FOLDS = 5
TREES = {
    "n_estimators": 160, "max_depth": 6, "num_leaves": 16, "learning_rate": 0.08, "min_child_samples": 30,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.5, "reg_lambda": 5.0, "random_state": 0, "verbose": -1,
}  # fmt: skip


@dataclass(frozen=True)
class LabelledPage:
    """One page's blocks with their rows of features, lengths in words, and whether each is of the article."""

    folder: str
    publisher: str
    gold: str
    texts: list[str]
    rows: np.ndarray
    words: list[int]
    labels: list[bool]


def main() -> None:
    """Measure by cross-validation, grow the trees on all pages, and write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpora")
    folder = parser.parse_args().corpora / "extraction"
    if not folder.is_dir():
        sys.exit(f"no labelled pages at {folder}")
    pages = list(_labelled(folder))
    rows, labels, weights = _stacked(pages)
    _tell(pages, _held_out(pages, rows, labels, weights))
    model = _grown(rows, labels, weights)
    trees = [_tree(tree["tree_structure"]) for tree in model.booster_.dump_model()["tree_info"]]
    forest = {"features": list(FEATURES), "threshold": THRESHOLD, "trees": trees}
    OUT.write_text(json.dumps(forest, separators=(",", ":")) + "\n")
    print(f"{OUT.relative_to(ROOT)}: {len(trees)} trees, {OUT.stat().st_size // 1024} kB")


def _labelled(folder: Path) -> Iterator[LabelledPage]:
    paths = [(name, path) for name in SETS for path in sorted((folder / name).glob("*.json"))]
    with ProcessPoolExecutor() as pool:
        yield from tqdm(pool.map(_labelled_page, paths, chunksize=8), total=len(paths), desc="pages")


def _labelled_page(named: tuple[str, Path]) -> LabelledPage:
    folder, path = named
    label = json.loads(path.read_text())
    html = gzip.decompress(path.with_suffix(".html.gz").read_bytes()).decode("utf-8", "replace")
    url, gold = label["url"] or "http://unknown.invalid/", label["text"] or ""
    soup = parse_page(html.encode(), "text/html; charset=utf-8")
    page = judged_page(soup, reader_texts(soup, html, url))
    return LabelledPage(
        folder=folder,
        publisher=(urlsplit(url).hostname or path.stem).removeprefix("www."),
        gold=gold,
        texts=[block.text for block in page.blocks],
        rows=np.array(page.rows, dtype=np.float64).reshape(len(page.blocks), len(FEATURES)),
        words=list(page.words),
        labels=list(_labels(page.blocks, gold)),
    )


def _labels(found: Sequence[Block], gold: str) -> Iterator[bool]:
    """Whether most of a block's runs of four words stand in the gold, each used once; of shorter blocks, whether a line
    of the gold says the same."""
    left = shingles(gold)
    lines = {fold(line).casefold() for line in gold.split("\n")}
    for block in found:
        runs = shingles(block.text)
        if all(len(run) < 4 for run in runs):
            yield block.text.casefold() in lines
            continue
        inside = (runs & left).total() > runs.total() / 2
        if inside:
            left -= runs
        yield inside


def _stacked(pages: Sequence[LabelledPage]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All rows, labels and weights; a page weighs the same whatever its length, as it does when it is scored."""
    weights: list[float] = []
    for page in pages:
        article = sum(words for words, label in zip(page.words, page.labels, strict=True) if label) or 200
        weights += [SETS[page.folder] * 100 * min(1.0, max(words, 1.5) / article) for words in page.words]
    labels = np.concatenate([np.array(page.labels, dtype=bool) for page in pages])
    return np.concatenate([page.rows for page in pages]), labels, np.array(weights)


def _grown(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> Any:
    return lightgbm.LGBMClassifier(**TREES).fit(rows, labels, sample_weight=weights)


def _held_out(pages: Sequence[LabelledPage], rows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Each block's probability by trees that have seen no page of its publisher."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(page.publisher for page in pages))}
    groups = np.repeat([numbers[page.publisher] for page in pages], [len(page.texts) for page in pages])
    found = np.zeros(len(rows))
    for seen, unseen in tqdm(GroupKFold(FOLDS).split(rows, labels, groups), total=FOLDS, desc="folds"):
        found[unseen] = _grown(rows[seen], labels[seen], weights[seen]).predict_proba(rows[unseen])[:, 1]
    return found


def _tell(pages: Sequence[LabelledPage], found: np.ndarray) -> None:
    """Prints the benchmark's figures: precision is the mean over pages where something was found, recall over pages
    where there is something to be found."""
    precisions: dict[str, list[float]] = {name: [] for name in SETS}
    recalls: dict[str, list[float]] = {name: [] for name in SETS}
    start = 0
    for page in pages:
        chosen = found[start : start + len(page.texts)] >= THRESHOLD
        start += len(page.texts)
        taken = [text for text, take in zip(page.texts, chosen, strict=True) if take]
        kept = shingles("\n\n".join(taken[number] for number in news_of(taken)))
        agreed = compared(kept, shingles(page.gold))
        if kept:
            precisions[page.folder].append(agreed.precision)
        if page.gold:
            recalls[page.folder].append(agreed.recall)
    for name in SETS:
        precision, recall = mean(precisions[name] or [0]), mean(recalls[name] or [0])
        f1 = harmonic_mean([precision, recall])
        print(f"{name:10} {len(recalls[name]):4} pages  F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}")


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    threshold = float(f"{node['threshold']:.6g}")
    return [node["split_feature"], threshold, _tree(node["left_child"]), _tree(node["right_child"])]


if __name__ == "__main__":
    main()
