"""Labelled sets of articles → the table of rarities and the judges that grouping goes by (coverage/comparing/*.json).

    python3 -m venv .venv-training && .venv-training/bin/pip install -r training/requirements-body.txt
    .venv-training/bin/python -m training.train_stories [CORPORA] [--vectors FOLDER] [--measure]

CORPORA (by default ../shared/corpora) holds stories/NAME.jsonl.gz. Each set is placed article by article as on the
site, first by its labels (with articles put wrong on purpose, so that there is something to merge), then by what was
learnt so far; what was weighed on the way, and whether it was of one story, is learnt from (Ross et al. 2011, DAgger).
`--measure` does so on half of each set's stories and places the other half, both ways round, and without a set at all;
without it the judges are made from all and written. `--vectors` holds NAME.npy, a unit vector for each line.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from tqdm import tqdm

from coverage.comparing import judging, rarities
from coverage.comparing.judging import Forests
from coverage.comparing.likeness import DENSE, FALLING, LEXICAL, RISING, Row, rows
from coverage.comparing.placing import MERGES, NEAR_STORIES, Placement, arrive
from coverage.comparing.shelves import Shelf
from coverage.comparing.similarity import content_stems, dot
from coverage.comparing.story_sketches import StorySketch, story_of
from training.labelled_stories import SETS, LabelledArticle, LabelledSet, counted, read_set, sketched
from training.own_stories import OWN, own_set

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "coverage" / "comparing"
THRESHOLDS = {"join": 0.75, "join dense": 0.75, "merge": 1.0, "merge dense": 1.0}
TREES: dict[str, Any] = {
    "objective": "binary", "num_leaves": 15, "learning_rate": 0.08, "min_data_in_leaf": 60, "lambda_l2": 5.0,
    "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "seed": 1, "verbosity": -1, "num_threads": 1,
    "deterministic": True,
}  # fmt: skip
ROUNDS = 110
TURNS = 5  # by the labels, then by what was learnt, by words alone and with vectors in turn
WRONG = 0.3  # of the articles that are placed by their labels are made a story of their own all the same
STAKE = 0.5
ENOUGH = 1000  # examples; a set that has fewer weighs less than the others
SHOWN_MERGES = 0.35  # of the merges that are weighed, what is learnt from

Example = tuple[Row, float, float]  # the row, the share of pairs across that are of one story, what a mistake costs
Examples = dict[str, list[Example]]  # by "join" and "merge"


@dataclass
class Teacher:
    """Judges like `forests`, or by the labels where there are none yet, and keeps what is weighed."""

    labels: Mapping[int, str]
    forests: Forests | None
    dense: bool
    chance: random.Random
    learn: frozenset[int] | None = None
    kept: Examples = field(default_factory=lambda: {"join": [], "merge": []})

    def run(self, labelled: LabelledSet) -> Examples:
        shelf = Shelf()
        for sketch in labelled.sketches:
            near = [shelf.story(id) for id in shelf.near(sketch, NEAR_STORIES)]
            one = story_of(0, [sketch])
            odds = self._weighed("join", one, near)
            wrong = self.forests is None and self.chance.random() < WRONG
            best = max(range(len(near)), key=lambda n: (odds[n], -near[n].id), default=0)
            joins = bool(near) and odds[best] >= 0 and not wrong
            home = shelf.put(sketch, Placement(near[best].id if joins else None, 1.0))
            if self.forests is not None or self.chance.random() < 0.15:
                self._merge(shelf, home, [story.id for story in near])
        return self.kept

    def _merge(self, shelf: Shelf, home: int, near: list[int]) -> None:
        while True:
            story = shelf.story(home)
            others = [shelf.story(id) for id in near if id != home]
            others.sort(key=lambda other: -dot(story.sums["text"], other.sums["text"]) / other.squares["text"] ** 0.5)
            odds = self._weighed("merge", story, others := others[:MERGES])
            if not others or max(odds) < 0:
                return
            other = others[odds.index(max(odds))]
            kept, gone = sorted((story, other), key=lambda each: (each.first, each.id))
            shelf.merge(kept.id, gone.id)
            near, home = [id for id in near if id != gone.id], kept.id

    def _weighed(self, name: str, one: StorySketch, others: Sequence[StorySketch]) -> list[float]:
        if not others:
            return []
        found = rows(one, others)
        agreement = [self._agreement(one, other) for other in others]
        if self._is_learnt_from(one) and (name == "join" or self.chance.random() < SHOWN_MERGES):
            self.kept[name] += [
                (row, share, _stake(one, other)) for row, share, other in zip(found, agreement, others, strict=True)
            ]
        if self.forests is None:
            return [share - 0.5 for share in agreement]
        shown = found if self.dense else [row[: len(LEXICAL)] for row in found]
        return [getattr(self.forests, name)(row) for row in shown]

    def _is_learnt_from(self, one: StorySketch) -> bool:
        return self.learn is None or all(member.id in self.learn for member in one.members)

    def _agreement(self, one: StorySketch, other: StorySketch) -> float:
        mine, theirs = (Counter(self.labels[m.id] for m in story.members) for story in (one, other))
        return sum(mine[label] * theirs[label] for label in mine) / (len(one.members) * len(other.members))


def main() -> None:
    """Measure on stories that were not learnt from, or make what is shipped from all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path, nargs="?", default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--measure", action="store_true")
    options = parser.parse_args()
    if not (options.corpora / "stories").is_dir():
        sys.exit(f"no labelled stories at {options.corpora}")
    with ProcessPoolExecutor(2) as pool:
        reading = {name: pool.submit(read_set, options.corpora / "stories", name, options.vectors) for name in SETS}
        sets = {name: done.result() for name, done in tqdm(reading.items(), desc="sets")}
        own = {name: own_set(name, options.vectors is not None) for name in OWN}
        more = list(_other_texts(options.corpora))
        if options.measure:
            for half in (0, 1):
                table = _table(sets, more, half)
                learnt = _learnt(_sketched_all(sets | own, table, half), pool, f"half {half}")
                _tell({name: sketched(name, sets[name], table, 1 - half) for name in SETS}, learnt, pool)
            for left_out in SETS:
                rest = {
                    name: articles for name, articles in sets.items() if name.split("_")[0] != left_out.split("_")[0]
                }
                table = _table(rest, more, None)
                learnt = _learnt(_sketched_all(rest | own, table), pool, f"without {left_out}")
                _tell({left_out: sketched(left_out, sets[left_out], table)}, learnt, pool)
            return
        table = _table(sets, more, None)
        _write(table, _learnt(_sketched_all(sets | own, table), pool, "all"))


