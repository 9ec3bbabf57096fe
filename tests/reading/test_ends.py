"""A quote's ends in its text: moved by whole words, found by their words, refused where they cut one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.reading.ends import are_whole, nudges, placed

TEXT = "She said: “We don't know, U.S. users’ data goes on.” He left."


def spans_of(words: str, text: str = TEXT):
    return ((text.index(words), text.index(words) + len(words)),)


def held(spans, text: str = TEXT):
    return spans and " … ".join(text[start:end] for start, end in spans)


def test_each_end_goes_a_word_at_a_time():
    steps = nudges(spans_of("know"), TEXT)
    assert [held(one) for one in (steps.start_earlier, steps.start_later, steps.end_earlier, steps.end_later)] == [
        "don't know", None, None, "know, U.S",
    ]  # fmt: skip


def test_only_the_outer_ends_of_a_quote_in_parts_move():
    both = (*spans_of("We"), *spans_of("users"))
    assert held(nudges(both, TEXT).end_later) == "We … users’ data"
    assert held(nudges(both, TEXT).start_earlier) == "said: “We … users"


@pytest.mark.parametrize("words", ["We don't know", "know, U.S.", "goes on.", "We don't know … data"])
def test_whole_words_are_found_where_they_stand(words):
    found = placed(words, TEXT, 0)
    assert held(found) == words
    assert are_whole(found, TEXT)


@pytest.mark.parametrize("words", ["We do not know", "data … We", "", " … "])
def test_words_that_do_not_stand_there_are_not_found(words):
    assert placed(words, TEXT, 0) == ()


def test_of_words_that_stand_twice_the_nearest_are_meant():
    text = "a gate here and a gate there"
    assert placed("gate", text, 20) == ((18, 22),)
    assert placed("gate", text, 0) == ((2, 6),)


@pytest.mark.parametrize(
    "spans", [(), ((11, 11),), ((12, 15),), ((11, 17),), ((0, 999),), ((11, 14), (5, 8)), ((-1, 3),)]
)
def test_what_cuts_a_word_or_holds_nothing_is_refused(spans):
    assert not are_whole(spans, TEXT)


@given(st.text(alphabet="ab .’'“-\n", min_size=3, max_size=60), st.data())
def test_a_step_from_whole_words_leads_to_whole_words(text, data):
    at = [i for i in range(len(text)) for j in range(i + 1, len(text) + 1) if are_whole(((i, j),), text)]
    if not at:
        return
    start = data.draw(st.sampled_from(at))
    ends = [end for end in range(start + 1, len(text) + 1) if are_whole(((start, end),), text)]
    steps = nudges(((start, data.draw(st.sampled_from(ends))),), text)
    for one in (steps.start_earlier, steps.start_later, steps.end_earlier, steps.end_later):
        assert one is None or are_whole(one, text)
