"""What an editor decides at the desk holds: through new articles, new texts, second clicks and further decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from aggregator.models import Article, Claim, Outlet, Quote
from aggregator.roster import press_review_outlet, sync_outlets
from coverage import desk, inbox
from coverage.models import Exclusion, Membership, Passage, QuoteVariant, Story, StoryEvent
from coverage.shelf import DatabaseShelf
from coverage.tasks import assemble
from tests.pipeline.scenes import DAM, NOON, comet_story, dam_story, read_in
from tests.site.made_once import made_once

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def outlets(request):
    if "dam" not in request.fixturenames:  # which brings them along
        sync_outlets()


@pytest.fixture
def dam() -> Story:
    """The dam's story, and beside it the comet's."""
    return two_stories()


@made_once
def two_stories() -> Story:
    sync_outlets()
    dam_story()
    comet_story()
    assemble()
    return story_of("dam-1")


@pytest.fixture
def comet(dam) -> Story:
    return story_of("comet-1")


def story_of(key: str) -> Story:
    return Story.objects.get(memberships__article__url__endswith=f"/{key}")


def article(key: str) -> Article:
    return Article.objects.get(url__endswith=f"/{key}")


def keys(story: Story) -> set[str]:
    return {url.rpartition("/")[2] for url in story.memberships.values_list("article__url", flat=True)}


def dam_again(slug: str = "buzzfeednews", key: str = "dam-9", hours: float = 4) -> Article:
    """One more report of the dam's closing."""
    return read_in(slug, "Harrow Dam closed, valley emptied over 12 metre crack", *reversed(DAM), key=key, hours=hours)


def comet_again(key: str = "comet-9") -> Article:
    return read_in(
        "cnn",
        "Lantern probe sends first picture of the comet Abell from orbit",
        "The first picture of the comet Abell, from the space probe Lantern, came after 9 years of flight.",
        "“It looks like a burnt potato,” said mission scientist Tomas Lind.",
        key=key,
        hours=4,
    )


def review_of_the_dam() -> Article:
    """A press review that carries CNN's quote in other words."""
    press_review_outlet()
    review = read_in(
        "press-review",
        "The Harrow Dam is closed because of a crack",
        "The Harrow Dam was closed on Friday: engineers found a crack 12 metres long in its eastern wall, says CNN.",
        "“Better to shut a road too early than a day too late,” said Ines Duarte, the water authority's director.",
        key="review",
        hours=20,
    )
    cnn = Outlet.objects.get(slug="cnn")
    Quote.objects.filter(article=review).update(translated=True, carried_from=cnn)
    return review


def everyone_is_in_one_standing_story() -> bool:
    read = Article.objects.read()
    return not read.filter(membership=None).exists() and not read.exclude(membership__story__merged_into=None).exists()


# Merging


def test_a_story_that_was_merged_before_is_not_led_away_by_a_second_merge(dam, comet):
    dam_again("buzzfeednews", "other")
    third = desk.split(story_with("other"), [article("other")], NOON)
    desk.merge([comet, dam], dam, NOON)
    with pytest.raises(desk.DeskError):
        desk.merge([comet, third], third, NOON)
    comet.refresh_from_db()
    assert comet.standing_story() == dam


def story_with(key: str) -> Story:
    assemble()
    return story_of(key)


def test_merged_stories_lead_to_the_last_of_a_chain_in_one_step(dam, comet):
    third = desk.split(dam, [article("dam-3")], NOON)
    desk.merge([comet, dam], dam, NOON)
    desk.merge([dam, third], third, NOON)
    assert set(Story.objects.filter(merged_into=third)) == {dam, comet}
    assert keys(third) == {"dam-1", "dam-2", "dam-3", "comet-1", "comet-2"}


def test_two_stories_cannot_be_merged_into_each_other(dam, comet):
    stale_dam, stale_comet = Story.objects.get(pk=dam.pk), Story.objects.get(pk=comet.pk)
    desk.merge([dam, comet], comet, NOON)
    with pytest.raises(desk.DeskError):
        desk.merge([stale_dam, stale_comet], stale_dam, NOON)
    assert Story.objects.standing().count() == 1


def test_a_merge_that_is_posted_twice_is_one_merge(dam, comet):
    chosen = [Story.objects.get(pk=comet.pk), Story.objects.get(pk=dam.pk)]
    desk.merge(chosen, dam, NOON)
    with pytest.raises(desk.DeskError, match="lead elsewhere already"):
        desk.merge(chosen, dam, NOON)
    assert StoryEvent.objects.filter(kind="merged").count() == 1


