"""The same statement across outlets, and how each outlet stands to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.claim_alignment import align_claims
from coverage.comparing.clauses import shortened
from coverage.comparing.leaning import leans
from tests.comparing.made import claim, readings

CLOSED = "The council closed the northern harbor after storms damaged its wall."
CLOSED_TOO = "Storm damage to its wall led the council to close the northern harbor."
FERRIES = "Ferry fares rise by a tenth next month."


def stances(aligned):
    return {cell.outlet: cell.stance for cell in aligned.cells}


def test_the_same_statement_in_other_words_is_one_claim_with_a_cell_for_every_outlet():
    claims = [claim(CLOSED), claim(CLOSED_TOO, "two", 1), claim(FERRIES, "three", 2)]
    first, second = align_claims(claims, readings(["one", "two", "three", "four"], four="summary only (paywall)"))
    assert stances(first) == {"one": "own", "two": "own", "three": "none", "four": "unread"}
    assert stances(second) == {"one": "none", "two": "none", "three": "own", "four": "unread"}
    assert first.cells[3].why == "summary only (paywall)"
    assert [cell.outlet for cell in first.cells] == ["one", "two", "three", "four"]


def test_crediting_someone_else_is_told_with_the_name():
    claims = [claim(CLOSED), claim(CLOSED, "two", 1, source="The Daily One", source_outlet="one")]
    (aligned,) = align_claims(claims, readings(["one", "two"]))
    assert stances(aligned) == {"one": "own", "two": "cites"}
    assert aligned.cells[1].credited == "The Daily One"


def test_crediting_oneself_is_ones_own_voice():
    claims = [
        claim(CLOSED, source="The Daily One", source_outlet="one"),
        claim(CLOSED, "two", 1, source="the Second"),
    ]
    (aligned,) = align_claims(claims, readings(["one", "two"]), {"two": frozenset({"the Second"})})
    assert stances(aligned) == {"one": "own", "two": "own"}


def test_a_value_that_excludes_the_others_differs_and_is_no_other_claim():
    text = "The storm left {} boats wrecked in the northern harbor."
    claims = [claim(text.format(n), outlet, place) for place, (outlet, n) in enumerate(
        [("one", "40"), ("two", "40"), ("three", "65"), ("four", "about 40")]
    )]  # fmt: skip
    (aligned,) = align_claims(claims, readings(["one", "two", "three", "four"]))
    assert stances(aligned) == {"one": "own", "two": "own", "three": "differs", "four": "own"}


def test_who_denies_what_another_states_differs_from_it():
    claims = [claim(CLOSED), claim("The council never closed the northern harbor.", "two", 1, negated=True)]
    (row,) = align_claims(claims, readings(["one", "two"]))
    assert [cell.stance for cell in row.cells] == ["own", "differs"]


def test_two_sentences_that_share_only_the_storys_words_stay_apart():
    claims = [
        claim("The council of Norhaven closed the harbor on Monday.", "one"),
        claim("Fishermen of Norhaven want the council to pay for boats lost in the harbor.", "two", 1),
        claim("Norhaven built the harbor in 1911.", "three", 2),
    ]
    assert len(align_claims(claims, readings(["one", "two", "three"]))) == 3


def test_two_quotes_that_share_no_run_of_words_are_two_claims():
    claims = [
        claim("“Norhaven will rebuild the harbor wall with stone,” the mayor wrote.", "one"),
        claim("“Stone walls are what this harbor needs in Norhaven,” the mayor wrote.", "two", 1),
    ]
    assert len(align_claims(claims, readings(["one", "two"]))) == 2


def test_a_statement_of_one_outlet_is_left_out_when_it_is_hardly_checkable():
    assert align_claims([claim(CLOSED, score=0.3)], readings(["one"])) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2019 the council rebuilt the northern harbor.", True),
        ("The council rebuilt the northern harbor three years ago.", True),
        ("The council rebuilt the northern harbor this spring.", False),
        ("The council rebuilt the northern harbor on June 15, 2022.", False),
    ],
)
def test_what_is_long_past_is_background(text, expected):
    (aligned,) = align_claims([claim(text)], readings(["one"]))
    assert aligned.background is expected


def test_what_is_credited_to_somebody_is_news_whatever_time_it_tells_of():
    (aligned,) = align_claims([claim("In 2019 the wall cracked.", source="a report")], readings(["one"]))
    assert not aligned.background


def test_the_clearest_is_in_an_outlets_own_voice_and_read_in_full():
    credited = claim(CLOSED, "one", 0, source="a report")
    summary = claim(CLOSED, "two", 1)
    own = claim(CLOSED_TOO, "three", 2)
    (aligned,) = align_claims([credited, summary, own], readings(["one", "two", "three"], two="summary only (paywall)"))
    assert aligned.clearest == own.id
    assert aligned.sentence == CLOSED_TOO


def test_what_most_outlets_carry_comes_first():
    claims = [claim(FERRIES, "one", 0), claim(CLOSED, "two", 1), claim(CLOSED_TOO, "three", 2)]
    first, _ = align_claims(claims, readings(["one", "two", "three"]))
    assert first.clearest in {claims[1].id, claims[2].id}


@given(st.text(max_size=400))
@settings(max_examples=80)
def test_a_shortened_sentence_fits_and_begins_as_it_began(text):
    short = shortened(text, 140)
    assert len(short) <= 140
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_a_sentence_is_cut_where_a_clause_ends():
    long = "The council closed the harbor on Monday, it said, because storms had damaged the wall, " + "and so on " * 20
    assert (
        shortened(long, 100) == "The council closed the harbor on Monday, it said, because storms had damaged the wall…"
    )


SENTENCES = [CLOSED, CLOSED_TOO, FERRIES, "The storm left 40 boats wrecked.", "The storm left 65 boats wrecked there."]
CLAIMS = st.lists(
    st.builds(
        lambda text, outlet, hours, source: claim(
            text, outlet, hours, source=source, id=hash((text, outlet, hours)) % 10**9
        ),
        st.sampled_from(SENTENCES),
        st.sampled_from(["one", "two", "three"]),
        st.integers(0, 3),
        st.sampled_from(["", "a report"]),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)


@given(CLAIMS, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_a_claim_is_in_one_group_at_most_and_order_does_not_matter(claims, chance):
    shuffled, known = claims[:], readings(["one", "two", "three"])
    chance.shuffle(shuffled)
    aligned = align_claims(claims, known)
    assert aligned == align_claims(shuffled, known[::-1])
    used = [number for one in aligned for cell in one.cells for number in cell.claims]
    assert len(used) == len(set(used))
    assert all([cell.outlet for cell in one.cells] == ["one", "two", "three"] for one in aligned)


@pytest.mark.parametrize(
    ("sentence", "leaning"),
    [
        ("In them, nine employees describe the access.", True),
        ("It also says that staff had to ask.", True),
        ("“They see everything,” a member of the team said.", True),
        ("Also on Friday, the company published a post.", True),
        ("TikTok says its data is stored in Virginia.", False),
        ("The company moved the data of its users.", False),
        ("“We are grateful for the trust,” the director said.", True),
        ("However, a spokesman disagreed.", True),
        ("As such, the plan was dropped.", True),
        ("It’s no accident that the board is silent.", True),
        ("Italy fined the company.", False),
        ("Usually the board is silent.", False),
    ],
)
def test_a_sentence_that_leans_on_the_one_before_is_told_by_how_it_begins(sentence, leaning):
    assert leans(sentence) == leaning


def test_a_statement_is_worded_by_a_claim_that_stands_alone():
    leaning = claim("It said the storm left 40 boats wrecked in the harbor on Monday.", "one", 0)
    alone = claim("The storm left 40 boats wrecked in the harbor, the mayor of the town said.", "two", 1)
    other = claim("It left 40 boats wrecked in the harbor on Monday.", "three", 2)
    [row] = align_claims([leaning, alone, other], readings(["one", "two", "three"]))
    assert row.clearest == alone.id


def test_whom_an_outlet_credits_is_named_without_what_hangs_on_the_name():
    told = {"which": "", "He": "", "the mayor": "the mayor", "the mayors, who for months,": "the mayors"}
    told |= {"A, B, and C,": "A, B, and C", "officials, which": "officials", "Whole Foods": "Whole Foods"}
    for source, credited in told.items():
        [row] = align_claims(
            [claim(CLOSED, "one"), claim(CLOSED_TOO, "two", 1, source=source)], readings(["one", "two"])
        )
        assert [(cell.stance, cell.credited) for cell in row.cells] == [("own", ""), ("cites", credited)]
