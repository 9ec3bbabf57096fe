"""Translated quotes find the sentence that they render in the credited outlet's own article."""

from __future__ import annotations

from datetime import UTC, datetime

from coverage.comparing.passages import passages_rendered
from coverage.comparing.types import ClaimToAlign, QuoteToAlign

NOON = datetime(2022, 6, 17, 12, tzinfo=UTC)


def claim(key: int, outlet: str, text: str) -> ClaimToAlign:
    return ClaimToAlign(key, key, outlet, text, "", "", (), False, False, 0.5, NOON, 0)


def quote(text: str, outlet: str, translated: bool = True) -> QuoteToAlign:
    return QuoteToAlign(9, 9, outlet, text, "direct", "", NOON, 0, translated)


CLAIMS = [
    claim(1, "cnn", "Engineers found a crack in the eastern wall of the Harrow Dam on Friday."),
    claim(2, "cnn", "The valley's bakery sold out of bread before noon."),
    claim(3, "gizmodo", "Engineers found a crack in the eastern wall of the Harrow Dam, it is said."),
]
RENDERED = "The engineers have discovered a crack on the eastern wall of the Dam of Harrow"


def test_a_translated_quote_finds_its_sentence_in_the_credited_outlet_alone():
    assert passages_rendered([quote(RENDERED, "cnn")], CLAIMS) == ((9, 1),)
    assert passages_rendered([quote(RENDERED, "gizmodo")], CLAIMS) == ((9, 3),)


def test_a_quote_that_no_sentence_is_like_finds_none():
    assert passages_rendered([quote("The mayor has promised two new bridges", "cnn")], CLAIMS) == ()


def test_a_quote_in_its_own_language_is_left_to_the_aligning_of_quotes():
    assert passages_rendered([quote(RENDERED, "cnn", translated=False)], CLAIMS) == ()


def test_the_order_of_the_sentences_does_not_matter():
    assert passages_rendered([quote(RENDERED, "cnn")], CLAIMS[::-1]) == ((9, 1),)
