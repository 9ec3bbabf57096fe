"""Phrases of the calendar into first and last days: "by the end of June", "Q3 2021", "the 1990s", "June 3-5"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, MINYEAR, date

from aggregator.reading.dates import DatePhrase
from aggregator.reading.lexicon import MONTHS

Days = tuple[date, date]


def find_calendar_phrases(text: str, start: int, end: int, today: date | None) -> Iterator[DatePhrase]:
    """Such phrases in `text[start:end]`, in order of their kinds. `today` is the day of publication: without it "last
    year" and "the end of June" give nothing. "By the end of …" leaves the beginning open."""
    for pattern, days in _KINDS:
        for match in pattern.finditer(text, start, end):
            try:
                found = days(match, today)
            except (ValueError, OverflowError):
                continue  # 31 June, the year 10,000
            if found is None or found[0] > found[1]:
                continue
            open_before = bool(match.groupdict().get("by"))
            period = bool(match.groupdict().get("last"))
            yield DatePhrase(
                match.start(), match.end(), None if open_before else found[0], found[1], period, at_most=open_before
            )


def _end_of(match: re.Match[str], today: date | None) -> Days | None:
    """ "the end of June": its last day."""
    whole = (match["of"] or "").lower()
    if match["year"]:
        year = int(match["year"])
    elif today is None:
        return None
    else:
        year = today.year
    if match["month"]:
        month = _month(match["month"])
        if today and not match["year"] and month < today.month and match["by"]:
            year += 1  # what is to be done by then lies ahead
    elif whole.endswith("month") and today:
        month = today.month
    else:
        month = 12
    year += whole.startswith("next ")
    last = date(year, month, monthrange(year, month)[1])
    return last, last


def _quarter(match: re.Match[str], today: date | None) -> Days | None:
    number = int(match["q"]) if match["q"] else _ORDINALS.index(match["ordinal"].lower()) + 1
    if not match["year"] and today is None:
        return None
    year = int(match["year"]) if match["year"] else today.year if today else 0
    last = 3 * number
    if today and not match["year"] and last - 2 > today.month:
        year -= 1
    return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])


def _decade(match: re.Match[str], _: date | None) -> Days:
    year = int(match["year"])
    return date(year, 1, 1), date(year + 9, 12, 31)


def _relative(match: re.Match[str], today: date | None) -> Days | None:
    if today is None or not MINYEAR < today.year < MAXYEAR:
        return None
    by = {"last": -1, "this": 0, "next": 1}[match["turn"].lower()]
    if match["unit"].lower() == "year":
        return date(today.year + by, 1, 1), date(today.year + by, 12, 31)
    months = today.year * 12 + today.month - 1 + by
    year, month = divmod(months, 12)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])


def _part_of_year(match: re.Match[str], _: date | None) -> Days:
    """A third of the year, as "early", "mid-" and "late" are used."""
    first = {"early": 1, "mid": 5, "late": 9}[match["part"].lower()]
    year = int(match["year"])
    return date(year, first, 1), date(year, first + 3, monthrange(year, first + 3)[1])


def _days_of_month(match: re.Match[str], today: date | None) -> Days | None:
    month = _month(match["month"])
    if not match["year"] and today is None:
        return None
    year = int(match["year"]) if match["year"] else today.year if today else 0
    first, last = date(year, month, int(match["first"])), date(year, month, int(match["last"]))
    if today and not match["year"] and (first - today).days > 183:
        return first.replace(year=year - 1), last.replace(year=year - 1)
    return first, last


def _years(match: re.Match[str], _: date | None) -> Days:
    first = int(match["first"])
    return date(first, 1, 1), date(first // 100 * 100 + int(match["last"]), 12, 31)


def _month(words: str) -> int:
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(words[:3].lower()))


_ORDINALS = ("first", "second", "third", "fourth")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Days | None]], ...] = (
    (re.compile(rf"\b(?:(?P<by>[Bb]y|[Bb]efore)\s)?the\send\sof\s(?:(?P<of>(?:the|this|next)\s(?:year|month))"
                rf"|(?P<month>{_MONTH})(?:,?\s(?P<year>{_YEAR}))?)"), _end_of),
    (re.compile(rf"\b(?:(?P<by>[Bb]y|[Bb]efore)\s)?the\send\sof\s(?P<year>{_YEAR})(?P<of>)(?P<month>)"), _end_of),
    (re.compile(rf"(?<![\w-])(?:Q(?P<q>[1-4])|the\s(?P<ordinal>first|second|third|fourth)\squarter(?:\sof)?)"
                rf"(?:\s(?P<year>{_YEAR}))"), _quarter),
    (re.compile(r"(?<!\w)(?P<year>(?:1[5-9]|20)\d0)[’']?s\b"), _decade),
    (re.compile(r"\b(?P<turn>[Ll]ast|[Tt]his|[Nn]ext)\s(?P<unit>year|month)\b(?![’'])"), _relative),
    (re.compile(rf"\b(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[\s-](?P<year>{_YEAR})(?!s)"), _part_of_year),
    (re.compile(rf"(?:\b[Ff]rom\s|\b[Bb]etween\s)?\b(?P<month>{_MONTH})\s(?P<first>{_DAY})(?:\s?[–-]\s?|\sto\s|\sthrough\s)"
                rf"(?P<last>{_DAY})(?![\d%]|[.,:]\d|\s(?:million|billion|percent|a\.m|p\.m))(?:,?\s(?P<year>{_YEAR}))?"),
     _days_of_month),
    (re.compile(r"(?<![\w.,$€£-])(?P<first>(?:19|20)\d\d)[–-](?P<last>\d\d)(?![\w-]|[.,]\d)"), _years),
)  # fmt: skip
