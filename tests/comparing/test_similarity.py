"""Words, stems and weights."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.similarity import content_stems, dot, rarity, story_weights, tokens, unit_vector, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“The company’s servers…”", '"The company\'s servers..."'),
        ("caf\u00e9", "cafe\u0301"),
        ("co-operate — now", "co‑operate – NOW"),
    ],
)
def test_marks_case_and_composition_do_not_make_other_words(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("everything was seen", "everyone sees everything"),
        ("Chinese engineers", "an engineer in China"),
        ("American users", "US user"),
        ("scrutinised", "scrutinized"),
        ("1,500 jobs", "1500 job"),
    ],
)
def test_forms_of_one_word_share_their_stem(one, other):
    assert set(content_stems(one)) & set(content_stems(other)) == set(content_stems(one))


def test_the_pronoun_us_is_no_country():
    assert content_stems("They told us") == ()
    assert content_stems("in the US") == ("america",)


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_every_token_is_a_place_in_the_text(text):
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)


def test_a_rarer_term_says_more_and_one_that_all_carry_still_says_something():
    assert rarity(10, 1) > rarity(10, 5) > rarity(10, 10) > 0


def test_a_storys_common_words_weigh_least():
    weights = story_weights(["the mayor resigned", "the mayor left", "the mayor wept"])
    assert weights["mayor"] < weights["resign"] <= 1


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.floats(0.1, 9), min_size=1, max_size=8))
@settings(max_examples=50)
def test_a_vector_is_as_like_itself_as_can_be(counts):
    vector = unit_vector(counts, dict.fromkeys(counts, 1.5))
    assert dot(vector, vector) == pytest.approx(1)


@pytest.mark.parametrize("text", ['"' * 300_000, "a" * 300_000, "a." * 150_000, "1," * 150_000, "’s" * 150_000])
def test_hostile_text_is_read_in_linear_time(text):
    begun = time.process_time()
    tokens(text)
    assert time.process_time() - begun < 5
