"""A date as publishers write it → an Instant in UTC with the zone that it was written in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from aggregator.reading.types import Instant, TimeSource

EARLIEST = 1990  # years before the web are slips of a publishing system ("1970-01-01")
LATEST = 2100

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september"
        "|oct october|nov november|dec december".split("|"),
        start=1,
    )
    for name in names.split()
}
_ZONES = {
    **dict.fromkeys(("z", "utc", "gmt"), "+00:00"),
    **dict.fromkeys(("et", "est", "edt"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt"), "America/Los_Angeles"),
    "bst": "+01:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "hkt": "+08:00",
    "sast": "+02:00",
    "ist": "+05:30",
    "aest": "+10:00",
    "aedt": "+11:00",
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[ap])?\.?(?:m\b)?\.?"
    r"\s*\(?(?P<zone>[a-z]{1,4}\b|[+-]\d{2}:?\d{2})?"
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<monthnumber>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?:[T ]\s*|,\s*)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}(?::?\d{2})?|[A-Z]{2,4})?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<monthnumber>\d{2})(?P<day>\d{2})(?:T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})(?P<zone>Z)?)?\b"
)
_MONTH_FIRST = re.compile(_MONTH + r"\s{0,4}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s{1,4}(?P<year>\d{4})", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]{1,3}(?:of\s)?" + _MONTH + r",?[\s-]{1,3}(?P<year>\d{4})", re.IGNORECASE
)
_AFTER = re.compile(r"(?:,|:|;|\||•|·|at|-|–|—|\s){0,6}" + _CLOCK, re.IGNORECASE)
_BEFORE = re.compile(
    _CLOCK + r"(?:[,•·|\s]|on\b|[a-z]{3,9}day\b|mon\b|tue\b|wed\b|thu\b|fri\b|sat\b|sun\b){0,6}\Z", re.IGNORECASE
)
_CNN_CLOCK = re.compile(r"\b(?P<hour>\d{2})(?P<minute>\d{2})\s(?P<zone>GMT)(?:\s\(\d{4}\s[A-Z]{2,4}\))?,?\s*\Z")
_SLASHED = re.compile(r"\b(?P<monthnumber>1[0-2]|0?[1-9])/(?P<day>\d{1,2})/(?P<year>\d{4})\b")
_DAY_FIRST_NUMBERS = re.compile(
    r"\b(?P<day>\d{1,2})(?P<dot>[./])(?P<monthnumber>\d{1,2})(?P=dot)(?P<year>(?:19|20)\d{2})\b"
)
_YEAR_FIRST = re.compile(r"\b(?P<year>(?:19|20)\d{2})\s" + _MONTH + r"\s(?P<day>\d{1,2})\b", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_IN_ADDRESS = re.compile(
    r"/(?P<year>(?:19|20)\d{2})[/-](?:[A-Za-z]{2,20}/){0,2}(?P<monthnumber>\d{1,2})[/-](?P<day>\d{1,2})(?=[/-]|\Z)"
)
_LONGEST = 200  # characters of a date with its words around it


def read_time(text: str, source: TimeSource, zone: str = "UTC") -> Instant | None:
    """The first date in a short text, ISO 8601, RFC 822 or as English pages write it; None where there is none.

    `zone` (an IANA name) is assumed where the text gives none, and then `Instant.zone` is empty. A text with no time of
    day gives that day's midnight in the zone, precision "day".
    """
    text = " ".join(text[:_LONGEST].split())
    if _EPOCH.fullmatch(text):
        return _instant(datetime.fromtimestamp(int(text[:10]), UTC), "+00:00", source)
    found = _ISO.search(text) or _COMPACT.match(text)
    if found:
        return _assembled(found, found, source, zone)
    patterns = (_MONTH_FIRST, _YEAR_FIRST, _DAY_FIRST, _SLASHED, _DAY_FIRST_NUMBERS)
    found = next((match for match in (pattern.search(text) for pattern in patterns) if match), None)
    if found is None:
        return None
    after, before = text[found.end() :], text[: found.start()]
    clock = _AFTER.match(after) or _CNN_CLOCK.search(before) or _BEFORE.search(before[-60:])
    return _assembled(found, clock, source, zone) or _assembled(found, None, source, zone)


def time_in_address(url: str, zone: str = "UTC") -> Instant | None:
    """The day that an address such as /2016/11/29/slug holds."""
    found = _IN_ADDRESS.search(url[:2000])
    return _assembled(found, None, "address", zone) if found else None


def time_of(moment: datetime, source: TimeSource) -> Instant:
    """An Instant of an aware moment whose zone is known only as an offset."""
    return Instant(at=moment.astimezone(UTC), zone=_offset_name(moment.utcoffset() or timedelta()), source=source)


def _assembled(day: re.Match[str], clock: re.Match[str] | None, source: TimeSource, zone: str) -> Instant | None:
    groups = day.groupdict()
    month = groups.get("monthnumber") or _MONTHS[(groups.get("month") or "jan").lower()]
    try:
        date = datetime(int(groups["year"]), int(month), int(groups["day"]))
        if clock is None or clock["hour"] is None:
            return _local(date, "", zone, source, whole_day=True)
        moment = date.replace(
            hour=_hour(clock),
            minute=int(clock["minute"]),
            second=int(clock["second"] or 0) if "second" in clock.groupdict() else 0,
        )
        return _local(moment, clock["zone"] or "", zone, source)
    except (ValueError, OverflowError):
        return None


def _hour(clock: re.Match[str]) -> int:
    hour = int(clock["hour"])
    half = (clock.groupdict().get("half") or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half == "p" else 0) if half else hour


def _local(moment: datetime, written: str, assumed: str, source: TimeSource, whole_day: bool = False) -> Instant | None:
    zone = _zone_name(written)
    aware = moment.replace(tzinfo=_tzinfo(zone or assumed))
    instant = _instant(aware, zone, source)
    if instant is None or not whole_day:
        return instant
    return Instant(at=instant.at, zone=instant.zone, source=source, precision="day")


def _instant(moment: datetime, zone: str, source: TimeSource) -> Instant | None:
    if not EARLIEST <= moment.year < LATEST:
        return None
    return Instant(at=moment.astimezone(UTC), zone=zone, source=source)


def _zone_name(written: str) -> str:
    """A written zone as an offset "-04:00" or an IANA name; empty for letters that are no zone."""
    if written[:1] in {"+", "-"}:
        digits = written[1:].replace(":", "")
        return f"{written[0]}{digits[:2]}:{digits[2:4]}"
    return _ZONES.get(written.lower(), "")


def _tzinfo(zone: str) -> ZoneInfo | timezone:
    if zone[:1] in {"+", "-"}:
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        return timezone(-offset if zone[0] == "-" else offset)
    return ZoneInfo(zone)


def _offset_name(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
