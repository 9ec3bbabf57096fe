"""What a new outlet is called: readable, short, and no other's."""

from __future__ import annotations

import pytest

from aggregator.listing.naming import COLOURS, colours_for, monogram_for, slug_for


@pytest.mark.parametrize(
    ("title", "host", "taken", "slug"),
    [
        ("The Fjordby Gazette", "gazette.example", (), "the-fjordby-gazette"),
        ("The Fjordby Gazette", "gazette.example", ("the-fjordby-gazette",), "the-fjordby-gazette-2"),
        ("Élan & Ærø", "elan.example", (), "elan-r"),
        ("新聞", "www.shimbun.example", (), "shimbun-example"),
        ("!!!", "!!!", (), "outlet"),
        ("x" * 99, "x.example", (), "x" * 40),
    ],
)
def test_a_slug(title, host, taken, slug):
    assert slug_for(title, host, taken) == slug


@pytest.mark.parametrize(
    ("title", "taken", "letters"),
    [
        ("The Fjordby Gazette", (), "TFG"),
        ("CNN", ("C",), "CN"),
        ("Gazette", ("G", "GA", "GZ"), "GE"),
        ("aa", ("A", "AA"), "A2"),
        ("新聞", (), "X"),
    ],
)
def test_letters(title, taken, letters):
    assert monogram_for(title, taken) == letters


def test_colours_are_always_the_same_and_can_be_read_on_their_paper():
    assert colours_for("gazette") == colours_for("gazette")
    assert len({colours_for(f"outlet-{n}") for n in range(200)}) == len(COLOURS)
    for light, dark in COLOURS:
        assert _contrast(light, "#ffffff") >= 4.5
        assert _contrast(dark, "#14161b") >= 4.5


def _contrast(one, other):
    """WCAG 2.2, "contrast ratio"."""
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
