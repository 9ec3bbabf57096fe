"""Word-level changes between two renderings."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.worddiff import word_changes

TEXT = st.lists(
    st.sampled_from(["we", "know", "that", "data", "’s", ",", ".", " ", "“", "safe", "1,5", "\n"]), max_size=30
)


@given(TEXT.map("".join), TEXT.map("".join))
@settings(max_examples=150)
def test_the_parts_give_back_both_texts_to_the_character(full, variant):
    changes = word_changes(full, variant)
    assert "".join(words for kind, words in changes if kind != "added") == full
    assert "".join(words for kind, words in changes if kind != "removed") == variant
    assert all(words for _, words in changes)


def test_equal_texts_are_one_kept_part():
    assert word_changes("We know.", "We know.") == (("same", "We know."),)


def test_a_blank_between_two_changed_words_is_no_island():
    changes = word_changes("the fully sealed doors", "the partly opened doors")
    assert changes == (("same", "the "), ("removed", "fully sealed"), ("added", "partly opened"), ("same", " doors"))


def test_punctuation_changes_without_its_word():
    assert word_changes("It is done", "It is done.") == (("same", "It is done"), ("added", "."))


@pytest.mark.parametrize("full", ["a " * 50_000, "“" * 100_000])
def test_long_texts_are_told_apart_at_their_ends_only(full):
    begun = time.process_time()
    changes = word_changes(full, full[:70] + "new" + full[70:])
    assert time.process_time() - begun < 5
    assert "".join(words for kind, words in changes if kind != "added") == full
