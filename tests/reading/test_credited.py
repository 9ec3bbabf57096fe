"""A claim whose sentence credits an outlet rests on that outlet, however the sentence gives the credit."""

from __future__ import annotations

import pytest

from aggregator.reading.article import outlet_names
from aggregator.reading.citations import find_citations
from aggregator.reading.claims import find_claims
from aggregator.reading.credited import credited
from aggregator.reading.quotes import find_quotes

OPENING = "BuzzFeed News reported on Monday that the bridge at Arlen had 3 cracks. "


def sources(text: str) -> list[tuple[str, str]]:
    names = outlet_names()
    claims = find_claims(text, find_quotes(text), None, names)
    citations = find_citations(text, (), names, lambda url: "", "cnn")
    return [(c.source.words, c.source_outlet) if c.source else ("", "") for c in credited(claims, citations, text)]


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("That report, by BuzzFeed News, rests on 40 pages of drawings.", "BuzzFeed News"),
        ("The outlet reviewed 40 pages of drawings in Arlen.", "The outlet"),
    ],
)
def test_a_sentence_that_rests_on_another_outlet_is_credited_to_it(sentence, source):
    assert sources(OPENING + sentence)[-1] == (source, "buzzfeednews")


def test_a_sentence_of_the_article_s_own_stays_its_own():
    assert sources(OPENING + "The bridge at Arlen was built in 1931 and carries 9,000 cars a day.")[-1] == ("", "")


def test_the_outlet_means_nobody_where_none_was_credited_before():
    assert sources("The outlet sold 4,000 copies in Arlen in 1931.")[-1] == ("", "")
