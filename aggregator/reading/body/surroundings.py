"""All blocks of a page with their votes → for each, numbers about its neighbours, its containers and its place."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from aggregator.reading.body.blocks import Block
from aggregator.reading.body.traits import ElementTraits
from aggregator.reading.body.votes import Votes

PROSE = 12  # words, and
LINKED = 0.35  # share in links at most, of a block that is running text
FAR = 999  # words: there is no block with a majority on that side
HOLDING = 0.8  # of all votes that the page's main container must hold

_WINDOWS = ((-8, 9), (-8, 0), (1, 9), (-3, 0), (1, 4), (-20, 21))  # blocks from, to
_LEVELS = (1, 2, 3, 5)  # elements above the block's own
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

SURROUNDING_TRAITS = (
    *(f"vote at {step}" for step in (-2, -1, 1, 2)),
    *(f"{what} at {step}" for step in (-1, 1) for what in ("length", "linked", "heading")),
    *(f"votes {start} to {end}" for start, end in _WINDOWS),
    *(f"{what} {level} up" for level in _LEVELS for what in ("prose", "votes", "blocks", "linked")),
    "votes of its kind", "blocks of its kind", "length of its kind", "linked of its kind",
    "votes of others of its kind",
    "place", "after the first chosen", "before the last chosen", "after the headline",
    "in the main container", "depth in it", "votes in it", "words since chosen", "words until chosen",
    "votes of the page", "chosen of the page", "share of the page",
)  # fmt: skip


def surrounding_traits(
    found: Sequence[Block], votes: Votes, around: Sequence[Sequence[ElementTraits]], numbers: Sequence[int]
) -> Iterator[list[float]]:
    """For each of the blocks whose `numbers` are given the numbers named in `SURROUNDING_TRAITS`; `around` holds every
    block's elements, outermost first."""
    page = _Page(found, votes, around)
    for n in numbers:
        yield [
            *page.neighbours(n),
            *page.windows(n),
            *page.containers(n),
            *page.kind(n),
            *page.place(n),
            *page.distances(n),
        ]


@dataclass(slots=True)
class _Sum:
    """What the blocks of one container, or of one kind, come to."""

    words: float = 0.0
    voted: float = 0.0
    linked: float = 0.0
    prose: float = 0.0
    blocks: int = 0

    def add(self, words: int, vote: float, linked: float, prose: int) -> None:
        self.words += words
        self.voted += vote * words
        self.linked += linked * words
        self.prose += prose
        self.blocks += 1

    @property
    def vote(self) -> float:
        return self.voted / max(1.0, self.words)

    @property
    def link_share(self) -> float:
        return self.linked / max(1.0, self.words)


