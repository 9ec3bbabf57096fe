"""What was looked for is marked in texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from coverage.searching.index_words import BLOCK, Found, block_of, index_words, number_of, place_of, wanted
from coverage.searching.marking import best, first_found, headline_rank, marked
from coverage.searching.query import parse

NOON = datetime(2022, 6, 17, 12, tzinfo=UTC)


@given(st.text(max_size=200))
def test_marked_runs_are_the_text(text: str) -> None:
    assert "".join(run.text for run in marked(text, frozenset({"oracl", "a"}))) == text


def test_it_marks_every_form_and_joins_neighbours() -> None:
    runs = marked("Oracle’s server moved the Servers.", frozenset({"oracl", "server"}))

    assert [run.text for run in runs if run.found] == ["Oracle’s server", "Servers"]


def test_an_excerpt_begins_where_the_first_word_is() -> None:
    assert first_found("Users’ data goes to Oracle", frozenset({"oracl"})) == (20, 26)
    assert best(["nothing", "data and Oracle", "Oracle"], frozenset({"oracl", "data"})) == 1


def test_a_headline_that_holds_everything_comes_before_one_that_holds_some() -> None:
    phrases = [("oracl",), ("master", "admin")]

    assert headline_rank("oracl has a master admin", phrases) == 0
    assert headline_rank("oracl has an admin master", phrases) == 1
    assert headline_rank("nothing", phrases) == 2


def test_names_and_marks_are_words_that_no_text_holds() -> None:
    found = Found("quote", 7, NOON, "", ("We moved it",), ("CNN",), ("Karin Holm",), (3,))

    assert index_words(found, BLOCK + 1) == ["we", "move", "it", "¦", "cnn", "¦", "¤karin", "¤holm", "¦",
                                             "§kquote", "§b2", "§o3"]  # fmt: skip


def test_what_is_wanted_names_kinds_words_outlets_and_days() -> None:
    asked = wanted(parse('the oracle "of it" -cloud speaker:holm after:2022-06-17'), ["quote"], [3, 4], [5])

    assert asked.all == ((("§kquote",),), (("oracl",),), (("of", "it"),), (("§o3",), ("§o4",)), (("¤holm",),))
    assert asked.none == (("cloud",), ("§o5",))
    assert asked.earliest == place_of(datetime(2022, 6, 17, tzinfo=UTC), 0)
    assert asked.latest is None
    assert date(2022, 6, 17)


def test_function_words_count_where_nothing_else_is_asked() -> None:
    assert wanted(parse("the who"), ["story"]).all[1:] == ((("the",),), (("who",),))


@given(st.integers(1, 2**31 - 1), st.integers(1, 2**31 - 1))
def test_a_place_tells_the_number_and_later_moments_stand_higher(one: int, other: int) -> None:
    assert number_of(place_of(NOON, one)) == one
    assert place_of(NOON, one) < place_of(NOON.replace(hour=13), other) < 2**63
    assert block_of(BLOCK) == 1
    assert block_of(BLOCK + 1) == 2
