from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.figures import find_figures
from aggregator.reading.types import figure_as_json, figure_from_json

FRIDAY = date(2022, 6, 17)


def read(text, today=FRIDAY):
    return [(one.words, one.kind, one.low, one.high, one.unit, one.bound) for one in find_figures(text, today=today)]


def days(text, today=FRIDAY):
    return [(one.words, one.kind, day(one.low), day(one.high), one.bound) for one in find_figures(text, today=today)]


def day(ordinal):
    return None if ordinal is None else date.fromordinal(int(ordinal)).isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It names nine employees.", ("nine employees", "count", 9, 9, "employee", "exact")),
        ("They made 14 statements.", ("14 statements", "count", 14, 14, "statement", "exact")),
        ("Fourteen statements were heard.", ("Fourteen statements", "count", 14, 14, "statement", "exact")),
        (
            "more than 80 internal meetings",
            ("more than 80 internal meetings", "count", 80, None, "meeting", "more than"),
        ),
        (
            "80 internal, office-based meetings",
            ("80 internal, office-based meetings", "count", 80, 80, "meeting", "exact"),
        ),
        ("at least 3 companies", ("at least 3 companies", "count", 3, None, "company", "at least")),
        ("fewer than a dozen people", ("fewer than a dozen people", "count", None, 12, "person", "less than")),
        ("up to 300 staff", ("up to 300 staff", "count", None, 300, "staff", "at most")),
        ("about 1,100 jobs", ("about 1,100 jobs", "count", 1100, 1100, "job", "about")),
        ("150 million users or more", ("150 million users or more", "count", 150e6, None, "user", "at least")),
        ("80+ meetings", ("80+ meetings", "count", 80, None, "meeting", "at least")),
        ("between 80 and 90 tapes", ("between 80 and 90 tapes", "count", 80, 90, "tape", "exact")),
        ("two hundred and fifty letters", ("two hundred and fifty letters", "count", 250, 250, "letter", "exact")),
        ("dozens of boxes", ("dozens of boxes", "count", 24, None, "box", "at least")),
    ],
)
def test_counts_have_a_noun_and_a_bound(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1.5 billion", ("$1.5 billion", "money", 1.5e9, 1.5e9, "USD", "exact")),
        ("more than £30m", ("more than £30m", "money", 30e6, None, "GBP", "more than")),
        ("$5-10 million", ("$5-10 million", "money", 5e6, 10e6, "USD", "exact")),
        ("80 million dollars", ("80 million dollars", "money", 80e6, 80e6, "USD", "exact")),
        ("nearly €200", ("nearly €200", "money", 200, 200, "EUR", "about")),
        ("18 percent", ("18 percent", "share", 18, 18, "percent", "exact")),
        ("18%", ("18%", "share", 18, 18, "percent", "exact")),
        ("roughly 4.5 per cent", ("roughly 4.5 per cent", "share", 4.5, 4.5, "percent", "about")),
        ("5% to 7%", ("5% to 7%", "share", 5, 7, "percent", "exact")),
        ("two percentage points", ("two percentage points", "share", 2, 2, "percentage point", "exact")),
        ("half of the users", ("half", "share", 50, 50, "percent", "exact")),
        ("one in five teens", ("one in five", "share", 20, 20, "percent", "exact")),
    ],
)
def test_money_and_shares_are_made_comparable(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "bound"),
    [
        ("for five months", "five months", 5 * 30.4375, 5 * 30.4375, "exact"),
        ("for at least five months", "at least five months", 5 * 30.4375, None, "at least"),
        ("a five-month search", "five-month", 5 * 30.4375, 5 * 30.4375, "exact"),
        ("after more than a year", "more than a year", 365.25, None, "more than"),
        ("within 24 hours", "24 hours", 1, 1, "exact"),
        ("two to three weeks", "two to three weeks", 14, 21, "exact"),
    ],
)
def test_durations_are_in_days(text, words, low, high, bound):
    assert read(text) == [
        (words, "duration", pytest.approx(low), high if high is None else pytest.approx(high), "day", bound)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "for years",
        "a 36-year-old engineer",
        "He is 36 years old.",
        "Section 230 lawyers",
        "one of the employees",
        "a few people",
        "iPhone 13 users",
        "version 12.5.3",
        "They may march on.",
    ],
)
def test_what_has_no_value_to_compare_is_no_figure(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on June 17, 2022", ("June 17, 2022", "date", "2022-06-17", "2022-06-17", "exact")),
        ("on 17 June 2022", ("17 June 2022", "date", "2022-06-17", "2022-06-17", "exact")),
        ("on Friday", ("Friday", "date", "2022-06-17", "2022-06-17", "exact")),
        ("on Tuesday", ("Tuesday", "date", "2022-06-14", "2022-06-14", "exact")),
        ("next Tuesday", ("next Tuesday", "date", "2022-06-21", "2022-06-21", "exact")),
        ("on Friday, June 10", ("Friday, June 10", "date", "2022-06-10", "2022-06-10", "exact")),
        ("on Dec. 5", ("Dec. 5", "date", "2022-12-05", "2022-12-05", "exact")),
        ("in January 2022", ("January 2022", "date", "2022-01-01", "2022-01-31", "exact")),
        ("in September", ("September", "date", "2021-09-01", "2021-09-30", "exact")),
        ("in 2020", ("2020", "date", "2020-01-01", "2020-12-31", "exact")),
        ("as recently as January", ("as recently as January", "date", "2022-01-01", "2022-01-31", "at least")),
        ("since 2020", ("since 2020", "period", "2020-01-01", None, "exact")),
        ("until March 2021", ("until March 2021", "period", None, "2021-03-31", "exact")),
    ],
)
def test_dates_are_first_and_last_days(text, expected):
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("from September 2021 to January 2022", "exact"),
        ("between September 2021 and January 2022", "exact"),
        ("from September to January 2022", "exact"),
        ("September 2021 to January 2022", "exact"),
        ("at least September 2021 to January 2022", "at least"),
        ("between at least September 2021 and January 2022", "at least"),
        ("from September 2021 to January 2022 at the least", "at least"),
    ],
)
def test_periods_run_from_the_first_day_to_the_last(words, bound):
    assert days(f"The engineers had access {words}, says the memo.") == [
        (words, "period", "2021-09-01", "2022-01-31", bound)
    ]


