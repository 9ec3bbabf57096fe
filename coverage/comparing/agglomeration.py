"""Pairwise similarities → groups: agglomerative clustering over a sparse graph, best pair first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Links = Mapping[int, Mapping[int, float]]
"""Similarity of items by index, symmetric, absent pairs are 0."""


@dataclass(slots=True)
class Group:
    """A growing group: its items' indices, the sum of similarities between them (each pair once), and the story that
    editors tied it to."""

    items: list[int]
    within: float = 0.0
    story: int | None = None


Linkage = Callable[[Group, Group, float], float]
"""How near two groups are, from the groups and the sum of similarities across."""
Permission = Callable[[Group, Group], bool]


def agglomerate(
    groups: Sequence[Sequence[int]], links: Links, stories: Sequence[int | None], linkage: Linkage, threshold: float,
    may_join: Permission,
) -> list[Group]:  # fmt: skip
    """Joins the nearest two groups again and again while they are at least `threshold` near and may be joined.

    Ties go to the groups whose first items come first, so the result depends on nothing but the numbers.
    """
    forest = _Forest(groups, links, stories)
    queue = [entry for one in forest.across for entry in forest.offers(one, linkage, threshold) if entry[1] == one]
    heapq.heapify(queue)
    while queue:
        _, one, other, ages = heapq.heappop(queue)
        if forest.ages(one, other) == ages and may_join(forest.alive[one], forest.alive[other]):
            kept = forest.join(one, other)
            for entry in forest.offers(kept, linkage, threshold):
                heapq.heappush(queue, entry)
    return [forest.alive[key] for key in sorted(forest.alive)]


Offer = tuple[float, int, int, tuple[int, int]]


class _Forest:
    """The groups that are left, the similarity between each two, and how often each has grown."""

    def __init__(self, groups: Sequence[Sequence[int]], links: Links, stories: Sequence[int | None]) -> None:
        self.alive: dict[int, Group] = {}
        self.across: dict[int, dict[int, float]] = {}
        self._age: dict[int, int] = {}
        home: dict[int, int] = {}
        for items, story in zip(groups, stories, strict=True):
            key = min(items)
            self.alive[key], self.across[key], self._age[key] = Group(sorted(items), 0.0, story), {}, 0
            home.update(dict.fromkeys(items, key))
        for item in sorted(home):
            self._enter(item, home, links.get(item, {}))

    def _enter(self, item: int, home: Mapping[int, int], row: Mapping[int, float]) -> None:
        mine = home[item]
        for neighbour, similarity in row.items():
            theirs = home[neighbour]
            if theirs == mine:
                self.alive[mine].within += similarity / 2
            else:
                self.across[mine][theirs] = self.across[mine].get(theirs, 0.0) + similarity

    def ages(self, one: int, other: int) -> tuple[int, int]:
        return self._age.get(one, -1), self._age.get(other, -1)

    def offers(self, key: int, linkage: Linkage, threshold: float) -> list[Offer]:
        """The joins that `key` could make, each as (negated nearness, lower key, higher key, their ages)."""
        found = []
        for neighbour, total in self.across[key].items():
            nearness = linkage(self.alive[key], self.alive[neighbour], total)
            if nearness >= threshold:
                one, other = min(key, neighbour), max(key, neighbour)
                found.append((-nearness, one, other, self.ages(one, other)))
        return found

    def join(self, one: int, other: int) -> int:
        """Pours the group with fewer neighbours into the other; the key of the joined group is returned."""
        kept, gone = (one, other) if len(self.across[one]) >= len(self.across[other]) else (other, one)
        group, poured = self.alive[kept], self.alive.pop(gone)
        group.within += poured.within + self.across[kept].pop(gone)
        group.items, group.story = sorted(group.items + poured.items), _tied(group.story, poured.story)
        row = self.across.pop(gone)
        del row[kept]
        for neighbour, similarity in row.items():
            del self.across[neighbour][gone]
            self.across[kept][neighbour] = self.across[kept].get(neighbour, 0.0) + similarity
            self.across[neighbour][kept] = self.across[kept][neighbour]
        self._age[kept] += 1
        del self._age[gone]
        return kept


def _tied(one: int | None, other: int | None) -> int | None:
    return other if one is None else one