class _Page:
    """A page's blocks with the sums that its traits are made of, each taken once."""

    def __init__(self, found: Sequence[Block], votes: Votes, around: Sequence[Sequence[ElementTraits]]) -> None:
        self.found, self.around = found, around
        self.vote, self.words = votes.mean, votes.words
        self.linked = [block.linked for block in found]
        prose = [
            words if words >= PROSE and linked < LINKED else 0
            for words, linked in zip(votes.words, self.linked, strict=True)
        ]
        self.all_prose = sum(prose) or 1
        self.until = [0, *accumulate(votes.words)]
        weighted = (vote * words for vote, words in zip(votes.mean, votes.words, strict=True))
        self.voted = [0.0, *accumulate(weighted)]
        self.kinds = ["/".join(element.mark for element in elements[-3:]) for elements in around]
        self.by_kind: defaultdict[str, _Sum] = defaultdict(_Sum)
        self.by_element: defaultdict[int, _Sum] = defaultdict(_Sum)
        for number, block in enumerate(found):
            taken = (votes.words[number], votes.mean[number], self.linked[number], prose[number])
            self.by_kind[self.kinds[number]].add(*taken)
            for element in block.path:
                self.by_element[id(element)].add(*taken)
        self.chosen = votes.chosen
        self.headline = next((n for n, elements in enumerate(around) if _is_headline(elements)), -1)
        self.main = self._main()
        self.since, self.ahead = self._gaps()

    def neighbours(self, number: int) -> list[float]:
        numbers = [(number + step) if 0 <= number + step < len(self.found) else None for step in (-2, -1, 1, 2)]
        traits = [-0.2 if other is None else self.vote[other] for other in numbers]
        for other in numbers[1:3]:
            traits += [-1.0, -1.0, -1.0] if other is None else self._seen_from_beside(other)
        return traits

    def windows(self, number: int) -> list[float]:
        return [self._vote_between(number + start, number + end) for start, end in _WINDOWS]

    def containers(self, number: int) -> list[float]:
        path = self.found[number].path
        traits: list[float] = []
        for level in _LEVELS:
            element = path[-1 - level] if len(path) > level else path[0] if path else None
            total = self.by_element[id(element)] if element is not None else _Sum()
            traits += [total.prose / self.all_prose, total.vote, math.log1p(total.blocks), total.link_share]
        return traits

    def kind(self, number: int) -> list[float]:
        total = self.by_kind[self.kinds[number]]
        others = total.words - self.words[number]
        voted = total.voted - self.vote[number] * self.words[number]
        return [
            total.vote,
            math.log1p(total.blocks),
            total.words / total.blocks / 50,
            total.link_share,
            voted / others if others else -1.0,
        ]

    def place(self, number: int) -> list[float]:
        first, last = (self.chosen[0], self.chosen[-1]) if self.chosen else (0, 0)
        return [
            self.until[number] / (self.until[-1] or 1),
            (number - first) / 20 if self.chosen else -9.0,
            (last - number) / 20 if self.chosen else -9.0,
            max(-5.0, min(10.0, (number - self.headline) / 5)) if self.headline >= 0 else -6.0,
        ]

    def distances(self, number: int) -> list[float]:
        path = self.found[number].path
        level = next((level for level, element in enumerate(path) if id(element) == self.main), None)
        return [
            float(level is not None),
            -1.0 if level is None else float(len(path) - level),
            self.by_element[self.main].vote if self.main is not None else 0.0,
            self.since[number] / 100,
            self.ahead[number] / 100,
            self.voted[-1] / 1000,
            len(self.chosen) / 50,
            self.voted[-1] / (self.until[-1] or 1),
        ]

    def _seen_from_beside(self, number: int) -> list[float]:
        elements = self.around[number]
        heading = bool(elements) and elements[-1].name in _HEADINGS
        return [math.log1p(self.words[number]), self.linked[number], float(heading)]

    def _vote_between(self, start: int, end: int) -> float:
        start, end = max(0, start), min(len(self.found), end)
        words = self.until[end] - self.until[start] if end > start else 0
        return (self.voted[end] - self.voted[start]) / words if words else 0.0

    def _main(self) -> int | None:
        """The `id` of the deepest element that holds most of all votes."""
        enough = HOLDING * self.voted[-1]
        if not enough:
            return None
        depths = {id(element): depth for block in self.found for depth, element in enumerate(block.path)}
        holding = (key for key, total in self.by_element.items() if total.voted >= enough)
        return max(holding, key=depths.__getitem__, default=None)

    def _gaps(self) -> tuple[list[int], list[int]]:
        """Words between each block and the chosen one before it, and the one after it."""
        size = len(self.found)
        since, ahead = [FAR] * size, [FAR] * size
        for before, after in zip([None, *self.chosen], [*self.chosen, None], strict=True):
            for number in range(0 if before is None else before + 1, size if after is None else after + 1):
                if before is not None:
                    since[number] = min(FAR, self.until[number] - self.until[before + 1])
                if after is not None and number < after:
                    ahead[number] = min(FAR, self.until[after] - self.until[number + 1])
        for after, before in zip(self.chosen[1:], self.chosen, strict=False):
            ahead[before] = min(FAR, self.until[after] - self.until[before + 1])
        return since, ahead


def _is_headline(elements: Sequence[ElementTraits]) -> bool:
    return any(element.name == "h1" for element in elements[-2:])
