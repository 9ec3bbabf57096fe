"""The shipped tagger on any text: spans within it, verbatim, no exception, and time in proportion to its length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.quotes import find_quotes
from aggregator.weights import load_tagger

PARTS = "“|”|\"|'|’|‘|»|''|\n\n| |, |. |: |—|Ada Finch|said|she|the lake is full|not|2|é|湖".split("|")


@given(st.lists(st.sampled_from(PARTS), max_size=60).map(" ".join) | st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_every_span_is_within_the_text_and_verbatim(text):
    for one in find_quotes(text, (), load_tagger()):
        assert all(0 <= start < end <= len(text) for start, end in one.spans)
        assert one.text.startswith(text[slice(*one.spans[0])])
        assert one.text.endswith(text[slice(*one.spans[-1])])
        assert one.cue is None or 0 <= one.cue[0] < one.cue[1] <= len(text)
        assert one.speaker is None or text[one.speaker.start : one.speaker.end] == one.speaker.words
        assert 0 <= one.confidence <= 1


@pytest.mark.parametrize("part", ['"', "“", "“a” ", "”\n\n“", "said ", "a", "'' ", "»"])
def test_a_hostile_text_takes_time_in_proportion(part):
    def seconds(length):
        begun = time.process_time()
        find_quotes(part * (length // len(part)), (), load_tagger())
        return time.process_time() - begun

    seconds(1000)
    assert seconds(100_000) < 40 * max(seconds(10_000), 0.025)
