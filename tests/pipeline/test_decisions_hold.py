"""Arrivals, edits, retries and re-runs between an editor's decisions, in any order: no decision is ever lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aggregator.models import Article, Quote
from aggregator.roster import sync_outlets
from coverage import desk
from coverage.desk import DeskError
from coverage.models import Exclusion, Membership, PressReview, Story
from coverage.review_writing import publish
from coverage.tasks import assemble
from tests.pipeline.reviewing import FindingsDesk
from tests.pipeline.scenes import COMET, DAM, NOON, read_in

pytestmark = pytest.mark.django_db

EVENTS = (("Harrow Dam closed after crack is found in eastern wall", DAM), ("Lantern probe sees comet Abell", COMET))
OUTLETS = ("cnn", "gizmodo", "mashable", "techcrunch", "wsj", "buzzfeednews")
ANY = st.integers(0, 99)


class Desk(FindingsDesk, RuleBasedStateMachine):
    """What was decided is kept here as an editor would remember it, and compared with the database after each step."""

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        sync_outlets()
        self.now, self.arrived = NOON, 0
        self.put: dict[int, int] = {}  # article → story that an editor put or left it in
        self.titles: dict[int, str] = {}
        self.states: dict[int, str] = {}
        self.reviews: set[int] = set()
        self.full: dict[int, set[int]] = {}  # locked story → its articles
        self.begin_with_nothing_decided()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # What happens by itself

    @initialize()
    def some_articles_are_there(self):
        for outlet, event in zip(OUTLETS, (*EVENTS, EVENTS[0]), strict=False):
            self.read(event, outlet)
        self.workers_run()

    @rule(event=st.sampled_from(EVENTS), outlet=st.sampled_from(OUTLETS))
    def an_article_arrives(self, event, outlet):
        self.read(event, outlet)
        self.workers_run()

    @rule(which=ANY, event=st.sampled_from(EVENTS))
    @precondition(lambda self: self.arrived)
    def an_article_is_edited_at_its_outlet(self, which, event):
        article = self.any(Article.objects.order_by("pk"), which)
        title, words = event
        key = article.url.rpartition("/")[2]
        read_in(article.outlet.slug, f"{title}, again", *words, "One more line.", key=key, hours=int(key[1:]))
        self.workers_run()

    @rule(which=ANY)
    @precondition(lambda self: self.arrived)
    def an_article_is_read_twice(self, which):
        article = self.any(Article.objects.order_by("pk"), which)
        key = article.url.rpartition("/")[2]
        words = article.snapshot.text.split("\n\n")
        read_in(article.outlet.slug, article.snapshot.title, *words, key=key, hours=int(key[1:]))

    @rule()
    def workers_run(self):
        assemble()

    # What an editor does

    @rule(which=ANY, to=ANY)
    @precondition(lambda self: Story.objects.standing().count() > 1)
    def an_article_is_moved(self, which, to):
        membership = self.any(Membership.objects.order_by("pk"), which)
        target = self.any(Story.objects.standing().order_by("pk"), to)
        if membership.story_id != target.pk:
            left = membership.story
            try:
                desk.move([membership.article], target, self.later())
            except DeskError:
                return  # readers would lose a press review
            self.remember(left, target)

    @rule(which=ANY)
    def a_story_is_split(self, which):
        grown = [story for story in Story.objects.standing().order_by("pk") if story.memberships.count() > 1]
        if grown:
            story = grown[which % len(grown)]
            first = story.memberships.order_by("pk")[0].article
            self.remember(story, desk.split(story, [first], self.later()))

    @rule(one=ANY, other=ANY)
    @precondition(lambda self: Story.objects.standing().count() > 1)
    def two_stories_are_merged(self, one, other):
        standing = Story.objects.standing().order_by("pk")
        kept, gone = self.any(standing, one), self.any(standing, other)
        if kept != gone:
            try:
                desk.merge([gone], kept, self.later())
            except DeskError:
                return
            for told in (self.titles, self.states, self.full):
                told.pop(gone.pk, None)
            self.remember(kept)

    @rule(which=ANY, title=st.sampled_from(["The dam", "Of comets", "A day in June"]))
    @precondition(lambda self: Story.objects.standing().exists())
    def a_story_is_renamed(self, which, title):
        story = self.any(Story.objects.standing().order_by("pk"), which)
        desk.edit(story, self.later(), title=title)
        self.titles[story.pk] = title
        self.remember(story)

    @rule(which=ANY, state=st.sampled_from([Story.State.HIDDEN, Story.State.PUBLIC]))
    @precondition(lambda self: Story.objects.standing().exists())
    def a_story_is_hidden_or_published(self, which, state):
        story = self.any(Story.objects.standing().order_by("pk"), which)
        desk.edit(story, self.later(), state=state)
        self.states[story.pk] = state
        self.remember(story)

    @rule(which=ANY)
    @precondition(lambda self: Story.objects.standing().exists())
    def a_story_is_locked(self, which):
        story = self.any(Story.objects.standing().order_by("pk"), which)
        desk.edit(story, self.later(), locked=True)
        self.remember(story)
        self.full[story.pk] = self.inside(story)

    @rule(which=ANY)
    @precondition(lambda self: Story.objects.standing().exists())
    def a_press_review_is_published(self, which):
        story = self.any(Story.objects.standing().order_by("pk"), which)
        quote = Quote.objects.shown().filter(article__membership__story=story).first()
        if quote and not PressReview.objects.filter(story=story).exists():
            review = PressReview.objects.create(story=story, body=f"It is said: [[q:{quote.pk}]].")
            assert publish(review, self.editor, self.later()) == []
            self.reviews.add(review.pk)
            self.remember(story)

    # What must hold

    @invariant()
    def a_published_press_review_is_at_a_story_that_stands(self):
        found = PressReview.objects.published().filter(story__merged_into=None)
        assert self.reviews <= set(found.values_list("pk", flat=True))

    @invariant()
    def an_article_is_where_an_editor_put_it(self):
        homes = dict(Membership.objects.values_list("article", "story"))
        assert {article: homes.get(article) for article in self.put} == self.put

    @invariant()
    def nothing_came_back_to_where_an_editor_took_it_from(self):
        for story, article in Exclusion.objects.values_list("story", "article"):
            assert not Membership.objects.filter(story=story, article=article).exists()

    @invariant()
    def headlines_and_states_are_the_editors(self):
        for pk, title in self.titles.items():
            assert Story.objects.get(pk=pk).title == title
        for pk, state in self.states.items():
            assert Story.objects.get(pk=pk).state == state

    @invariant()
    def a_locked_story_took_nothing(self):
        for pk, articles in self.full.items():
            assert self.inside(Story.objects.get(pk=pk)) <= articles

    @invariant()
    def every_address_leads_to_a_story_that_stands(self):
        for story in Story.objects.all():
            heir = story.standing_story()
            assert heir.merged_into_id is None
            assert not story.merged_into_id or not story.memberships.exists()

    # How it is done

    def read(self, event, outlet):
        self.arrived += 1
        title, words = event
        read_in(outlet, title, *words, key=f"a{self.arrived}", hours=self.arrived)

    def later(self):
        self.now += timedelta(minutes=1)
        return self.now

    def any(self, rows, which):
        found = list(rows)
        return found[which % len(found)]

    def inside(self, story):
        return set(story.memberships.values_list("article", flat=True))

    def remember(self, *stories):
        """After a decision on a story its present articles are held; one that emptied leads on."""
        for story in stories:
            for article in self.inside(story):
                self.put[article] = story.pk
            if story.pk in self.full:
                self.full[story.pk] = self.inside(story)
            if not self.inside(story):
                for told in (self.titles, self.states, self.full):
                    told.pop(story.pk, None)


def test_no_decision_is_ever_lost(settings, tmp_path):
    settings.TAGGER_FOLDER = tmp_path  # by words alone: the encoder is tested where it is used
    run_state_machine_as_test(Desk, settings=HURRIED)


@given(st.permutations(range(6)))
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_order_in_which_a_batch_arrives_does_not_matter(order):
    with transaction.atomic():
        sync_outlets()
        for place in order:
            title, words = EVENTS[place % 2]
            read_in(OUTLETS[place], title, *words, key=f"a{place}", hours=place)
        assemble()
        stories = [sorted(urls(story)) for story in Story.objects.standing()]
        carried = [sorted(group.variants.values_list("quote__article__url", flat=True))
                   for story in Story.objects.standing() for group in story.quote_groups.all()]  # fmt: skip
        transaction.set_rollback(True)
    assert sorted(stories) == TOGETHER
    BATCHES.append(sorted(carried))
    assert BATCHES[0] == sorted(carried)


def urls(story):
    return story.articles.values_list("url", flat=True)


BATCHES: list[list[list[str]]] = []
TOGETHER = sorted(
    sorted(f"https://{OUTLETS[place]}.example/a{place}" for place in range(6) if place % 2 == event) for event in (0, 1)
)


HURRIED = settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
