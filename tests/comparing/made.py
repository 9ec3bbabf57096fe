"""Articles, quotes and claims for tests, with everything but the words filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from aggregator.reading.figures import find_figures
from coverage.comparing.types import ArticleProfile, ClaimToAlign, OutletReading, QuoteToAlign

DAY_ONE = datetime(2022, 6, 17, 12, tzinfo=UTC)
_ids = count(1)


def at(hours: float) -> datetime:
    return DAY_ONE + timedelta(hours=hours)


def article(title: str, text: str = "", hours: float = 0, id: int | None = None, outlet: str = "one") -> ArticleProfile:
    return ArticleProfile(next(_ids) if id is None else id, outlet, title, text, at(hours))


def quote(text: str, outlet: str = "one", speaker: str = "Ann Lee", hours: float = 0, **more: Any) -> QuoteToAlign:
    values: dict[str, Any] = {"id": next(_ids), "article": sum(map(ord, outlet)), "kind": "direct", "start": 40, **more}
    return QuoteToAlign(outlet=outlet, text=text, speaker=speaker, published=at(hours), **values)


def claim(text: str, outlet: str = "one", hours: float = 0, start: int = 100, **more: Any) -> ClaimToAlign:
    found = find_figures(text, today=at(hours).date())
    figures = tuple(replace(f, start=f.start + start, end=f.end + start) for f in found)
    values: dict[str, Any] = {
        "id": next(_ids),
        "article": sum(map(ord, outlet)),
        "source": "",
        "source_outlet": "",
        "negated": False,
        "hedged": False,
        "score": 0.8,
        "figures": figures,
        **more,
    }
    return ClaimToAlign(outlet=outlet, text=text, published=at(hours), start=start, **values)


def readings(outlets: Sequence[str], **why: str) -> list[OutletReading]:
    return [OutletReading(outlet, at(place), why.get(outlet, "")) for place, outlet in enumerate(outlets)]
