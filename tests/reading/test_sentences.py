import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.sentences import sentences


def split(text):
    return [text[one.start : one.end] for one in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The cloud is full.", "The rain comes soon."],
        ["He flew to the U.S. capital on Monday.", "She stayed."],
        ["They met Mr. Oakley and Dr. Finch.", "Nobody else came."],
        ["The deal with Harbor Inc. closed.", "It took a year."],
        ["Doors open at 9 a.m. sharp.", "Bring a ticket."],
        ["J. R. Lorimer wrote it.", "R.K. Moss read it."],
        ["It rose 3.5 percent to $1.2 billion.", "Then it fell."],
        ["The law came into force on Jan. 3.", "Few noticed."],
        ["He waited... and waited.", "Nothing happened…", "Then the phone rang."],
        ["“It is over.”", "He left the room."],
        ['She said, "We won."', "The crowd cheered."],
        ["(The office was closed.)", "A sign said so."],
        ["Is it true?", "Yes!", "It is."],
        ["No. 7 was sold first."],
        ["Is that so?”", "“It is.”"],
    ],
)
def test_it_ends_sentences_where_a_reader_would(parts):
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["It is sold in the U.S.", "The maker would not say why."],
        ["They work for Harbor Inc.", "He runs it."],
        ["The shop opens at 9 a.m.", "But the queue forms earlier."],
    ],
)
def test_an_abbreviation_ends_a_sentence_before_a_word_that_opens_one(parts):
    assert split(" ".join(parts)) == parts


def test_a_question_in_marks_goes_on_to_the_one_who_asks():
    assert split("“Why now?” Ada Finch asked. Nobody knew.") == ["“Why now?” Ada Finch asked.", "Nobody knew."]


def test_it_never_crosses_a_paragraph():
    text = "A heading without a stop\n\nThe first sentence. The second"
    assert [(text[one.start : one.end], one.paragraph) for one in sentences(text)] == [
        ("A heading without a stop", 0),
        ("The first sentence.", 1),
        ("The second", 1),
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("aB1 .!?…\"“”'’\n,U.S"))))
def test_any_text_gives_ordered_spans_that_hold_every_word(text):
    found = sentences(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end <= len(text) for end, one in zip(ends, found, strict=False))
    assert all(text[one.start : one.end] == text[one.start : one.end].strip() for one in found)
    outside = "".join(text[end : one.start] for end, one in zip(ends, found, strict=False)) + text[ends[-1] :]
    assert not outside.strip()