def test_a_story_is_not_merged_with_itself(dam):
    with pytest.raises(desk.DeskError):
        desk.merge([dam], dam, NOON)


def test_what_was_taken_out_of_a_story_does_not_come_back_by_way_of_a_merge(dam, comet):
    desk.move([article("dam-3")], comet, NOON)
    third = desk.split(comet, [article("dam-3")], NOON)
    fourth = desk.split(dam, [article("dam-2")], NOON)
    desk.merge([dam, fourth], fourth, NOON)
    assert Exclusion.objects.filter(story=fourth, article=article("dam-3")).exists()
    assert not Exclusion.objects.filter(story=fourth, article__membership__story=fourth).exists()
    assert keys(third) == {"dam-3"}


@pytest.mark.parametrize("locked", ["dam", "comet"])
def test_merging_works_whichever_story_is_locked(dam, comet, locked):
    Story.objects.filter(pk={"dam": dam, "comet": comet}[locked].pk).update(locked=True)
    desk.merge([comet, dam], dam, NOON)
    dam_again()
    assemble()
    dam.refresh_from_db()
    assert keys(dam) == {"dam-1", "dam-2", "dam-3", "comet-1", "comet-2"} | ({"dam-9"} if locked == "comet" else set())
    assert everyone_is_in_one_standing_story()


def test_a_merged_story_leaves_no_comparison_behind(dam, comet):
    assert comet.claim_groups.exists()
    desk.merge([comet, dam], dam, NOON)
    assemble()
    assert not comet.claim_groups.exists()
    assert not comet.quote_groups.exists()
    assert dam.quote_groups.filter(fullest__text__startswith="It looks like").exists()


def test_a_merge_keeps_what_the_workers_stored_meanwhile(dam, comet):
    before = Story.objects.get(pk=dam.pk)
    Story.objects.filter(pk=dam.pk).update(digest="new", reviewed=True)
    desk.merge([comet, before], before, NOON)
    dam.refresh_from_db()
    assert (dam.digest, dam.reviewed) == ("new", True)


# Splitting


def test_a_split_that_is_posted_twice_is_one_split(dam):
    chosen = [article("dam-2"), article("dam-3")]
    new = desk.split(dam, chosen, NOON)
    for story in (new, dam):
        with pytest.raises(desk.DeskError):
            desk.split(story, chosen, NOON)
    assert (keys(dam), keys(new)) == ({"dam-1"}, {"dam-2", "dam-3"})
    assert Story.objects.count() == 3


def test_all_but_one_may_be_split_off_and_the_halves_stay_apart(dam):
    new = desk.split(dam, [article("dam-2"), article("dam-3")], NOON)
    dam_again()
    assemble()
    assert {"dam-2", "dam-3"} <= keys(new)
    assert "dam-1" in keys(dam)
    assert not keys(dam) & keys(new)
    assert everyone_is_in_one_standing_story()


def test_the_last_of_the_outlets_articles_cannot_be_split_from_a_press_review(dam):
    desk.move([review_of_the_dam()], dam, NOON)
    with pytest.raises(desk.DeskError, match="own article must stay"):
        desk.split(dam, [article("dam-1"), article("dam-2"), article("dam-3")], NOON)
    assert keys(dam) == {"dam-1", "dam-2", "dam-3", "review"}


def test_a_press_review_can_be_split_off_and_is_not_placed_again(dam):
    review = review_of_the_dam()
    assemble()
    assert "review" in keys(dam)
    new = desk.split(dam, [review], NOON)
    dam_again()
    assemble()
    assert keys(new) == {"review"}
    new.refresh_from_db()
    assert new.state == Story.State.GATHERING


@pytest.mark.parametrize("chosen", [[], ["dam-1", "comet-1"], ["comet-1"]])
def test_articles_of_another_story_or_none_cannot_be_split_off(dam, chosen):
    with pytest.raises(desk.DeskError):
        desk.split(dam, [article(key) for key in chosen], NOON)
    assert Story.objects.count() == 2


def test_what_is_split_off_a_hidden_story_stays_hidden(dam):
    desk.edit(dam, NOON, state=Story.State.HIDDEN)
    new = desk.split(dam, [article("dam-2"), article("dam-3")], NOON)
    dam_again()
    assemble()
    new.refresh_from_db()
    assert new.state == Story.State.HIDDEN
    assert not Story.objects.visible().filter(memberships__article__url__contains="dam").exists()


# Moving


