"""What an editor says of quotes goes before what their words say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coverage.comparing.quote_alignment import align_quotes
from coverage.comparing.ruled import Rulings, pair
from coverage.comparing.types import QuoteToAlign

NOON = datetime(2022, 6, 17, 12, tzinfo=UTC)
GATE = "Nobody told us that the gate was open, said the master."
SAYINGS = (GATE, GATE, "The water does not wait for any committee.", "Nobody ever told us the gate was open.")


def quote(id: int, text: str) -> QuoteToAlign:
    at = NOON + timedelta(minutes=id)
    return QuoteToAlign(id, id, f"outlet-{id}", text, "direct", "Karin Holm", at, start=0)


QUOTES = [quote(id, text) for id, text in enumerate(SAYINGS, 1)]


def groups(rulings: Rulings = Rulings()):  # noqa: B008  # it is frozen
    return {frozenset(v.quote for v in one.variants) for one in align_quotes(QUOTES, rulings=rulings)}


def test_quotes_that_an_editor_links_are_one_utterance():
    assert {1, 3} <= next(group for group in groups(Rulings(same=frozenset({(1, 3)}))) if 3 in group)


def test_quotes_that_an_editor_parts_are_two():
    assert not any({1, 2} <= group for group in groups(Rulings(apart=frozenset({(1, 2)}))))


def test_a_label_of_an_editors_stays():
    [one] = [one for one in align_quotes(QUOTES, rulings=Rulings(renderings={2: "translated"})) if one.fullest == 1]
    assert {v.quote: v.rendering for v in one.variants}[2] == "translated"


PAIRS = st.sets(st.tuples(st.integers(1, 4), st.integers(1, 4)).filter(lambda both: both[0] < both[1]), max_size=3)


@given(PAIRS, PAIRS)
def test_every_word_of_an_editors_holds_at_once(same, apart):
    """Unless a chain of them says the contrary, which the desk refuses."""
    apart = apart - same
    together = {id: {id} for id in range(1, 5)}
    for one, other in same:
        joined = together[one] | together[other]
        for id in joined:
            together[id] = joined
    if any(other in together[one] for one, other in apart):
        return
    found = groups(Rulings(frozenset(same), frozenset(apart)))
    assert set().union(*found) == {1, 2, 3, 4}
    assert all(any({*both} <= group for group in found) for both in same)
    assert not any({*both} <= group for group in found for both in apart)


def test_the_order_in_which_quotes_arrive_does_not_matter():
    rulings = Rulings(frozenset({pair(3, 1)}), frozenset({pair(2, 1)}))
    assert align_quotes(QUOTES, rulings=rulings) == align_quotes(QUOTES[::-1], rulings=rulings)
