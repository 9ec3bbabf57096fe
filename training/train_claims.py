"""Stories in which a careful reader marked what is the same → the weights of coverage/comparing/claim_likeness.json.

    .venv-training/bin/python -m training.train_claims

The stories are the project's own, `tests/gate/compared`. Each is first judged by weights that were fitted without it;
the figures told are of those, for pairs of clauses and for what aligning makes of them. Needs the packages of
training/requirements-body.txt.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from aggregator.weights import load_tagger
from coverage.comparing.claim_likeness import BY_VECTORS, FILE, TRAITS, Likeness, rows, stated
from coverage.comparing.claim_pieces import pieces
from coverage.comparing.similarity import story_weights
from tests.gate import own_stories as own

OUT = Path(__file__).resolve().parent.parent / "coverage" / "comparing" / FILE
Labelled = tuple[np.ndarray, np.ndarray]


def main() -> None:
    """Measure story by story, fit on all, and write."""
    written: dict[str, Any] = {}
    for kind in ("words", "vectors"):
        looked_at = [name for name in TRAITS if kind == "vectors" or name != BY_VECTORS]
        labelled = {story.name: _labelled(story, kind == "vectors") for story in own.stories()}
        _tell(kind, labelled, looked_at)
        weights, start = _fitted(list(labelled.values()), looked_at)
        written[kind] = {"weights": dict(zip(looked_at, weights, strict=True)), "start": start}
    OUT.write_text(json.dumps(written, indent=1) + "\n")


def _labelled(story: own.OwnStory, by_vectors: bool) -> Labelled:
    """Traits and labels of all pairs of clauses that share a word; those that carry one quote are left out."""
    told = own.compare(story.articles)
    parts = [part for claim in told.claims.values() for part in pieces(claim)]
    pairs = [
        (i, j)
        for i, j in combinations(range(len(parts)), 2)
        if parts[i].article != parts[j].article
        and stated(parts[i]) & stated(parts[j])
        and not own.quoted_alike(story, parts[i], parts[j])
    ]
    vectors = load_tagger().vectors if by_vectors else None
    found = rows(parts, pairs, story_weights(part.text for part in parts), vectors)
    keys = [own.claim_keys(story, part) for part in parts]
    return np.array([found[pair] for pair in pairs]), np.array([bool(keys[i] & keys[j]) for i, j in pairs])


def _fitted(labelled: Sequence[Labelled], looked_at: Sequence[str]) -> tuple[list[float], float]:
    columns = [TRAITS.index(name) for name in looked_at]
    traits = np.concatenate([found[:, columns] for found, _ in labelled])
    model = LogisticRegression(max_iter=2000).fit(traits, np.concatenate([same for _, same in labelled]))
    return [round(float(weight), 3) for weight in model.coef_[0]], round(float(model.intercept_[0]), 3)


def _tell(kind: str, labelled: dict[str, Labelled], looked_at: Sequence[str]) -> None:
    likely: list[float] = []
    claims, stances, differences = own.Score(), own.Score(), own.Score()
    for story in own.stories():
        weights, start = _fitted([pair for name, pair in labelled.items() if name != story.name], looked_at)
        by_name = dict(zip(looked_at, weights, strict=True))
        judge = Likeness(tuple(by_name.get(name, 0.0) for name in TRAITS), start)
        likely += [judge.probability(row) for row in labelled[story.name][0]]
        told = own.compare(story.articles, judge=judge, by_words=kind == "words")
        claims += own.claim_score(story, told)
        stances += own.stance_score(story, told)
        differences += own.difference_score(story, told)
    same = np.concatenate([labels for _, labels in labelled.values()])
    print(f"{kind}: {len(same)} pairs, average precision {average_precision_score(same, likely):.3f}", flush=True)
    for name, score in (("claims", claims), ("stances", stances), ("differences", differences)):
        print(f"  {name:12} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}", flush=True)


if __name__ == "__main__":
    main()
