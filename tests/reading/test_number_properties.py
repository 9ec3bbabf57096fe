"""Whatever number is written in digits or words, with whatever bound, is read as its value."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.figures import find_figures
from aggregator.reading.numbers import BOUNDS, number_value

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(number, joint=" and "):
    """A whole number as English prose writes it: 342 is "three hundred and forty-two"."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            rest = number % size
            link = joint if 0 < rest < 100 else " "
            return f"{in_words(number // size, joint)} {name}" + (link + in_words(rest, joint) if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{SMALL[number // 100]} hundred" + (joint + in_words(rest, joint) if rest else "")
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    return SMALL[number]


def only(text):
    (one,) = find_figures(text, today=date(2022, 6, 17))
    return one


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12 - 1), st.sampled_from((" and ", " ")))
def test_a_number_in_words_has_its_value(number, joint):
    assert number_value(in_words(number, joint)) == number


@settings(max_examples=200, deadline=None)
@given(st.integers(2, 10**9), st.sampled_from(("words", "digits", "commas")))
def test_a_count_has_its_value_however_it_is_written(number, way):
    written = {"words": in_words(number), "digits": str(number), "commas": f"{number:,}"}[way]
    if way == "digits" and 1900 <= number < 2100:
        return  # "2020 files" may be the files of a year
    one = only(f"They opened {written} files at noon.")
    assert (one.kind, one.low, one.high, one.unit) == ("count", number, number, "file")


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 10**7), st.sampled_from(sorted(bound for bound in BOUNDS if bound[0].isalpha())))
def test_a_bound_is_kept_on_the_side_that_it_opens(number, words):
    one = only(f"They opened {words} {number:,} files.")
    bound = BOUNDS[words]
    assert one.bound == bound
    assert one.low == (None if bound in {"at most", "less than"} else number)
    assert one.high == (None if bound in {"at least", "more than"} else number)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 9999),
    st.sampled_from((("", 1), (" million", 10**6), ("m", 10**6), ("bn", 10**9), (" billion", 10**9), ("k", 1000))),
    st.sampled_from((("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("US$", "USD"))),
    st.booleans(),
)
def test_money_has_its_value_and_currency(number, scale, currency, tenths):
    amount = number / 10 if tenths else number
    one = only(f"They paid {currency[0]}{amount}{scale[0]} for it.")
    assert (one.kind, one.unit) == ("money", currency[1])
    assert one.low == one.high == pytest.approx(amount * scale[1])


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 10**6), st.integers(1, 10**6), st.sampled_from((" to ", "–", "-")))
def test_a_range_runs_from_its_lower_to_its_upper_value(low, more, joint):
    one = only(f"They opened {low:,}{joint}{low + more:,} files.")
    assert (one.low, one.high, one.bound) == (low, low + more, "exact")
    between = only(f"They opened between {low:,} and {low + more:,} files.")
    assert (between.low, between.high) == (low, low + more)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 200), st.sampled_from((("day", 1.0), ("week", 7.0), ("month", 30.4375), ("year", 365.25))))
def test_a_duration_is_in_days(number, unit):
    one = only(f"It went on for {in_words(number)} {unit[0]}s.")
    assert (one.kind, one.unit) == ("duration", "day")
    assert one.low == one.high == pytest.approx(number * unit[1])


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 99), st.integers(2, 100))
def test_one_in_so_many_is_a_share(above, below):
    if above < below:
        one = only(f"They found that {above} in {below} teenagers came.")
        assert (one.kind, one.low) == ("share", pytest.approx(100 * above / below))
