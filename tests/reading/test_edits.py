"""Edits of any two texts: within bounds, in order, and enough to make the one from the other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.edits import apply_edits, find_edits

WORDS = st.sampled_from(["the", "crane", "said", "80", ",", ".", "\n\n", "  ", "meetings", "“", "”", "é", "\n", "a-b"])
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join), st.lists(WORDS, max_size=60).map(" ".join)
)


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS)
def test_making_the_edits_gives_the_new_text(old, new):
    edits = find_edits(old, new)
    assert apply_edits(old, new, edits) == new
    assert (edits == ()) == (old == new)


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS)
def test_edits_lie_within_both_texts_and_what_is_between_them_is_the_same(old, new):
    at_old = at_new = 0
    for edit in find_edits(old, new):
        assert at_old <= edit.old_start <= edit.old_end <= len(old)
        assert at_new <= edit.new_start <= edit.new_end <= len(new)
        assert old[at_old : edit.old_start] == new[at_new : edit.new_start]
        assert edit.old_start < edit.old_end or edit.new_start < edit.new_end
        at_old, at_new = edit.old_end, edit.new_end
    assert old[at_old:] == new[at_new:]


def pairs(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[e.old_start : e.old_end], new[e.new_start : e.new_end]) for e in find_edits(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("the 80 cranes", "the 82 cranes", [("80", "82")]),
        ("the cranes", "the old cranes", [("", "old ")]),
        ("One. Two. Three.", "One. Three.", [("Two. ", "")]),
        ("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.", [("", "\n\nThree.")]),
        ("He said so, twice", "He said so twice", [(",", "")]),
        ("a  b", "a b", [(" ", "")]),
        ("from May to June", "from July to August", [("May to June", "July to August")]),
    ],
)
def test_words_are_never_cut_and_no_more_is_edited_than_differs(old, new, found):
    assert pairs(old, new) == found


def test_texts_that_share_next_to_nothing_are_told_apart_in_a_moment():
    old, new = " ".join(f"a{n}" for n in range(30_000)), " ".join(f"b{n}" for n in range(30_000))
    assert len(find_edits(old, new)) == 1
