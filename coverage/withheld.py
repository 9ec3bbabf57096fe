"""One quote or statement that is to be taken down → hidden from readers for good, its article as it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aggregator.models import Quote
from coverage import decisions
from coverage.models import ClaimGroup, Decision
from coverage.models.takedowns import place_of


def place_in(path: str) -> str:
    """“q/12” or “c/15” of the address of a quote or statement here; empty for any other."""
    place = place_of(path)
    return place if place[:2] in ("q/", "c/") and place[2:].isdecimal() and len(place) < 21 else ""


def one_at(place: str) -> Quote | ClaimGroup | None:
    """The quote or statement of that place; None where there is none."""
    kind, _, number = place.partition("/")
    if not number:
        return None
    if kind == "q":
        return Quote.objects.select_related("article__outlet", "article__membership").filter(pk=number).first()
    return ClaimGroup.objects.select_related("clearest__article__outlet").filter(pk=number).first()


def withhold(what: Quote | ClaimGroup, why: str, now: datetime, user: Any) -> None:
    """Hide it, as an editor's decision that holds through every new text and comparison. Raises
    `decisions.NotAllowed`."""
    asked: dict[str, Any]
    if isinstance(what, Quote):
        kind, asked = Decision.Kind.SPANS, {"model": "quote", "rows": [what.pk], "values": {"hidden": True}}
    else:
        kind, asked = Decision.Kind.STATEMENT, {"group": what.pk, "do": "hide"}
    if not decisions.may_carry_out(user, kind, asked):
        raise decisions.NotAllowed
    decisions.decide(user, kind, asked, why, now)


def stood(what: Quote | ClaimGroup) -> dict[str, Any]:
    """Where it stood, for its tombstone."""
    if isinstance(what, ClaimGroup):
        return {"outlet": what.clearest.article.outlet, "story_id": what.story_id}
    membership = getattr(what.article, "membership", None)
    return {"outlet": what.article.outlet, "story_id": membership.story_id if membership else None}