def test_neither_story_follows_the_article_that_was_moved_between_them(dam, comet):
    desk.move([article("dam-3")], comet, NOON)
    dam_again()
    comet_again()
    assemble()
    assert {"dam-1", "dam-2"} <= keys(dam)
    assert {"comet-1", "comet-2", "dam-3"} <= keys(comet)
    assert Story.objects.count() == 2
    assert everyone_is_in_one_standing_story()


def test_a_story_that_loses_its_last_article_leads_to_where_that_went(dam, comet):
    desk.move([article("dam-1"), article("dam-2"), article("dam-3")], comet, NOON)
    dam.refresh_from_db()
    assert dam.standing_story() == comet
    desk.merge([comet], third := desk.split(comet, [article("comet-1")], NOON), NOON)
    dam.refresh_from_db()
    assert dam.merged_into == third


def test_what_was_taken_out_does_not_come_back_by_way_of_the_story_that_the_rest_went_to(dam, comet):
    inbox.take_out([article("dam-3")], NOON)
    third = inbox.begin([article("dam-1"), article("dam-2")], NOON)
    dam_again()
    assemble()
    dam.refresh_from_db()
    assert dam.standing_story() == third
    assert "dam-9" in keys(third)
    assert story_of("dam-3") != third


def test_a_press_review_goes_along_with_the_last_of_the_outlets_articles(dam, comet):
    review = review_of_the_dam()
    assemble()
    desk.move([article("dam-1"), article("dam-2"), article("dam-3")], comet, NOON)
    dam.refresh_from_db()
    assert dam.standing_story() == comet
    assert Membership.objects.get(article=review).story == comet
    assemble()
    assert everyone_is_in_one_standing_story()


def test_stories_can_be_compared_after_a_press_review_was_moved_between_them(dam, comet):
    review = review_of_the_dam()
    assemble()
    quote = Quote.objects.filter(article=review).first()
    claim = Claim.objects.filter(article=article("dam-1")).first()
    Passage.objects.get_or_create(quote=quote, defaults={"story": dam, "claim": claim})
    desk.move([review], comet, NOON)
    assert not dam.passages.exists()
    desk.merge([comet, dam], dam, NOON)
    assert assemble() == 1
    assert everyone_is_in_one_standing_story()


def test_nothing_is_moved_into_a_merged_story(dam, comet):
    desk.merge([comet, dam], dam, NOON)
    with pytest.raises(desk.DeskError, match="choose one that stands"):
        desk.move([article("dam-1")], comet, NOON)
    assert "dam-1" in keys(dam)


def test_what_is_moved_into_a_hidden_story_is_hidden_and_stays_there(dam, comet):
    desk.edit(comet, NOON, state=Story.State.HIDDEN)
    desk.move([article("dam-3")], comet, NOON)
    dam_again()
    assemble()
    comet.refresh_from_db()
    assert comet.state == Story.State.HIDDEN
    assert "dam-3" in keys(comet)


def test_a_move_that_is_posted_twice_is_one_move(dam, comet):
    desk.move([article("dam-3")], comet, NOON)
    before = list(Membership.objects.order_by("pk").values()), StoryEvent.objects.count(), Exclusion.objects.count()
    desk.move([article("dam-3")], comet, LATER)
    after = list(Membership.objects.order_by("pk").values()), StoryEvent.objects.count(), Exclusion.objects.count()
    assert before == after


def test_an_article_that_is_moved_there_and_back_is_where_it_was(dam, comet):
    desk.move([article("dam-3")], comet, NOON)
    desk.move([article("dam-3")], dam, NOON)
    dam_again()
    assemble()
    assert {"dam-1", "dam-2", "dam-3"} <= keys(dam)
    assert not Exclusion.objects.filter(story=dam).exists()


def test_the_changes_of_an_article_are_told_once_and_where_it_is(dam, comet):
    read_in("cnn", "Harrow Dam closed: 4,000 people leave", *DAM, key="dam-1")
    Story.objects.update(stale=True)
    assemble()
    assert StoryEvent.objects.filter(kind="headline", story=dam).count() == 1
    desk.move([article("dam-1")], comet, NOON)
    assemble()
    told = StoryEvent.objects.filter(article=article("dam-1"))
    assert sorted(told.values_list("kind", "story")) == [("headline", comet.pk), ("joined", comet.pk)]


def test_the_words_that_placed_an_article_are_not_shown_for_the_story_it_was_moved_to(dam, comet):
    desk.move([article("dam-3")], comet, NOON)
    assert Membership.objects.get(article=article("dam-3")).reasons == []


