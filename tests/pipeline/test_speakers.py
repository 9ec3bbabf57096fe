"""Speakers across articles: found, linked, merged and split, through new articles, new texts and the workers' haste."""

from __future__ import annotations

import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, connections
from django.utils import timezone

from aggregator import speaker_desk
from aggregator.models import Article, Claim, Quote, Snapshot, Speaker, SpeakerName, SpeakerPin
from aggregator.press_review_intake import enter_press_review
from aggregator.reading.types import FoundQuote, FoundSpeaker, Page, ReadArticle
from aggregator.roster import sync_outlets
from aggregator.speaker_desk import SpeakerDecisionError
from aggregator.speaker_links import link_speakers
from aggregator.store import save_reading
from coverage import desk
from coverage.models import Story
from coverage.surnames import link_surnames
from tests.pipeline.scenes import NOON, read_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
OAKLEY = "“The dam is safe,” said Maud Oakley, a spokesperson for BoatNet."


@pytest.fixture(autouse=True)
def outlets():
    sync_outlets()


def dam(*paragraphs: str, key: str = "dam", slug: str = "cnn") -> Article:
    return read_in(slug, "The dam of Harrow", *(paragraphs or (OAKLEY,)), key=key)


def speakers() -> dict[str, int]:
    """Each standing speaker's slug, with how many quotes it has in the newest texts."""
    return {one.slug: getattr(one, "quotes_given") for one in Speaker.objects.standing().counted()}  # noqa: B009


def spoken_by(article: Article) -> list[str]:
    return [quote.speaker.slug if quote.speaker else "" for quote in article.quotes.current().order_by("start")]


# Finding


def test_a_speaker_is_the_same_in_all_articles_that_give_the_full_name():
    dam()
    dam("“Nobody is at risk,” Ms. Maud Oakley said. “Nobody,” Oakley said.", key="other", slug="wsj")
    assert speakers() == {"maud-oakley": 3}
    (name,) = SpeakerName.objects.all()
    assert (name.name, name.kind, name.key) == ("Maud Oakley", "person", "person:maud oakley")


def test_a_quote_keeps_how_its_speaker_was_found_and_how_surely():
    quote = dam(OAKLEY, "“It will hold,” she said.").quotes.last()
    assert (quote.speaker_words, quote.speaker_name, quote.speaker_kind) == ("she", "Maud Oakley", "person")
    assert quote.speaker_resolution == "pronoun"
    assert 0.5 <= quote.speaker_confidence < 0.95


def test_a_claims_source_is_the_same_speaker_as_a_quotes():
    article = dam("Maud Oakley said that the dam held 40 million litres of water in 2021.")
    assert {claim.source.slug for claim in article.claims.all() if claim.source} == {"maud-oakley"}
    assert {quote.speaker.slug for quote in article.quotes.all()} == {"maud-oakley"}


def test_a_body_is_the_same_with_and_without_its_article_and_legal_form():
    dam("BoatNet Inc. runs the dam. “The dam is safe,” BoatNet Inc. said.")
    dam("“We shut the road,” the company said. “It is shut,” said BoatNet’s lawyers.", key="other")
    dam("A BoatNet spokesperson came. BoatNet said that the road is shut.", key="third")
    assert set(speakers()) == {"boatnet-inc"}


@pytest.mark.parametrize(
    "sentence",
    [
        "“The dam is safe,” officials said.",
        "“The dam is safe,” a spokesperson said.",
        "“The dam is safe,” two people close to the talks said.",
        "“The dam is safe,” a letter from the town said.",
        "“The dam is safe,” he said.",
        "“The dam is safe,” the company said.",
        "“The dam is safe,” Mr. Oakley said.",
        "“The dam is safe,” Oakley said.",
    ],
)
def test_who_is_not_named_in_full_has_no_identity(sentence):
    article = dam(sentence)
    assert article.quotes.count() == 1
    assert speakers() == {}


def test_a_bare_last_name_is_nobody_known_from_elsewhere():
    dam()
    other = dam("“Nobody is at risk,” Oakley said.", key="other", slug="wsj")
    assert spoken_by(other) == [""]


def test_reading_again_makes_no_doubles():
    article = dam()
    before = list(Speaker.objects.values()), list(SpeakerName.objects.values()), list(Quote.objects.values())
    assert dam() == article
    link_speakers(article.snapshot, LATER)
    assert before == (
        list(Speaker.objects.values()), list(SpeakerName.objects.values()), list(Quote.objects.values())
    )  # fmt: skip


def test_two_speakers_of_one_slug_have_addresses_of_their_own():
    dam("“The dam is safe,” said Maud Öakley. “It is,” said Maud-Oakley Corp.")
    slugs = set(speakers())
    assert "maud-oakley" in slugs
    assert len(slugs) == SpeakerName.objects.count()


