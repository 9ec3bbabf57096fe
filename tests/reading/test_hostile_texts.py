"""Texts that nobody writes: each finder by itself and all of them together take them in time, within bounds, verbatim.

Time is compared with that of a quarter of the text: four times as much is in proportion, sixteen times is not.
"""

from __future__ import annotations

import gc
import time
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.reader import LONGEST_TEXT
from aggregator.reading.article import outlet_names, read_article
from aggregator.reading.citations import find_citations
from aggregator.reading.claims import find_claims
from aggregator.reading.figures import find_figures
from aggregator.reading.marks import stretches
from aggregator.reading.quotes import find_quotes
from aggregator.reading.sentences import sentences
from aggregator.reading.types import Instant, Page

NAMES = outlet_names()
PUBLISHED = Instant(datetime(2022, 6, 17, 12, tzinfo=UTC), "+00:00", "meta")
FINDERS = {
    "marks": stretches,
    "sentences": sentences,
    "quotes and speakers": find_quotes,
    "claims": lambda text: find_claims(text, (), date(2022, 6, 17), NAMES),
    "figures": find_figures,
    "citations": lambda text: find_citations(text, (), NAMES, lambda url: "", ""),
    "all together": lambda text: read(text),
}
RUNS = [
    '"', "“", "”", "‘", "'", "''", "«", "»", "» ", "(", "[", ")", "A", "A ", "Ab ", "Ab. ", "Mr. ", "said ", "Ab said ",
    "“a” ", '"a" said Ab. ', "”\n\n“", "of the Ab of Ab said \n\n“", "according to ", "told CNN ", "1", "1,", "1 ",
    "$1 million ", "more than 1 ", "January 1 ", "from ", "to ", "— ", "-", "…", ". ", "\n\n", " ", ", ", "and ",
    "Ab and ", "the company ", "é", "湖", "\u0301", ", Ab, ", "said: “", "first reported by Reuters ",
]  # fmt: skip
WORDS = [
    *RUNS, "She", "he", "denied", "that", "Ada Finch", "at least five months", "80", "percent", "\n\n", "?", "!",
    "\x00", "\u202e", "🙂", "Inc.", "“We", "”", "who", "allegedly", "BuzzFeed News", "on Friday", "June 17", "http://a.example/",
]  # fmt: skip


def read(text):
    return read_article(Page("http://news.example/a", "T", text, (), PUBLISHED, None, "full", "test"))


@pytest.fixture(autouse=True)
def without_collecting():
    """What other tests have left is not looked through again and again while we measure."""
    gc.disable()
    yield
    gc.enable()


def seconds(find, text):
    begun = time.process_time()
    find(text)
    return time.process_time() - begun


def in_proportion(find, text):
    """Whether four times the text takes less than nine times as long, at one of three tries: the machine has others."""
    return any(seconds(find, text * 4) < 9 * max(seconds(find, text), 0.02) for _ in range(3))


@pytest.mark.parametrize("run", RUNS, ids=repr)
def test_a_long_run_takes_time_in_proportion_to_its_length(run):
    quarter = run * (4_000 // len(run))
    for name, find in FINDERS.items():
        assert in_proportion(find, quarter), name


@pytest.mark.parametrize("run", ['"', "of the Ab of Ab said \n\n“"], ids=repr)
def test_the_longest_text_that_is_read_takes_seconds(run):
    assert seconds(read, run * (LONGEST_TEXT // len(run))) < 15


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=60).map(" ".join) | st.text(max_size=120))
@example("“")
@example("\x00 said: “\u202e” — ")
def test_all_that_is_found_in_any_text_is_within_it_and_verbatim(text):
    found = read(text)
    for quote in found.quotes:
        assert all(0 <= start < end <= len(text) for start, end in quote.spans)
        assert list(quote.spans) == sorted(quote.spans)
        assert quote.text.startswith(text[slice(*quote.spans[0])])
        assert quote.text.endswith(text[slice(*quote.spans[-1])])
        assert 0 <= quote.confidence <= 1
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.words
        assert 0 <= claim.score <= 1
        for figure in claim.figures:
            assert text[figure.start : figure.end] == figure.words
            assert claim.start <= figure.start < figure.end <= claim.end
    for citation in found.citations:
        assert 0 <= citation.start < citation.end <= len(text)
    for one in (*found.quotes, *found.claims):
        speaker = one.speaker if hasattr(one, "speaker") else one.source
        assert one.cue is None or 0 <= one.cue[0] < one.cue[1] <= len(text)
        assert speaker is None or text[speaker.start : speaker.end] == speaker.words
    assert found.citations == read(text).citations


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_figures_and_sentences_of_any_text_are_ordered_and_do_not_overlap(text):
    for found in (find_figures(text, today=date(2022, 6, 17)), sentences(text), stretches(text)):
        spans = [(one.start, one.end) for one in found]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
