"""Addresses that open an article at a sentence."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.comparing.fragments import is_web_address, place

PAGE = "https://mole.example/2022/quay"


@pytest.mark.parametrize(
    ("link", "words", "address"),
    [
        (PAGE, "Nine people spoke", f"{PAGE}#:~:text=Nine%20people%20spoke"),
        (PAGE, "U.S.-based, safe & sound", f"{PAGE}#:~:text=U.S.%2Dbased%2C%20safe%20%26%20sound"),
        (PAGE, "“Tape” 100%", f"{PAGE}#:~:text=%E2%80%9CTape%E2%80%9D%20100%25"),
        (f"{PAGE}#top", "Nine", f"{PAGE}#top:~:text=Nine"),
        (PAGE, "", PAGE),
        (PAGE, " \n ", PAGE),
        (
            PAGE,
            "one two three four five six\n\nseven eight",
            f"{PAGE}#:~:text=one%20two%20three%20four%20five,seven%20eight",
        ),
    ],
)
def test_it_names_the_words(link, words, address):
    assert place(link, words) == address


def test_a_long_sentence_is_named_by_its_ends():
    words = "The harbour board moved forty cranes to the north quay on Friday after the second flood of a wet year"
    assert place(PAGE, words).endswith("text=The%20harbour%20board%20moved%20forty,flood%20of%20a%20wet%20year")


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "//mole.example/x",
        "/local",
        "",
        "https://",
        "https://mole.example/ x",
        'https://mole.example/"onmouseover=',
        "https://mole.example\\@evil.example/",
        "http://[::1",
        "java\nscript:alert(1)",
    ],
)
def test_only_a_web_address_becomes_a_link(link):
    assert place(link, "words") == ""
    assert not is_web_address(link)


@given(st.text(min_size=1, max_size=80))
def test_a_directive_holds_no_character_that_has_a_meaning_in_it(words):
    directive = place(PAGE, words).removeprefix(PAGE).removeprefix("#:~:text=")
    assert "-" not in directive
    assert "&" not in directive
    assert directive.count(",") <= 1
    if len(words.splitlines()) == 1 and "," not in directive and "\ufffd" not in unquote(directive):
        assert unquote(directive) == " ".join(words.split()) or any("\ud800" <= letter <= "\udfff" for letter in words)
