"""What an editor says of a quote goes along to the article's next texts, field by field, while its words stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db.models import Q

from aggregator.models import Article, Claim, Quote, SpanCheck, Speaker
from coverage import decisions
from coverage.citing import cited
from coverage.comparing.review_text import Cite
from coverage.decisions import decide
from coverage.desk import DeskError
from coverage.models import ClaimGroup, Decision, QuoteLabel, QuoteTie, QuoteVariant, Story
from coverage.tasks import assemble
from tests.pipeline.scenes import DAM, NOON, dam_story, read_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outlets_by_words")]

SAID = "We would rather close a road too early than a day too late,"
SHORTER = "We would rather close a road too early"
DUARTE = "Ines Duarte, the authority's director"
LATER = NOON + timedelta(hours=9)
ABOVE = "The road to the valley is open again."


def first(*paragraphs: str) -> Article:
    return read_in("cnn", "Harrow Dam closed", *(paragraphs or DAM), key="dam-1")


def said(text: str = SAID) -> Quote:
    found: Quote = Quote.objects.current().get(text=text)
    return found


def set_on(editor, quote: Quote, **values) -> Decision:
    return decide(editor, "spans", {"model": "quote", "rows": [quote.pk], "values": values}, "Heard.", NOON)


def shorten(editor, quote: Quote) -> Decision:
    return set_on(editor, quote, spans=[[quote.start, quote.start + len(SHORTER)]])


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


SET = [{"hidden": True}, {"reviewed": True}, {"speaker_name": "Ada Lind"}, {"spans": None}]


@pytest.mark.parametrize("values", SET)
def test_what_was_decided_on_an_earlier_text_is_undone_where_readers_look(editor, values):
    first()
    before = said()
    done = shorten(editor, before) if "spans" in values else set_on(editor, before, **values)
    first(ABOVE, *DAM)
    first(ABOVE, ABOVE.upper(), *DAM)
    decisions.undo(done, editor, "It was right.", LATER)
    for text in ((ABOVE, ABOVE.upper(), *DAM), DAM, (ABOVE, *DAM)):  # also where the outlet goes back to an earlier one
        first(*text)
        after = said()
        assert (after.hidden, after.reviewed, after.speaker_name, after.set_by_person) == (
            False, False, before.speaker_name, [],
        )  # fmt: skip
        assert after.is_verbatim()


def test_what_was_decided_anew_on_a_later_text_is_not_undone_with_the_first(editor):
    first()
    done = set_on(editor, said(), hidden=True)
    first(ABOVE, *DAM)
    set_on(editor, said(), hidden=False)
    with pytest.raises(DeskError, match="decided on again"):
        decisions.undo(done, editor, "", LATER)


def test_words_that_are_gone_cannot_be_decided_on_nor_is_it_undone(editor):
    first()
    quote = said()
    done = set_on(editor, quote, speaker_name="Ada Lind")
    first(*DAM[:2])
    for decided in (lambda: decisions.undo(done, editor, "", LATER), lambda: set_on(editor, quote, reviewed=False)):
        with pytest.raises(DeskError, match="not in their article’s newest text"):
            decided()


@pytest.mark.parametrize("values", [{"hidden": True}, {"reviewed": True}])
def test_a_proposal_that_waited_is_carried_out_on_the_words_as_they_stand_now(editor, values):
    reporter = User.objects.create(username="reporter", is_staff=True)
    reporter.user_permissions.add(Permission.objects.get(codename="propose_decision"))
    first()
    asked = {"model": "quote", "rows": [said().pk], "values": values}
    waits = decide(reporter, "spans", asked, "Heard.", NOON)
    first(ABOVE, *DAM)
    decisions.take(waits, editor, "", LATER)
    assert {name: getattr(said(), name) for name in values} == values


def test_a_quote_that_is_hidden_in_a_later_text_is_hidden_wherever_an_earlier_one_is_cited(editor):
    first()
    cite = Cite("quote", said().pk)
    first(ABOVE, *DAM)
    assert cited([cite])[cite].state == "stands"
    set_on(editor, said(), hidden=True)
    assert cited([cite])[cite].state == "hidden"
    set_on(editor, said(), hidden=False)
    assert cited([cite])[cite].state == "stands"


def test_accepting_a_statement_is_undone_on_claims_of_later_texts(editor):
    dam_story()
    assemble()
    group = ClaimGroup.objects.filter(cells__claims__article__outlet__slug="cnn").first()
    done = decide(editor, "statement", {"group": group.pk, "do": "accept"}, "Right.", NOON)
    assert Claim.objects.filter(reviewed=True).exists()
    read_in("cnn", "Harrow Dam closed after crack is found in eastern wall", ABOVE, *DAM, key="dam-1", hours=1)
    assemble()
    assert Claim.objects.current().filter(article__outlet__slug="cnn", reviewed=True).exists()
    decisions.undo(done, editor, "Wrong.", LATER)
    assert not Claim.objects.filter(reviewed=True).exists()


@pytest.mark.parametrize("values", [{"hidden": True}, {"reviewed": True}, {"speaker_name": "Ada Lind"}])
def test_what_was_decided_holds_again_where_words_that_were_gone_stand_in_another_text(editor, values):
    first()
    set_on(editor, said(), **values)
    first(*DAM[:2])
    first(*DAM, ABOVE)
    assert {name: getattr(said(), name) for name in values} == values


def test_moved_ends_hold_again_where_words_that_were_gone_stand_in_another_text(editor):
    first()
    done = shorten(editor, said())
    for text in (DAM[:2], (*DAM[:2], ABOVE), (*DAM, ABOVE), DAM[:1], (ABOVE, *DAM)):
        article = first(*text)
        stand = [quote.text for quote in Quote.objects.current().filter(article=article, text__startswith="We would")]
        assert stand == ([SHORTER] if DAM[2] in text else [])
    assert said(SHORTER).is_verbatim()
    assert said(SHORTER).set_by_person == ["reviewed", "spans"]
    decisions.undo(done, editor, "It was right.", LATER)
    assert said().is_verbatim()
    assert not Quote.objects.current().filter(text=SHORTER).exists()


def test_of_ends_that_were_moved_twice_the_last_hold_again(editor):
    first()
    shorten(editor, said())
    quote = said(SHORTER)
    set_on(editor, quote, spans=[[quote.start + len("We would rather "), quote.end]])
    first(ABOVE, *DAM)
    first(*DAM[:2])
    first(*DAM, ABOVE)
    found = Quote.objects.current().filter(article=quote.article, text__contains="close a road too early")
    assert [row.text for row in found] == [SHORTER.removeprefix("We would rather ")]


def test_moved_ends_do_not_hold_again_where_the_words_are_credited_to_another(editor):
    first()
    shorten(editor, said())
    first(*DAM[:2])
    first(*DAM[:2], f"“{SAID}” said Karin Holm, the mayor.")
    assert said().speaker_name == "Karin Holm"
    assert (said().set_by_person, said().reviewed) == ([], False)
    assert not Quote.objects.current().filter(text=SHORTER).exists()


def without(words: str) -> tuple[str, ...]:
    return tuple(paragraph for paragraph in DAM if words not in paragraph)


@pytest.mark.parametrize("asked", [{"same": False}, {"same": True}, {"label": "translated"}])
def test_labels_and_ties_hold_again_where_words_that_were_gone_stand_in_another_text(editor, asked):
    dam_story()
    assemble()
    story = Story.objects.get()
    one = Quote.objects.current().get(article__outlet__slug="cnn", text=SAID)
    others = Quote.objects.current().exclude(article__outlet__slug="cnn").filter(article__membership__story=story)
    grouped = Q(variants__group__in=story.quote_groups.filter(variants__quote=one))
    other = (others.exclude(grouped) if asked.get("same") else others.filter(grouped)).earliest("pk")
    rows = [one.pk] if "label" in asked else [one.pk, other.pk]
    done = decide(editor, "align", {"rows": rows, **asked}, "Heard.", NOON)
    for hours, text in enumerate([without("rather"), (ABOVE, *without("rather")), (ABOVE, *DAM)], 1):
        read_in("cnn", "Harrow Dam closed after crack is found in eastern wall", *text, key="dam-1", hours=hours)
        assemble()
    new = Quote.objects.current().get(article__outlet__slug="cnn", text=SAID)
    groups = story.quote_groups.filter(variants__quote=new)
    if "label" in asked:
        assert QuoteLabel.objects.get().quote == new
        assert QuoteVariant.objects.get(quote=new).rendering == "translated"
    else:
        assert QuoteTie.objects.get().one == new
        assert groups.filter(variants__quote=other).exists() == asked["same"]
    decisions.undo(done, editor, "It was not so.", LATER)
    assert not QuoteTie.objects.exists()
    assert not QuoteLabel.objects.exists()
