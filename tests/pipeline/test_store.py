"""What is read is stored as spans of a hashed snapshot, once."""

from __future__ import annotations

import hashlib

import pytest

from aggregator.models import Claim, Quote, Snapshot
from aggregator.roster import sync_outlets
from tests.pipeline.scenes import DAM, read_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outlets():
    sync_outlets()


def test_every_quote_and_claim_is_the_text_between_its_offsets():
    article = read_in("cnn", "Harrow Dam closed", *DAM)
    assert article.quotes.count() >= 1
    assert article.claims.count() >= 2
    assert all(quote.is_verbatim() for quote in Quote.objects.select_related("snapshot"))
    assert all(claim.is_verbatim() for claim in Claim.objects.select_related("snapshot"))


def test_a_snapshot_is_known_by_the_hash_of_its_headline_and_text():
    snapshot = read_in("cnn", "Harrow Dam closed", *DAM).snapshot
    assert snapshot.sha256 == hashlib.sha256(f"{snapshot.title}\n\n{snapshot.text}".encode()).hexdigest()


def test_reading_the_same_text_again_keeps_the_rows_and_what_an_editor_did_to_them():
    article = read_in("cnn", "Harrow Dam closed", *DAM)
    quote = article.quotes.first()
    Quote.objects.filter(pk=quote.pk).update(hidden=True, speaker_name="Ines Duarte, director")
    again = read_in("cnn", "Harrow Dam closed", *DAM)
    kept = Quote.objects.get(pk=quote.pk)
    assert again.pk == article.pk
    assert Snapshot.objects.count() == 1
    assert Quote.objects.count() == article.quotes.count()
    assert kept.hidden
    assert kept.speaker_name == "Ines Duarte, director"


def test_a_changed_text_is_a_new_snapshot_and_the_old_one_stays():
    first = read_in("cnn", "Harrow Dam closed", *DAM)
    second = read_in("cnn", "Harrow Dam closed", *DAM, "The road reopened on Sunday, 3 days later.")
    assert second.pk == first.pk
    assert list(second.snapshots.values_list("pk", flat=True)) == [first.snapshot_id, second.snapshot_id]
    assert set(Quote.objects.current().values_list("snapshot", flat=True)) == {second.snapshot_id}


def test_what_an_editor_hid_or_put_right_holds_for_the_same_words_in_a_new_text():
    article = read_in("cnn", "Harrow Dam closed", *DAM)
    Quote.objects.filter(article=article).update(hidden=True)
    Claim.objects.filter(article=article).update(reviewed=True, source_name="The water authority of Arlen")
    read_in("cnn", "Harrow Dam closed", *DAM, "The road reopened on Sunday, 3 days later.")
    assert Quote.objects.current().filter(hidden=False).count() == 0
    kept = Claim.objects.current().filter(reviewed=True)
    assert kept.count() >= 2
    assert set(kept.values_list("source_name", flat=True)) == {"The water authority of Arlen"}


def test_a_link_that_was_put_right_is_not_written_back():
    article = read_in("cnn", "Harrow Dam closed", *DAM)
    type(article).objects.filter(pk=article.pk).update(link="https://cnn.example/the-right-one")
    again = read_in("cnn", "Harrow Dam closed", *DAM, "One more line.")
    assert again.link == "https://cnn.example/the-right-one"


def test_credit_keeps_what_for_and_whom_and_a_quote_whom_it_was_said_to():
    said = "“It leaks,” Ines Duarte told CNN on Friday. The leak was first reported by Reuters, a court filing shows."
    article = read_in("gizmodo", "Harrow Dam leaks", said, *DAM)
    kept = {(one.name, one.whom, one.what) for one in article.citations.all()}
    assert {("CNN", "outlet", "told"), ("Reuters", "outlet", "first"), ("court filing", "document", "document")} <= kept
    text = article.snapshot.text
    names = [text[one.name_start : one.name_end] for one in article.citations.order_by("name_start")]
    assert names[:3] == ["CNN", "Reuters", "court filing"]
    assert article.quotes.get(text="It leaks,").told_to == "CNN"
    assert article.snapshot.reporting == Snapshot.Reporting.SECOND_HAND


def test_an_article_that_was_told_something_itself_says_where():
    article = read_in("cnn", "Harrow Dam leaks", "“It leaks,” Ines Duarte told CNN on Friday.", *DAM)
    snapshot = article.snapshot
    assert snapshot.reporting == Snapshot.Reporting.ORIGINAL
    assert [snapshot.text[start:end] for start, end in snapshot.signs] == ["CNN"]
    assert article.citations.count() == 0