def _sketched_all(
    sets: Mapping[str, Sequence[LabelledArticle]], table: rarities.Rarities, half: int | None = None
) -> list[LabelledSet]:
    """All sets as sketches; of the project's own all is learnt, whatever half of the others."""
    return [sketched(name, found, table, None if name in OWN else half) for name, found in sets.items()]


def _learnt(sets: Sequence[LabelledSet], pool: ProcessPoolExecutor, about: str) -> Forests:
    kept: dict[str, Examples] = {each.name: {"join": [], "merge": []} for each in sets}
    forests: Forests | None = None
    dense = all(sketch.dense is not None for each in sets for sketch in each.sketches[:1])
    for turn in tqdm(range(TURNS), desc=f"learning ({about})"):
        runs = [pool.submit(_collected, each, forests, dense and turn % 2 == 0, turn) for each in sets]
        for each, run in zip(sets, runs, strict=True):
            for name, found in run.result().items():
                kept[each.name][name] += found
        forests = _grown(list(kept.values()), dense)
    assert forests is not None
    return forests


def _collected(labelled: LabelledSet, forests: Forests | None, dense: bool, turn: int) -> Examples:
    labels = {sketch.id: story for sketch, story in zip(labelled.sketches, labelled.stories, strict=True)}
    return Teacher(labels, forests, dense, random.Random(turn), labelled.learn).run(labelled)


def _stake(one: StorySketch, other: StorySketch) -> float:
    """What a wrong or a missed merge costs: BCubed falls with the harmonic mean of the sizes; damped, since there are
    few large stories to learn from."""
    return (one.size * other.size / (one.size + other.size)) ** STAKE


def _grown(sets: Sequence[Examples], dense: bool) -> Forests:
    trees, width = {}, len(LEXICAL)
    for name in ("join", "merge"):
        by_set = [examples[name] for examples in sets if examples[name]]
        trees[name] = _forest(by_set, LEXICAL, lambda row: row[:width])
        if dense:
            trees[f"{name} dense"] = _forest(by_set, (*LEXICAL, *DENSE), lambda row: row)
    return Forests(trees, THRESHOLDS)


