"""What an editor says of a quote goes along to the article's next texts, field by field, while its words stand."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from aggregator.models import Article, Quote, SpanCheck, Speaker
from aggregator.roster import sync_outlets
from coverage.decisions import decide
from coverage.models import QuoteLabel, QuoteTie, QuoteVariant, Story
from coverage.tasks import assemble
from tests.pipeline.scenes import DAM, NOON, dam_story, read_in

pytestmark = pytest.mark.django_db

SAID = "We would rather close a road too early than a day too late,"
SHORTER = "We would rather close a road too early"
DUARTE = "Ines Duarte, the authority's director"
ABOVE = "The road to the valley is open again."


@pytest.fixture(autouse=True)
def outlets(settings, tmp_path):
    settings.TAGGER_FOLDER = tmp_path
    sync_outlets()


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


def first(*paragraphs: str) -> Article:
    return read_in("cnn", "Harrow Dam closed", *(paragraphs or DAM), key="dam-1")


def said(text: str = SAID) -> Quote:
    found: Quote = Quote.objects.current().get(text=text)
    return found


def set_on(editor, quote: Quote, **values) -> None:
    decide(editor, "spans", {"model": "quote", "rows": [quote.pk], "values": values}, "Heard.", NOON)


def shorten(editor, quote: Quote) -> None:
    set_on(editor, quote, spans=[[quote.start, quote.start + len(SHORTER)]])


def test_moved_ends_hold_at_the_words_new_place_and_no_second_quote_stands_beside(editor):
    first()
    shorten(editor, said())
    for _ in range(2):
        article = first(ABOVE, *DAM)
        found = list(Quote.objects.current().filter(article=article, text__startswith="We would"))
        assert [quote.text for quote in found] == [SHORTER]
        assert found[0].is_verbatim()
        assert found[0].set_by_person == ["reviewed", "spans"]


def test_reading_the_same_text_again_changes_nothing(editor):
    first()
    shorten(editor, said())
    before = list(Quote.objects.order_by("pk").values())
    first()
    assert list(Quote.objects.order_by("pk").values()) == before


def test_a_speaker_that_an_editor_chose_stays_whatever_the_name_means_elsewhere(editor):
    first()
    speaker = Speaker.objects.create(slug="ada", name="Ada Lind", kind="person")
    other = Speaker.objects.create(slug="ada-2", name="Ada Lind", kind="person")
    set_on(editor, said(), speaker=other.pk)
    first(ABOVE, *DAM)
    quote = said()
    assert (quote.speaker, quote.speaker_name, quote.speaker_words) == (other, "Ada Lind", DUARTE)
    assert quote.speaker != speaker
    assert quote.reviewed


def test_moved_ends_whose_words_are_gone_are_told_as_broken(editor):
    first()
    shorten(editor, said())
    first(*DAM[:2])
    check = SpanCheck.objects.get(quote__text=SHORTER)
    assert (check.fate, check.shown) == ("gone", True)
    assert check in SpanCheck.objects.broken().unsettled()


def test_what_an_editor_took_back_is_not_accepted_in_the_next_text(editor):
    first()
    set_on(editor, said(), reviewed=True)
    set_on(editor, said(), reviewed=False)
    first(ABOVE, *DAM)
    assert not said().reviewed
    assert said().set_by_person == ["reviewed"]


def test_labels_and_ties_follow_their_quotes_from_text_to_text(editor):
    dam_story()
    assemble()
    story = Story.objects.get()
    one = Quote.objects.current().get(article__outlet__slug="cnn", text=SAID)
    other = Quote.objects.current().get(article__outlet__slug="gizmodo", text__startswith="We would")
    assert story.quote_groups.filter(variants__quote=one).filter(variants__quote=other).exists()
    decide(editor, "align", {"rows": [one.pk, other.pk], "same": False}, "Another day.", NOON)
    decide(editor, "align", {"rows": [one.pk], "label": "translated"}, "From Portuguese.", NOON)
    for hours, text in enumerate([(ABOVE, *DAM), (*DAM, ABOVE)], 1):
        read_in("cnn", "Harrow Dam closed", *text, key="dam-1", hours=hours)
        assemble()
        new = Quote.objects.current().get(article__outlet__slug="cnn", text=SAID)
        assert QuoteTie.objects.get().one == new
        assert QuoteLabel.objects.get().quote == new
        assert not story.quote_groups.filter(variants__quote=new).filter(variants__quote=other).exists()
        assert QuoteVariant.objects.get(quote=new).rendering == "translated"
