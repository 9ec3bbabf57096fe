"""How far two texts agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.reading.agreement import Agreement, agreement, compared, shingles

TEXT = "The harbour will be dredged next spring, the council decided on Friday."
TEXTS = st.lists(st.sampled_from("the harbour will be dredged next spring".split()), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (TEXT, 1.0),
        (TEXT.replace(",", " –"), 1.0),  # marks are no words
        ("The harbour will be dredged next autumn, the council decided on Friday.", 5 / 9),
        ("A swan walked into the court and sat down.", 0.0),
        ("", 0.0),
    ],
)
def test_it_is_one_for_the_same_words_and_nothing_for_none_shared(other, expected):
    assert agreement(TEXT, other) == pytest.approx(expected)


def test_what_is_too_much_costs_precision_and_what_is_missing_costs_recall():
    more = compared(shingles("one two three four five six seven"), shingles("one two three four five"))
    assert more == Agreement(precision=0.5, recall=1.0, f1=pytest.approx(2 / 3))
    less = compared(shingles("one two three four five"), shingles("one two three four five six seven"))
    assert less == Agreement(precision=1.0, recall=0.5, f1=pytest.approx(2 / 3))


def test_a_run_that_is_repeated_is_counted_as_often():
    once, twice = shingles("a b c d"), shingles("a b c d a b c d")
    assert compared(twice, once).precision == 1 / 5


def test_short_and_empty_texts_are_compared_too():
    assert shingles("two words") == {("two", "words"): 1}
    assert agreement("two words", "two words") == 1
    assert agreement("two words", "other words") == 0
    assert agreement("", " … ") == 1


@given(TEXTS, TEXTS)
def test_it_is_the_same_whichever_text_comes_first(text, other):
    assert agreement(text, other) == agreement(other, text)
    assert 0 <= agreement(text, other) <= 1
    assert agreement(text, text) == 1
