"""Clusters found anew, and the stories that stand → which story each cluster is, so that ids never change hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from coverage.comparing.types import Cluster


def stories_of(clusters: Sequence[Cluster], placed: Mapping[int, int]) -> tuple[int | None, ...]:
    """For each cluster the id of the story that it continues; None where it is a new one.

    `placed` maps articles to the stories they are in. A cluster that an editor fixed keeps that story. Of the rest the
    pair with most shared articles is matched first, then the older story, then the cluster with the lowest article.
    """
    chosen: dict[int, int] = {index: c.story for index, c in enumerate(clusters) if c.story is not None}
    taken = set(chosen.values())
    for _, story, _, index in sorted(_overlaps(clusters, placed)):
        if index not in chosen and story not in taken:
            chosen[index] = story
            taken.add(story)
    return tuple(chosen.get(index) for index in range(len(clusters)))


def matched(new: Sequence[Iterable[Hashable]], old: Mapping[int, Iterable[Hashable]]) -> tuple[int | None, ...]:
    """For each new group of members the key of the old group that it continues, best overlap first; None: a new one.

    A member may be in several groups.
    """
    keys: dict[Hashable, set[int]] = {}
    for key, group in old.items():
        for member in group:
            keys.setdefault(member, set()).add(key)
    pairs = []
    for index, group in enumerate(new):
        shared = Counter(key for member in group for key in keys.get(member, ()))
        pairs += [(-count, key, index) for key, count in shared.items()]
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, key, index in sorted(pairs):
        if index not in chosen and key not in taken:
            chosen[index] = key
            taken.add(key)
    return tuple(chosen.get(index) for index in range(len(new)))


def _overlaps(clusters: Sequence[Cluster], placed: Mapping[int, int]) -> list[tuple[int, int, int, int]]:
    rows = []
    for index, cluster in enumerate(clusters):
        articles = [member.article for member in cluster.members]
        shared = Counter(placed[article] for article in articles if article in placed)
        rows += [(-count, story, min(articles), index) for story, count in shared.items()]
    return rows
