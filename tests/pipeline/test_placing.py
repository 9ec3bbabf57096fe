"""Placing in the database: crashes, workers at once, editors in between, and what it costs as more is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.models import Article
from aggregator.roster import sync_outlets
from coverage import assemble as assembling
from coverage import desk
from coverage.assemble import place, unplaced
from coverage.models import ArticleSketch, Exclusion, Membership, Posting, Story, StoryEvent
from coverage.sketching import sketch
from coverage.tasks import assemble
from tests.pipeline.scenes import DAM, NOON, comet_story, dam_story, grouping, read_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outlets():
    sync_outlets()


@pytest.fixture(autouse=True)
def by_words_alone(settings, tmp_path):
    """The encoder's vectors are tested where they are used; here it would only take time."""
    settings.TAGGER_FOLDER = tmp_path


def article(key: str) -> Article:
    return Article.objects.get(url__endswith=f"/{key}")


def story_of(key: str) -> Story:
    return Story.objects.get(memberships__article__url__endswith=f"/{key}")


def test_a_crash_in_the_middle_leaves_nothing_half_done_and_beginning_again_gives_the_same(monkeypatch):
    dam_story()
    comet_story()
    place(unplaced(), NOON)
    whole = grouping()
    Story.objects.all().delete()
    real, calls = assembling.arrive, []

    def crashes(*given):
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*given)

    monkeypatch.setattr(assembling, "arrive", crashes)
    with pytest.raises(KeyboardInterrupt):
        place(unplaced(), NOON)
    assert not Membership.objects.exists()
    assert not Story.objects.exists()
    place(unplaced(), NOON)
    assert grouping() == whole


def test_what_another_worker_placed_meanwhile_is_left_where_it_is():
    dam_story()
    waiting = unplaced()
    assert place(waiting, NOON) == 3
    before = list(Membership.objects.values("article", "story", "joined_at"))
    assert place(waiting, NOON + timedelta(hours=1)) == 0
    assert list(Membership.objects.values("article", "story", "joined_at")) == before


@given(st.lists(st.booleans(), min_size=5, max_size=5), st.permutations(range(5)))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_arrivals_fall_into_batches_the_stories_are_the_same(ends, order):
    Story.objects.all().delete()
    found = [*Article.objects.order_by("pk")] or [*dam_story(), *comet_story()]
    Article.objects.update(state=Article.State.DUE)
    for index, end in zip(order, ends, strict=True):
        Article.objects.filter(pk=found[index].pk).update(state=Article.State.READ)
        if end:
            place(unplaced(), NOON)
    place(unplaced(), NOON)
    assert sorted(len(keys) for keys in grouping()) == [2, 3]
    before = grouping(), Story.objects.count()
    place(unplaced(), NOON)
    assert (grouping(), Story.objects.count()) == before


def test_both_articles_of_a_pair_tell_the_words_that_they_share():
    comet_story()
    assemble()
    rows = Membership.objects.filter(article__url__contains="comet")
    assert all(row.reasons and 0 <= row.score <= 1 for row in rows)


def test_an_article_like_one_that_an_editor_took_out_does_not_come_in():
    dam_story()
    comet_story()
    assemble()
    dam = story_of("dam-1")
    desk.move([article("dam-3")], story_of("comet-1"), NOON)
    told = article("dam-3")
    read_in("buzzfeednews", told.title, *told.snapshot.text.split("\n\n"), key="dam-again", hours=5)
    assemble()
    assert not dam.memberships.filter(article__url__endswith="dam-again").exists()


def test_a_new_text_is_counted_anew():
    dam_story()
    assemble()
    before = ArticleSketch.objects.get(article=article("dam-1"))
    read_in("cnn", "Harrow Dam closed: 4,000 leave Ystrad", "Ystrad is empty.", *DAM, key="dam-1")
    assemble()
    now = ArticleSketch.objects.get(article=article("dam-1"))
    assert now.snapshot_id != before.snapshot_id
    assert "4000" in now.counts["figures"]
    assert Posting.objects.filter(article=article("dam-1")).count() <= 12


def test_a_story_that_turns_out_to_be_another_leads_there_and_keeps_its_readers(monkeypatch):
    one, two, _ = dam_story()

    class Hesitant:
        joins, merges = -1.0, -1.0

        def join(self, row):
            return self.joins

        def merge(self, row):
            return self.merges

    judge = Hesitant()
    monkeypatch.setattr(assembling, "forests", lambda: judge)
    place([one.pk, two.pk], NOON)
    first, second = Story.objects.order_by("pk")
    Story.objects.update(state=Story.State.PUBLIC)
    judge.merges = 1.0
    place(unplaced(), NOON)
    second.refresh_from_db()
    assert second.standing_story() == first
    assert first.memberships.count() == 3
    assert StoryEvent.objects.filter(story=first, kind=StoryEvent.Kind.MERGED).exists()
    assert not StoryEvent.objects.filter(story=second, article__isnull=False).exists()


