"""Quotation as it is hard to read, with the tagger as the site reads it: marks, bullets, nesting, signatures.

`test_quotes.py`, `test_marks.py` and `test_speakers.py` have the same cases by rules; what is missed is named here.
"""

from __future__ import annotations

import pytest

from aggregator.reading.quotes import find_quotes
from aggregator.weights import load_tagger


def spoken(text):
    """What stands between marks, with the speaker as written."""
    found = find_quotes(text, (), load_tagger())
    return [(one.text, one.speaker and one.speaker.words) for one in found if one.kind == "direct"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "» The ferry stops at noon, the harbour office said.\n\n» The baths stay open.\n\n» Two roads are closed.",
            [],
        ),
        ("» “The ferry stops at noon,” Ada Finch said.\n\n» Two roads are closed.", ["The ferry stops at noon,"]),
        ("• “The ferry stops at noon,” Ada Finch said.\n\n• Two roads are closed.", ["The ferry stops at noon,"]),
        ("- Ada Finch said: “The ferry stops at noon.”\n- Two roads are closed.", ["The ferry stops at noon."]),
    ],
)
def test_bullets_are_no_marks_and_hide_none(text, expected):
    assert [words for words, _ in spoken(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("''The pump was old,'' Ada Finch said. ''It ran.''", "The pump was old, … It ran."),
        ("Ada Finch said, ''We don't know the owners' names.''", "We don't know the owners' names."),
        ("``The pump was old,'' Ada Finch said.", "The pump was old,"),
        ('“The pump was old," Ada Finch said.', "The pump was old,"),
        ('"The pump was old,” Ada Finch said. “And it ran.”', "The pump was old, … And it ran."),
    ],
)
def test_two_apostrophes_and_marks_that_do_not_match_are_marks(text, expected):
    assert spoken(text) == [(expected, "Ada Finch")]


@pytest.mark.parametrize(
    "words",
    [
        "He told me, ‘Never again,’ and I believed him,",
        "My mother used to say ‘a boat is a hole in the water,’",
        "She asked me, “Why now?” and left,",
        "The sign said ‘closed’ and the clerk said ‘come in,’",
    ],
)
def test_a_quote_within_a_quote_is_a_part_of_it(words):
    assert spoken(f"“{words}” Ada Finch said.") == [(words, "Ada Finch")]


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour belongs to those who work in it.” — Ada Finch",
        "“The harbour belongs to those who work in it.” -- Ada Finch",
        "“The harbour belongs to those who work in it.”\n— Ada Finch, harbour master",
        "“The harbour belongs to those who work in it.” (Ada Finch, harbour master)",
        "Ada Finch, harbour master: “The harbour belongs to those who work in it.”",
    ],
)
def test_a_signature_after_a_dash_a_colon_or_in_brackets_names_the_speaker(text):
    ((words, speaker),) = spoken(text)
    assert words == "The harbour belongs to those who work in it."
    assert speaker is not None
    assert speaker.startswith("Ada Finch")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Ada Finch — “We close at noon” — would not say why.",
            marks=pytest.mark.xfail(strict=True, reason="words between dashes are taken for a part of the subject"),
        ),
        pytest.param(
            "Ada Finch said “We close at noon. The office did not say why.",
            marks=pytest.mark.xfail(strict=True, reason="a mark that is never closed is closed at the paragraph's end"),
        ),
        pytest.param(
            "“We close,” Ada Finch said, “at noon, and”—she pointed at the clock—“not a minute later.”",
            marks=pytest.mark.xfail(
                strict=True, reason="what is done amid a quote is taken for a second speaker's cue"
            ),
        ),
    ],
)
def test_what_is_missed(text):
    ((words, speaker),) = spoken(text)
    assert words.rstrip(".") in {"We close at noon", "We close, … at noon, and … not a minute later"}
    assert speaker == "Ada Finch"
