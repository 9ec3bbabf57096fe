"""Whether two credited speakers can be the same."""

from __future__ import annotations

import pytest

from coverage.comparing.naming import agreement

CASES = [
    ("Maureen Shanahan", "Shanahan", "same"),
    ("Mr. Steele,", "Steele", "same"),
    ("Sen. Ruth Adler, chair of the committee", "Ruth Adler", "same"),
    ("Maureen Shanahan", "Albert Calamug", "different"),
    ("Albert Calamug", "TikTok spokesperson Maureen Shanahan", "different"),
    ("Oracle", "TikTok", "different"),
    ("IDF", "the Israel Defense Forces", "same"),
    ("BOEM", "Bureau of Ocean Energy Management", "same"),
    ("Bar Godard", "Bar Goddard", "same"),
    ("Jan Lee", "Jan Lea", "different"),
    ("Ada Richards", "Ada Richardson", "different"),
    ("Ada Reanean", "Ada Renenan", "different"),
    ("he", "Albert Calamug", "open"),
    ("", "Albert Calamug", "open"),
    ("the company", "TikTok", "open"),
    ("TikTok", "Albert Calamug", "open"),
    ("the Vermont senator", "Ruth Adler", "open"),
    ("one of the TikTok employees", "a member of TikTok’s Trust and Safety department", "same"),
]


@pytest.mark.parametrize(("one", "other", "expected"), CASES)
def test_names_agree_differ_or_stay_open(one, other, expected):
    assert agreement(one, other) == expected
    assert agreement(other, one) == expected