def test_a_press_reviews_outlets_are_speakers_too():
    enter_press_review("The dam is shut. “The dam of Harrow is shut for good”, explains TechCrunch.", LATER)
    assert speakers() == {"techcrunch": 1}


@pytest.mark.django_db(transaction=True)
def test_workers_who_meet_a_new_speaker_at_the_same_moment_make_one():
    texts = [f"“The dam is safe, number {number},” said Maud Oakley. “Yes,” said Tom Reed." for number in range(6)]
    errors: list[BaseException] = []
    together = threading.Barrier(3)

    def work(mine: list[int]) -> None:
        try:
            together.wait(20)
            for number in mine:
                dam(texts[number], key=f"dam-{number}")
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=([number, number + 3],)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not errors
    assert speakers() == {"maud-oakley": 6, "tom-reed": 6}


# Within a story


def story_of(*articles: Article) -> Story:
    story = Story.objects.create(title="The dam")
    desk.move(articles, story, LATER)
    return story


def test_a_last_name_alone_is_whom_another_article_of_the_story_gives_it_in_full():
    full, bare = dam(), dam("“Nobody is at risk,” Oakley said.", key="other", slug="wsj")
    story = story_of(full, bare)
    for _ in range(2):
        link_surnames(story)
        assert spoken_by(bare) == ["maud-oakley"]


def test_a_last_name_that_two_people_of_the_story_have_is_neither():
    full, bare = dam(), dam("“Nobody is at risk,” Oakley said.", key="other", slug="wsj")
    story = story_of(full, bare)
    link_surnames(story)
    desk.move([dam("“Run,” said Tom Oakley.", key="third", slug="gizmodo")], story, LATER)
    link_surnames(story)
    assert spoken_by(bare) == [""]


# Merging


@pytest.fixture
def two() -> tuple[Speaker, Speaker]:
    """Maud Oakley and M. L. Oakley, each with an article."""
    dam()
    dam("“The road is shut,” said Madeleine Oakley.", key="other", slug="wsj")
    return Speaker.objects.get(slug="maud-oakley"), Speaker.objects.get(slug="madeleine-oakley")


def test_a_merged_speakers_names_quotes_and_address_go_to_the_one_that_stays(two):
    maud, madeleine = two
    speaker_desk.merge(two, maud)
    madeleine.refresh_from_db()
    assert madeleine.standing_speaker() == maud
    assert {name.name for name in maud.names.all()} == {"Maud Oakley", "Madeleine Oakley"}
    assert speakers() == {"maud-oakley": 2}


def test_what_arrives_after_a_merge_goes_to_the_heir(two):
    speaker_desk.merge(two, two[0])
    article = dam("“It is still shut,” said Madeleine Oakley.", key="third", slug="gizmodo")
    assert spoken_by(article) == ["maud-oakley"]
    assert speakers() == {"maud-oakley": 3}


def test_a_chain_of_merges_leads_to_the_last_heir(two):
    dam("“It is open,” said Tom Reed.", key="third")
    reed = Speaker.objects.get(slug="tom-reed")
    speaker_desk.merge(two, two[0])
    speaker_desk.merge([two[0], reed], reed)
    assert {one.standing_speaker().slug for one in Speaker.objects.all()} == {"tom-reed"}
    assert Speaker.objects.get(slug="madeleine-oakley").merged_into == reed


def test_merging_needs_two_that_stand(two):
    speaker_desk.merge(two, two[0])
    for chosen, into in (([two[0]], two[0]), (two, two[0]), (two, two[1])):
        with pytest.raises(SpeakerDecisionError):
            speaker_desk.merge(chosen, into)


def test_a_new_name_never_takes_a_merged_speakers_address(two):
    speaker_desk.merge(two, two[0])
    assert Speaker.objects.filter(slug="madeleine-oakley").get().merged_into == two[0]
    SpeakerName.objects.filter(key="person:madeleine oakley").delete()
    dam("“It is still shut,” said Madeleine Oakley.", key="third", slug="gizmodo")
    assert set(speakers()) == {"maud-oakley", "madeleine-oakley-2"}


# Splitting


def test_a_name_that_is_split_off_takes_its_quotes_and_what_arrives_under_it(two):
    speaker_desk.merge(two, two[0])
    name = SpeakerName.objects.get(name="Madeleine Oakley")
    new = speaker_desk.split_names([name], "Madeleine Oakley", LATER)
    assert new.slug == "madeleine-oakley-2"  # the first address leads to the heir for ever
    dam("“It is still shut,” said Madeleine Oakley.", key="third", slug="gizmodo")
    assert speakers() == {"maud-oakley": 1, "madeleine-oakley-2": 2}


def test_a_speaker_keeps_at_least_one_name(two):
    with pytest.raises(SpeakerDecisionError):
        speaker_desk.split_names(two[0].names.all(), "", LATER)
    with pytest.raises(SpeakerDecisionError):
        speaker_desk.split_names(SpeakerName.objects.all(), "", LATER)