class ByWords:
    """Joins by the cosine of texts alone, and merges nothing."""

    def join(self, row):
        return (row[0] - 0.1) * 10

    def merge(self, row):
        return -9.0


def strayed(monkeypatch) -> None:
    """Two stories, three dam reports in the one and three of the comet in the other, with a dam report among these."""
    monkeypatch.setattr(assembling, "forests", ByWords)
    dam_story()
    comet_story()
    words = "The space probe Lantern has sent a second picture of the comet Abell, mission scientist Tomas Lind said."
    read_in("gizmodo", "Lantern probe sends second picture of comet Abell", words, key="comet-3", hours=2)
    place(unplaced(), NOON)
    stray = read_in("mashable", "Harrow Dam closed after crack is found", *DAM, key="dam-4", hours=1)
    comet = story_of("comet-1")
    Membership.objects.create(story=comet, article=stray, score=0.6)
    sketch(Article.objects.select_related("outlet", "snapshot").get(pk=stray.pk))


def test_a_report_that_strayed_into_another_story_is_called_home(monkeypatch):
    strayed(monkeypatch)
    Story.objects.update(state=Story.State.PUBLIC, stale=False)
    read_in("buzzfeednews", "Harrow Dam closed after 12 metre crack", *DAM, key="dam-5", hours=3)
    place(unplaced(), NOON)
    assert story_of("dam-4") == story_of("dam-1")
    assert Membership.objects.get(article=article("dam-4")).reasons
    assert sorted(len(keys) for keys in grouping()) == [3, 5]
    assert not Story.objects.filter(stale=False).exists()
    assert not StoryEvent.objects.filter(story=story_of("comet-1"), article=article("dam-4")).exists()


@pytest.mark.parametrize("how", ["reviewed", "locked", "placed", "excluded"])
def test_nothing_is_called_away_from_a_story_that_an_editor_touched(how, monkeypatch):
    strayed(monkeypatch)
    comet = story_of("comet-1")
    if how in ("reviewed", "locked"):
        Story.objects.filter(pk=comet.pk).update(**{how: True})
    elif how == "placed":
        desk.move([article("comet-3")], comet, NOON)
    else:
        Exclusion.objects.create(story=comet, article=article("dam-1"))
    read_in("buzzfeednews", "Harrow Dam closed after 12 metre crack", *DAM, key="dam-5", hours=3)
    place(unplaced(), NOON)
    assert story_of("dam-4") == comet


def test_a_released_article_that_nothing_is_like_stays_in_its_story():
    comet_story()
    read_in("cnn", "Heat record falls in Lisbon", "Lisbon measured 44.1 degrees.", key="heat")
    assemble()
    before = story_of("heat")
    desk.edit(before, NOON, title="The heat")
    desk.release([article("heat")])
    assemble()
    assert story_of("heat") == before
    assert not Membership.objects.filter(released=True).exists()


def test_a_released_article_does_not_speak_for_the_story_that_it_was_put_into():
    dam_story()
    comet_story()
    assemble()
    dam, comet = story_of("dam-1"), story_of("comet-1")
    desk.move([article("dam-3"), article("comet-1")], dam, NOON)
    desk.release([article("comet-1")])
    assemble()
    assert story_of("comet-1") == story_of("comet-2") == comet
    assert story_of("dam-3") == dam


def test_a_story_rests_and_wakes():
    dam_story()
    assemble()
    story = story_of("dam-1")
    later = NOON + timedelta(days=6)
    assert not story.rests(NOON)
    assert story.rests(later)
    assert list(Story.objects.resting(later)) == [story]
    assert not Story.objects.awake(later).exists()
    read_in("buzzfeednews", "Harrow Dam closed after 12 metre crack", *DAM, key="dam-6", hours=5 * 24)
    assemble()
    assert not story_of("dam-6").rests(later)


def test_placing_asks_no_more_questions_as_more_is_stored():
    def asked(key: str) -> int:
        one = read_in("buzzfeednews", "Harrow Dam closed after 12 metre crack", *DAM, key=key, hours=3)
        with CaptureQueriesContext(connection) as found:
            place([one.pk], NOON)
        return len(found)

    def store(first: int, last: int) -> None:
        for number in range(first, last):
            title = f"Council {number} votes on bridge {number}"
            read_in("gizmodo", title, f"Bridge {number} is to be mended.", key=f"bridge-{number}")
        place(unplaced(), NOON)

    dam_story()
    store(0, 15)
    asked("dam-10")
    few = asked("dam-11")
    store(15, 60)
    assert asked("dam-12") <= few + 3