def test_an_article_without_words_is_not_moved(dam):
    outlet = Outlet.objects.get(slug="cnn")
    waiting = Article.objects.create(url="https://cnn.example/new", link="https://cnn.example/new", outlet=outlet)
    with pytest.raises(desk.DeskError, match="have been read"):
        desk.move([waiting], dam, NOON)
    assert not Membership.objects.filter(article=waiting).exists()


def test_a_released_article_goes_where_the_workers_place_it(dam, comet):
    desk.move([article("dam-3")], comet, NOON)
    assert desk.release([article("dam-3")]) == 1
    assert not Exclusion.objects.exists()
    dam_again()
    assemble()
    assert "dam-3" in keys(dam)
    assert keys(comet) == {"comet-1", "comet-2"}


def test_a_story_whose_last_articles_the_workers_were_let_place_leads_to_where_they_went(dam):
    """Though one that was split off it is there: who lets the rest go lets it follow."""
    half = desk.split(dam, [article("dam-1")], NOON)
    desk.release([article("dam-2"), article("dam-3")])
    assemble()
    dam.refresh_from_db()
    assert dam.standing_story() == half
    assert keys(half) == {"dam-1", "dam-2", "dam-3"}
    assert not half.exclusions.exists()


# Editing


def test_a_renamed_story_is_not_titled_again_and_a_second_click_is_no_second_change(dam):
    desk.edit(dam, NOON, title="The valley below")
    desk.edit(dam, LATER, title="The valley below")
    dam_again()
    assemble()
    dam.refresh_from_db()
    assert dam.title == "The valley below"
    assert StoryEvent.objects.filter(kind="renamed").count() == 1


def test_a_story_whose_name_is_emptied_is_titled_by_the_workers_again(dam):
    found = dam.title
    desk.edit(dam, NOON, title="The valley below")
    desk.edit(dam, NOON, title=" ")
    dam.refresh_from_db()
    assert (dam.title, dam.set_by_person) == (found, [])


@pytest.mark.parametrize("decided", [{"title": "The valley"}, {"state": "hidden"}, {"standfirst": "A crack."}])
def test_a_story_that_an_editor_touched_is_never_swallowed_by_another(dam, decided):
    alone = desk.split(dam, [article("dam-1")], NOON)
    desk.release(Article.objects.all())
    desk.edit(alone, NOON, **decided)
    dam_again()
    assemble()
    alone.refresh_from_db()
    assert alone.standing_story() == alone
    assert "dam-1" in keys(alone)
    assert {name: getattr(alone, name) for name in decided} == decided


@pytest.mark.parametrize("state", ["public", "gathering", "hidden"])
def test_the_state_that_an_editor_sets_outlives_new_articles(dam, state):
    new = desk.split(dam, [article("dam-3")], NOON)
    desk.edit(new, NOON, state=state)
    dam_again()
    desk.move([dam_again("techcrunch", "dam-10")], new, NOON)
    assemble()
    new.refresh_from_db()
    assert new.state == state


def test_articles_that_are_put_in_order_are_held_again(dam, comet):
    desk.move([article("dam-3")], comet, NOON)
    desk.release([article("dam-3")])
    desk.arrange(comet, [article(key).pk for key in ("dam-3", "comet-2", "comet-1")], NOON)
    dam_again()
    assemble()
    assert [row.article for row in comet.memberships.order_by("position")] == [
        article(key) for key in ("dam-3", "comet-2", "comet-1")
    ]


def test_a_story_that_an_editor_accepts_is_public_where_unreviewed_ones_are_not(dam, settings):
    settings.PUBLISH_UNREVIEWED = False
    desk.hand_back([dam], NOON)
    dam.refresh_from_db()
    assert dam.state == Story.State.GATHERING
    desk.edit(dam, NOON, reviewed=True)
    dam.refresh_from_db()
    assert (dam.state, dam.set_by_person) == (Story.State.PUBLIC, [])


def test_a_merged_story_is_not_edited(dam, comet):
    desk.merge([comet, dam], dam, NOON)
    with pytest.raises(desk.DeskError, match="edit that one"):
        desk.edit(comet, NOON, title="Nobody reads this")


def test_a_story_that_is_handed_back_is_titled_and_shown_by_the_workers(dam, comet):
    desk.edit(dam, NOON, title="The valley", state=Story.State.HIDDEN)
    desk.move([article("dam-3")], comet, NOON)
    desk.hand_back([dam, comet], NOON)
    dam_again()
    assemble()
    dam.refresh_from_db()
    assert (dam.state, dam.set_by_person) == (Story.State.PUBLIC, [])
    assert dam.title in {article(key).title for key in keys(dam)}
    assert "dam-3" not in keys(dam)


