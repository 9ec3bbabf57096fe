"""Labelled sets of articles → their sketches and stories, whole or by halves that share no story."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from aggregator.reading.tagging.vectors import article_words
from aggregator.weights import load_tagger
from coverage.comparing.rarities import RARE, Rarities
from coverage.comparing.sketches import Counts, Sketch, counts_of, weighed
from coverage.comparing.types import ArticleProfile

SETS = ("allsides", "allsides_dense", "groundnews2025", "uci6k", "newst", "ecbplus")


@dataclass(frozen=True)
class LabelledArticle:
    """One line of a set: what is counted of it, when it came, and which story it is of."""

    hours: float
    counts: Counts
    story: str
    half: int
    dense: np.ndarray | None


@dataclass(frozen=True)
class LabelledSet:
    """Articles in order of arrival as sketches (their ids are their places), and their stories."""

    name: str
    sketches: list[Sketch]
    stories: list[str]
    learn: frozenset[int] | None = None  # the articles to learn from; None: all


def read_set(folder: Path, name: str, vectors: Path | None) -> list[LabelledArticle]:
    """The lines of stories/NAME.jsonl.gz. `vectors` is where NAME.npy is kept, the encoder's vector for each line, or
    where it is put when it is made; None: words alone."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf8") as file:
        lines = [json.loads(line) for line in file]
    rows = [None] * len(lines) if vectors is None else _vectors(vectors / f"{name}.npy", lines)
    return [labelled(line, row) for line, row in zip(lines, rows, strict=True)]


def profile_of(number: int, row: dict[str, Any]) -> ArticleProfile:
    """A line of a set as grouping takes it."""
    text = "\n\n".join(part for part in (row.get("lead"), row.get("text")) if part)
    published = datetime.fromisoformat(row["published"])
    return ArticleProfile(number, row.get("outlet") or "", row.get("title") or "", text, published)


def counted(articles: Iterable[LabelledArticle], more: Iterable[Iterable[str]]) -> Rarities:
    """In how many texts each stem stands. Of a story at most four articles count: a set of few large stories would
    else make the words of their events common."""
    containing: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    documents = 0
    for article in articles:
        seen[article.story] += 1
        if seen[article.story] <= 4:
            containing.update({*article.counts.title, *article.counts.body})
            documents += 1
    for stems in more:
        containing.update(set(stems))
        documents += 1
    return Rarities(documents, {stem: count for stem, count in containing.items() if count >= RARE})


def sketched(name: str, articles: Sequence[LabelledArticle], table: Rarities, half: int | None = None) -> LabelledSet:
    """The set as sketches by a table of rarities; of one half of its stories only is to be learnt."""
    ordered = sorted(articles, key=lambda article: article.hours)
    sketches = [weighed(n, each.hours, each.counts, each.dense, table) for n, each in enumerate(ordered, start=1)]
    learn = None if half is None else frozenset(n for n, each in enumerate(ordered, start=1) if each.half == half)
    return LabelledSet(name, sketches, [each.story for each in ordered], learn)


def _vectors(kept: Path, lines: Sequence[dict[str, Any]]) -> np.ndarray:
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, vectors_of(lines))
    found: np.ndarray = np.load(kept).astype(np.float32)
    return found


def vectors_of(lines: Sequence[dict[str, Any]]) -> np.ndarray:
    """The shipped encoder's vector of each line's title and beginning."""
    articles = [profile_of(0, line) for line in lines]
    return load_tagger().vectors([article_words(each.title, each.text) for each in articles])


def labelled(row: dict[str, Any], dense: np.ndarray | None) -> LabelledArticle:
    """A line as it is learnt from."""
    article = profile_of(0, row)
    hours = article.published.timestamp() / 3600
    return LabelledArticle(hours, counts_of(article), row["story"], _half(row), dense)


def _half(row: dict[str, Any]) -> int:
    """Which half a story is in: look-alikes (ECB+'s topics) stay together, and so does a story that two sets have."""
    key = row.get("topic") or row["story"]
    return int(hashlib.md5(key.encode()).hexdigest(), 16) % 2
