"""Expressions of our own with their values, as a careful reader gives them."""

from datetime import date
from pathlib import Path

import pytest

from aggregator.reading.figures import find_figures

FRIDAY = date(2022, 6, 17)
LINES = [
    line
    for line in Path(__file__).with_name("figures.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_there_are_at_least_150_expressions():
    assert len(LINES) >= 150


@pytest.mark.parametrize("line", LINES)
def test_an_expression_has_its_value(line):
    marked, _, values = line.partition(" |")
    text = marked.replace("{", "").replace("}", "")
    words = [part.split("}")[0] for part in marked.split("{")[1:]]
    found = find_figures(text, today=FRIDAY)
    assert [one.words for one in found] == words
    for one, expected in zip(found, filter(None, map(str.strip, values.split(";"))), strict=True):
        assert _matches(one, expected), (one, expected)


def _matches(one, expected):
    kind, rest = expected.split(" ", 1)
    unit = next(unit for unit in ("percentage point", rest.split(" ", 1)[0]) if rest.startswith(unit))
    low, high, bound = rest.removeprefix(unit).strip().split(" ", 2)
    near = (_near(one.low, low), _near(one.high, high))
    return (one.kind, one.unit, one.bound, *near) == (kind, unit, bound, True, True)


def _near(value, told):
    if value is None or told == "-":
        return value is None and told == "-"
    wanted = date.fromisoformat(told).toordinal() if told.count("-") == 2 else float(told)
    return abs(value - wanted) <= 1e-3 * max(1.0, abs(wanted)) if "." in told else value == wanted
