"""From an address to the article that it leads to: whose it is, whether it is an article's at all, of which day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aggregator.outlets import original_address, outlet_of
from aggregator.outlets.spec import OutletSpec


@dataclass(frozen=True, slots=True)
class ArticleAddress:
    """An address that leads to an outlet's article. `day` is the day of publication on the outlet's calendar, None
    where the address does not tell it."""

    outlet: OutletSpec
    day: date | None


def article_address(url: str) -> ArticleAddress | None:
    """What an address tells of the article behind it; None for other publishers' pages and an outlet's other pages.

    Every address of an outlet whose spec names no form counts as an article's. Snapshots count as the page they keep.
    """
    outlet = outlet_of(url)
    if outlet is None:
        return None
    if not outlet.articles:
        return ArticleAddress(outlet, None)
    place = _host_and_path(original_address(url))
    for form in outlet.articles:
        if found := re.fullmatch(form.pattern, place):
            return ArticleAddress(outlet, _day(found, outlet.zone))
    return None


def _host_and_path(url: str) -> str:
    parts = urlsplit(url)
    host = _RESERVED.sub(".com", (parts.hostname or "").rstrip("."))
    return host.removeprefix("www.") + parts.path


def _day(found: re.Match[str], zone: str) -> date | None:
    told = found.groupdict()
    try:
        if seconds := told.get("seconds"):
            return datetime.fromtimestamp(int(seconds), UTC).astimezone(ZoneInfo(zone)).date()
        if told.get("day"):
            return date(int(told["year"]), int(told["month"]), int(told["day"]))
    except ValueError:
        pass  # the 31st of June: the address says nothing then
    return None


_RESERVED = re.compile(r"\.(?:example|test)$")
