"""An editor who decides on stories and on what came in, and takes decisions back, between whatever else happens."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from aggregator.models import Article, Quote
from coverage.models import Exclusion, Membership, PressReview, Story
from coverage.review_writing import publish
from tests.pipeline.remembered import Remembered, standing

ANY = st.integers(0, 99)
WORDS = st.sampled_from(["The dam", "Of comets", "A day in June"])
LATEST = 4  # decisions among which one is undone


class StoriesDesk(Remembered):
    """Rules and invariants for stories, their articles and the inbox."""

    # Stories

    @rule(which=ANY, name=st.sampled_from(["title", "standfirst"]), words=WORDS)
    @precondition(lambda self: bool(_stories()))
    def a_story_is_given_words(self, which: int, name: str, words: str) -> None:
        story = _any(_stories(), which)
        self.decided("edit", {(name, story.pk): words}, stories=[story.pk], values={name: words})

    @rule(which=ANY, state=st.sampled_from([Story.State.HIDDEN, Story.State.PUBLIC]))
    @precondition(lambda self: bool(_stories()))
    def a_story_is_hidden_or_published(self, which: int, state: str) -> None:
        story = _any(_stories(), which)
        self.decided("edit", {("state", story.pk): state}, stories=[story.pk], values={"state": str(state)})

    @rule(which=ANY, pinned=st.booleans())
    @precondition(lambda self: bool(_stories()))
    def a_story_is_pinned_or_not(self, which: int, pinned: bool) -> None:
        story = _any(_stories(), which)
        self.decided("edit", {("pinned", story.pk): pinned}, stories=[story.pk], values={"pinned": pinned})

    @rule(which=ANY)
    @precondition(lambda self: bool(_stories()))
    def a_story_is_locked(self, which: int) -> None:
        story = _any(_stories(), which)
        self.decided("edit", {("locked", story.pk): _inside(story)}, stories=[story.pk], values={"locked": True})

    @rule(which=ANY, place=ANY)
    @precondition(lambda self: bool(_stories()))
    def an_article_is_made_to_lead(self, which: int, place: int) -> None:
        story = _any(_stories(), which)
        if inside := sorted(_inside(story)):
            lead = inside[place % len(inside)]
            self.decided("edit", {("lead", story.pk): lead}, stories=[story.pk], values={"lead": lead})

    @rule(which=ANY, turn=st.integers(0, 5))
    @precondition(lambda self: bool(_stories()))
    def a_story_is_put_in_order(self, which: int, turn: int) -> None:
        story = _any(_stories(), which)
        inside = sorted(_inside(story), reverse=turn > 2)
        order = inside[turn % 3 :] + inside[: turn % 3]
        said = {("order", story.pk): (tuple(order), self.now)}
        self.decided("edit", said, stories=[story.pk], values={"order": order})

    @rule(which=ANY)
    @precondition(lambda self: bool(_stories()))
    def a_story_is_handed_back(self, which: int) -> None:
        story = _any(_stories(), which)
        if self.decided("hand back", stories=[story.pk]):
            for name in ("title", "state"):
                self._forgotten(name, story.pk)

    @rule(one=ANY, other=ANY)
    @precondition(lambda self: len(_stories()) > 1)
    def two_stories_are_merged(self, one: int, other: int) -> None:
        kept, gone = _any(_stories(), one), _any(_stories(), other)
        if kept != gone and self.decided("merge", stories=[kept.pk, gone.pk], into=kept.pk):
            assert standing(gone.pk) == kept.pk

    @rule(which=ANY)
    def a_story_is_split(self, which: int) -> None:
        grown = [story for story in _stories() if len(_inside(story)) > 1]
        if grown:
            first = min(_inside(grown[which % len(grown)]))
            self.decided("split", articles=[first])

    @rule(which=ANY)
    @precondition(lambda self: bool(_stories()))
    def a_press_review_is_published(self, which: int) -> None:
        story = _any(_stories(), which)
        quote = Quote.objects.shown().filter(article__membership__story=story).first()
        if quote and not PressReview.objects.filter(story=story).exists():
            review = PressReview.objects.create(story=story, body=f"It is said: [[q:{quote.pk}]].")
            assert publish(review, self.editor, self.later()) == []
            self.memory["review", review.pk] = True
            self.memory |= {("put", article): story.pk for article in _inside(story)}

    # Articles, in the inbox and in stories

    @rule(which=ANY, to=ANY)
    @precondition(lambda self: len(_stories()) > 1)
    def an_article_is_moved(self, which: int, to: int) -> None:
        article, target = _any(_read(), which), _any(_stories(), to)
        if self.decided("move", articles=[article.pk], to=target.pk):
            assert article.pk in _inside(target)

    @rule(which=ANY)
    @precondition(lambda self: Membership.objects.exists())
    def an_article_is_accepted_or_handed_back(self, which: int) -> None:
        article = _any(Membership.objects.order_by("pk"), which).article_id
        self.decided("accept" if which % 2 else "release", articles=[article])

    @rule(which=ANY, count=st.integers(1, 2))
    @precondition(lambda self: bool(_read()))
    def a_story_is_begun(self, which: int, count: int) -> None:
        chosen = {_any(_read(), which + place).pk for place in range(count)}
        self.decided("new", articles=sorted(chosen))

    @rule(which=ANY, kind=st.sampled_from(["reject", "not news"]))
    @precondition(lambda self: bool(_read()))
    def an_article_is_rejected(self, which: int, kind: str) -> None:
        article = _any(_read(), which).pk
        self.decided(kind, {("aside", article): True} if kind == "not news" else {}, articles=[article])

    @rule(which=st.integers(0, LATEST - 1))
    @precondition(lambda self: bool(self.done))
    def a_decision_is_undone(self, which: int) -> None:
        self.undone(len(self.done) - 1 - which % min(LATEST, len(self.done)))

    # What must hold

    @invariant()
    def a_published_press_review_is_at_a_story_that_stands(self) -> None:
        found = PressReview.objects.published().filter(story__merged_into=None)
        assert self.remembered("review").keys() <= set(found.values_list("pk", flat=True))

    @invariant()
    def an_article_is_where_an_editor_put_it(self) -> None:
        homes = dict(Membership.objects.values_list("article", "story"))
        put = self.remembered("put")
        assert {article: homes.get(article) for article in put} == {one: standing(story) for one, story in put.items()}

    @invariant()
    def nothing_came_back_to_where_an_editor_took_it_from(self) -> None:
        homes = dict(Membership.objects.values_list("article", "story"))
        for article, story in self.remembered("apart"):
            assert homes.get(article) != standing(story)
        for story, article in Exclusion.objects.values_list("story", "article"):
            assert homes.get(article) != story

    @invariant()
    def what_was_set_aside_is_in_no_story(self) -> None:
        aside = list(self.remembered("aside"))
        assert not Membership.objects.filter(article__in=aside).exists()
        assert Article.objects.filter(pk__in=aside, not_news=True).count() == len(aside)

    @invariant()
    def what_was_set_in_a_story_is_the_editors(self) -> None:
        for name in ("title", "standfirst", "state", "pinned", "lead_id"):
            told = self.remembered(name.removesuffix("_id"))
            assert dict(Story.objects.filter(pk__in=told).values_list("pk", name)) == told

    @invariant()
    def articles_stand_in_the_editors_order(self) -> None:
        for story, (order, _) in self.remembered("order").items():
            rows = Membership.objects.filter(story=story).exclude(position=None).order_by("position")
            assert tuple(rows.values_list("article", flat=True)) == order

    @invariant()
    def a_locked_story_took_nothing(self) -> None:
        for story, articles in self.remembered("locked").items():
            assert _inside(Story.objects.get(pk=story)) <= articles

    @invariant()
    def every_address_leads_to_a_story_that_stands(self) -> None:
        for story in Story.objects.all():
            heir = story.standing_story()
            assert heir.merged_into_id is None
            assert not story.merged_into_id or not story.memberships.exists()

    def _forgotten(self, name: str, story: int) -> None:
        """Of the last decision: that it gave a field back."""
        if (value := self.memory.pop((name, story), None)) is not None:
            self.done[-1].changed[name, story] = (value, None)


def _stories() -> list[Story]:
    return list(Story.objects.standing().order_by("pk"))


def _read() -> list[Article]:
    return list(Article.objects.read().order_by("pk"))


def _inside(story: Story) -> frozenset[int]:
    return frozenset(story.memberships.values_list("article", flat=True))


def _any(rows: Any, which: int) -> Any:
    found = list(rows)
    return found[which % len(found)]
