"""Whom speakers' words mean: floors on labelled articles, and that higher confidence means righter."""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from aggregator.weights import load_tagger

CORPORA = Path(os.environ.get("PARALLAX_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))
FLOORS = {  # how many of the resolved are right; how many of all are resolved rightly
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


@cache
def benchmark():
    """The module that `benchmarks/speakers.py` is."""
    path = Path(__file__).parents[2] / "benchmarks" / "speakers.py"
    spec = importlib.util.spec_from_file_location("speakers_benchmark", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def meant():
    told = benchmark()
    return [*told.pronouns(CORPORA, load_tagger()), *told.coreferent(CORPORA, load_tagger())]


@cache
def chosen():
    return list(benchmark().chosen(CORPORA, load_tagger()))


@pytest.mark.parametrize("sort", FLOORS)
def test_words_that_mean_somebody_named_elsewhere_keep_their_floor(sort):
    own = [one for one in meant() if one.sort == sort]
    named = [one for one in own if one.speaker.is_named]
    right = sum(one.right for one in named)
    of_named, of_all = FLOORS[sort]
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
