"""Hedges and denials in sentences of our own, double negations among them."""

from pathlib import Path

import pytest

from aggregator.reading.hedging import is_hedged, is_negated

LINES = [
    line
    for line in Path(__file__).with_name("stances.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_there_are_at_least_sixty_sentences():
    assert len(LINES) >= 60


@pytest.mark.parametrize("line", LINES)
def test_a_statement_is_hedged_and_denied_as_a_careful_reader_says(line):
    marks, _, words = line.partition(" ")
    assert (is_hedged(words), is_negated(words)) == ("h" in marks, "n" in marks)
