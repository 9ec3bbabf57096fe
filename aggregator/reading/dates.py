"""Date phrases into first and last days: "June 17, 2022", "17 June", "January 2022", "Friday", "since 2020"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from aggregator.reading.lexicon import MONTHS


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """`text[start:end]` names the days from `first` to `last`; None: open. `period` is True for "from … to …"."""

    start: int
    end: int
    first: date | None
    last: date | None
    period: bool = False
    at_least: bool = False
    at_most: bool = False


def find_dates(text: str, start: int, end: int, today: date | None) -> Iterator[DatePhrase]:
    """Dates and periods in `text[start:end]`, in order, none overlapping.

    `today` is the day the text was published: it gives a year to "June 17" and "January" (the latest that is not
    after it) and a day to "Friday" (the latest not after it; "next Friday" the first after it), "today",
    "yesterday" and "tomorrow". Without it such phrases are passed over.
    """
    match = _PHRASE.search(text, start, end)
    while match:
        found = (_period(match, today) if match["to"] else None) or _single(match, today)
        if found:
            yield found
        match = _PHRASE.search(text, found.end if found else match.end("one"), end)


def _period(match: re.Match[str], today: date | None) -> DatePhrase | None:
    """ "from September to January 2022": an end without a year takes the other's, or the one before."""
    if (match["joint"] == "and") != ((match["lead"] or "").lower() == "between"):
        return None
    last = _days(match["to"], today)
    if last is None:
        return None
    first = _days(match["one"], last[0])
    if first is None or first[0] > last[1]:
        return None
    begin = min(match.start(group) for group in ("least", "lead", "inner", "one") if match[group])
    at_least = bool(match["least"] or match["inner"] or match["tail"])
    return DatePhrase(begin, match.end(), first[0], last[1], True, at_least)


def _single(match: re.Match[str], today: date | None) -> DatePhrase | None:
    days = _days(match["one"], today)
    if days is None:
        return None
    lead = (match["lead"] or "").lower()
    start, end = match.span("one")
    if not lead and _BARE.fullmatch(match["one"]):
        return None  # "May" and "2022" alone may be anything
    if lead == "since":
        return DatePhrase(match.start("lead"), end, days[0], None, True)
    if lead in {"until", "till"}:
        return DatePhrase(match.start("lead"), end, None, days[1], True)
    if lead.startswith("as "):
        return DatePhrase(match.start("lead"), end, *days, at_least=True)
    return DatePhrase(start, end, *days)


def _days(words: str, today: date | None) -> tuple[date, date] | None:
    """The first and last day that one date phrase names."""
    for pattern, read in ((_DAY, _of_day), (_ISO, _of_iso), (_MONTH, _of_month), (_YEAR, _of_year), (_NEAR, _of_near)):
        match = pattern.fullmatch(words)
        if match:
            try:
                return read(match, today)
            except (ValueError, OverflowError):
                return None  # 31 June
    return None


def _of_day(match: re.Match[str], today: date | None) -> tuple[date, date] | None:
    month = _month(match["m1"] or match["m2"])
    day = int(match["d1"] or match["d2"])
    if match["year"]:
        only = date(int(match["year"]), month, day)
        return only, only
    if today is None:
        return None
    only = date(today.year, month, day)
    # An announced day may lie ahead; one more than half a year ahead is last year's.
    if (only - today).days > 183:
        only = date(today.year - 1, month, day)
    return only, only


def _of_iso(match: re.Match[str], today: date | None) -> tuple[date, date]:
    only = date(int(match["y"]), int(match["m"]), int(match["d"]))
    return only, only


def _of_month(match: re.Match[str], today: date | None) -> tuple[date, date] | None:
    month = _month(match["month"])
    if match["year"]:
        year = int(match["year"])
    elif today is None:
        return None
    else:
        year = today.year if month <= today.month else today.year - 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _of_year(match: re.Match[str], today: date | None) -> tuple[date, date]:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31)


