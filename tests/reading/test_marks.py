import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.marks import stretches
from aggregator.reading.quotes import find_quotes, read_quotes


def direct(text):
    return [(one.text, one.speaker and one.speaker.words) for one in find_quotes(text) if one.kind == "direct"]


@pytest.mark.parametrize(
    ("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("''", "''"), ("“", '"'), ("”", "”")]
)
def test_marks_of_every_shape(opening, closing):
    text = f"{opening}The harbour is closed,{closing} Ada Finch said."
    assert direct(text) == [("The harbour is closed,", "Ada Finch")]


def test_an_odd_count_of_marks_loses_no_quote():
    text = "“The harbour is closed, Ada Finch said on Monday.\n\n“It opens in May,” said Tom Reed."
    found = direct(text)
    assert found[-1][0].endswith("It opens in May,")
    assert found[-1][1] == "Tom Reed"


def test_a_lost_opening_mark_is_put_back_at_the_paragraphs_start():
    assert direct("The harbour is closed,” Ada Finch said.") == [("The harbour is closed,", "Ada Finch")]


def test_a_bullet_is_no_quotation_mark():
    assert direct("» The harbour is closed\n\n» The station is open") == []


def test_inches_are_no_quotation_marks():
    assert direct('The shelf is 6\'2" tall. Ada Finch said, "It fits."') == [("It fits.", "Ada Finch")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘The harbour is closed,’ Ada Finch said.", [("The harbour is closed,", "Ada Finch")]),
        ("‘We don’t know the owners’ names,’ Ada Finch said.", [("We don’t know the owners’ names,", "Ada Finch")]),
        ("It wasn’t the ’90s, and the boys’ coats weren’t ours.", []),
        ("It wasn't the '90s, and the boys' coats weren't ours.", []),
    ],
)
def test_single_marks_are_told_from_apostrophes(text, expected):
    assert direct(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“He told me ‘never again’ and left,” Ada Finch said.",
        "“He told me “never again” and left,” Ada Finch said.",
        "\"He told me 'never again' and left,\" Ada Finch said.",
    ],
)
def test_a_nested_quote_belongs_to_the_one_that_holds_it(text):
    ((words, speaker),) = direct(text)
    assert words.startswith("He told me")
    assert words.endswith("and left,")
    assert speaker == "Ada Finch"


def test_a_speech_goes_on_only_under_the_mark_that_opened_it():
    text = '"The pump stood still.\n\n“It was old,” said Ada Finch.'
    assert direct(text) == [("The pump stood still.", None), ("It was old,", "Ada Finch")]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from("“|”|\"|'|’|‘|«|»|''|\n\n| |, |. |—|(|6|Ada Finch|said|yes|who|it is old".split("|")),
        max_size=40,
    ).map(" ".join)
)
def test_every_quoted_stretch_is_in_a_quote_or_knowingly_left_out(text):
    read = read_quotes(text)
    spans = [span for one in read.quotes for span in one.spans] + [(one.start, one.end) for one in read.left_out]
    for box in stretches(text):
        assert any(start <= box.inner_start and box.inner_end <= end for start, end in spans)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_stretches_of_any_text_are_ordered_and_within_it(text):
    last = 0
    for box in stretches(text):
        assert last <= box.start <= box.inner_start < box.inner_end <= box.end <= len(text)
        last = box.end
