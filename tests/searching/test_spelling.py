"""Slips of the keyboard: whatever slip is forgiven, the word that was meant is among those that are looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.searching.spelling import exchanged, looked_up, nearest, pieces, slip_count, slips

WORDS = st.text("abcdeor", min_size=4, max_size=14)


def slipped(draw: st.DrawFn, word: str) -> str:
    """The word with a letter left out, added or taken for another."""
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from("abcdeorxyz"))
    return draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + letter + word[at:],
                                 word[:at] + letter + word[at + 1 :]]))  # fmt: skip


@st.composite
def meant_and_typed(draw: st.DrawFn) -> tuple[str, str]:
    meant = draw(WORDS)
    typed = slipped(draw, meant)
    if slips(typed) == 2 and draw(st.booleans()):
        typed = slipped(draw, typed)
    return meant, typed


@given(meant_and_typed())
def test_the_word_that_was_meant_shares_a_piece_with_what_was_typed(words: tuple[str, str]) -> None:
    meant, typed = words
    if slip_count(typed, meant, slips(typed)):
        assert set(pieces(meant)) & looked_up(typed)


@given(WORDS)
def test_two_letters_exchanged_are_one_slip_and_found(word: str) -> None:
    for typed in exchanged(word):
        assert slip_count(typed, word, 1) is not None
        assert set(pieces(word)) & looked_up(typed)


@given(WORDS, WORDS)
def test_slips_are_counted_alike_both_ways(one: str, other: str) -> None:
    assert slip_count(one, other, 3) == slip_count(other, one, 3)


@pytest.mark.parametrize(
    ("typed", "known", "expected"),
    [
        ("orcale", ["oracle", "orange", "miracle"], ["oracle"]),
        ("shanahn", ["shanahan", "shannon"], ["shanahan"]),
        ("zukerburg", ["zuckerberg"], ["zuckerberg"]),
        ("fer", ["far", "fir"], []),
        ("gizmdo", ["gizmodo"], ["gizmodo"]),
        ("harbor", ["arbor", "harbour"], ["harbour", "arbor"]),
    ],
)
def test_the_nearest_word_comes_first(typed: str, known: list[str], expected: list[str]) -> None:
    assert nearest(typed, known) == expected
