"""A new article and the stories near it → the story that it joins, and stories that turn out to be one.

One article at a time, and only what lies near it is looked at, so that placing costs the same however much is stored.
Stories keep their ids. What the first reports of two look-alikes mixed up is sorted out as the stories grow: an
article near the new one that fits the new one's story better than its own moves there, and one that is alone is weighed
again. What an editor touched stays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from coverage.comparing.judging import Judge
from coverage.comparing.likeness import rows
from coverage.comparing.similarity import dot
from coverage.comparing.sketches import Sketch, Vector
from coverage.comparing.story_sketches import StorySketch, pull, story_of, without

NEAR_STORIES = 10  # that an article is weighed against
MERGES = 4  # of the nearest stories that the joined one is weighed against
REST_HOURS = 96.0  # a story rests when nothing was added for that long
WAKING = 1.0  # log-odds that it takes more to wake a story that rests
PULL = 6.0  # log-odds that an editor's decision on a near-duplicate is worth
STRAYS = 12  # of the nearest articles in other stories, that are weighed again
GROWN = 2  # articles that both stories have at the least before one may move between them
CLEARLY = 0.5  # log-odds by which the other story has to be the better one


@dataclass(frozen=True, slots=True)
class Placement:
    """What becomes of an article: the story it joins (None: one of its own), and how probable that is (0 to 1)."""

    story: int | None
    score: float


@dataclass(frozen=True, slots=True)
class Merge:
    """The story `gone` becomes part of `kept`."""

    kept: int
    gone: int


class Stories(Protocol):
    """Where stories are kept: in memory, or in a database."""

    def near(self, article: Sketch, limit: int) -> list[int]: ...

    def story(self, id: int) -> StorySketch: ...

    def put(self, article: Sketch, placement: Placement) -> int: ...

    def merge(self, kept: int, gone: int) -> None: ...

    def strays(self, home: int, among: Sequence[int], limit: int) -> list[tuple[Sketch, int]]:
        """Of the articles near the one just placed, the nearest that sit in another of these stories, with that
        story's id; none that an editor put there, and none of a story that an editor looked at."""
        ...


def arrive(article: Sketch, stories: Stories, judge: Judge) -> int:
    """Place one article, merge what turns out to be one story, call home what strayed; gives the id of its story."""
    near = stories.near(article, NEAR_STORIES)
    home = stories.put(article, placement(article, [stories.story(id) for id in near], judge))
    while found := merge_of(stories.story(home), [stories.story(id) for id in near if id != home], judge):
        stories.merge(found.kept, found.gone)
        near = [id for id in near if id != found.gone]
        home = found.kept
    for stray, other in stories.strays(home, near, STRAYS):
        if stories.story(other).size == 1:
            rivals = [stories.story(id) for id in near if id not in (home, other)]
            if found := finds_home(stray, stories.story(home), stories.story(other), rivals, judge):
                stories.merge(found.kept, found.gone)
                near = [id for id in near if id != found.gone]
                home = found.kept
            continue
        score = fits_better(stray, stories.story(home), stories.story(other), judge)
        if score is not None:
            stories.put(stray, Placement(home, score))
    return home


def finds_home(
    stray: Sketch, home: StorySketch, alone: StorySketch, rivals: Sequence[StorySketch], judge: Judge
) -> Merge | None:
    """Whether the one article of a story, which came before there was enough to join, belongs to the story that has
    grown near it, rather than to one of `rivals`. By its headline alone there is little to tell by."""
    if not stray.has_body or home.size < GROWN or not _may_be_one(home, alone):
        return None
    # Beside rivals the margins are smaller and the odds no better: most are told apart without weighing those.
    if placement(stray, [home], judge).story is None or placement(stray, [home, *rivals], judge).story != home.id:
        return None
    return _merged(home, alone)


