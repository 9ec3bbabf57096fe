"""Articles become stories: whatever the order, once, and never against an editor."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from aggregator.models import Article
from aggregator.roster import press_review_outlet, sync_outlets
from coverage import compare_due, desk, tasks
from coverage.assemble import refresh_facts
from coverage.compare import compare
from coverage.models import ClaimGroup, Membership, QuoteGroup, Story, StoryEvent
from coverage.tasks import assemble, assemble_alone, assemble_due
from tests.pipeline.scenes import DAM, NOON, comet_story, dam_story, grouping, read_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outlets():
    sync_outlets()


def everything() -> list[object]:
    return [
        list(Story.objects.order_by("pk").values("pk", "title", "state", "changed_at", "merged_into")),
        list(Membership.objects.order_by("article").values("article", "story", "placed_by", "score")),
        list(QuoteGroup.objects.order_by("pk").values("pk", "fullest", "speaker")),
        list(ClaimGroup.objects.order_by("pk").values("pk", "clearest", "sentence")),
        StoryEvent.objects.count(),
    ]


def dam() -> Story:
    return Story.objects.get(memberships__article__url__endswith="dam-1")


def test_articles_on_the_same_event_become_one_story_and_others_another():
    dam_story()
    comet_story()
    assemble()
    assert sorted(len(urls) for urls in grouping()) == [2, 3]
    assert Story.objects.visible().count() == 2


def test_assembling_twice_changes_nothing():
    dam_story()
    comet_story()
    assemble()
    before = everything()
    assemble()
    Story.objects.update(stale=True)
    assemble()
    assert everything() == before


def test_the_order_of_arrival_does_not_matter():
    found = set()
    for order in itertools.islice(itertools.permutations(range(5)), 0, None, 11):
        Story.objects.all().delete()
        articles = [*Article.objects.order_by("pk")] or [*dam_story(), *comet_story()]
        Article.objects.update(state=Article.State.DUE, unsettled=True)
        for index in order:
            Article.objects.filter(pk=articles[index].pk).update(state=Article.State.READ)
            if index % 2:
                assemble()
        assemble()
        found.add(frozenset(grouping()))
    assert len(found) == 1
    assert sorted(len(urls) for urls in next(iter(found))) == [2, 3]


def test_the_same_quote_is_aligned_across_outlets():
    dam_story()
    assemble()
    group = QuoteGroup.objects.get(fullest__text__startswith="We would rather")
    assert {variant.quote.article.outlet.slug for variant in group.variants.all()} == {"cnn", "gizmodo"}


def test_the_same_claim_is_aligned_and_every_outlet_has_a_cell():
    dam_story()
    assemble()
    groups = ClaimGroup.objects.filter(story=dam())
    assert groups
    assert all(group.cells.count() == 3 for group in groups)
    assert any(group.cells.exclude(stance="none").count() >= 2 for group in groups)


def test_a_renamed_story_keeps_its_name_when_new_articles_arrive():
    dam_story()
    assemble()
    desk.edit(dam(), NOON, title="The valley below the Harrow Dam")
    read_in(
        "buzzfeednews", "Harrow Dam closed, valley emptied over 12 metre crack", *reversed(DAM), key="dam-4", hours=4
    )
    assemble()
    assert dam().title == "The valley below the Harrow Dam"
    assert dam().memberships.count() == 4


def test_merged_stories_stay_merged_and_the_old_address_leads_to_the_new():
    dam_story()
    comet_story()
    assemble()
    comet = Story.objects.exclude(pk=dam().pk).get()
    desk.merge([comet, dam()], dam(), NOON)
    read_in("cnn", "Lantern probe sends first picture of comet Abell from orbit", "The probe Lantern sent a picture.")
    assemble()
    comet.refresh_from_db()
    assert comet.standing_story() == dam()
    assert dam().memberships.filter(article__url__contains="comet", placed_by="person").count() == 2


def test_a_split_stays_split():
    articles = dam_story()
    assemble()
    new = desk.split(dam(), [articles[2]], NOON)
    read_in("techcrunch", "Harrow Dam closed after crack in eastern wall is found", *DAM, key="dam-5", hours=1)
    assemble()
    assert new.memberships.filter(article=articles[2]).exists()
    assert not dam().memberships.filter(article=articles[2]).exists()


def test_a_moved_article_never_goes_back():
    articles = dam_story()
    comet_story()
    assemble()
    comet = Story.objects.exclude(pk=dam().pk).get()
    desk.move([articles[2]], comet, NOON)
    Membership.objects.filter(placed_by="machine").update(score=0)
    read_in("buzzfeednews", "Harrow Dam closed after 12 metre crack", *DAM, key="dam-6", hours=1)
    assemble()
    assert Membership.objects.get(article=articles[2]).story == comet


def test_a_locked_story_takes_no_new_articles():
    dam_story()
    assemble()
    Story.objects.filter(pk=dam().pk).update(locked=True)
    read_in("buzzfeednews", "Harrow Dam closed after 12 metre crack", *DAM, key="dam-7", hours=1)
    assemble()
    assert dam().memberships.count() == 3


def test_a_hidden_story_stays_hidden():
    dam_story()
    assemble()
    story = dam()
    story.set_by_editor(state=Story.State.HIDDEN)
    story.save()
    read_in("buzzfeednews", "Harrow Dam closed after 12 metre crack", *DAM, key="dam-8", hours=1)
    assemble()
    assert dam().state == "hidden"


def test_an_edited_headline_becomes_an_event_of_the_story_and_its_comparison_is_made_again():
    dam_story()
    assemble()
    read_in("cnn", "Harrow Dam closed: 4,000 people leave", *DAM, key="dam-1")
    Article.objects.get(url__endswith="dam-1").snapshots.filter(title__contains="4,000").update(
        taken_at=dam().compared_at + timedelta(seconds=1)
    )
    assert assemble() == 1
    event = StoryEvent.objects.get(kind="headline")
    assert event.detail.endswith("→ Harrow Dam closed: 4,000 people leave")


def test_only_one_worker_assembles_at_a_time():
    from django.utils import timezone

    from aggregator.models import Lease

    dam_story()
    assert Lease.take("assemble", timezone.now(), timedelta(seconds=60))
    assert assemble_due() == assemble_alone() == 0
    Lease.give_back("assemble", timezone.now())
    assert assemble_alone() == 1


def review(title: str, *paragraphs: str) -> Article:
    article = read_in("mashable", title, *paragraphs, key=title)
    article.outlet = press_review_outlet()
    article.origin = Article.Origin.PRESS_REVIEW
    article.save()
    return article


def test_a_story_whose_articles_all_went_leads_to_where_they_went_with_its_press_review():
    articles = dam_story()
    assemble()
    first = dam()
    told = review("The Harrow Dam closed", *DAM)
    assemble()
    assert first.memberships.filter(article=told).exists()
    heir = desk.split(first, articles[1:], NOON)
    desk.release(articles[:1])
    assemble()
    first.refresh_from_db()
    assert first.standing_story() == heir
    assert heir.memberships.filter(article=told).exists()


def test_one_story_that_cannot_be_compared_does_not_stop_the_others(monkeypatch):
    dam_story()
    comet_story()

    def stumbles(story, now):
        if story == dam():
            raise KeyError("no such outlet")
        return compare(story, now)

    monkeypatch.setattr(compare_due, "compare", stumbles)
    assert assemble() == 1
    assert QuoteGroup.objects.exclude(story=dam()).exists()


def test_a_text_that_went_back_to_an_earlier_one_is_compared_again():
    dam_story()
    assemble()
    read_in("cnn", "Harrow Dam closed: 4,000 people leave", *DAM, key="dam-1")
    assert assemble() == 1
    read_in("cnn", "Harrow Dam closed after crack is found in eastern wall", *DAM, key="dam-1")
    assert assemble() == 1
    assert assemble() == 0


def test_a_reviewed_story_is_published_where_unreviewed_ones_are_not(settings):
    settings.PUBLISH_UNREVIEWED = False
    dam_story()
    assemble()
    assert not Story.objects.visible().exists()
    Story.objects.update(reviewed=True)
    refresh_facts(dam(), NOON)
    assert Story.objects.visible().exists()


def test_a_settled_article_is_looked_at_no_more_until_its_text_or_its_place_changes():
    first, *_ = dam_story()
    assemble()
    assert not Article.objects.unsettled().exists()
    article = Article.objects.select_related("outlet", "snapshot").get(pk=first.pk)
    told = {"sha256": "another", "title": article.title, "text": f"{article.snapshot.text} It held.", "reader": "test"}
    article.snapshot = article.snapshots.create(**told)
    article.unsettled = True
    article.save()
    assert [story.pk for story in Story.objects.to_compare()] == [article.membership.story_id]
    assemble()
    assert not Article.objects.unsettled().exists()
    assert article.membership.story.memberships.get(article=article).compared_snapshot == article.snapshot


def test_the_articles_from_before_there_was_a_mark_get_it_and_those_that_slipped_lose_it():
    articles = dam_story()
    assemble()
    Article.objects.update(unsettled=True)
    assert tasks.settle_articles() == len(articles)
    assert not Article.objects.unsettled().exists()
    assert tasks.find_slipped() == 0
    Membership.objects.filter(article=articles[0]).delete()
    Membership.objects.filter(article=articles[1]).update(compared_snapshot=None)
    assert tasks.find_slipped() == 2
    assert set(Article.objects.unsettled()) == set(articles[:2])


def test_an_article_with_a_newer_text_is_not_marked_by_the_comparison_of_its_older_one():
    first, *_ = dam_story()
    assemble()
    Article.objects.update(unsettled=True)
    newer = first.snapshots.create(sha256="newer", title=first.title, text="Newer.", reader="test")
    Article.objects.filter(pk=first.pk).update(snapshot=newer)
    tasks.settle_articles()
    assert list(Article.objects.unsettled()) == [first]
