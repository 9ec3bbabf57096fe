"""What is said in labelled articles, by whom, and whom their words mean: floors, and that higher confidence means
righter."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from aggregator.reading.predicted_words import predicted_quotes
from aggregator.weights import load_tagger

CORPORA = Path(os.environ.get("PARALLAX_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))
DEV = CORPORA / "quotes" / "polnear_dev.jsonl"
FLOORS = {
    "tagger": {
        "content, all": 0.80, "direct": 0.96, "indirect": 0.745, "speaker": 0.925, "pair": 0.735, "pair, speech": 0.83,
    },
    "rules": {
        "content, all": 0.65, "direct": 0.92, "indirect": 0.56, "speaker": 0.86, "pair": 0.555, "pair, speech": 0.67,
    },
}  # fmt: skip
SPEAKER_FLOORS = {  # how many of the resolved are right; how many of all are resolved rightly
    "he, she: PolNeAR": (0.92, 0.82),
    "he, she: GUM": (0.79, 0.67),
    "the company …: GUM": (0.70, 0.44),
}
BANDS = (0.0, 0.5, 0.7, 0.85, 0.95, 1.01)
APART = 0.12  # how far the share of right ones may lie below what the confidence of a band promises

pytestmark = pytest.mark.skipif(
    not (CORPORA / "quotes" / "gum_news.jsonl").exists(),
    reason=f"NOT MEASURED: no labelled articles in {CORPORA}; set PARALLAX_CORPORA",
)


class TaggedOnce:
    """The tagger, which reads an article once for all that is measured here."""

    def __init__(self):
        self._tagger = load_tagger()
        self.attributions = cache(self._tagger.attributions)

    def __getattr__(self, name):
        return getattr(self._tagger, name)


tagger = cache(TaggedOnce)


@cache
def module_of(path):
    """A module that lies in no package: a benchmark, a scorer."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def benchmark():
    return module_of(Path(__file__).parents[2] / "benchmarks" / "speakers.py")


@cache
def meant():
    told = benchmark()
    return [*told.pronouns(CORPORA, tagger()), *told.coreferent(CORPORA, tagger())]


@cache
def chosen():
    return list(benchmark().chosen(CORPORA, tagger()))


@pytest.mark.parametrize("way", FLOORS)
def test_labelled_articles_keep_their_floors(way):
    gold = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    by = tagger() if way == "tagger" else None
    predicted = [{"id": one["id"], "quotes": predicted_quotes(one["text"], by)} for one in gold]
    scorer = module_of(CORPORA / "score_quotes.py")
    everything = scorer.evaluate(gold, predicted)
    speech = scorer.evaluate(gold, predicted, speech=True)
    reached = {
        "content, all": everything["iou50"][2],
        "direct": everything["kind_direct"][2],
        "indirect": everything["kind_indirect"][2],
        "speaker": everything["speaker"]["head_str"],
        "pair": everything["pair"][2],
        "pair, speech": speech["pair"][2],
    }
    floors = FLOORS[way]
    below = {name: (round(reached[name], 3), floor) for name, floor in floors.items() if reached[name] < floor}
    assert not below, f"below the floor: {below}"


@pytest.mark.parametrize("sort", SPEAKER_FLOORS)
def test_words_that_mean_somebody_named_elsewhere_keep_their_floor(sort):
    own = [one for one in meant() if one.sort == sort]
    named = [one for one in own if one.speaker.is_named]
    right = sum(one.right for one in named)
    of_named, of_all = SPEAKER_FLOORS[sort]
    assert right / len(named) >= of_named
    assert right / len(own) >= of_all


@pytest.mark.parametrize("measured", [meant, chosen])
def test_higher_confidence_means_righter_and_promises_no_more_than_it_holds(measured):
    shares = []
    for low, high in pairwise(BANDS):
        own = [one for one in measured() if one.speaker.is_named and low <= one.speaker.confidence < high]
        if len(own) < 15:
            continue
        share = sum(one.right for one in own) / len(own)
        assert share >= sum(one.speaker.confidence for one in own) / len(own) - APART
        shares.append(share)
    assert len(shares) >= 4
    assert shares == sorted(shares)
