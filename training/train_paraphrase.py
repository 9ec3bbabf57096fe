"""Labelled pairs of sentences → coverage/comparing/paraphrase/paraphrase.json, the judge of what says the same.

    python3 -m venv .venv-training && .venv-training/bin/pip install -r training/requirements-body.txt
    .venv-training/bin/python -m training.train_paraphrase [CORPORA]

CORPORA (by default ../shared/corpora) holds quotes/para_msrp_train.jsonl and quotes/para_stsnews_train.jsonl. The pairs
of MSRP are judged ten times by what has not seen a tenth of them; the figures told are of those. What is written are
thresholds, leaves and weights: none of the sentences. MSRP's licence is for research, not for trade.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from aggregator.weights import load_tagger
from coverage.comparing.paraphrase.judge import FILE, judge_from
from coverage.comparing.paraphrase.traits import by_vectors, by_words

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "coverage" / "comparing" / "paraphrase" / FILE
FOLDS = 10
SAME, SURE = 0.5, 0.95  # a likelihood; the precision that "sure" stands for
NETS = 4
TREES = {
    "n_estimators": 300, "learning_rate": 0.025, "num_leaves": 8, "max_depth": 5, "min_child_samples": 25,
    "subsample": 0.7, "subsample_freq": 1, "colsample_bytree": 0.3, "reg_lambda": 5.0, "random_state": 0,
    "verbose": -1, "n_jobs": 1,
}  # fmt: skip


def main() -> None:
    """Measure by cross-validation, learn from all pairs of MSRP, and write both judges."""
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpora")
    folder = parser.parse_args().corpora / "quotes"
    if not (folder / "para_msrp_train.jsonl").is_file():
        sys.exit(f"no labelled pairs in {folder}")
    msrp, sts = (_labelled(folder / f"para_{name}_train.jsonl") for name in ("msrp", "stsnews"))
    judges = {}
    for kind in ("words", "vectors"):
        rows = [by_word | (more if kind == "vectors" else {}) for by_word, more, _ in msrp]
        names = list(rows[0])
        matrix = np.array([[row[name] for name in names] for row in rows])
        labels = np.array([same for *_, same in msrp])
        unseen = _unseen(names, matrix, labels)
        judges[kind] = _learnt(names, matrix, labels, _sure(unseen, labels))
        _tell(f"MSRP, {kind}", unseen, labels)
        judge = judge_from(judges[kind])
        other = np.array([judge.probability(by_word | more) for by_word, more, _ in sts])
        _tell(f"STS news, {kind}, by what MSRP taught", other, np.array([same for *_, same in sts]))
        _tell_intervals(unseen, labels)
    OUT.write_text(json.dumps(judges, separators=(",", ":")) + "\n")
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size // 1024} kB")


def _labelled(path: Path) -> list[tuple[dict[str, float], dict[str, float], bool]]:
    """Each pair's traits by words and by vectors, and its label."""
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    sentences = [(pair["a"], pair["b"]) for pair in pairs]
    near = by_vectors(sentences, load_tagger().vectors)
    return [(by_words(both), more, pair["same"]) for both, more, pair in zip(sentences, near, pairs, strict=True)]


def _unseen(names: Sequence[str], rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Each pair's likelihood by a judge that has not seen it."""
    found = np.zeros(len(rows))
    for seen, rest in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(rows, labels):
        judge = judge_from(_learnt(names, rows[seen], labels[seen], 1.0))
        found[rest] = [judge.probability(dict(zip(names, row, strict=True))) for row in rows[rest]]
    return found


def _learnt(names: Sequence[str], rows: np.ndarray, labels: np.ndarray, sure: float) -> dict[str, Any]:
    trees = lightgbm.LGBMClassifier(**TREES).fit(rows, labels).booster_.dump_model()["tree_info"]
    return {
        "traits": list(names),
        "same": SAME,
        "sure": sure,
        "trees": [_tree(tree["tree_structure"]) for tree in trees],
        "nets": list(_nets(rows, labels)),
    }


def _nets(rows: np.ndarray, labels: np.ndarray) -> Iterator[dict[str, Any]]:
    scale = StandardScaler().fit(rows)
    for seed in range(NETS):
        net = MLPClassifier((24,), alpha=3, max_iter=25, learning_rate_init=0.003, random_state=seed)
        net.fit(scale.transform(rows), labels)
        layers = {"mean": scale.mean_, "spread": scale.scale_, "hidden": net.coefs_[0]}
        layers |= {"hidden_start": net.intercepts_[0], "out": net.coefs_[1][:, 0]}
        short = {name: np.vectorize(_short)(values).tolist() for name, values in layers.items()}
        yield short | {"out_start": _short(net.intercepts_[1][0])}


def _sure(found: np.ndarray, labels: np.ndarray) -> float:
    """The least likelihood at and above which SURE of the pairs are the same."""
    order = np.argsort(-found)
    precision = np.cumsum(labels[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= SURE)
    return _short(found[order][enough[-1]]) if len(enough) else 1.0


def _tell(what: str, found: np.ndarray, labels: np.ndarray) -> None:
    accuracy, f1 = _figures(found, labels)
    whole = average_precision_score(labels, found)
    print(f"{what}: accuracy {accuracy:.4f}  F1 {f1:.4f}  average precision {whole:.4f}", flush=True)


def _tell_intervals(found: np.ndarray, labels: np.ndarray) -> None:
    """95 of 100 samples with replacement lie within."""
    draw = np.random.default_rng(0)
    drawn = (draw.integers(0, len(labels), len(labels)) for _ in range(500))
    sampled = np.array([_figures(found[places], labels[places]) for places in drawn])
    low, high = np.percentile(sampled, [2.5, 97.5], axis=0)
    print(f"  accuracy {low[0]:.3f} to {high[0]:.3f}, F1 {low[1]:.3f} to {high[1]:.3f}", flush=True)


def _figures(found: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    taken = found >= SAME
    return float((taken == labels).mean()), float(2 * (taken & labels).sum() / (taken.sum() + labels.sum()))


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    threshold = float(f"{node['threshold']:.6g}")
    return [node["split_feature"], threshold, _tree(node["left_child"]), _tree(node["right_child"])]


if __name__ == "__main__":
    main()