def fits_better(stray: Sketch, home: StorySketch, other: StorySketch, judge: Judge) -> float | None:
    """How probable it is that a report of the other story belongs to this one, where it clearly fits this one better;
    else None. There is little to tell by where a story has a single report, or of an article the headline's words alone
    are known."""
    if (
        stray.kind != "report"
        or not (stray.has_body or stray.dense is not None)
        or min(home.size, other.size) < GROWN
        or not _takes(home, stray)
    ):
        return None
    rest = without(other, stray.id)
    here, there = (
        _weighed(judge.join(row), story, stray)
        for row, story in zip(rows(story_of(0, [stray]), [home, rest]), (home, rest), strict=True)
    )
    return round(_probability(here), 4) if here > 0 and here > there + CLEARLY else None


def placement(article: Sketch, near: Sequence[StorySketch], judge: Judge) -> Placement:
    """The best of the stories near the article, when it is good enough. A roundup tells of many stories and joins none.

    `near` need not be in any order; of equals the lowest id wins.
    """
    if article.kind == "roundup":
        return ALONE
    open_stories = [story for story in sorted(near, key=_id) if _takes(story, article)]
    if not open_stories:
        return ALONE
    found = rows(story_of(0, [article]), open_stories)
    odds = [_weighed(judge.join(row), story, article) for row, story in zip(found, open_stories, strict=True)]
    best = max(range(len(odds)), key=lambda index: odds[index])
    if odds[best] < 0:
        return ALONE
    story = open_stories[best]
    return Placement(story.id, round(_probability(odds[best]), 4))


ALONE = Placement(None, 1.0)


def merge_of(story: StorySketch, near: Sequence[StorySketch], judge: Judge) -> Merge | None:
    """Whether the story and one near it are the same by now: the best pair, when it is good enough.

    The older story survives (by first publication, then id), unless editors have tied articles to the other. Two such
    stories are never merged, nor one that is closed; nor would an article get where an editor took it out.
    """
    others = [other for other in sorted(near, key=_id) if other.id != story.id and _may_be_one(story, other)]
    others = sorted(others, key=lambda other: -dot(story.sums["text"], other.sums["text"]) / _length(other))[:MERGES]
    if not others:
        return None
    odds = [judge.merge(row) for row in rows(story, others)]
    best = max(range(len(odds)), key=lambda index: odds[index])
    if odds[best] < 0:
        return None
    return _merged(story, others[best])


def _merged(one: StorySketch, other: StorySketch) -> Merge:
    kept, gone = sorted((one, other), key=lambda each: (not each.held, each.first, each.id))
    return Merge(kept.id, gone.id)


def ties(article: Sketch, others: Sequence[Sketch]) -> Vector:
    """The stems that the article shares with others, by what each adds to their likeness."""
    shared: Vector = {}
    for other in others:
        for stem in article.text.keys() & other.text.keys():
            shared[stem] = shared.get(stem, 0.0) + article.text[stem] * other.text[stem]
    return shared


def _takes(story: StorySketch, article: Sketch) -> bool:
    return not (story.closed or article.id in story.barred or _is_roundup(story))


def _weighed(odds: float, story: StorySketch, article: Sketch) -> float:
    """Log-odds with what editors decided on articles like it; a story that rests wakes only for what is surely its."""
    rests = max(article.hours - story.last, story.first - article.hours) > REST_HOURS
    return odds + PULL * pull(story, article) - WAKING * rests


def _may_be_one(one: StorySketch, other: StorySketch) -> bool:
    if one.closed or other.closed or (one.held and other.held) or _is_roundup(one) or _is_roundup(other):
        return False
    if _would_return(one, other) or _would_return(other, one):
        return False
    return max(one.first - other.last, other.first - one.last) <= REST_HOURS


def _would_return(story: StorySketch, other: StorySketch) -> bool:
    return any(member.id in story.barred for member in other.members)


def _is_roundup(story: StorySketch) -> bool:
    return story.members[0].kind == "roundup"


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _length(story: StorySketch) -> float:
    return math.sqrt(story.squares["text"]) or 1.0


def _id(story: StorySketch) -> int:
    return story.id
