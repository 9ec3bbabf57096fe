"""Text into comparable figures: counts, money, shares, dates, periods and durations, with units and bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from aggregator.reading.dates import find_dates
from aggregator.reading.numbers import AFTER, BOUND, NUMBER, bound_of, limits, number_value, scaled
from aggregator.reading.types import Bound, Figure, FigureKind


def find_figures(text: str, start: int = 0, end: int | None = None, today: date | None = None) -> tuple[Figure, ...]:
    """The figures of `text[start:end]` in order, none overlapping. `words` includes the words of the bound.

    `today` is the day of publication, from which "June 17", "January" and "Friday" take their year or day; without
    it they give nothing. "More than 80" has `low` 80 and the bound "more than": the limit is the value named.
    """
    end = len(text) if end is None else min(end, len(text))
    taken = bytearray(max(0, end - start))
    found: list[Figure] = []
    for reader in (_dates(today), _money, _shares, _fractions, _durations, _counts, _vague_counts):
        for figure in reader(text, start, end):
            if not any(taken[figure.start - start : figure.end - start]):
                found.append(figure)
                taken[figure.start - start : figure.end - start] = b"\1" * (figure.end - figure.start)
    return tuple(sorted(found, key=lambda figure: figure.start))


Reader = Callable[[str, int, int], Iterator[Figure]]


def _dates(today: date | None) -> Reader:
    def read(text: str, start: int, end: int) -> Iterator[Figure]:
        for phrase in find_dates(text, start, end, today):
            low = float(phrase.first.toordinal()) if phrase.first else None
            high = float(phrase.last.toordinal()) if phrase.last else None
            kind: FigureKind = "period" if phrase.period else "date"
            bound: Bound = "at least" if phrase.at_least else "exact"
            words = text[phrase.start : phrase.end]
            yield Figure(phrase.start, phrase.end, words, kind, low, high, "date", bound)

    return read


def _money(text: str, start: int, end: int) -> Iterator[Figure]:
    for pattern in (_MONEY_SIGN, _MONEY_NAME):
        for match in pattern.finditer(text, start, end):
            unit = _CURRENCIES[" ".join(match["name"].lower().split()).rstrip("s")]
            yield from _figure(text, match, "money", unit)


def _shares(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in _SHARE.finditer(text, start, end):
        yield from _figure(text, match, "share", "percentage point" if match["points"] else "percent")


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
        begin = _begin(match, "value")
        stop = match.end("value")
        yield Figure(begin, stop, text[begin:stop], "share", low, high, "percent", bound)


def _durations(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in _DURATION.finditer(text, start, end):
        if _AGE.match(text, match.end()):
            continue
        yield from _figure(text, match, "duration", "day", _DAYS[match["unit"].lower().rstrip("s")])


def _counts(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in _COUNT.finditer(text, start, end):
        noun = _counted(text, match.end(), end)
        if noun is None or _NO_COUNT.search(text, max(start, match.start() - 16), match.start("number")):
            continue
        stop, unit = noun
        value = scaled(match["number"], match["scale"])
        top = scaled(match["upper"], match["scale"]) if match["upper"] else value
        if value is None or top is None or top < value or (value <= 1 and not match["bound"]):
            continue
        more = _MORE.match(text, stop, end)
        bound = bound_of(match["bound"], match["after"] or (more["after"] if more else None))
        stop = more.end() if more else stop
        begin = _begin(match, "number")
        low, high = limits(value, top, bound)
        yield Figure(begin, stop, text[begin:stop], "count", low, high, unit, bound)


def _vague_counts(text: str, start: int, end: int) -> Iterator[Figure]:
    """ "dozens of meetings", "hundreds of thousands of users": at least two of them."""
    for match in _VAGUE.finditer(text, start, end):
        noun = _counted(text, match.end(), end)
        if noun:
            low = 2.0
            for word in match["scales"].lower().split(" of "):
                low *= number_value(word.rstrip("s")) or 1.0
            yield Figure(match.start(), noun[0], text[match.start() : noun[0]], "count", low, None, noun[1], "at least")


def _figure(text: str, match: re.Match[str], kind: FigureKind, unit: str, factor: float = 1.0) -> Iterator[Figure]:
    """The figure of a match with the groups bound, number, upper, scale and after."""
    first = match.groupdict().get("first")
    value = scaled(match["number"], first or match["scale"])
    top = scaled(match["upper"], match["scale"]) if match["upper"] else value
    if match["number"].lower() in {"a", "an"}:
        value = top = 1.0
    if value is None or top is None or top < value:
        return
    bound = bound_of(match["bound"], match["after"])
    low, high = limits(value * factor, top * factor, bound)
    start = _begin(match, "value")
    yield Figure(start, match.end(), text[start : match.end()], kind, low, high, unit, bound)


def _begin(match: re.Match[str], group: str) -> int:
    """Where a match's words begin: at "between" or the bound where it has one."""
    if match["between"] and match.groupdict().get("upper"):
        return match.start("between")
    return match.start("bound") if match["bound"] else match.start(group)


