"""A decision's footprint → its difference in words, for the desk: of what, which field, before and after.

Footprints hold numbers. What these number is asked for here, each kind once, as it is named today; what is gone since,
as words that were taken down are, keeps its number alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from aggregator.models import Article, Claim, Outlet, Quote, Speaker, SpeakerName, SpeakerPin
from aggregator.wording import counted, shortened
from coverage.footprints import Footprint
from coverage.models import ClaimCell, ClaimGroup, Membership, PressReview, QuoteVariant, Story

Row = tuple[str, str, str]
Thing = tuple[str, int]
"""A kind and a number, as ("story", 3)."""

_MODELS: Mapping[str, type[Model]] = {
    "article": Article,
    "claim": Claim,
    "group": ClaimGroup,
    "name": SpeakerName,
    "outlet": Outlet,
    "pin": SpeakerPin,
    "quote": Quote,
    "review": PressReview,
    "speaker": Speaker,
    "story": Story,
}
_WITH = {"pin": ["article"], "review": ["story"]}  # of which their names tell
_CALLED = {"group": "statement", "pin": "name in an article", "review": "press review"}
_LEADS = {
    "lead_id": "article",
    "source_as_id": "name",
    "source_id": "speaker",
    "source_outlet_id": "outlet",
    "speaker_as_id": "name",
    "speaker_id": "speaker",
}
_NOTHING = "—"


def in_words(print_: Footprint) -> list[Row]:
    """What was changed, what stood there before and what stood there after; a query for each kind of thing."""
    told = {place: both for place, both in print_.items() if not place.endswith("set_by_person")}
    named = _Names({thing for place, both in told.items() for thing in _things(place, both)})
    return [
        (_where(place, named), _value(place, before, named), _value(place, after, named))
        for place, (before, after) in told.items()
    ]


class _Names:
    """How things are named today."""

    def __init__(self, things: set[Thing]) -> None:
        self._names: dict[Thing, str] = {}
        for kind in sorted({kind for kind, _ in things}):
            rows = _MODELS[kind]._default_manager.select_related(*_WITH.get(kind, ()))
            found = rows.in_bulk([number for of, number in things if of == kind])
            self._names |= {(kind, number): shortened(str(row), 90) for number, row in found.items()}

    def __call__(self, kind: str, number: int | str) -> str:
        """The thing in quotation marks, or its number where it is gone."""
        name = self._names.get((kind, int(number)))
        return f"“{name.strip('“”')}”" if name else f"{_CALLED.get(kind, kind)} {number}"

    def titled(self, kind: str, number: int | str) -> str:
        """The same, with what it is."""
        return (
            f"{_CALLED.get(kind, kind)} {self(kind, number)}"
            if (kind, int(number)) in self._names
            else self(kind, number)
        )


def _things(place: str, both: list[Any]) -> set[Thing]:
    """All that a place and what stood there name by number."""
    kind, *rest = place.split("/")
    match kind, rest:
        case ("not", [story, article]):
            found = {("story", int(story)), ("article", int(article))}
        case ("tie", numbers):
            found = {("quote", int(number)) for number in numbers}
        case ("hold", [group, claim]):
            found = {("group", int(group)), ("claim", int(claim))}
        case ("cell", [group, outlet]):
            found = {("group", int(group)), ("outlet", int(outlet))}
        case _:
            found = {("quote" if kind == "label" else kind, int(rest[0]))}
    return found | {thing for value in both if value is not None and (thing := _led_to(kind, rest, value))}


def _led_to(kind: str, rest: list[str], value: Any) -> Thing | None:
    """What a value names by its number."""
    match kind, rest:
        case ("article", [_, "place"]):
            return "story", value["story_id"]
        case ("review", _):
            return "story", value
        case ("name" | "pin", _):
            return "speaker", value
        case (_, [_, "merged_into_id"]):
            return kind, value
        case (_, [_, name]) if name in _LEADS:
            return _LEADS[name], value
    return None


def _where(place: str, named: _Names) -> str:
    kind, *rest = place.split("/")
    match kind, rest:
        case ("article", [number, name]):
            return f"{named.titled('article', number)}: {'its story' if name == 'place' else 'not news'}"
        case ("not", [story, article]):
            return f"{named.titled('article', article)}: kept out of {named('story', story)}"
        case ("review", [number]):
            return f"{named.titled('review', number)}: its story"
        case ("label", [number]):
            return f"{named.titled('quote', number)}: label"
        case ("tie", [one, other]):
            return f"{named.titled('quote', one)} and {named('quote', other)}: one utterance"
        case ("name" | "pin", [number]):
            return f"{named.titled(kind, number)}: whose"
        case ("hold", [group, claim]):
            return f"{named.titled('claim', claim)}: part of {named('group', group)}"
        case ("cell", [group, outlet]):
            return f"{named.titled('group', group)}: {named('outlet', outlet)}"
        case ("group", [number]):
            return f"{named.titled('group', number)}: what is in it"
        case (_, [number, name]):
            return f"{named.titled(kind, number)}: {_field(kind, name).verbose_name}"
    return place


def _value(place: str, value: Any, named: _Names) -> str:
    kind, *rest = place.split("/")
    if value is None or value == "":
        return _NOTHING
    if thing := _led_to(kind, rest, value):
        return named(*thing) + (_how(value) if rest[-1] == "place" else "")
    word: Callable[[Any], str] = _WORDED.get((kind, len(rest)), lambda one: _of_field(kind, rest[-1], one))
    return word(value)


def _of_field(kind: str, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "spans":
        return ", ".join(f"characters {start} to {end}" for start, end in value)
    return shortened(str(dict(_field(kind, name).flatchoices).get(value, value)), 300)


def _field(kind: str, name: str) -> Any:
    return _MODELS[kind]._meta.get_field(name.removesuffix("_id"))


def _how(place: Mapping[str, Any]) -> str:
    """Who put an article where it is."""
    by = str(dict(Membership.By.choices).get(place["placed_by"], place["placed_by"]))
    return f" ({by}, to be placed again)" if place["released"] else f" ({by})"


def _cell(value: Mapping[str, Any]) -> str:
    stance = str(dict(ClaimCell.Stance.choices).get(value["stance"], value["stance"]))
    return f"{stance}: {value['credited']}" if value["credited"] else stance


_WORDED: Mapping[tuple[str, int], Callable[[Any], str]] = {
    ("cell", 2): _cell,
    ("group", 1): lambda value: counted(len(value["claims"]), "claim"),
    ("hold", 2): lambda inside: "yes" if inside else "no",
    ("label", 1): lambda value: str(dict(QuoteVariant.Rendering.choices).get(value, value)),
    ("not", 2): lambda _: "yes",
    ("tie", 2): lambda same: "yes" if same else "no",
}
