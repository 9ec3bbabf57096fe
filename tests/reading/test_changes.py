"""What an outlet changed in an article: its kind, and what matters most first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.changes import RANKS, edits_of, find_changes, plain_changes
from aggregator.reading.edits import Edit, apply_edits
from tests.reading.test_edits import TEXTS

TEXT = (
    "The harbour board said on Friday that 80 internal reports were lost. “We count every crane on the north quay "
    "twice,” said Ines Duarte, a director.\n\nThe board moved its records to Bergen, it said. Holm was not present."
)


def kinds(old: str, new: str) -> list[tuple[str, str, str]]:
    changes = find_changes("A title", old, "A title", new)
    return [(c.kind, old[c.old_start : c.old_end], new[c.new_start : c.new_end]) for c in changes]


@pytest.mark.parametrize(
    ("was", "stands", "found"),
    [
        ("80 internal", "82 internal", ("number", "80", "82")),
        ("80 internal", "more than 80 internal", ("number", "", "more than ")),
        ("80 internal", "eighty internal", ("wording", "80", "eighty")),
        ("80 internal", "80 lost internal", ("wording", "", "lost ")),
        ("on Friday", "on Thursday", ("number", "Friday", "Thursday")),
        ("Bergen", "Oslo", ("name", "Bergen", "Oslo")),
        ("Ines Duarte", "Ines Duarta", ("name", "Duarte", "Duarta")),
        ("every crane", "each crane", ("quote", "every", "each")),
        ("said Ines", "insisted Ines", ("attribution", "said", "insisted")),
        ("a director", "a former director", ("attribution", "", "former ")),
        ("were lost", "have been lost", ("wording", "were", "have been")),
        ("Bergen, it", "Bergen it", ("marks", ",", "")),
        ("The board moved", "The  board moved", ("marks", "", " ")),
        ("Holm was", "He was", ("name", "Holm", "He")),
    ],
)
def test_a_change_is_of_the_kind_that_matters_most_in_it(was, stands, found):
    assert kinds(TEXT, TEXT.replace(was, stands)) == [found]


def test_a_paragraph_that_went_elsewhere_is_moved_and_nothing_else():
    first, second = TEXT.split("\n\n")
    assert {kind for kind, _, _ in kinds(TEXT, f"{second}\n\n{first}")} == {"moved"}


def test_a_headline_comes_before_numbers_and_these_before_commas():
    new = TEXT.replace("80", "81").replace("Bergen,", "Bergen").replace("every", "each")
    changes = find_changes("Cranes lost", TEXT, "Cranes found, board says", new)
    assert [change.kind for change in changes] == ["headline", "number", "quote", "marks"]
    assert [change.rank for change in changes] == sorted(change.rank for change in changes)


def test_a_comma_in_a_headline_is_a_comma():
    assert [c.kind for c in find_changes("Cranes lost", "a", "Cranes, lost", "a")] == ["marks"]


def test_ranks_stand_in_the_order_of_the_product():
    assert RANKS == ("headline", "number", "name", "quote", "attribution", "wording", "moved", "marks")


def edits_in_title(changes) -> tuple[Edit, ...]:
    spans = [(c.old_start, c.old_end, c.new_start, c.new_end) for c in changes if c.part == "title"]
    return tuple(Edit(*span) for span in sorted(spans))


@pytest.mark.parametrize("find", [find_changes, plain_changes])
@settings(max_examples=200, deadline=None)
@given(old_title=st.text(max_size=30), new_title=st.text(max_size=30), old=TEXTS, new=TEXTS)
def test_the_changes_of_any_two_texts_lead_from_the_one_to_the_other(find, old_title, new_title, old, new):
    changes = find(old_title, old, new_title, new)
    assert apply_edits(old, new, edits_of(changes)) == new
    assert apply_edits(old_title, new_title, edits_in_title(changes)) == new_title
    assert (changes == ()) == ((old_title, old) == (new_title, new))


def test_a_text_that_was_written_anew_is_one_change():
    old, new = (" ".join(f"{letter}{n} stays{n}here{n}ever{n}and{n}on {n}." for n in range(1200)) for letter in "ab")
    assert len(find_changes("", old, "", new)) == 1
