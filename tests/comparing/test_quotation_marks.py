"""Quotation marks within quotation marks."""

from __future__ import annotations

import pytest

from coverage.comparing.quotation_marks import in_marks

FRENCH = ("« ", " »")


@pytest.mark.parametrize(
    ("words", "english", "french"),
    [
        ("We never left", "“We never left”", "« We never left »"),
        ("We “never” left", "“We ‘never’ left”", "« We “never” left »"),
        ('We "never" left, "you know"', "“We ‘never’ left, ‘you know’”", "« We “never” left, “you know” »"),
        ('"Never" is long', "“‘Never’ is long”", "« “Never” is long »"),
        ('The board’s "no"', "“The board’s ‘no’”", "« The board’s “no” »"),
        ("“We never left”", "“We never left”", "« We never left »"),
        ("“We never left,” she said, “and won’t”", "“‘We never left,’ she said, ‘and won’t’”", None),
    ],
)
def test_double_marks_within_double_ones_become_single(words, english, french):
    assert in_marks(words) == english
    assert french is None or in_marks(words, FRENCH) == french
