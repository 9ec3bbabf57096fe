"""A snapshot's text into its sentences, by rules: nothing is learned and nothing crosses a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aggregator.reading.types import Sentence


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text` in order, without the space around them.

    Paragraphs are what newlines part. A full stop after a title, an initial or within a number ends nothing; after
    "U.S.", "Inc." or "a.m." it ends the sentence only where the next word opens a sentence by itself ("The", "He").
    Closing quotation marks and brackets belong to the sentence they close.
    """
    return tuple(
        Sentence(start, end, number)
        for number, (first, last) in enumerate(paragraphs(text))
        for start, end in _sentences_of(text, first, last)
    )


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans between newlines that hold more than space, without the space around them."""
    for match in re.finditer(r"[^\n]+", text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        if words.strip():
            yield start, start + len(words.strip())


def _sentences_of(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for stop in _STOP.finditer(text, first, last):
        if _ends_here(text, stop, last):
            yield start, stop.end("close")
            start = stop.end()
    if start < last:
        yield start, last


def _ends_here(text: str, stop: re.Match[str], last: int) -> bool:
    following = _NEXT.match(text, stop.end(), last)
    if following is None:
        return False
    marks, close = stop["marks"], stop["close"]
    if close and _REPORTING.match(text, stop.end(), last):
        return False  # “Why?” Smith asked.
    if marks != ".":
        return True
    before = _LAST_WORD.search(text, max(0, stop.start() - 24), stop.start())
    word = before.group() if before else ""
    if word.lower() in _NUMBERED and (following["word"] or "")[:1].isdigit():
        return False
    if word.lower() in _MAY_BE_LAST or _ZONED.fullmatch(word):
        return (following["word"] or "").lower() in _OPENERS or bool(following["mark"])
    return word.lower() not in _NEVER_LAST and not _INITIALS.fullmatch(word)


_CLOSERS = "\"”’'»)\\]"
# The look-behind keeps a long run of stops linear: only its first character may begin a match.
_STOP = re.compile(rf"(?<![.!?…])(?P<marks>[.!?…]++)(?P<close>[{_CLOSERS}]*+)\s++")
_NEXT = re.compile(
    r"(?P<mark>[\"“‘'«(\[]*+)(?P<word>[^\W\d_a-zß-öø-ÿ][\w’'-]*+|\d[\w.,]*+|[$€£][\d.,]*+|[@#•*»])|[\"“«]"
)
_LAST_WORD = re.compile(r"[\w.&-]{1,20}$")
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.)*[^\W\d_a-z]")
_ZONED = re.compile(r"(?:[a-z]\.)+[a-z]")
_REPORTING = re.compile(
    r"(?:[A-Z][\w’'.-]{0,30} ){1,4}(?:said|says|asked|asks|wrote|writes|added|replied|exclaimed|shouted|tweeted|told)\b"
)
_NEVER_LAST = frozenset(
    "mr mrs ms mx messrs dr prof sen sens rep reps gov govs gen lt col sgt capt cmdr maj adm rev hon pres supt det st "
    "ft mt vs v fr e.g i.e approx est dept fig vol cf al".split()
)
_NUMBERED = frozenset("no nos p pp art sec jan feb mar apr jun jul aug sep sept oct nov dec".split())
_MAY_BE_LAST = frozenset(
    "u.s u.k u.n e.u d.c l.a n.y a.m p.m ph.d m.d b.a m.a inc corp co ltd llc bros jr sr etc jan feb mar apr jun jul "
    "aug sep sept oct nov dec ave blvd rd calif fla tex mass va pa ga ill mich minn wis ariz colo conn md mo tenn wash "
    "ala ark del ind kan ky la miss neb nev okla ore no".split()
)
_OPENERS = frozenset(
    "the a an he she it they we i you this that these those there but and so yet in on at for from by with as if when "
    "while after before since although though however meanwhile still then now his her its their our my what who how "
    "why where no not one some many most all both each another other according asked also earlier later last next "
    "under over during despite even instead until once perhaps since because to of about two three four five".split()
)