def test_two_dates_joined_by_and_are_two_dates():
    assert [words for words, *_ in days("on June 3, 2021 and June 9, 2021")] == ["June 3, 2021", "June 9, 2021"]


def test_without_a_day_of_publication_nothing_is_guessed():
    assert read("on Friday, as recently as January, on June 3 and today", today=None) == []
    assert [one[0] for one in read("in January 2022", today=None)] == ["January 2022"]


def test_a_day_that_no_calendar_has_is_no_date():
    assert read("on 31 June 2022") == []


def test_only_the_asked_stretch_is_read():
    text = "Seven men. Eight women. Nine children."
    found = find_figures(text, text.index("Eight"), text.index("Nine"))
    assert [one.words for one in found] == ["Eight women"]


def test_figures_survive_json():
    for one in find_figures("more than 80 meetings from May 2021 to June 2022 for $5", today=FRIDAY):
        assert figure_from_json(figure_as_json(one)) == one


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "at least|more than|about|five|80|1,200|.|$|%|percent|months|month|January|2022|17|to|from|and|between|"
            "since|Friday|users|,|million|or more|June|-|half of|dozens of|31|0|999999999999999999999".split("|")
        ),
        max_size=14,
    ),
    st.dates(min_value=date(1, 1, 1)),
)
def test_any_words_give_figures_within_the_text(words, today):
    text = " ".join(words)
    last = 0
    for one in find_figures(text, today=today):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.words
        assert one.low is None or one.high is None or one.low <= one.high
        last = one.end


@given(st.dates(min_value=date(1900, 1, 10), max_value=date(2100, 1, 1)))
def test_a_weekday_is_within_the_week_before_publication(today):
    (only,) = find_figures("on Wednesday", today=today)
    assert today - timedelta(days=6) <= date.fromordinal(int(only.low)) <= today