def _counted(text: str, position: int, end: int) -> tuple[int, str] | None:
    """The end and the singular of the plural noun that a number counts, at most five words on."""
    for step in range(6):
        match = (_LISTED_WORD if step else _NEXT_WORD).match(text, position, end)
        if match is None:
            return None
        low = match["word"].lower()
        if low in _STOPS:
            return None
        unit = _singular(low)
        if unit and not _COMPOUND.match(text, match.end(), end):
            return match.end("word"), unit
        position = match.end("word")
    return None


def _singular(low: str) -> str | None:
    """The singular of a plural noun; None where the word is no plural."""
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if len(low) < 4 or not low.endswith("s") or low.endswith(("ss", "us", "is", "ous")):
        return None
    if low.endswith("ies") and len(low) > 5:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return low[:-2]
    return low[:-1]


_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "police": "police", "staff": "staff",
    "feet": "foot", "media": "medium", "data": "datum", "criteria": "criterion", "lives": "life", "wives": "wife",
    "buses": "bus", "viruses": "virus", "bonuses": "bonus", "movies": "movie", "cookies": "cookie", "selfies": "selfie",
    "personnel": "personnel", "businesses": "business", "cases": "case", "analyses": "analysis", "crises": "crisis",
    "series": "series", "species": "species", "congressmen": "congressman", "spokesmen": "spokesman", "ties": "tie",
    "businessmen": "businessman", "congresswomen": "congresswoman", "statuses": "status", "campuses": "campus",
}  # fmt: skip
_STOPS = frozenset(
    "a an the of in on at to for from with by and or but is are was were has have had will would could can that which "
    "who as than if when while percent per cent dollars euros pounds years months weeks days hours minutes seconds "
    "year month week day hour minute second pm am said says does did be been not its his hers theirs ours times "
    "because after before since until into over under about against during through between among".split()
)
_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "u.s. dollar": "USD", "€": "EUR", "euro": "EUR",
    "£": "GBP", "pound": "GBP", "¥": "JPY", "yen": "JPY", "c$": "CAD", "a$": "AUD", "yuan": "CNY", "rupee": "INR",
    "₹": "INR",
}  # fmt: skip
_DAYS = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0,
    "month": 30.4375, "year": 365.25, "decade": 3652.5,
}  # fmt: skip
_FRACTIONS = {
    "half": 50.0, "one half": 50.0, "a half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3,
    "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "a fifth": 20.0, "one fifth": 20.0,
    "two fifths": 40.0, "three fifths": 60.0, "four fifths": 80.0, "a tenth": 10.0, "one tenth": 10.0,
}  # fmt: skip
_LEAD = rf"(?:\b(?P<between>between)\s)?(?:(?P<bound>\b(?:{BOUND}))\s)?"
_TAIL = rf"(?:(?P<after>\+|\s(?:{AFTER})\b))?"
_SCALE = r"(?:(?:hundred|thousand|million|billion|trillion)\b)"
_SIGN = r"(?:US\$|C\$|A\$|[$€£¥₹])"
_PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,4})?(?!\d)"
_TO = r"\s?(?(between)and|(?:to|–|-))\s?"
_MONEY_SIGN = re.compile(
    rf"{_LEAD}(?P<value>(?<!\w)(?P<name>{_SIGN})(?P<number>{_PLAIN})(?:\s?(?P<first>{_SCALE})(?={_TO}{_SIGN}))?"
    rf"(?:(?:{_TO}{_SIGN}|\s?[–-]\s?)(?P<upper>{_PLAIN}))?(?:[\s-]?(?P<scale>{_SCALE}|(?:bn|mn|tn|[kmb])\b))?){_TAIL}",
    re.IGNORECASE,
)
_MONEY_NAME = re.compile(
    rf"{_LEAD}(?P<value>(?P<number>{NUMBER})(?:{_TO}(?P<upper>{NUMBER}))?(?:\s(?P<scale>{_SCALE}))?"
    rf"\s(?P<name>(?:u\.s\.\s)?dollars?|euros?|pounds?|yen|yuan|rupees?)\b){_TAIL}",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"{_LEAD}(?P<value>(?P<number>{NUMBER})(?P<scale>(?!))?(?:\s?(?:percent|%))?(?:{_TO}(?P<upper>{NUMBER}))?"
    rf"(?:\s?%|[\s-](?:percent|per\scent)(?:\b|(?=age\s)))(?P<points>(?:age)?[\s-]points?\b)?){_TAIL}",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"{_LEAD}\b(?P<value>(?P<part>half|(?:one|a)[\s-](?:half|third|quarter|fifth|tenth)|two[\s-](?:thirds|fifths)"
    r"|three[\s-](?:quarters|fifths)|four[\s-]fifths)(?=\sof\b)"
    r"|(?P<one>one|two|three|four|five|six|seven|eight|nine)\s(?:in|out\sof)(?:\severy)?\s(?P<in>two|three|four|five|six|"
    r"seven|eight|nine|ten|100|hundred)(?=\s[a-z]))",
    re.IGNORECASE,
)
_DURATION = re.compile(
    rf"{_LEAD}(?P<value>(?P<number>{NUMBER}|(?<=than\s)an?|(?<=least\s)an?|(?<=nearly\s)an?|(?<=almost\s)an?|(?<=about\s)an?)"
    rf"(?P<scale>(?!))?(?:{_TO}(?P<upper>{NUMBER}))?[\s-](?:full\s|whole\s|straight\s|consecutive\s)?"
    rf"(?P<unit>seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?)\b){_TAIL}",
    re.IGNORECASE,
)
_AGE = re.compile(r"-?\s?old\b|\sago\b", re.IGNORECASE)
_COUNT = re.compile(
    rf"{_LEAD}(?P<number>{NUMBER})(?:{_TO}(?P<upper>{NUMBER}))?(?:\s(?P<scale>{_SCALE}))?{_TAIL}(?=\s)", re.IGNORECASE
)
_MORE = re.compile(rf"\s(?P<after>{AFTER})\b", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"(?:[#№]|\b(?:no\.|section|article|chapter|title|page|version|part|phase|windows|ios|android|iphone|boeing|rule|"
    r"number|figure|one\sof))\s?$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?P<scales>(?:dozens|hundreds|thousands|millions|billions)"
    r"(?:\sof\s(?:thousands|millions|billions))?)(?=\sof\s)\sof",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"[\s-](?P<word>(?:[A-Z]\.){2,}|[^\W\d_][\w’'&]{0,40})", re.UNICODE)
_LISTED_WORD = re.compile(r",?" + _NEXT_WORD.pattern)
_COMPOUND = re.compile(r"-\w|[’']")
