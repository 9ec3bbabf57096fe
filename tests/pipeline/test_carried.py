"""A new text is checked against what readers were shown of the old one, and editors' decisions go along."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command

from aggregator.models import Article, Claim, Quote, SpanCheck, TextChange
from aggregator.roster import sync_outlets
from coverage.models import ClaimCell, QuoteVariant
from coverage.tally import tally
from coverage.tasks import assemble
from tests.pipeline.scenes import DAM, dam_story, read_in

pytestmark = pytest.mark.django_db

SAID = "We would rather close a road too early than a day too late,"


@pytest.fixture(autouse=True)
def outlets():
    sync_outlets()


def first(*paragraphs: str) -> Article:
    return read_in("cnn", "Harrow Dam closed", *(paragraphs or DAM), key="dam-1")


def check_of(words: str) -> SpanCheck:
    return SpanCheck.objects.filter(quote__text=words).latest("pk")


def test_words_that_stand_elsewhere_are_found_at_their_new_place():
    first()
    article = first("The road to the valley is open again.", *DAM)
    check = check_of(SAID)
    assert (check.fate, check.words_now) == ("kept", SAID)
    assert check.against == article.snapshot
    assert check.spans == [[article.snapshot.text.index(SAID), article.snapshot.text.index(SAID) + len(SAID)]]


def test_every_quote_and_claim_of_the_old_text_is_looked_up_and_every_span_found_holds_words_of_the_new_one():
    article = first()
    old = article.snapshot
    first(DAM[0].replace("12 metres", "14 metres"), DAM[2].replace("a road", "one road"))
    spans = Quote.objects.filter(snapshot=old).count() + Claim.objects.filter(snapshot=old).count()
    assert SpanCheck.objects.count() == spans > 3
    fates = {check.span.text.split()[0]: check.fate for check in SpanCheck.objects.all()}
    assert fates["About"] == "gone"
    assert fates["We"] == "changed"
    assert fates["The"] == "changed"
    for check in SpanCheck.objects.all():
        assert bool(check.words_now.strip()) == (check.fate != "gone")


def test_an_accepted_quote_that_was_changed_is_broken_and_is_not_accepted_unseen():
    first()
    Quote.objects.update(reviewed=True)
    first(*DAM[:2], DAM[2].replace("too early", "a week early"))
    check = check_of(SAID)
    assert (check.fate, check.shown) == ("changed", True)
    assert "a week early" in check.words_now
    assert check in SpanCheck.objects.broken().unsettled()
    assert not Quote.objects.current().filter(reviewed=True, text__contains="a week early").exists()


def test_an_accepted_quote_that_is_credited_to_someone_else_now_is_broken_and_keeps_no_one_s_name():
    first()
    Quote.objects.filter(text=SAID).update(reviewed=True, speaker_name="Ines Duarte, director")
    first(*DAM[:2], DAM[2].replace("Ines Duarte", "Tomas Lind"))
    assert check_of(SAID).fate == "credit"
    assert check_of(SAID) in SpanCheck.objects.broken()
    stands = Quote.objects.current().get(text=SAID)
    assert (stands.reviewed, stands.speaker_name) == (False, "Tomas Lind")


def test_an_accepted_quote_whose_speaker_is_only_named_in_full_stays_accepted():
    first(*DAM[:2], DAM[2].replace("Ines Duarte", "Duarte"))
    Quote.objects.filter(text=SAID).update(reviewed=True)
    first()
    assert check_of(SAID).fate == "kept"
    assert Quote.objects.current().get(text=SAID).reviewed


def test_words_that_an_editor_hid_stay_hidden_whoever_is_credited():
    first()
    Quote.objects.filter(text=SAID).update(hidden=True)
    first(*DAM[:2], DAM[2].replace("Ines Duarte", "Tomas Lind"))
    assert Quote.objects.current().get(text=SAID).hidden
    assert not SpanCheck.objects.broken().exists()


def test_an_accepted_quote_that_the_reader_no_longer_finds_is_kept_where_its_words_stand():
    article = first()
    words = "4,000 people in the valley"
    start = article.snapshot.text.index(words)
    Quote.objects.create(
        article=article, snapshot=article.snapshot, start=start, end=start + len(words),
        spans=[[start, start + len(words)]], text=words, kind="mixed", found_by="editor", reviewed=True,
    )  # fmt: skip
    first("The road to the valley is open again.", *DAM)
    kept = Quote.objects.current().get(text=words)
    assert kept.reviewed
    assert kept.is_verbatim()


def test_an_accepted_claim_is_kept_with_its_figures_where_they_stand():
    article = first()
    claim = Claim.objects.filter(snapshot=article.snapshot, text__startswith="The Harrow").get()
    Claim.objects.filter(pk=claim.pk).update(reviewed=True, start=claim.start + 4, text=claim.text[4:])
    assert claim.figures
    second = first("The road to the valley is open again.", *DAM)
    kept = Claim.objects.current().get(reviewed=True)
    assert kept.is_verbatim()
    words = [second.snapshot.text[figure["start"] : figure["end"]] for figure in kept.figures]
    assert words == [figure["words"] for figure in claim.figures]


def test_what_a_story_showed_is_marked_when_an_edit_breaks_it():
    dam_story()
    assemble()
    shown = QuoteVariant.objects.filter(quote__article__url__endswith="dam-1", quote__text=SAID)
    assert shown.exists()
    assert ClaimCell.objects.filter(claims__article__url__endswith="dam-1").exists()
    read_in("cnn", "Harrow Dam closed after crack is found in eastern wall", DAM[0].replace("12", "14"), key="dam-1")
    assert not SpanCheck.objects.broken().exists()  # until its story is compared again, with what it showed in hand
    assemble()
    broken = SpanCheck.objects.broken()
    assert check_of(SAID) in broken
    assert check_of(SAID).fate == "gone"
    assert broken.filter(claim__text__contains="12 metres", fate="changed").exists()
    assert not QuoteVariant.objects.filter(quote=check_of(SAID).quote).exists()


def test_words_that_a_story_showed_and_that_stand_are_shown_and_not_broken():
    dam_story()
    assemble()
    read_in("cnn", "Harrow Dam closed after crack is found in eastern wall", "It rained.", *DAM, key="dam-1")
    assemble()
    assert check_of(SAID).shown
    assert not SpanCheck.objects.broken().exists()


def test_what_an_edit_broke_is_counted_until_it_was_seen_to():
    name = "shown quotes and claims that an edit broke"
    first()
    Quote.objects.update(reviewed=True)
    first(*DAM[:2])
    assert tally().counts[name] == 1
    out = io.StringIO()
    call_command("status", stdout=out)
    assert re.search(rf"^1 +{name}", out.getvalue(), re.MULTILINE)
    SpanCheck.objects.update(settled=True)
    assert tally().counts[name] == 0


def test_an_archive_s_page_that_is_read_otherwise_was_not_changed_by_its_outlet():
    article = first()
    Article.objects.filter(pk=article.pk).update(origin="archive")
    first(*DAM, "One more line.")
    assert not TextChange.objects.exists()
    assert SpanCheck.objects.exists()
