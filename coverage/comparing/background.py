"""Claims → whether they are the story's event or the history that articles repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from coverage.comparing.types import ClaimToAlign

LONG_AGO = 60  # days before the story's first publication
YEAR_AGO = 365
_YEARS = re.compile(r"\b(?:in|of|since|until|by|early|late) (?:(?:early|late|mid)[ -])?(\d{4})\b")
_PAST = re.compile(r"\b(?:years? ago|last year|at the time|back then|previously)\b", re.IGNORECASE)


def is_background(claims: Sequence[ClaimToAlign], begun: datetime) -> bool:
    """Whether more than half of the claims that state a thing tell only of a time long before the story began. What an
    article credits to somebody is told as news, whatever time it speaks of."""
    return 2 * sum(_is_history(claim, begun) for claim in claims) > len(claims)


def _is_history(claim: ClaimToAlign, begun: datetime) -> bool:
    if claim.source:
        return False
    today = begun.date().toordinal()
    last_days = [f.high if f.high is not None else today for f in claim.figures if f.unit == "date"]
    ages = [today - last for last in last_days]
    allowed = [YEAR_AGO if figure.kind == "period" else LONG_AGO for figure in claim.figures if figure.unit == "date"]
    if ages:
        return all(age > limit for age, limit in zip(ages, allowed, strict=True))
    years = [int(year) for year in _YEARS.findall(claim.text)]
    if years:
        return all(year < begun.year for year in years)
    return bool(_PAST.search(claim.text))
