"""Articles → clusters that report the same event, as if they arrived one by one in order of publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from coverage.comparing.judging import Judge, forests
from coverage.comparing.placing import Placement, arrive, ties
from coverage.comparing.reasons import shared_words
from coverage.comparing.shelves import Shelf
from coverage.comparing.sketches import Dense, Sketch, sketch_of
from coverage.comparing.types import ArticleProfile, Cluster, Decisions, Member

NO_DECISIONS = Decisions()


def group(
    articles: Sequence[ArticleProfile], decisions: Decisions = NO_DECISIONS, dense: Mapping[int, Dense] | None = None,
    judge: Judge | None = None,
) -> tuple[Cluster, ...]:  # fmt: skip
    """Groups articles that report the same event; every article is in exactly one cluster.

    What editors fixed stands before anything arrives (an article both fixed to a story and barred from it is fixed).
    The order of `articles` does not matter; clusters come in the order of their first articles. `dense` has the
    encoder's vectors by article id, where there are some.
    """
    shelf = MembersShelf(decisions)
    ordered = sorted(articles, key=_by_publication)
    sketches = {each.id: sketch_of(each, (dense or {}).get(each.id)) for each in ordered}
    for article in ordered:
        if article.id in decisions.fixed:
            shelf.add(sketches[article.id], decisions.fixed[article.id])
    for article in ordered:
        if article.id not in decisions.fixed:
            arrive(sketches[article.id], shelf, judge or forests())
    places = {article.id: place for place, article in enumerate(ordered)}
    by_id = {article.id: article for article in ordered}
    found = [_cluster(shelf, story, places, by_id) for story in shelf.members]
    return tuple(sorted(found, key=lambda cluster: places[cluster.members[0].article]))


class MembersShelf(Shelf):
    """A shelf that keeps each member's score."""

    def __init__(self, decisions: Decisions) -> None:
        super().__init__(decisions)
        self.scores: dict[int, float] = {}

    def put(self, article: Sketch, placement: Placement) -> int:
        """As on any shelf."""
        self.scores[article.id] = placement.score
        return super().put(article, placement)


def _cluster(
    shelf: MembersShelf, story: int, places: Mapping[int, int], by_id: Mapping[int, ArticleProfile]
) -> Cluster:
    ids = sorted(shelf.members[story], key=lambda article: places[article])
    held = any(shelf.decisions.fixed.get(article) == story for article in ids)
    members = tuple(
        Member(id, shelf.scores.get(id, 1.0), reasons(by_id[id], shelf.articles[id], [shelf.articles[a] for a in ids]))
        for id in ids
    )
    return Cluster(members, story if held else None)


def reasons(article: ArticleProfile, sketch: Sketch, others: Sequence[Sketch]) -> tuple[str, ...]:
    """The words, names and figures that the article shares with others of its story, strongest first."""
    rest = [other for other in others if other.id != sketch.id]
    return shared_words(article, ties(sketch, rest)) if rest else ()


def _by_publication(article: ArticleProfile) -> tuple[datetime, int]:
    return article.published, article.id