# What the workers must heed


def test_a_press_review_is_not_put_into_a_locked_story(dam):
    Story.objects.filter(pk=dam.pk).update(locked=True)
    review_of_the_dam()
    assemble()
    assert keys(dam) == {"dam-1", "dam-2", "dam-3"}


def test_a_quote_that_is_hidden_leaves_the_comparison(dam):
    quote = Quote.objects.get(article=article("dam-1"), kind="direct")
    assert QuoteVariant.objects.filter(quote=quote).exists()
    Quote.objects.filter(pk=quote.pk).update(hidden=True)
    Story.objects.filter(pk=dam.pk).update(stale=True)
    assemble()
    assert not QuoteVariant.objects.filter(quote=quote).exists()


def test_an_article_that_is_moved_while_another_is_placed_stays_where_it_was_put(dam, comet, monkeypatch):
    put = DatabaseShelf.put

    def moved_meanwhile(shelf, placed, placement):
        if "dam-3" in keys(dam):
            desk.move([article("dam-1"), article("dam-2"), article("dam-3")], comet, NOON)
        return put(shelf, placed, placement)

    monkeypatch.setattr(DatabaseShelf, "put", moved_meanwhile)
    dam_again()
    assemble()
    assemble()
    assert {"dam-1", "dam-2", "dam-3"} <= keys(comet)
    assert everyone_is_in_one_standing_story()


DECIDED = [
    (Quote, {"hidden": True}),
    (Quote, {"reviewed": True, "speaker_name": "Inês Duarte"}),
    (Claim, {"hidden": True}),
    (Claim, {"reviewed": True, "source_name": "Inês Duarte", "hedged": True, "negated": True}),
]


@pytest.mark.parametrize(("model", "decided"), DECIDED)
def test_what_an_editor_decided_on_words_outlives_a_new_text_that_has_them_still(dam, model, decided):
    kept = model.objects.filter(article=article("dam-1")).order_by("start").last()
    model.objects.filter(pk=kept.pk).update(**decided)
    read_in("cnn", "Harrow Dam closed: 4,000 people leave", "It rained.", *DAM, key="dam-1")
    now = model.objects.current().get(article=article("dam-1"), text=kept.text)
    assert now.pk != kept.pk
    assert {name: getattr(now, name) for name in decided} == decided


def test_what_an_editor_hid_stays_hidden_when_an_outlet_goes_back_to_an_earlier_text(dam):
    first = Quote.objects.get(article=article("dam-1"), kind="direct")
    read_in("cnn", "Harrow Dam closed: 4,000 people leave", *DAM, key="dam-1")
    Quote.objects.current().filter(article=article("dam-1"), text=first.text).update(hidden=True)
    read_in("cnn", "Harrow Dam closed after crack is found in eastern wall", *DAM, key="dam-1")
    now = Quote.objects.current().get(article=article("dam-1"), text=first.text)
    assert (now.pk, now.hidden) == (first.pk, True)


def test_what_the_workers_join_is_told_once_and_compared(dam):
    alone = desk.split(dam, [article("dam-1")], NOON)
    desk.move([review := review_of_the_dam()], alone, NOON)
    assemble()
    quote, claim = review.quotes.first(), article("dam-1").claims.first()
    Passage.objects.get_or_create(quote=quote, defaults={"story": alone, "claim": claim})
    desk.release(Article.objects.all())
    dam_again()
    assemble()
    alone.refresh_from_db()
    assert alone.standing_story() == dam
    assert keys(dam) == {"dam-1", "dam-2", "dam-3", "dam-9", "review"}
    assert not alone.passages.exists()
    assert not alone.claim_groups.exists()
    assert not StoryEvent.objects.filter(story=alone, article__isnull=False).exists()


def test_a_release_and_a_run_of_the_workers_leave_nobody_without_a_story(dam, comet):
    Story.objects.filter(pk=dam.pk).update(compared_at=timezone.now())
    desk.move([article("dam-1"), article("comet-1")], new := desk.split(dam, [article("dam-2")], NOON), NOON)
    desk.hand_back([dam, comet, new], NOON)
    desk.release(Article.objects.all())
    dam_again()
    comet_again()
    assemble()
    assert everyone_is_in_one_standing_story()
    assert sorted(len(keys(story)) for story in Story.objects.standing()) == [3, 4]
