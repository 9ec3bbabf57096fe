"""What may be shown of an article: never more than the limits, and fairly shared between the sections."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.excerpts import Limits, Wish, cut, even, grant, grant_something

LONG = "The harbour board moved forty cranes to the north quay on Friday after the second flood of the year"


@pytest.mark.parametrize(
    ("text", "most", "focus", "shown"),
    [
        ("Nine  people\nspoke.", 40, None, "Nine people spoke."),
        (LONG, 30, None, "The harbour board moved…"),
        (LONG, 30, (24, 36), "…moved forty cranes to the…"),
        (LONG, 20, (len(LONG) - 4, len(LONG)), "…flood of the year"),
        ("Incomprehensibilities", 10, None, ""),
        ("quays, keys and cranes", 10, None, "quays…"),
        ("anything", 0, None, ""),
        ("one two three four", 12, (400, 500), "one two…"),
    ],
)
def test_it_cuts_at_words_around_what_matters(text, most, focus, shown):
    assert cut(text, most, focus) == shown


@given(st.text(max_size=300), st.integers(0, 120), st.tuples(st.integers(-5, 300), st.integers(-5, 300)) | st.none())
@settings(max_examples=300)
def test_a_cut_never_exceeds_its_size_and_adds_no_words(text, most, focus):
    shown = cut(text, most, focus)
    assert len(shown) <= most
    assert shown.strip("…").rstrip(",;:–—-") in " ".join(text.split())


def test_what_is_asked_first_is_shown_first_and_the_last_go_without():
    wishes = [Wish(number, 1, "grid", "word " * 30, most=150, least=100) for number in range(6)]
    granted = grant(wishes, Limits(), {})
    assert list(granted) == [0, 1, 2, 3]


def test_a_section_leaves_the_others_their_share_and_takes_what_they_leave():
    first = [Wish(("first", n), 1, "first", "word " * 20, most=100) for n in range(9)]
    second = [Wish(("second", 0), 1, "second", "word " * 20, most=100)]
    granted = grant([*first, *second], Limits(), {"first": 0.5, "second": 0.2})
    assert ("second", 0) in granted
    assert sum(key[0] == "first" for key in granted) == 5


def test_no_more_quotes_of_an_article_stand_in_a_section_than_the_limit():
    wishes = [Wish((section, n), 1, section, "a short quote", quoted=True) for section in "ab" for n in range(5)]
    granted = grant(wishes, Limits(quotes_a_section=3), {})
    assert sorted(granted) == [(section, n) for section in "ab" for n in range(3)]


def test_an_alternative_is_taken_where_the_first_choice_has_no_room():
    wishes = [Wish("full", 1, "a", "word " * 200, most=600), Wish("h", 1, "a", LONG), Wish("h", 2, "a", "Other words.")]
    granted = grant(wishes, Limits(quote=600), {})
    assert granted["h"].wish.article == 2


def test_it_tells_whole_words_from_cut_ones():
    granted = grant([Wish(1, 1, "a", "Whole  words."), Wish(2, 1, "a", LONG, most=50)], Limits(), {})
    assert (granted[1].whole, granted[2].whole) == (True, False)


wishes = st.builds(
    Wish,
    key=st.integers(0, 30),
    article=st.integers(1, 3),
    section=st.sampled_from(["a", "b"]),
    text=st.text(alphabet="ab ,\n", max_size=400),
    most=st.integers(0, 400),
    least=st.integers(0, 60),
    quoted=st.booleans(),
)


@given(st.lists(wishes, max_size=40), st.integers(10, 700), st.integers(5, 300), st.integers(0, 4))
@settings(max_examples=150)
def test_no_article_ever_exceeds_the_limits(asked, page, quote, quotes):
    granted = grant(asked, Limits(quote, quotes, page), {"a": 0.4, "b": 0.3}).values()
    for article in (1, 2, 3):
        shown = [one for one in granted if one.wish.article == article]
        assert sum(len(one.words) for one in shown) <= page
        assert all(len(one.words) <= quote for one in shown)
        for section in "ab":
            assert sum(one.wish.quoted and one.wish.section == section for one in shown) <= quotes


@given(st.lists(st.integers(0, 500), max_size=20), st.integers(0, 1000))
@settings(max_examples=150)
def test_even_parts_fit_and_waste_nothing_that_a_piece_could_use(lengths, total):
    size = even(lengths, total)
    used = sum(min(length, size) for length in lengths)
    assert used <= total
    assert all(length <= size for length in lengths) or total - used < max(1, len(lengths))


def test_where_something_would_have_no_word_at_all_a_few_are_kept_for_it():
    limits = Limits(page=200)
    wishes = [Wish(n, 1, "a", LONG, most=90) for n in range(4)]
    brief = [replace(wish, most=20, least=10) for wish in wishes]
    assert set(grant(wishes, limits, {})) == {0, 1}
    granted = grant_something(wishes, brief, limits, {}, lambda given, key: key in given)
    assert set(granted) == {0, 1, 2, 3}
    assert sum(len(one.words) for one in granted.values()) <= 200


def test_nothing_is_kept_where_all_have_words():
    wishes = [Wish(n, 1, "a", LONG, most=90) for n in range(2)]
    brief = [replace(wish, most=20, least=10) for wish in wishes]
    every = grant_something(wishes, brief, Limits(page=200), {}, lambda given, key: key in given)
    assert every == grant(wishes, Limits(page=200), {})
