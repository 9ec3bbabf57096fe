"""Who cites whom."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.citations import CitationRow, who_cites_whom
from tests.comparing.made import at


def row(outlet, name, credited="", by="words", hours=0.0, article=1, start=0):
    return CitationRow(article, outlet, at(hours), name, credited, by, start, start + 20)


def test_credit_is_grouped_by_whom_it_goes_to_and_ordered_by_outlets_then_name():
    found = who_cites_whom(
        [
            row("two", "The Daily One", "one", hours=1, article=2),
            row("two", "one.example", "one", "link", hours=1, article=2, start=50),
            row("three", "Daily One", "one", "link", hours=2, article=3),
            row("two", "the Ferry Board", hours=1, article=2, start=90),
            row("three", "Harbor Office", hours=2, article=3, start=90),
        ]
    )
    assert [(one.name, one.outlet, [c.outlet for c in one.by]) for one in found.credited] == [
        ("The Daily One", "one", ["two", "three"]),
        ("Harbor Office", "", ["three"]),
        ("the Ferry Board", "", ["two"]),
    ]
    first = found.credited[0].by[0]
    assert first.by == ("words", "link")
    assert first.evidence == ((2, 0, 20), (2, 50, 70))


def test_an_outlet_that_credits_itself_is_left_out():
    assert who_cites_whom([row("one", "The Daily One", "one")]).credited == ()


def test_names_that_differ_in_case_only_are_one():
    found = who_cites_whom([row("one", "Ferry Board"), row("two", "FERRY BOARD", hours=1, article=2)])
    assert [len(one.by) for one in found.credited] == [2]


def test_the_first_is_told_by_publication_and_never_guessed():
    rows = [row("two", "The Daily One", "one", hours=3)]
    assert who_cites_whom(rows, {"one": at(1), "two": at(3)}).first == ("one",)
    assert who_cites_whom(rows, {"one": at(1), "two": at(1)}).first == ("one", "two")
    assert who_cites_whom([], {}).first == ()
    assert who_cites_whom([]).first_at is None


ROWS = st.builds(
    row,
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from(["The Daily One", "Ferry Board", "ferry board"]),
    st.sampled_from(["", "one", "two"]),
    st.sampled_from(["words", "link"]),
    st.integers(0, 3),
    st.integers(1, 4),
    st.sampled_from([0, 40]),
)


@given(st.lists(ROWS, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_rows_does_not_matter(rows, chance):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert who_cites_whom(rows) == who_cites_whom(shuffled)
