"""Grouping is held to what it reaches, article by article: on labelled corpora where they are at hand, and on a set of
the project's own always. Once with the encoder's vectors, and once by words alone."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from aggregator.weights import load_tagger
from coverage.comparing.clusters import group
from coverage.comparing.kinds import kind_of
from coverage.comparing.types import ArticleProfile
from coverage.predictions.stories import dense_rows, profile_of

CORPORA = Path(os.environ.get("PARALLAX_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora")

needs_corpora = pytest.mark.skipif(
    not (CORPORA / "stories").is_dir(),
    reason=f"no labelled corpora at {CORPORA}: set PARALLAX_CORPORA to measure grouping",
)

# BCubed F1 that was reached with one setting for all, rounded down: with vectors, by words alone. The judges learnt
# from these very sets, so this holds them to what they are; docs/stories.md has the figures on stories not learnt from.
WITH_VECTORS, BY_WORDS = 0, 1
FLOORS = {
    ("allsides", BY_WORDS): 0.92,
    ("allsides_dense", BY_WORDS): 0.83,
    ("groundnews2025", BY_WORDS): 0.90,
    ("ecbplus", BY_WORDS): 0.82,
    ("ecbplus", WITH_VECTORS): 0.85,
    ("uci6k", BY_WORDS): 0.85,
    ("uci6k", WITH_VECTORS): 0.945,
    ("newst", BY_WORDS): 0.935,
    ("newst", WITH_VECTORS): 0.95,
}
"""The two sets of long texts are placed by words alone here: their vectors would take minutes."""
EVERY = {("uci6k", WITH_VECTORS): 3, ("newst", WITH_VECTORS): 3}
"""Of the two largest sets a third of the stories is placed with vectors, to keep the gate quick: an easier third, hence
the higher floors; benchmarks/stories.py places all."""
OWN_FLOORS = (0.93, 0.93)
NOT_YET_APART = [["app data", "app time"]]
"""Two events of one company in two hours, told in a sentence or two: what they share outweighs what they do not."""

OWN = Path(__file__).with_name("stories.jsonl")  # two earthquakes, two ferries, two recalls, two elections, roundups …
BEGUN = datetime(2024, 5, 6, tzinfo=UTC)
HOW = pytest.mark.parametrize("how", [0, 1], ids=["with vectors", "by words alone"])


@needs_corpora
@pytest.mark.parametrize(("name", "how"), FLOORS)
def test_grouping_a_labelled_set_is_no_worse_than_it_was(name: str, how: int):
    with gzip.open(CORPORA / "stories" / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if crc32(row["story"].encode()) % EVERY.get((name, how), 1) == 0]
    labels = labels_of([profile_of(number, row) for number, row in enumerate(rows, start=1)], how)
    assert bcubed_f1([row["story"] for row in rows], labels) >= FLOORS[name, how]


def test_our_own_set_is_large_enough_and_has_look_alikes():
    stories = Counter(row["story"] for row in own_rows())
    assert sum(stories.values()) >= 40
    assert sum(count > 1 for count in stories.values()) >= 12
    kinds = Counter(story.split()[0] for story, count in stories.items() if count > 1)
    assert sum(count > 1 for count in kinds.values()) >= 6


@HOW
def test_our_own_look_alikes_are_kept_apart_but_for_those_that_are_named(how: int):
    found = own_stories(how)
    assert [sorted(mixed) for mixed in found.values() if len(mixed) > 1] == NOT_YET_APART


@HOW
def test_our_own_stories_are_found(how: int):
    rows = own_rows()
    assert bcubed_f1([row["story"] for row in rows], labels_of(own_profiles(), how)) >= OWN_FLOORS[how]


@HOW
def test_a_roundup_of_five_stories_joins_none_of_them_and_glues_none(how: int):
    labels = labels_of(own_profiles(), how)
    sizes = Counter(labels)
    for row, label in zip(own_rows(), labels, strict=True):
        if row.get("kind") == "roundup":
            assert sizes[label] == 1


def test_kinds_of_articles_are_told_apart():
    told = {row["title"]: kind_of(row["title"], row["text"]) for row in own_rows()}
    assert told == {row["title"]: row.get("kind", "report") for row in own_rows()}


def bcubed_f1(gold: list[str], found: list[int]) -> float:
    """BCubed F1 (Bagga and Baldwin 1998), averaged over articles."""
    pairs, stories, clusters = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / clusters[cluster] for (_, cluster), n in pairs.items()) / len(gold)
    recall = sum(n * n / stories[story] for (story, _), n in pairs.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


def own_stories(how: int) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row, label in zip(own_rows(), labels_of(own_profiles(), how), strict=True):
        found[label].add(row["story"])
    return found


def own_profiles() -> list[ArticleProfile]:
    return [
        ArticleProfile(number, "", row["title"], row["text"], BEGUN + timedelta(hours=row["hours"]))
        for number, row in enumerate(own_rows(), start=1)
    ]


@cache
def own_rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in OWN.read_text(encoding="utf8").splitlines()]


def labels_of(articles: list[ArticleProfile], how: int) -> list[int]:
    encoder = None if how else load_tagger()
    rows = zip(articles, dense_rows(encoder, articles), strict=True)
    dense = {article.id: row for article, row in rows if row is not None}
    clusters = group(articles, dense=dense)
    home = {member.article: n for n, cluster in enumerate(clusters) for member in cluster.members}
    return [home[article.id] for article in articles]