def test_a_namesake_is_split_off_by_quotes_and_stays_apart_when_the_article_is_read_again():
    dam()
    namesake = dam("“I won the race,” said Maud Oakley, a rower.", key="race", slug="gizmodo")
    new = speaker_desk.split_quotes(namesake.quotes.all(), "Maud Oakley (rower)", LATER)
    assert (new.name, new.slug) == ("Maud Oakley (rower)", "maud-oakley-rower")
    again = dam("“I won the race,” said Maud Oakley, a rower. “By far,” Oakley said.", key="race", slug="gizmodo")
    assert again == namesake
    assert spoken_by(again) == ["maud-oakley-rower"] * 2
    dam("“The dam holds,” said Maud Oakley.", key="third")
    assert speakers() == {"maud-oakley": 2, "maud-oakley-rower": 2}


def test_a_namesake_that_is_merged_back_takes_its_pins_along():
    dam()
    namesake = dam("“I won the race,” said Maud Oakley, a rower.", key="race", slug="gizmodo")
    new = speaker_desk.split_quotes(namesake.quotes.all(), "Maud Oakley (rower)", LATER)
    maud = Speaker.objects.get(slug="maud-oakley")
    speaker_desk.merge([maud, new], maud)
    dam("“I won the race again,” said Maud Oakley, a rower.", key="race", slug="gizmodo")
    assert speakers() == {"maud-oakley": 2}
    assert SpeakerPin.objects.get().speaker == maud


def test_splitting_off_all_quotes_makes_no_sense():
    article = dam()
    with pytest.raises(SpeakerDecisionError):
        speaker_desk.split_quotes(article.quotes.all(), "", LATER)
    assert not SpeakerPin.objects.exists()


def test_a_last_name_that_an_editor_split_off_is_not_linked_again_by_its_story():
    full, bare = dam(), dam("“Nobody is at risk,” Oakley said.", key="other", slug="wsj")
    story = story_of(full, bare)
    link_surnames(story)
    speaker_desk.split_quotes(bare.quotes.all(), "Tom Oakley", LATER)
    link_surnames(story)
    dam("“Nobody is at any risk,” Oakley said.", key="other", slug="wsj")
    link_surnames(story)
    assert spoken_by(bare) == ["tom-oakley"]


# Renaming and putting right


def test_a_renamed_speaker_keeps_its_name_address_and_quotes(two):
    Speaker.objects.filter(pk=two[0].pk).update(name="Maud Oakley of Harrow")
    dam("“The dam is very safe,” said Maud Oakley.", key="third", slug="gizmodo")
    maud = Speaker.objects.get(slug="maud-oakley")
    assert (maud.name, maud.quotes.count()) == ("Maud Oakley of Harrow", 2)


def test_a_name_that_an_editor_put_right_leads_to_whom_it_means_in_later_texts_too():
    article = dam(OAKLEY, "“It will hold,” he said.")
    quote = article.quotes.last()
    quote.speaker_name, quote.speaker_kind, quote.reviewed = "Tom Reed", "person", True
    quote.save()
    speaker_desk.put_right(quote, LATER)
    assert spoken_by(article) == ["maud-oakley", "tom-reed"]
    again = dam(OAKLEY, "“It will hold,” he said.", "The rain went on.")
    assert spoken_by(again) == ["maud-oakley", "tom-reed"]


# Stored before


def found(text: str, words: str, name: str) -> ReadArticle:
    page = Page(
        "https://cnn.example/old", "Old", text, (), None, None, "full", "test"
    )  # fmt: skip
    start = text.index(words)
    speaker = FoundSpeaker(start, start + len(words), words, name)
    quote = FoundQuote(((1, 9),), text[1:9], "direct", speaker, None, 0.9, "rules")
    return ReadArticle(page, (quote,), (), ())


def test_speakers_of_a_database_from_before_are_told_and_linked_by_the_migration():
    outlet = dam().outlet
    Speaker.objects.all().delete()
    Article.objects.all().delete()
    article = Article.objects.create(outlet=outlet, url="https://cnn.example/old", link="https://cnn.example/old")
    text = "“The dam is safe,” said Maud Oakley. “It is,” Oakley said."
    save_reading(article, found(text, "Maud Oakley", "Maud Oakley"), None, NOON)
    Quote.objects.update(speaker_kind="", speaker_resolution="", speaker_confidence=None)
    migration = import_module("aggregator.migrations.0007_stored_speakers")
    for _ in range(2):
        migration.tell_and_link(apps, connection.schema_editor)
        quote = Quote.objects.get()
        assert (quote.speaker_kind, quote.speaker_resolution) == ("person", "as written")
        assert quote.speaker.slug == "maud-oakley"
        assert speakers() == {"maud-oakley": 1}
    link_speakers(Snapshot.objects.get(), timezone.now())
    assert speakers() == {"maud-oakley": 1}
    assert not Claim.objects.exclude(source=None).exists()
