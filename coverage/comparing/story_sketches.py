"""Sketches of a story's articles → the story's own: sums of their vectors, from which every mean follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from coverage.comparing.similarity import dot
from coverage.comparing.sketches import Dense, Sketch, Vector

LATEST = 32  # reports that speak for a story: it moves on with its event, and a large one costs no more than that
MUCH_ALIKE = 0.4  # from this cosine on an editor's decision on one article says something about the other
FIELDS = ("text", "title", "names", "figures")


@dataclass(frozen=True)
class StorySketch:
    """What placing sees of a story.

    `members` are the latest reports, by publication then id; `size` counts all articles; `refused` are articles that an
    editor took out of it, `chosen` those that one put in; `held` tells of a decision that ties articles to it, `closed`
    that it takes none by itself, `barred` the ids it never takes.
    """

    id: int
    members: tuple[Sketch, ...]
    size: int
    first: float
    last: float
    held: bool = False
    closed: bool = False
    refused: tuple[Sketch, ...] = ()
    chosen: tuple[Sketch, ...] = ()
    barred: frozenset[int] = field(default_factory=frozenset)

    @cached_property
    def sums(self) -> Mapping[str, Vector]:
        """By field, the sum of the members' unit vectors."""
        return {name: _summed(getattr(member, name) for member in self.members) for name in FIELDS}

    @cached_property
    def squares(self) -> Mapping[str, float]:
        """By field, the squared length of the sum."""
        return {name: sum(value * value for value in vector.values()) for name, vector in self.sums.items()}

    @cached_property
    def dense(self) -> Dense | None:
        """The members' encoder vectors as rows; None unless all have one."""
        rows = [member.dense for member in self.members]
        return np.stack(rows) if rows and all(row is not None for row in rows) else None  # type: ignore[arg-type]

    @cached_property
    def dense_sum(self) -> Dense | None:
        return None if self.dense is None else self.dense.sum(axis=0)


def story_of(id: int, articles: Sequence[Sketch]) -> StorySketch:
    """A story of these articles that no editor has touched."""
    hours = [article.hours for article in articles]
    return StorySketch(id, speaking(articles), len(articles), min(hours), max(hours))


def without(story: StorySketch, article: int) -> StorySketch:
    """The story as it would be had this article never joined it."""
    rest = tuple(member for member in story.members if member.id != article)
    return replace(story, members=rest, size=story.size - 1) if rest else story


def speaking(articles: Iterable[Sketch]) -> tuple[Sketch, ...]:
    """The articles that speak for their story: the latest reports. Live blogs and opinion pieces wander off, and a
    roundup tells of other things too, so they speak only where nothing else does."""
    every = sorted(articles, key=lambda article: (article.hours, article.id))
    reports = [article for article in every if article.kind == "report"]
    return tuple((reports or every)[-LATEST:])


def pull(story: StorySketch, article: Sketch) -> float:
    """How much editors' decisions speak for the article in the story, from -1 to 1: whether it is much like one that an
    editor put there, or much like one that an editor took out."""
    return _much_like(article, story.chosen) - _much_like(article, story.refused)


def _much_like(article: Sketch, others: Iterable[Sketch]) -> float:
    nearest = max((dot(article.text, other.text) for other in others), default=0.0)
    return max(0.0, nearest - MUCH_ALIKE) / (1 - MUCH_ALIKE)


def _summed(vectors: Iterable[Vector]) -> Vector:
    total: Vector = {}
    for vector in vectors:
        for stem, value in vector.items():
            total[stem] = total.get(stem, 0.0) + value
    return total