def _of_near(match: re.Match[str], today: date | None) -> tuple[date, date] | None:
    if today is None or not MINYEAR < today.year < MAXYEAR:
        return None
    word = match["day"].lower()
    if word in _AWAY:
        only = today + timedelta(days=_AWAY[word])
    else:
        back = (today.weekday() - _WEEKDAYS.index(word)) % 7
        only = today - timedelta(days=back)
        if (match["turn"] or "").lower().strip() == "next":
            only += timedelta(days=7)
        elif (match["turn"] or "").lower().strip() == "last" and back == 0:
            only -= timedelta(days=7)
    return only, only


def _month(words: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(words[:3].lower()))


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1}
_MONTH_NAME = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?!\w))"
)
_DAY_NAME = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR_WORDS = r"(?:1[5-9]|20)\d\d(?![\d%]|[,.]\d)"
_NUMBER = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[,.:]\d)"
_ONE_DAY = (
    rf"(?:{_DAY_NAME},?\s)?(?:{_MONTH_NAME}\s{_NUMBER}(?:,?\s{_YEAR_WORDS})?"
    rf"|{_NUMBER}\s(?:of\s)?{_MONTH_NAME}(?:,?\s{_YEAR_WORDS})?)"
)
_ONE_MONTH = rf"(?:early\s|late\s|mid-)?{_MONTH_NAME}(?:,?\s(?:of\s)?{_YEAR_WORDS})?"
_ONE_NEAR = rf"(?:(?:last|next|this)\s)?{_DAY_NAME}|[Tt]oday|[Yy]esterday|[Tt]omorrow"
_ONE = rf"{_ONE_DAY}|\d{{4}}-\d\d-\d\d(?!\d)|{_ONE_MONTH}|{_YEAR_WORDS}|{_ONE_NEAR}"
_TAIL = r",?\s(?:at\s(?:the\s(?:very\s)?)?least|at\sa\sminimum)\b"
_PHRASE = re.compile(
    rf"(?<![\w.,$€£])(?:(?P<least>[Aa]t\sleast)\s(?=from|between|{_MONTH_NAME}))?"
    r"(?:(?P<lead>[Ff]rom|[Bb]etween|[Ss]ince|[Uu]ntil|[Tt]ill|[Aa]s\s(?:recently|late|early)\sas|[Ii]n|[Bb]y|[Dd]uring"
    r"|[Oo]f|[Bb]efore|[Aa]fter|[Tt]hrough|[Ll]ast)\s)?"
    rf"(?:(?P<inner>at\sleast)\s)?(?P<one>{_ONE})(?!\w)"
    rf"(?:\s?(?P<joint>to|until|till|through|and|[–—-])\s?(?P<to>{_ONE_DAY}|{_ONE_MONTH}|{_YEAR_WORDS})(?!\w)"
    rf"(?P<tail>{_TAIL})?)?"
)
_BARE = re.compile(rf"May|March|Mar|{_YEAR_WORDS}")
_DAY = re.compile(
    rf"(?:{_DAY_NAME},?\s)?(?:(?P<m1>{_MONTH_NAME})\s(?P<d1>\d\d?)(?:st|nd|rd|th)?"
    rf"|(?P<d2>\d\d?)(?:st|nd|rd|th)?\s(?:of\s)?(?P<m2>{_MONTH_NAME}))(?:,?\s(?P<year>\d{{4}}))?"
)
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)")
_MONTH = re.compile(rf"(?:early\s|late\s|mid-)?(?P<month>{_MONTH_NAME})(?:,?\s(?:of\s)?(?P<year>\d{{4}}))?")
_YEAR = re.compile(r"(?P<year>\d{4})")
_NEAR = re.compile(rf"(?P<turn>last\s|next\s|this\s)?(?P<day>{_DAY_NAME}|[Tt]oday|[Yy]esterday|[Tt]omorrow)")
