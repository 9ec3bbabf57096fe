"""Vectors on their way: made where pages are read, kept with the text, made anew where the weights are others."""

from __future__ import annotations

import numpy as np
import pytest

from aggregator.asking import read_words
from aggregator.models import Article, Outlet, Snapshot
from aggregator.reading.tagging.vectors import from_bytes
from aggregator.reading.types import Page
from aggregator.roster import sync_outlets
from aggregator.store import save_reading
from aggregator.vectors import AT_ONCE, article_vectors, vectors_of
from aggregator.weights import WeightsError, load_tagger, recorded_weights
from tests.pipeline.scenes import NOON

pytestmark = pytest.mark.django_db
TEXT = "Engineers found a crack in the Vila Seca dam.\n\nThe road below it was closed on Friday."
URL = "http://127.0.0.1/dam"


@pytest.fixture
def article(db):
    sync_outlets()
    return Article.objects.create(outlet=Outlet.objects.get(slug="cnn"), url=URL, link=URL)


def read(text=TEXT, title="Cracked dam"):
    return read_words(Page(URL, title, text, (), None, None, "full", "test"))


def test_an_article_is_stored_with_its_vector_and_the_weights_it_is_by(article):
    snapshot = save_reading(article, read(), None, NOON)
    snapshot.refresh_from_db()
    (row,) = from_bytes([bytes(snapshot.vector)])
    (expected,) = load_tagger().vectors([f"Cracked dam\n{TEXT}"])
    np.testing.assert_allclose(row, expected, atol=2e-3)
    assert snapshot.vector_weights == recorded_weights() == load_tagger().weights


def test_a_vector_that_is_kept_is_not_made_again(article, settings, tmp_path):
    snapshot = save_reading(article, read(), None, NOON)
    (row,) = from_bytes([bytes(snapshot.vector)])
    Snapshot.objects.update(vector=(-row).astype("<f2").tobytes())
    assert article_vectors(Snapshot.objects.all())[snapshot.pk] @ row < -0.99


@pytest.mark.parametrize("weights", ["", "0" * 64])
def test_a_vector_that_is_missing_or_by_other_weights_is_made_and_kept(article, weights):
    snapshot = save_reading(article, read(), None, NOON)
    before = bytes(snapshot.vector)
    Snapshot.objects.update(vector=bytes(768), vector_weights=weights)
    told = article_vectors(Snapshot.objects.all())
    assert told[snapshot.pk] @ from_bytes([before])[0] > 0.999
    snapshot.refresh_from_db()
    assert bytes(snapshot.vector) == before
    assert snapshot.vector_weights == recorded_weights()


def test_an_article_without_words_has_no_vector(article):
    snapshot = save_reading(article, read("", ""), None, NOON)
    assert article_vectors([snapshot]) == {}
    assert bytes(snapshot.vector) == b""


def test_more_texts_than_are_asked_for_at_once_come_in_their_order():
    texts = [f"Dam {number}" for number in range(AT_ONCE + 3)]
    told = vectors_of(texts)
    assert told.shape == (AT_ONCE + 3, 384)
    np.testing.assert_allclose(told, load_tagger().vectors(texts), atol=1e-4)
    assert vectors_of([]).shape == (0, 384)


def test_where_there_are_no_weights_it_says_so_and_what_was_kept_stays(article, settings, tmp_path):
    snapshot = save_reading(article, read(), None, NOON)
    settings.TAGGER_FOLDER = tmp_path
    with pytest.raises(WeightsError) as told:
        vectors_of([TEXT])
    assert told.value.reason == "missing"
    with pytest.raises(WeightsError):
        article_vectors([snapshot])
    again = save_reading(article, read(), None, NOON)
    assert again == snapshot
    assert bytes(again.vector) == bytes(snapshot.vector) != b""
