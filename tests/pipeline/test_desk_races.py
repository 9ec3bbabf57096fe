"""What an editor decides while a worker, or another editor, is at the same rows: one waits, and neither is lost."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from aggregator.models import Article, Quote, Snapshot
from aggregator.reading.types import ReadingError
from coverage import decisions
from coverage.assemble import place, unplaced
from coverage.compare import compare
from coverage.decisions import decide
from coverage.desk import DeskError
from coverage.locks import keep_stories
from coverage.models import ClaimGroup, Decision, Membership, Story
from coverage.takedown import Why, take_down
from coverage.tasks import assemble
from tests.pipeline.meanwhile import meanwhile
from tests.pipeline.scenes import COMET, DAM, NOON, comet_story, dam_story, grouping, read_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.on_services,
    pytest.mark.usefixtures("outlets_by_words"),
]

ABOVE = "The road to the valley is open again."


@pytest.fixture
def story() -> Story:
    dam_story()
    assemble()
    return Story.objects.get()


def rename(editor: User, story: Story, title: str) -> Decision:
    return decide(editor, "edit", {"stories": [story.pk], "values": {"title": title}}, "", NOON)


def dam(*paragraphs: str) -> Article:
    return read_in("cnn", "Harrow Dam closed", *(paragraphs or DAM), key="dam-1")


def test_a_reading_that_comes_while_its_article_is_taken_down_brings_nothing_back():
    article = dam()
    with meanwhile() as begin:
        with transaction.atomic():
            take_down([article.pk], Why("Its author asked.", NOON))
            reading = begin(lambda: dam(ABOVE, *DAM))
        with pytest.raises(ReadingError, match="taken down"):
            reading.result()
    article.refresh_from_db()
    assert (article.state, article.title) == ("removed", "")
    assert not Snapshot.objects.exists()


def test_a_takedown_waits_for_the_worker_that_reads_and_takes_that_text_too():
    article = dam()
    with meanwhile() as begin:
        with transaction.atomic():
            dam(ABOVE, *DAM)
            removal = begin(lambda: take_down([article.pk], Why("Its author asked.", NOON)))
        assert removal.result().texts == 2
    assert not Snapshot.objects.exists()


def test_of_two_editors_the_second_remembers_what_the_first_left(editor, story):
    with meanwhile() as begin:
        with transaction.atomic():
            rename(editor, story, "One")
            second = begin(lambda: rename(editor, story, "Two"))
        done = second.result()
    assert done.footprint[f"story/{story.pk}/title"] == ["One", "Two"]


def test_what_another_editor_is_deciding_anew_is_not_undone(editor, story):
    first = rename(editor, story, "One")
    with meanwhile() as begin:
        with transaction.atomic():
            rename(editor, story, "Two")
            undone = begin(lambda: decisions.undo(first, editor, "", NOON))
        with pytest.raises(DeskError, match="changed again"):
            undone.result()
    story.refresh_from_db()
    assert story.title == "Two"


def test_a_quote_that_is_decided_on_while_its_article_is_read_is_the_one_of_the_new_text(editor):
    dam()
    quote = Quote.objects.get(text__startswith="We would")
    asked = {"model": "quote", "rows": [quote.pk], "values": {"hidden": True}}
    with meanwhile() as begin:
        with transaction.atomic():
            dam(ABOVE, *DAM)
            decided = begin(lambda: decide(editor, "spans", asked, "", NOON))
        decided.result()
    assert Quote.objects.current().get(text=quote.text).hidden


def test_of_two_fields_that_two_editors_set_on_a_quote_both_are_theirs(editor):
    dam()
    quote = Quote.objects.get(text__startswith="We would")
    one, other = (
        {"model": "quote", "rows": [quote.pk], "values": values} for values in ({"hidden": True}, {"reviewed": True})
    )
    with meanwhile() as begin:
        with transaction.atomic():
            decide(editor, "spans", one, "", NOON)
            decided = begin(lambda: decide(editor, "spans", other, "", NOON))
        decided.result()
    quote.refresh_from_db()
    assert (quote.hidden, quote.reviewed, quote.set_by_person) == (True, True, ["hidden", "reviewed"])


def test_a_statement_is_worded_while_its_story_is_compared_and_neither_stops_the_other(editor, story):
    group = ClaimGroup.objects.earliest("pk")
    asked = {"group": group.pk, "do": "word", "sentence": "In the desk's own words."}
    with meanwhile() as begin:
        with transaction.atomic():
            Story.objects.select_for_update().get(pk=story.pk)
            worded = begin(lambda: decide(editor, "statement", asked, "", NOON))
            compare(story, NOON)
        worded.result()
    group.refresh_from_db()
    assert group.sentence == "In the desk's own words."


@pytest.fixture
def two_stories(story) -> tuple[Story, Story]:
    """One with the lower number, one with the higher; and an article of each that waits, the higher one's first."""
    comet_story()
    assemble()
    read_in("gizmodo", "Lantern probe sees comet Abell", *COMET, key="comet-3", hours=4)
    read_in("techcrunch", "Harrow Dam closed after a crack", *DAM, key="dam-4", hours=5)
    return story, Story.objects.exclude(pk=story.pk).get()


def test_a_worker_that_places_articles_lets_go_of_a_story_for_an_editor_who_has_one_that_comes_before(two_stories):
    """The editor has taken the lower one and wants the higher, the worker has taken the higher and wants the lower."""
    lower, higher = two_stories
    with meanwhile() as begin:
        with transaction.atomic():
            keep_stories([lower.pk])
            placing = begin(lambda: place(unplaced(), NOON))
            keep_stories([lower.pk, higher.pk])
        assert placing.result() == 2
    assert grouping() == {frozenset({"dam-1", "dam-2", "dam-3", "dam-4"}), frozenset({"comet-1", "comet-2", "comet-3"})}


def test_a_merge_comes_between_two_articles_that_a_worker_places_and_both_are_in_what_it_made(editor, two_stories):
    lower, higher = two_stories
    asked = {"stories": [lower.pk, higher.pk], "into": lower.pk}
    with meanwhile() as begin:
        with transaction.atomic():
            keep_stories([lower.pk])
            placing = begin(lambda: place(unplaced(), NOON))
            decide(editor, "merge", asked, "", NOON)
        assert placing.result() == 2
    assert set(Membership.objects.values_list("story", flat=True)) == {lower.pk}


def test_who_finds_that_a_story_before_belongs_to_a_decision_lets_go_of_those_that_come_after(two_stories):
    """An article goes from the higher story to the lower one while somebody waits to keep where it is."""
    lower, higher = two_stories
    article = higher.articles.earliest("pk")
    with meanwhile() as begin:
        with transaction.atomic():
            keep_stories([lower.pk, higher.pk])
            other = begin(lambda: _homes_kept_of(article))
            Membership.objects.filter(article=article).update(story=lower)
        assert other.result() == [lower.pk, higher.pk]


def _homes_kept_of(article: Article) -> list[int]:
    with transaction.atomic():
        return [story.pk for story in keep_stories((), [article.pk])]


def test_a_decision_is_undone_while_an_article_of_its_story_is_taken_down_and_neither_stops_the_other(editor, story):
    done = rename(editor, story, "One")
    article = story.articles.earliest("pk")
    with meanwhile() as begin:
        with transaction.atomic():
            keep_stories([story.pk])
            undone = begin(lambda: decisions.undo(done, editor, "", NOON))
            take_down([article.pk], Why("Its author asked.", NOON))
        with pytest.raises(DeskError, match="taken down since"):
            undone.result()
    assert not Snapshot.objects.filter(article=article).exists()
