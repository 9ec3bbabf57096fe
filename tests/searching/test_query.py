"""What readers type: any text is a query, and a query written out is the same query."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.searching.query import LONGEST, MOST, Name, Problem, Query, Term, parse
from coverage.searching.words import fold, folded_words, stem

PIECES = st.one_of(
    st.sampled_from(
        ["oracle", '"master admin"', "-tiktok", "outlet:cnn", "-outlet:wsj", 'speaker:"Karin Holm"', "speaker:Müller",
         "before:2022-06-20", "after:2022-06", "after:", "outlet:,", "before:2022-02-31", '"', "-", "U.S.", "1,000",
         "covid-19", "“quoted words”", "the", "outlet:“BuzzFeed News”"]
    ),
    st.text(max_size=20),
)  # fmt: skip


@given(st.text(max_size=400))
def test_any_text_is_a_query(text: str) -> None:
    parse(text)


@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_a_query_written_out_is_the_same_query(text: str) -> None:
    found = parse(text)

    assert parse(found.written) == replace(found, problems=parse(found.written).problems)
    assert {p.code for p in parse(found.written).problems} <= {p.code for p in found.problems}


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_a_query_keeps_its_limits(text: str) -> None:
    found = parse(text)

    assert len(found.written) <= LONGEST
    assert sum(len(term.words) for term in found.terms) + len(found.outlets) + len(found.speakers) <= MOST


@given(st.text(max_size=60))
def test_a_word_that_was_folded_stays_as_it_is(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert all(folded_words(one) == (one,) for one in folded_words(word))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Query()),
        ("  ", Query()),
        ("Oracle servers", Query((Term(("oracle",)), Term(("servers",))))),
        ('"master Admin"', Query((Term(("master", "admin")),))),
        ("“master admin", Query((Term(("master", "admin")),))),
        ("tiktok -oracle −cloud", Query((Term(("tiktok",)), Term(("oracle",), True), Term(("cloud",), True)))),
        ('-"master admin" tiktok', Query((Term(("master", "admin"), True), Term(("tiktok",))))),
        ("OUTLET:cnn,gizmodo", Query(outlets=(Name(("cnn",)), Name(("gizmodo",))))),
        ('x -outlet:"BuzzFeed News"', Query((Term(("x",)),), outlets=(Name(("buzzfeed", "news"), True),))),
        ('speaker:"Müller’s"', Query(speakers=(Name(("muller",)),))),
        ("after:2022 before:2022-07", Query(after=date(2022, 1, 1), before=date(2022, 7, 1))),
        ("before:2022-06-20 before:2022-06-18", Query(before=date(2022, 6, 18))),
        ("U.S. users", Query((Term(("us",)), Term(("users",))))),
        ("covid-19 1,000", Query((Term(("covid", "19")), Term(("1000",))))),
        ("oracle Oracle", Query((Term(("oracle",)),))),
        ("author:lind", Query((Term(("author", "lind")),))),
    ],
)
def test_it_understands(text: str, expected: Query) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("before:yesterday x", Problem("date", "yesterday")),
        ("before:2022-02-31 x", Problem("date", "2022-02-31")),
        ("after:0000 x", Problem("date", "0000")),
        ("-before:2022 x", Problem("minus date", "-before:2022")),
        ("x outlet:", Problem("no value", "outlet:")),
        ('x speaker:""', Problem("no value", "speaker:")),
        ("-oracle -outlet:cnn", Problem("only minus")),
        ("x after:2022-06-18 before:2022-06-18", Problem("no days", "after:2022-06-18 before:2022-06-18")),
        ("x" * (LONGEST + 1), Problem("long")),
        (" ".join(f"w{n}" for n in range(MOST + 1)), Problem("many")),
    ],
)
def test_it_says_what_it_does_not_understand(text: str, problem: Problem) -> None:
    assert parse(text).problems == (problem,)


@pytest.mark.parametrize(
    ("one", "other"), [("moves", "moved"), ("servers", "server"), ("ran", "running"), ("organisation", "organization")]
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)
