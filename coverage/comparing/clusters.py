"""Articles → clusters that report the same event: a function of the set, with editors' decisions as facts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from coverage.comparing.agglomeration import Group, Links, agglomerate
from coverage.comparing.neighbours import Vector, neighbourhood
from coverage.comparing.reasons import shared_words
from coverage.comparing.similarity import dot
from coverage.comparing.types import ArticleProfile, Cluster, Decisions, Member

USUAL = 0.3  # the similarity to expect between two reports of one event
PRIOR_PAIRS = 20  # how many pairs of a group it takes before its own similarity outweighs the usual one
NEAR_ENOUGH = 0.68  # groups are one when they are that near, as a share of their own inner similarity
LARGE = 10  # from this size on a group's profile can be trusted
SAME_PROFILE = 0.15
NO_DECISIONS = Decisions()


def group(articles: Sequence[ArticleProfile], decisions: Decisions = NO_DECISIONS) -> tuple[Cluster, ...]:
    """Groups articles that report the same event; every article is in exactly one cluster.

    Small groups grow first, by average link measured against their own inner similarity, so that look-alikes stay
    apart; that breaks up large stories, which are then joined by the cosine of their profiles. Articles fixed to one
    story are together from the start (an article both fixed to a story and barred from it is fixed). The order of
    `articles` does not matter; clusters come in the order of their first articles.
    """
    ordered = sorted(articles, key=_by_publication)
    near = neighbourhood(ordered)
    rules = _Rules(ordered, decisions)
    groups, stories = rules.seeds()
    small = agglomerate(groups, near.links, stories, _by_own_similarity, NEAR_ENOUGH, rules.may_join)
    large = _joined_by_profile(small, near.above_the_common(), rules)
    clusters = [_cluster(found, ordered, near.vectors) for found in large]
    return tuple(clusters)


class _Rules:
    """What editors decided, by article index."""

    def __init__(self, ordered: Sequence[ArticleProfile], decisions: Decisions) -> None:
        place = {article.id: index for index, article in enumerate(ordered)}
        self._stories = {place[a]: story for a, story in decisions.fixed.items() if a in place}
        self._closed = decisions.closed
        self._count = len(ordered)
        self._barred: dict[int, set[int]] = defaultdict(set)
        for article, story in decisions.barred:
            if article in place:
                self._barred[place[article]].add(story)

    def seeds(self) -> tuple[list[list[int]], list[int | None]]:
        """The groups to begin with, fixed articles of one story together, and each group's story."""
        together: dict[tuple[int | None, int], list[int]] = defaultdict(list)
        for index in range(self._count):
            story = self._stories.get(index)
            together[(story, index if story is None else -1)].append(index)
        return list(together.values()), [story for story, _ in together]

    def may_join(self, one: Group, other: Group) -> bool:
        """False for two stories, a closed story, or an article barred from the story."""
        if one.story is None and other.story is None:
            return True
        if one.story is not None and other.story is not None:
            return False
        story, joining = (one.story, other) if one.story is not None else (other.story, one)
        return story not in self._closed and not any(story in self._barred.get(item, ()) for item in joining.items)


def _joined_by_profile(small: Sequence[Group], links: Links, rules: _Rules) -> list[Group]:
    items, stories = [found.items for found in small], [found.story for found in small]
    return agglomerate(items, links, stories, _by_profile, SAME_PROFILE, rules.may_join)


def _by_own_similarity(one: Group, other: Group, across: float) -> float:
    """The mean similarity across, as a share of the two groups' own mean similarity."""
    mean = across / (len(one.items) * len(other.items))
    return mean / math.sqrt(_own_similarity(one) * _own_similarity(other))


def _own_similarity(found: Group) -> float:
    pairs = len(found.items) * (len(found.items) - 1)
    return (2 * found.within + PRIOR_PAIRS * USUAL) / (pairs + PRIOR_PAIRS)


def _by_profile(one: Group, other: Group, across: float) -> float:
    """The cosine of the groups' summed vectors; 0 where neither group is large."""
    if max(len(one.items), len(other.items)) < LARGE:
        return 0.0
    lengths = (len(one.items) + 2 * one.within) * (len(other.items) + 2 * other.within)
    return across / math.sqrt(lengths) if lengths > 0 else 0.0


def _cluster(found: Group, ordered: Sequence[ArticleProfile], vectors: Sequence[Vector]) -> Cluster:
    total: dict[str, float] = defaultdict(float)
    for item in found.items:
        for term, value in vectors[item].items():
            total[term] += value
    members = tuple(_member(ordered[item], vectors[item], total, len(found.items)) for item in found.items)
    return Cluster(members, found.story)


def _member(article: ArticleProfile, vector: Vector, total: Vector, size: int) -> Member:
    """Scored by the cosine with the sum of the others; an article alone in its cluster is as near as can be."""
    if size == 1:
        return Member(article.id, 1.0)
    rest = {term: value - vector.get(term, 0.0) for term, value in total.items()}
    length = math.sqrt(sum(value * value for value in rest.values()))
    score = min(1.0, max(0.0, dot(vector, rest) / length)) if length else 0.0
    strength = {term: value * rest[term] for term, value in vector.items() if rest[term] > 1e-9}
    return Member(article.id, round(score, 4), shared_words(article, strength))


def _by_publication(article: ArticleProfile) -> tuple[datetime, int]:
    return article.published, article.id
