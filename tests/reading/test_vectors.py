"""Texts into vectors: what the shipped encoder says is alike, and how a vector is kept."""

from __future__ import annotations

import numpy as np
import pytest

from aggregator.reading.tagging.tagger import COMPARED
from aggregator.reading.tagging.vectors import BYTES, WIDTH, article_vector, as_bytes, from_bytes
from aggregator.weights import load_tagger

DAM = "Engineers found a crack in the Vila Seca dam and closed the road below it."
DAM_TOO = "A road below Vila Seca's dam was shut after a crack had been discovered by engineers."
BANK = "The central bank left its interest rate where it was for a third month."


@pytest.fixture(scope="module")
def tagger():
    return load_tagger()


def test_the_same_said_in_other_words_is_nearer_than_something_else(tagger):
    first, other, bank = tagger.vectors([DAM, DAM_TOO, BANK])
    assert first @ other > 0.8
    assert first @ bank < 0.4


def test_a_vector_has_unit_length_and_does_not_depend_on_its_neighbours(tagger):
    together = tagger.vectors([DAM, BANK, "Dam.", DAM * 20])
    assert together.shape == (4, WIDTH)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(together[0], tagger.vectors([DAM])[0], atol=1e-4)


def test_a_text_without_words_has_no_direction(tagger):
    assert tagger.vectors([]).shape == (0, WIDTH)
    assert not tagger.vectors(["", " \n\n "]).any()
    assert article_vector(tagger, "", "") == b""


def test_of_a_long_text_the_beginning_counts(tagger):
    beginning = "water " * (COMPARED - 2)
    same, longer = tagger.vectors([beginning, beginning + BANK * 1000])
    assert same @ longer > 0.9999


def test_of_a_long_run_without_spaces_the_beginning_counts(tagger):
    assert tagger.vectors(["“" * 1_000_000, "x" * 1_000_000]).shape == (2, WIDTH)


def test_a_vector_is_kept_in_few_bytes_and_hardly_changed(tagger):
    rows = tagger.vectors([DAM, BANK])
    kept = [as_bytes(row) for row in rows]
    assert [len(one) for one in kept] == [BYTES, BYTES]
    np.testing.assert_allclose(from_bytes(kept), rows, atol=2e-4)
    assert from_bytes([]).shape == (0, WIDTH)
    with pytest.raises(ValueError, match="reshape"):
        from_bytes([b"12"])


def test_an_article_is_what_its_title_and_beginning_say(tagger):
    (row,) = from_bytes([article_vector(tagger, "Road closed below cracked dam", DAM)])
    assert row @ tagger.vectors([DAM_TOO])[0] > 0.8
