"""Text into counted things ("more than 80 meetings"), times ("twice") and factors ("three times as many")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aggregator.reading.nouns import counted
from aggregator.reading.numbers import (
    AFTER,
    LEAD,
    NUMBER,
    SCALE,
    TAIL,
    TO,
    begin_of,
    bound_of,
    limits,
    number_value,
    scaled,
)
from aggregator.reading.types import Bound, Figure


def find_counts(text: str, start: int, end: int) -> Iterator[Figure]:
    """Counts of a plural noun that follows within five words; a "from … to …" of a change gives two."""
    for match in _COUNT.finditer(text, start, end):
        noun = counted(text, match.end(), end, of_them=True)
        value = scaled(match["number"], match["scale"] or match["short"])
        if noun is None or value is None or _is_none(text, match, start, value):
            continue
        stop, unit = noun
        top = scaled(match["upper"], match["scale"] or match["short"]) if match["upper"] else value
        more = _MORE.match(text, stop, end)
        bound = bound_of(match["bound"], match["after"] or (more["after"] if more else None), match["number"])
        stop = more.end() if more else stop
        if top is not None and match["upper"] and is_change(text, match.start("number"), start, value, top):
            yield _count(text, match.start("number"), match.end("number"), value, value, unit, "exact")
            yield _count(text, match.start("upper"), stop, top, top, unit, "exact")
        elif top is not None and top >= value and (value > 1 or match["bound"]):
            yield _count(text, begin_of(match, "number"), stop, value, top, unit, bound)


def find_vague_counts(text: str, start: int, end: int) -> Iterator[Figure]:
    """ "dozens of meetings", "hundreds of thousands of users": at least two of them."""
    for match in _VAGUE.finditer(text, start, end):
        noun = counted(text, match.end(), end)
        if noun:
            words = text[match.start() : noun[0]]
            yield Figure(match.start(), noun[0], words, "count", vague(match["scales"]), None, noun[1], "at least")


def find_times(text: str, start: int, end: int) -> Iterator[Figure]:
    """How many times something happened, and how many times as much something is."""
    for match in _TIMES.finditer(text, start, end):
        value = 2.0 if match["twice"] else number_value(match["number"])
        if value is None or value <= 1:
            continue
        bound = bound_of(match["bound"], None)
        low, high = limits(value, value, bound)
        begin, stop = begin_of(match, "value"), match.end()
        words = text[begin:stop]
        if match["as"] or _MORE_THAN.match(text, stop, end):
            yield Figure(begin, stop, words, "factor", low, high, "times", bound)
        else:
            yield Figure(begin, stop, words, "count", low, high, "time", bound)
    for match in _FOLD.finditer(text, start, end):
        value = _VERBS.get((match["verb"] or "").lower()) or number_value(match["number"] or "")
        if value is not None and value > 1:
            bound = bound_of(match["bound"], None)
            low, high = limits(value, value, bound)
            begin = begin_of(match, "value")
            yield Figure(begin, match.end(), text[begin : match.end()], "factor", low, high, "times", bound)


def vague(scales: str) -> float:
    """The least that "hundreds of thousands" are: two of its first scale."""
    low = 2.0
    for word in scales.lower().split(" of "):
        low *= 20.0 if word == "scores" else number_value(word.rstrip("s")) or 1.0
    return low


def is_change(text: str, begin: int, start: int, value: float, top: float) -> bool:
    """Whether a number stands after "from" as what something was before: it fell, or a word says that it changed."""
    if text[max(start, begin - 5) : begin].lower() != "from ":
        return False
    return top < value or bool(_CHANGES.search(text, max(start, begin - 70), begin - 5))


def _count(text: str, begin: int, stop: int, low: float, high: float, unit: str, bound: Bound) -> Figure:
    least, most = limits(low, high, bound)
    return Figure(begin, stop, text[begin:stop], "count", least, most, unit, bound)


def _is_none(text: str, match: re.Match[str], start: int, value: float) -> bool:
    """Whether a number is part of a name, a date, a score or an address, and counts nothing."""
    begin = match.start("number")
    if text[begin - 1 : begin] in _GLUE and text[begin - 2 : begin - 1].isalnum():
        return True
    if _NO_COUNT.search(text, max(start, match.start() - 24), begin):
        return True
    year = match["number"].isdigit() and len(match["number"]) == 4 and 1900 <= value < 2100
    return year and not match["bound"] and not match["upper"] and (value != 2000 or text[begin - 4 : begin] == "the ")


_GLUE = ("-", "/", "–", "’", "'", ":", "#")
_COUNT = re.compile(
    rf"{LEAD}(?P<number>{NUMBER})(?:{TO}(?P<upper>{NUMBER}))?(?:(?:\s|(?<=\d)-)(?P<scale>{SCALE})|(?P<short>(?:bn|mn|[km])\b))?{TAIL}"
    r"(?=[\s-]|(?:[GMT]B|k[mg]|mph)\b)",
    re.IGNORECASE,
)
_MORE = re.compile(rf"\s(?P<after>{AFTER})\b", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"(?:[#№+]|\b(?:no\.|nos\.|section|article|chapter|title|page|version|part|phase|windows|ios|android|iphone|ipad|galaxy|pixel|"
    r"boeing|airbus|rule|number|figure|one\sof|flight|route|highway|interstate|formula|channel|area|apollo|xbox|playstation|room|"
    r"suite|apartment|platform|gate|fortune|war|covid|series|generation|gen|level|grade|unit|district|precinct|proposition|prop|"
    r"amendment|category|season|episode|week|day|year|age|aged|round|super\sbowl|mk|mark|model|python|office|top|lane|terminal|"
    r"pier|step|stage|tier|group\sof|block|studio|big|mach|type|line|exhibit|count|world\scup|euro|expo|vision|act|bill|code|"
    r"catch|ward|state\sroad|psalm|opus|symphony|volume|vol\.|issue|table|item|question|lot|agenda|tesla\smodel|roughly\sequal))[\s-]?$",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:r[oi]se|risen|rising|fell|fall(?:s|en|ing)?|increas\w+|decreas\w+|gr[eo]w\w*|drop\w*|cut|raise\w*|jump\w*|went|gone|goes|up|down|"
    r"declin\w+|shr[aiu]nk|expand\w*|climb\w*|slid|slump\w*|doubl\w+|tripl\w+|lower\w*|reduc\w+|chang\w+|sank|plunge\w*|surge\w*|"
    r"mov\w+|swell\w*|swoll\w+|widen\w*|narrow\w*|improv\w+|boost\w*|hike\w*|extend\w*)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?P<scales>(?:scores|dozens|(?:tens|hundreds)\sof\s(?:thousands|millions|billions)|hundreds|thousands|millions|billions)"
    r")\sof(?=\s)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"{LEAD}(?P<value>(?:\b(?P<twice>twice)|(?P<number>{NUMBER})\stimes)(?P<as>\sas\s(?:many|much))?)\b(?!-)",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    r"\s(?:as\s|more\b|the\s(?:size|number|amount|price|rate|cost|speed|national|average|usual|size)|larger|higher|bigger|greater|"
    r"faster|longer|slower|smaller|its\s|that\s(?:of|amount)|what\b|\w+er\sthan\b)",
    re.IGNORECASE,
)
_VERBS = {"doubled": 2.0, "tripled": 3.0, "quadrupled": 4.0, "doubling": 2.0, "tripling": 3.0}
_FOLD = re.compile(
    rf"{LEAD}(?P<value>\b(?P<verb>doubled|tripled|quadrupled|doubling|tripling)\b(?!\s(?:down|up|over|back))"
    r"|\b(?P<number>two|three|four|five|six|seven|eight|nine|ten|twenty|\d{1,4})-?fold\b)",
    re.IGNORECASE,
)
