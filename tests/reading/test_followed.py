"""A quote of an earlier text, looked up in a newer one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.edits import find_edits
from aggregator.reading.followed import Followed, follow, same_source
from tests.reading.test_edits import TEXTS

OLD = "The board met. “We count every crane twice,” said Duarte. The gates stay shut until Friday."
QUOTE = "We count every crane twice,"


def followed(new: str, *words: str, old: str = OLD) -> tuple[str, list[str]]:
    spans = [(old.index(part), old.index(part) + len(part)) for part in words or (QUOTE,)]
    found = follow(spans, old, new, find_edits(old, new))
    return found.fate, [new[start:end] for start, end in found.spans]


def test_words_that_stand_elsewhere_are_found_at_their_new_place():
    assert followed("Yesterday, late. " + OLD) == ("kept", [QUOTE])


def test_words_that_moved_behind_others_are_found_word_for_word():
    assert followed("The gates stay shut until Friday. “We count every crane twice,” said Duarte.") == ("kept", [QUOTE])


def test_words_that_were_changed_are_shown_as_they_stand():
    assert followed(OLD.replace("twice", "three times")) == ("changed", ["We count every crane three times,"])
    assert followed(OLD.replace("We count", "We always count")) == ("changed", ["We always count every crane twice,"])


def test_words_that_were_taken_out_are_gone():
    assert followed(OLD.replace("“We count every crane twice,” said Duarte. ", "")) == ("gone", [])
    assert followed("") == ("gone", [])


def test_words_put_in_right_beside_a_passage_do_not_break_it():
    assert followed(OLD.replace("“We", "“Well, we know. We"), QUOTE)[0] == "kept"
    assert followed(OLD.replace("twice,”", "twice, and again,”")) == ("kept", [QUOTE])


def test_a_split_quote_is_followed_in_both_its_parts():
    old = "“We count,” said Duarte, “every crane.”"
    assert followed("Now: " + old, "We count,", "every crane.", old=old) == ("kept", ["We count,", "every crane."])
    changed = old.replace("crane", "single crane")
    assert followed(changed, "We count,", "every crane.", old=old)[0] == "changed"


def test_nothing_is_looked_up_as_gone():
    assert follow([], OLD, OLD, ()) == Followed("gone")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (("Duarte", "Ines Duarte"), ("Ines Duarte", "Ines Duarte"), True),
        (("Ines Duarte, the director", "Ines Duarte"), ("Tomas Lind, the director", "Tomas Lind"), False),
        (("the director", ""), ("a director", ""), True),
        (("the director", ""), ("the mayor", ""), False),
        (("officials", ""), ("Tomas Lind", "Tomas Lind"), False),
        (("he", ""), ("Tomas Lind", "Tomas Lind"), True),
        (("She", "Ines Duarte"), ("Duarte", "Duarte"), True),
        (("", ""), ("", "put right by an editor"), True),
        (("", ""), ("the mayor", ""), False),
    ],
)
def test_two_credits_are_the_same_where_they_name_or_call_the_same(old, new, same):
    assert same_source(old, new) == same
    assert same_source(new, old) == same


@pytest.mark.parametrize("whole", [True, False])
@settings(max_examples=400, deadline=None)
@given(old=TEXTS.filter(bool), new=TEXTS, data=st.data())
def test_what_is_kept_is_the_same_words_and_every_span_lies_within_the_new_text(whole, old, new, data):
    start = 0 if whole else data.draw(st.integers(0, len(old) - 1))
    end = len(old) if whole else data.draw(st.integers(start + 1, len(old)))
    found = follow([(start, end)], old, new, find_edits(old, new))
    assert all(0 <= first <= last <= len(new) for first, last in found.spans)
    if found.fate == "kept":
        assert [new[first:last] for first, last in found.spans] == [old[start:end]]
    else:
        assert bool(found.spans) == (found.fate == "changed")
