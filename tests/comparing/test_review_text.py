"""What an editor writes as a press review: references, the words they stand for, and what is to be put right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.comparing.review_text import Cite, parse, part_of, pasted, without_note


def test_references_stand_among_the_prose():
    draft = parse("CNN writes: [[q:12]]. So does Mashable[[see c:7]].")
    [block] = draft.blocks
    assert block.parts == (
        "CNN writes: ",
        Cite("quote", 12),
        ". So does Mashable",
        Cite("claim", 7, silent=True),
        ".",
    )


def test_empty_lines_part_paragraphs_and_headings_are_marked():
    draft = parse("## Where they differ\r\n\r\nOne[[q:1]].\nStill one.\n\n\nTwo[[q:2]].")
    assert [(block.heading, len(block.cites)) for block in draft.blocks] == [(True, 0), (False, 1), (False, 1)]


@pytest.mark.parametrize("token", ["[[q]]", "[[x:1]]", "[[q:one]]", "[[q:1 5-2]]", "[[q:1 0-2]]", "[[]]", "[[q:1, 2]]"])
def test_what_is_no_reference_is_told_and_stays_as_it_was_typed(token):
    draft = parse(f"He said {token}.")
    assert draft.malformed == (token,)
    assert "".join(draft.blocks[0].parts) == f"He said {token}."


@given(st.builds(Cite, st.sampled_from(["quote", "claim"]), st.integers(1, 10**9), silent=st.booleans()))
def test_a_reference_reads_back_as_it_is_written(cite):
    assert parse(cite.token).cites == [cite]


def test_a_part_of_a_quote_is_words_in_a_row_with_marks_where_some_are_left_out():
    text = "Nobody told us that the gate was open"
    assert part_of(text, Cite("quote", 1)) == text
    assert part_of(text, Cite("quote", 1, 1, 3)) == "Nobody told us…"
    assert part_of(text, Cite("quote", 1, 5, 8)) == "…the gate was open"
    assert part_of(text, Cite("quote", 1, 5, 9)) == ""


@given(st.text(max_size=60), st.integers(1, 12), st.integers(1, 12))
def test_a_part_is_always_found_in_the_text(text, first, last):
    part = part_of(text, Cite("quote", 1, first, last)).strip("…")
    assert part in " ".join(text.split()) or part == ""


@pytest.mark.parametrize(
    ("body", "lacking"),
    [
        ("CNN writes: [[q:1]].", []),
        ("CNN writes: [[q:1]]. Nobody else does.", ["Nobody else does."]),
        ("It was known.[[see c:1]] It was told.[[see c:2]]", []),
        ("It was known. It was told.[[see c:2]]", ["It was known."]),
        ("## A heading\n\nIt was told[[see c:2]].", []),
        ("[[q:1]]", []),
        ("It was known[[see c:1]]; nobody says by whom.", ["nobody says by whom."]),
        ("It was known for long; it was told;[[see c:2]] so [[q:3]].", ["It was known for long;"]),
        ("[[q:1]], but the town denies it.", ["but the town denies it."]),
        ("CNN has it, while Gizmodo, as yet, has not[[see c:1]].", ["CNN has it,"]),
        ("CNN has it[[see c:1]], while Gizmodo has not[[see c:2]]; nor has Mashable.[[see c:3]]", []),
        ("The town, while waiting, said so[[see c:1]]; or nearly.", []),
        ("La ville le sait[[see c:1]], mais elle ne dit rien.", ["mais elle ne dit rien."]),
    ],
)
def test_every_clause_needs_a_note(body, lacking):
    assert without_note(parse(body)) == lacking


def test_words_of_an_article_that_were_pasted_are_found():
    article = "The board moved forty cranes to the north quay on Friday morning, it said."
    body = "As told, the board moved forty cranes to the North Quay on a Friday [[q:1]]."
    assert pasted(parse(body), {"Mole": [article]}) == [("Mole", "the board moved forty cranes to the north")]
    assert pasted(parse("The board moved its cranes [[q:1]]."), {"Mole": [article]}) == []
