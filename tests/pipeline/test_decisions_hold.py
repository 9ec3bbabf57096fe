"""Arrivals, edits, retries and re-runs between an editor's decisions, in any order: no decision is ever lost."""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.test import Client
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

from aggregator.models import Article
from aggregator.roster import sync_outlets
from coverage.models import Membership, Story
from coverage.tasks import assemble
from tests.pipeline.curating import StoriesDesk
from tests.pipeline.reviewing import FindingsDesk
from tests.pipeline.scenes import COMET, DAM, grouping, read_in

pytestmark = pytest.mark.django_db

EVENTS = (("Harrow Dam closed after crack is found in eastern wall", DAM), ("Lantern probe sees comet Abell", COMET))
OUTLETS = ("cnn", "gizmodo", "mashable", "techcrunch", "wsj", "buzzfeednews")
ANY = st.integers(0, 99)


class Desk(StoriesDesk, FindingsDesk, RuleBasedStateMachine):
    """What was decided is kept here as an editor would remember it, and compared with the database after each step."""

    def __init__(self):
        super().__init__()
        self.undone_at_the_end = transaction.atomic()
        self.undone_at_the_end.__enter__()
        sync_outlets()
        self.arrived = 0
        self.guids: dict[tuple[str, ...], str] = {}
        self.begin_with_nothing_decided()
        self.begin_with_nothing_remembered()

    def teardown(self):
        transaction.set_rollback(True)
        self.undone_at_the_end.__exit__(None, None, None)

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

    @rule(outlets=st.lists(st.sampled_from(OUTLETS), min_size=2, max_size=3, unique=True))
    def some_articles_arrive_in_either_order(self, outlets):
        """What was decided before is heeded alike, and the stories are the same."""
        batch = [(EVENTS[place % 2], outlet, self.arrived + place + 1) for place, outlet in enumerate(outlets)]
        found = []
        for order in (batch[::-1], batch):
            begun = transaction.savepoint()
            for event, outlet, number in order:
                self.read(event, outlet, number)
            self.workers_run()
            found.append(grouping())
            if order is not batch:
                transaction.savepoint_rollback(begun)
        assert found[0] == found[1]
        self.arrived += len(batch)

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
        homes = dict(Membership.objects.values_list("article", "story"))
        assemble()
        self.see_what_ended(homes)

    @rule()
    def workers_begin_anew(self):
        """As after a release whose comparison differs: every story is compared again."""
        Story.objects.standing().update(stale=True, digest="")
        self.workers_run()

    # What must hold

    @invariant()
    def an_article_is_in_one_story(self):
        homes = list(Membership.objects.values_list("article", flat=True))
        assert len(homes) == len(set(homes))

    @rule()
    def a_subscriber_asks_for_the_feeds(self):
        """No published guid changes, and none is another thing's."""
        for feed in ("/feeds/stories.json", "/feeds/changes.json", *(f"/s/{pk}/feed.json" for pk in self.public())):
            items = json.loads(Client().get(feed).content)["items"]
            for item in items:
                about = _about(feed, item)
                assert self.guids.setdefault(about, item["id"]) == item["id"], about
            assert len({item["id"] for item in items}) == len(items)
        assert len(set(self.guids.values())) == len(self.guids)

    # How it is done

    def public(self):
        return list(Story.objects.visible().order_by("pk").values_list("pk", flat=True)[:2])

    def read(self, event, outlet, number=None):
        self.arrived += number is None
        title, words = event
        number = number or self.arrived
        read_in(outlet, title, *words, key=f"a{number}", hours=number)

    def any(self, rows, which):
        found = list(rows)
        return found[which % len(found)]


def _about(feed, item):
    """What an entry is about, told without its guid."""
    story, _, anchor = item["url"].partition("#")
    number = story.partition("/s/")[2].partition("-")[0]
    if feed == "/feeds/stories.json":
        return "story", number
    if feed == "/feeds/changes.json":
        what = "edit" if " changed " in item["title"] else "joined" if "article" in anchor else item["title"]
        return "change", number, anchor, item["date_published"], what
    return "article", item["url"]


def test_no_decision_is_ever_lost(settings, tmp_path):
    settings.TAGGER_FOLDER = tmp_path  # by words alone: the encoder is tested where it is used
    settings.PAGE_SECONDS = 0
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


HURRIED = settings(max_examples=12, stateful_step_count=24, deadline=None, suppress_health_check=list(HealthCheck))
