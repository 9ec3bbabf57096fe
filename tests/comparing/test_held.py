"""What editors hold together is one statement under one id, whatever the words say; what they took out stays out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coverage.comparing.claim_alignment import align_claims
from coverage.comparing.held import Holds, kept
from coverage.comparing.types import ClaimToAlign, OutletReading

NOON = datetime(2022, 6, 17, 12, tzinfo=UTC)


def claim(id: int, text: str = "The dam was closed on Friday after 12 engineers saw a crack.") -> ClaimToAlign:
    at = NOON + timedelta(minutes=id)
    return ClaimToAlign(id, id, f"outlet-{id}", text, "", "", (), False, False, 0.7, at, start=0)


CLAIMS = {id: claim(id) for id in range(1, 7)}


def rows(groups, inside=None, outside=None):
    holds = Holds(
        {key: frozenset(ids) for key, ids in (inside or {}).items()},
        {key: frozenset(ids) for key, ids in (outside or {}).items()},
    )
    found = kept([[CLAIMS[id] for id in ids] for ids in groups], CLAIMS, holds)
    return [(key, [piece.id for piece in group]) for key, group in found]


def test_a_held_statement_keeps_its_id_and_takes_what_joins_it():
    assert rows([[1, 2, 4], [3]], {70: {1, 2}}) == [(70, [1, 2, 4]), (None, [3])]


def test_a_held_statement_that_fell_apart_is_one_again_with_what_joined_its_parts():
    assert rows([[1, 2], [3]], {70: {1, 2, 3}}) == [(70, [1, 2, 3])]
    assert rows([[1, 2], [3, 4, 5]], {70: {1, 2, 3, 4}})[0] == (70, [1, 2, 3, 4, 5])


def test_two_held_statements_stay_two_where_their_words_have_become_one():
    assert rows([[1, 2, 3, 4, 5]], {70: {1, 2}, 80: {3, 4}}) == [(70, [1, 2, 5]), (80, [3, 4])]


def test_what_was_taken_out_stays_out_and_stands_by_itself():
    assert rows([[1, 2, 3]], {70: {1, 2}}, {70: {3}}) == [(70, [1, 2]), (None, [3])]


def test_a_held_statement_whose_claims_are_all_gone_is_not_made_up():
    assert rows([[1, 2]], {70: {99}}) == [(None, [1, 2])]


IDS = st.sets(st.sampled_from(sorted(CLAIMS)), max_size=4)


@given(st.permutations(sorted(CLAIMS)), st.integers(1, 5), IDS, IDS, IDS)
def test_however_it_was_aligned_held_claims_are_where_they_are_held_and_none_is_lost(order, cut, one, other, out):
    other, out = other - one, out - one - other
    found = rows([order[:cut], order[cut:]], {70: one, 80: other}, {70: out})
    by_key = {key: set(ids) for key, ids in found if key}
    assert all(ids <= by_key[key] for key, ids in ((70, one), (80, other)) if ids)
    assert not by_key.get(70, set()) & (other | out)
    assert not by_key.get(80, set()) & one
    assert set().union(*(ids for _, ids in found)) == set(CLAIMS)


def test_a_held_statement_of_one_outlet_is_told_under_its_id_in_any_order():
    claims = [claim(1), claim(2), claim(3, "Nine boats left the harbour before noon on Sunday.")]
    readings = [OutletReading(f"outlet-{id}", NOON) for id in (1, 2, 3)]
    holds = Holds({70: frozenset({3})})
    aligned = align_claims(claims, readings, holds=holds)
    assert {one.group for one in aligned if 3 in {c for cell in one.cells for c in cell.claims}} == {70}
    assert aligned == align_claims(claims[::-1], readings, holds=holds)
