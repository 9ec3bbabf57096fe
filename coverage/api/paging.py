"""Rows and the parameters of a list → a page of them and the next one's address, by number, so that none is missed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query
from pydantic import BeforeValidator

from coverage.site_address import absolute

_LARGEST = 10**18 - 1  # what a database column holds
Number = Annotated[int, Path(ge=1, le=_LARGEST)]
NumberAsked = Annotated[int | None, Query(ge=1, le=_LARGEST)]
Before = Annotated[int | None, Query(ge=1, le=_LARGEST, description="only items with a smaller number")]
Limit = Annotated[int, Query(ge=1, le=100, description="items of a page, 100 at most")]
Slug = Annotated[str | None, Query(pattern=r"^[a-zA-Z0-9_-]{1,50}$", description="an outlet's slug")]


def _moment(typed: Any) -> Any:
    """A moment as ISO 8601 has it. A bare number would be taken for seconds, so that 2022 would mean 1970."""
    if isinstance(typed, str) and re.fullmatch(r"\s*[-+]?[\d._]+\s*", typed):
        raise ValueError("give a moment such as 2022-06-17T15:31:00Z")
    return typed


Since = Annotated[
    datetime | None, Query(description="only what changed at that moment or later"), BeforeValidator(_moment)
]


def page(request: HttpRequest, rows: QuerySet[Any], before: int | None, limit: int) -> tuple[list[Any], str | None]:
    """The rows of a page, the newest number first, and the next page's address."""
    asked = rows if before is None else rows.filter(pk__lt=before)
    found = list(asked.order_by("-pk")[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], following(request, found[limit - 1].pk)


def in_utc(moment: datetime) -> datetime:
    """A moment in UTC, which one that was given without a zone counts as. What lies in UTC before the first year or
    after the last is taken for the first or last moment that there is."""
    if not moment.tzinfo:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        edge = datetime.max if moment.year == datetime.max.year else datetime.min
        return edge.replace(tzinfo=UTC)


def following(request: HttpRequest, last: int) -> str:
    """The next page's address, after an item of that number."""
    query = request.GET.copy()
    query["before"] = str(last)
    return absolute(f"{request.path}?{query.urlencode()}")
