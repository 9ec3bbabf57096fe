"""Stories in memory, with an index of their rarest words: what placing needs, for a set that no database holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from coverage.comparing.placing import Placement
from coverage.comparing.sketches import Sketch
from coverage.comparing.story_sketches import StorySketch, speaking
from coverage.comparing.types import Decisions

WINDOW_HOURS = 240.0  # articles further apart never lead to each other
POSTINGS = 40  # of one word, the nearest in time: a word of many articles costs no more than that
NEAR_ARTICLES = 60  # the best of what the words lead to


def best_articles(found: Mapping[int, float]) -> list[int]:
    """Of articles with the summed weight of what they share, those worth a look, best first; of equals the later id."""
    return sorted(found, key=lambda article: (-found[article], -article))[:NEAR_ARTICLES]


class Shelf:
    """Stories by id, each with all of its articles; what editors decided holds from the start. A new story gets the
    first id that neither a story nor a decision has."""

    def __init__(self, decisions: Decisions | None = None) -> None:
        self.decisions = decisions or Decisions()
        self.articles: dict[int, Sketch] = {}
        self.members: dict[int, list[int]] = {}
        self.home: dict[int, int] = {}
        self._postings: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self._sketches: dict[int, StorySketch] = {}
        self._barred: dict[int, frozenset[int]] = {}
        for article, story in self.decisions.barred:
            self._barred[story] = self._barred.get(story, frozenset()) | {article}
        self._decided = frozenset({*self.decisions.fixed.values(), *self.decisions.closed, *self._barred})
        self._taken = set(self._decided)
        self._next = 1
        self._near: list[int] = []

    def near(self, article: Sketch, limit: int) -> list[int]:
        """Ids of the stories whose articles share the rarest words with it within the window, best first."""
        shared: dict[int, float] = defaultdict(float)
        for stem in article.keys:
            for _, other in self._carrying(stem, article.hours):
                shared[other] += article.text[stem] ** 2
        shared.pop(article.id, None)
        self._near = best_articles(shared)
        return list(dict.fromkeys(self.home[other] for other in self._near))[:limit]

    def strays(self, home: int, among: Sequence[int], limit: int) -> list[tuple[Sketch, int]]:
        """Of the articles near the one just placed, those in other stories that no decision touches."""
        free = {story for story in among if story != home and story not in self._decided}
        found = [(self.articles[near], self.home[near]) for near in self._near if self.home[near] in free]
        return found[:limit]

    def put(self, article: Sketch, placement: Placement) -> int:
        """Add an article to the story it joins, or to a new one, out of the one it was in; gives the story's id."""
        story = self._unused() if placement.story is None else placement.story
        if article.id in self.home:
            self._move(article.id, story)
        else:
            self.add(article, story)
        return story

    def add(self, article: Sketch, story: int) -> None:
        """Add an article to a story, which may be new."""
        self.articles[article.id] = article
        self.members.setdefault(story, []).append(article.id)
        self.home[article.id] = story
        self._sketches.pop(story, None)
        for stem in article.keys:
            insort(self._postings[stem], (article.hours, article.id))

    def _move(self, article: int, story: int) -> None:
        before = self.home[article]
        self.members[before].remove(article)
        self.members[story].append(article)
        self.home[article] = story
        for changed in (before, story):
            self._sketches.pop(changed, None)

    def merge(self, kept: int, gone: int) -> None:
        """Pour one story into another."""
        moved = self.members.pop(gone)
        self.members[kept] += moved
        self.home.update(dict.fromkeys(moved, kept))
        self._sketches.pop(kept, None)
        self._sketches.pop(gone, None)

    def story(self, id: int) -> StorySketch:
        """The story as placing sees it."""
        if id not in self._sketches:
            self._sketches[id] = self._sketched(id, [self.articles[article] for article in self.members[id]])
        return self._sketches[id]

    def _unused(self) -> int:
        while self._next in self._taken or self._next in self.members:
            self._next += 1
        self._taken.add(self._next)
        return self._next

    def _sketched(self, id: int, articles: list[Sketch]) -> StorySketch:
        hours = [article.hours for article in articles]
        fixed, barred = self.decisions.fixed, self._barred.get(id, frozenset())
        chosen = [article for article in articles if fixed.get(article.id) == id]
        refused = [self.articles[article] for article in sorted(barred) if article in self.articles]
        return StorySketch(
            id, speaking(articles), len(articles), min(hours), max(hours), bool(chosen), id in self.decisions.closed,
            tuple(refused), tuple(chosen), barred,
        )  # fmt: skip

    def _carrying(self, stem: str, hours: float) -> Iterable[tuple[float, int]]:
        """The latest postings of a word up to the hour within the window, and the first after it."""
        found = self._postings.get(stem, [])
        here = bisect_right(found, (hours, 1 << 62))
        start = max(bisect_left(found, (hours - WINDOW_HOURS, -1)), here - POSTINGS)
        end = min(bisect_right(found, (hours + WINDOW_HOURS, 1 << 62)), here + POSTINGS // 2)
        return found[start:end]
