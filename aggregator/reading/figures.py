"""Text into comparable figures: counts, money, shares, dates, periods and durations, with units and bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from aggregator.reading.calendar_phrases import find_calendar_phrases
from aggregator.reading.counts import find_counts, find_times, find_vague_counts, is_change, vague
from aggregator.reading.dates import DatePhrase, find_dates
from aggregator.reading.numbers import (
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
)  # fmt: skip
from aggregator.reading.types import Bound, Figure, FigureKind


def find_figures(text: str, start: int = 0, end: int | None = None, today: date | None = None) -> tuple[Figure, ...]:
    """The figures of `text[start:end]` in order, none overlapping. `words` includes the words of the bound.

    `today` is the day of publication, from which "June 17", "January" and "Friday" take their year or day; without
    it they give nothing. "More than 80" has `low` 80 and the bound "more than": the limit is the value named.
    """
    end = len(text) if end is None else min(end, len(text))
    taken = bytearray(max(0, end - start))
    found: list[Figure] = []
    for reader in _readers(today):
        for figure in reader(text, start, end):
            if not any(taken[figure.start - start : figure.end - start]):
                found.append(figure)
                taken[figure.start - start : figure.end - start] = b"\1" * (figure.end - figure.start)
    return tuple(sorted(found, key=lambda figure: figure.start))


Reader = Callable[[str, int, int], Iterator[Figure]]


def _readers(today: date | None) -> tuple[Reader, ...]:
    """Those that read more words of a figure first."""
    return (
        _dates(find_calendar_phrases, today), _dates(find_dates, today), _vague_values, _money, _shares, _fractions,
        find_times, _durations, find_counts, find_vague_counts,
    )  # fmt: skip


def _dates(find: Callable[[str, int, int, date | None], Iterator[DatePhrase]], today: date | None) -> Reader:
    def read(text: str, start: int, end: int) -> Iterator[Figure]:
        for phrase in find(text, start, end, today):
            low = float(phrase.first.toordinal()) if phrase.first else None
            high = float(phrase.last.toordinal()) if phrase.last else None
            kind: FigureKind = "period" if phrase.period else "date"
            bound: Bound = "at least" if phrase.at_least else "at most" if phrase.at_most else "exact"
            words = text[phrase.start : phrase.end]
            yield Figure(phrase.start, phrase.end, words, kind, low, high, "date", bound)

    return read


def _money(text: str, start: int, end: int) -> Iterator[Figure]:
    for pattern in (_MONEY_SIGN, _MONEY_NAME):
        for match in pattern.finditer(text, start, end):
            name = " ".join(match["name"].lower().split()).rstrip("s")
            yield from _figure(text, match, "money", _CURRENCIES[name], 0.01 if name == "cent" else 1.0)


def _shares(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in _SHARE.finditer(text, start, end):
        unit = "percentage point" if match["points"] or match["basis"] else "percent"
        yield from _figure(text, match, "share", unit, 0.01 if match["basis"] else 1.0)


def _fractions(text: str, start: int, end: int) -> Iterator[Figure]:
    """ "half of", "two-thirds of", "one in five" as shares in percent."""
    for match in _FRACTION.finditer(text, start, end):
        if match["in"]:
            above, below = number_value(match["one"]), number_value(match["in"])
            value = 100 * above / below if above and below and above <= below else None
        else:
            value = _FRACTIONS.get(" ".join(match["part"].lower().replace("-", " ").split()))
        if value is None:
            continue
        bound = bound_of(match["bound"], None)
        low, high = limits(value, value, bound)
        begin = begin_of(match, "value")
        stop = match.end("value")
        yield Figure(begin, stop, text[begin:stop], "share", low, high, "percent", bound)


def _durations(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in _AND_A_HALF.finditer(text, start, end):
        if not _AGE.match(text, match.end()):
            yield from _figure(text, match, "duration", "day", 1.5 * _DAYS[match["unit"].lower()])
    for match in _DURATION.finditer(text, start, end):
        if not _AGE.match(text, match.end()):
            yield from _figure(text, match, "duration", "day", _DAYS[match["unit"].lower().rstrip("s")])


def _vague_values(text: str, start: int, end: int) -> Iterator[Figure]:
    """ "millions of dollars", "hundreds of hours": at least two of them."""
    for match in _VAGUE_VALUE.finditer(text, start, end):
        name = match["unit"].lower().rstrip("s")
        kind: FigureKind = "duration" if name in _DAYS else "money"
        unit = "day" if name in _DAYS else _CURRENCIES[name]
        low = vague(match["scales"]) * _DAYS.get(name, 1.0)
        yield Figure(match.start(), match.end(), match.group(), kind, low, None, unit, "at least")


def _figure(text: str, match: re.Match[str], kind: FigureKind, unit: str, factor: float = 1.0) -> Iterator[Figure]:
    """The figure of a match with the groups bound, number, upper, scale and after; two of a change "from … to …"."""
    first = match.groupdict().get("first")
    value = 1.0 if match["number"].lower() in {"a", "an"} else scaled(match["number"], first or match["scale"])
    top = scaled(match["upper"], match["scale"]) if match["upper"] else value
    if value is None or top is None:
        return
    bound = bound_of(match["bound"], match["after"], match["number"])
    start, end = begin_of(match, "value"), match.end()
    if match["upper"] and is_change(text, match.start("value"), 0, value, top):
        joint = _JOINT.search(text, match.start("value"), match.start("upper"))
        if joint:
            before, after = (start, joint.start()), (joint.end(), end)
            yield Figure(*before, text[slice(*before)], kind, value * factor, value * factor, unit)
            yield Figure(*after, text[slice(*after)], kind, top * factor, top * factor, unit)
    elif top >= value:
        low, high = limits(value * factor, top * factor, bound)
        yield Figure(start, end, text[start:end], kind, low, high, unit, bound)


_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "cent": "USD", "u.s. dollar": "USD", "€": "EUR",
    "euro": "EUR",
    "£": "GBP", "pound": "GBP", "¥": "JPY", "yen": "JPY", "c$": "CAD", "a$": "AUD", "yuan": "CNY", "rupee": "INR",
    "₹": "INR",
}  # fmt: skip
_DAYS = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0,
    "month": 30.4375, "year": 365.25, "decade": 3652.5, "century": 36525.0, "centurie": 36525.0,
}  # fmt: skip
_FRACTIONS = {
    "half": 50.0, "one half": 50.0, "a half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3,
    "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "a fifth": 20.0, "one fifth": 20.0,
    "two fifths": 40.0, "three fifths": 60.0, "four fifths": 80.0, "a tenth": 10.0, "one tenth": 10.0,
}  # fmt: skip
_SIGN = r"(?:US\$|C\$|A\$|[$€£¥₹])"
_PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,4})?(?!\d)"
_JOINT = re.compile(r"\s?(?:\bto\b|–|-)\s?", re.IGNORECASE)
_MONEY_SIGN = re.compile(
    rf"{LEAD}(?P<value>(?<!\w)(?P<name>{_SIGN})(?P<number>{_PLAIN})(?:\s?(?P<first>{SCALE})(?={TO}{_SIGN}))?"
    rf"(?:(?:{TO}{_SIGN}|\s?[–-]\s?)(?P<upper>{_PLAIN}))?(?:[\s-]?(?P<scale>{SCALE}|(?:bn|mn|tn|[kmb])\b))?){TAIL}",
    re.IGNORECASE,
)
_MONEY_NAME = re.compile(
    rf"{LEAD}(?P<value>(?P<number>{NUMBER})(?:{TO}(?P<upper>{NUMBER}))?(?:\s(?P<scale>{SCALE}))?"
    rf"\s(?P<name>(?:u\.s\.\s)?dollars?|euros?|pounds?|yen|yuan|rupees?|cents?)\b){TAIL}",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"{LEAD}(?P<value>(?P<number>{NUMBER})(?P<scale>(?!))?(?:\s?(?:percent|per\scent|%))?(?:{TO}(?P<upper>{NUMBER}))?"
    rf"(?:\s?%|[\s-](?:percent|per\scent)(?:\b|(?=age\s))|"
    rf"\s(?P<basis>basis\spoints?\b))(?P<points>(?:age)?[\s-]points?\b)?){TAIL}",
    re.IGNORECASE,
)
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_FRACTION = re.compile(
    rf"{LEAD}\b(?P<value>(?P<part>half(?=\s(?:of|the|its|their|all|his|her|our|these|those)\b(?!\s(?:size|price|"
    rf"cost|time|battle|"
    r"amount|number|rate|speed|distance|way|age|fun|story|value|length|weight|reason)\b))"
    r"|(?:(?:one|a)[\s-](?:half|third|quarter|fifth|tenth)|two[\s-](?:thirds|fifths)"
    r"|three[\s-](?:quarters|fifths)|four[\s-]fifths)(?=\sof\b(?!\san?\s(?:million|billion|century))))"
    rf"|(?P<one>{_SMALL})\s(?:in|out\sof)(?:\severy)?\s(?P<in>two|three|four|five|six|seven|eight|nine|ten|hundred|"
    r"\d{1,3}(?:,\d{3})?)(?=\s[a-z])(?!\s(?:minutes?|hours?|days?|weeks?|months?|years?|seconds?|percent|"
    r"million|billion|and|to|"
    r"or)\b))",
    re.IGNORECASE,
)
_UNIT = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|century|centuries)"
_ARTICLE = "|".join(
    rf"(?<={word}\s)an?(?!\ssecond\b)"
    for word in ("than", "least", "nearly", "almost", "about", "for", "within", "roughly", "under", "around", "over")
)
_DURATION = re.compile(
    rf"{LEAD}(?P<value>(?P<number>{NUMBER}|half\san?|{_ARTICLE})"
    rf"(?P<scale>(?!))?(?:{TO}(?P<upper>{NUMBER}))?[\s-](?:full\s|whole\s|straight\s|consecutive\s)?"
    rf"(?P<unit>{_UNIT})\b){TAIL}",
    re.IGNORECASE,
)
_AND_A_HALF = re.compile(
    rf"{LEAD}(?P<value>\b(?P<number>an?)(?P<scale>(?!))?(?P<upper>(?!))?\s(?P<unit>minute|hour|day|week|month|"
    rf"year|decade|century)"
    rf"\sand\sa\shalf\b){TAIL}",
    re.IGNORECASE,
)
_VAGUE_VALUE = re.compile(
    r"\b(?P<scales>(?:scores|dozens|(?:tens|hundreds)\sof\s(?:thousands|millions|billions)|hundreds|thousands|"
    r"millions|billions|"
    r"trillions))\sof\s(?P<unit>dollars|euros|pounds|yen|yuan|rupees|minutes|hours|days|weeks|months|years)\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"-?\s?old\b|\sago\b", re.IGNORECASE)