def _forest(by_set: Sequence[Sequence[Example]], names: Sequence[str], part: Callable[[Row], Row]) -> list[Any]:
    """Trees that keep to which numbers speak for and against. Each set weighs the same; mixed examples weigh little."""
    table = np.array([part(row) for examples in by_set for row, _, _ in examples])
    shares = np.array([share for examples in by_set for _, share, _ in examples])
    stakes = [np.array([stake for _, _, stake in examples]) for examples in by_set]
    weights = np.concatenate([each / each.sum() * min(1.0, len(each) / ENOUGH) for each in stakes])
    weights *= np.abs(2 * shares - 1) * len(weights) / len(by_set)
    rising = [(name in RISING) - (name in FALLING) for name in names]
    data = lightgbm.Dataset(table, shares > 0.5, weight=weights)
    model = lightgbm.train({**TREES, "monotone_constraints": rising}, data, ROUNDS)
    return [_tree(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.5g}")
    return [node["split_feature"], threshold, _tree(node["left_child"]), _tree(node["right_child"])]


def _tell(sets: Mapping[str, LabelledSet], forests: Forests, pool: ProcessPoolExecutor) -> None:
    dense = "join dense" in forests.trees
    runs = {
        (name, with_vectors): pool.submit(_placed, each, forests, with_vectors)
        for name, each in sets.items()
        for with_vectors in ((False, True) if dense else (False,))
    }
    for (name, with_vectors), run in runs.items():
        f1, precision, recall = run.result()
        how = "with vectors" if with_vectors else "words alone"
        print(f"{name:15} {how:13} F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}", flush=True)


def _placed(labelled: LabelledSet, forests: Forests, dense: bool) -> tuple[float, float, float]:
    shelf = Shelf()
    for sketch in labelled.sketches:
        arrive(sketch if dense else replace(sketch, dense=None), shelf, forests)
    found = [shelf.home[sketch.id] for sketch in labelled.sketches]
    asked = [labelled.learn is None or sketch.id in labelled.learn for sketch in labelled.sketches]
    return bcubed(labelled.stories, found, asked)


def bcubed(gold: Sequence[str], found: Sequence[int], asked: Sequence[bool]) -> tuple[float, float, float]:
    """F1, precision and recall (Bagga and Baldwin 1998), averaged over the articles that are asked about."""
    both = list(zip(gold, found, strict=True))
    pairs, stories, clusters = Counter(both), Counter(gold), Counter(found)
    chosen = [pair for pair, one in zip(both, asked, strict=True) if one]
    precision = sum(pairs[pair] / clusters[pair[1]] for pair in chosen) / len(chosen)
    recall = sum(pairs[pair] / stories[pair[0]] for pair in chosen) / len(chosen)
    return 2 * precision * recall / (precision + recall), precision, recall


def _table(
    sets: Mapping[str, Sequence[LabelledArticle]], more: Sequence[Sequence[str]], half: int | None
) -> rarities.Rarities:
    articles = (each for found in sets.values() for each in found if half is None or each.half == half)
    return counted(articles, more)


def _other_texts(corpora: Path) -> Iterator[tuple[str, ...]]:
    """The stems of the tops of news texts that no set of stories has."""
    texts = [json.loads(path.read_text()).get("text") or "" for path in sorted(corpora.glob("extraction/*/*.json"))]
    quotes = corpora / "quotes" / "polnear_train.jsonl"
    if quotes.exists():
        texts += [json.loads(line)["text"] for line in quotes.read_text().splitlines()]
    for text in texts:
        if len(text) > 300:
            yield content_stems(text[:1100])


def _write(table: rarities.Rarities, forests: Forests) -> None:
    by_count: dict[int, list[str]] = defaultdict(list)
    for stem, count in sorted(table.containing.items()):
        by_count[count].append(stem)
    containing = {str(count): " ".join(stems) for count, stems in sorted(by_count.items())}
    written = {
        rarities.FILE: {"documents": table.documents, "containing": containing},
        judging.FILE: {
            "rows": [*LEXICAL, *DENSE],
            "thresholds": dict(forests.thresholds),
            "trees": dict(forests.trees),
        },
    }
    for name, data in written.items():
        (OUT / name).write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf8")
        print(f"{name}: {(OUT / name).stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
