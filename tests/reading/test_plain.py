"""Marked-up text into plain text: no markup, nothing that could run, no characters that deceive."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.plain import plain_text

PIECES = (
    "<script>", "</script>", "<img src=x onerror=a()>", "<b>", "&lt;", "&amp;lt;", "&gt;", "script", "svg", "/", " on",
    "load=", "a()", "<", ">", "&#60;", "&#x3c;", "'", '"', "javascript:", "iframe", " href=", "\x00", "\u200b", "words",
)  # fmt: skip


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<p>One &amp; two.</p><p>Three</p>", "One & two. Three"),
        ("5 &lt; 6 and 7 &gt; 2", "5 < 6 and 7 > 2"),
        ("p < a, and a <b>bold</b> word", "p < a, and a bold word"),
        ("The &lt;blink&gt; tag", "The <blink> tag"),
        ("The &lt;script&gt;alert(1)&lt;/script&gt; tag", "The tag"),
        ("A &lt;img src=x onerror=alert(1)&gt; here", "A here"),
        ("A &lt;scr&#x200b;ipt&gt;alert(1)&lt;/scr&#x200b;ipt&gt; here", "A here"),
        ("It&rsquo;s \u202ehere\u202c", "It’s here"),
        ("NUL\x00in<scr\x00ipt>x</script> it", "NULin it"),
    ],
)
def test_it_gives_the_words_alone(marked, plain):
    assert plain_text(marked) == plain


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_nothing_that_could_run_is_left_however_it_was_escaped(marked):
    plain = plain_text(marked)
    assert not re.search(r"</?(script|iframe|svg|img)\b|<[a-z][^<>]*\son\w+\s*=", plain, re.IGNORECASE)
    assert "\x00" not in plain
    assert plain == " ".join(plain.split())
