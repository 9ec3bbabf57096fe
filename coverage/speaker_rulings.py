"""An editor's decisions on speakers → facts that the workers respect: merged, split off, renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from aggregator import speaker_desk
from aggregator.models import Quote, Speaker, SpeakerName, SpeakerPin
from aggregator.speaker_desk import SpeakerDecisionError
from aggregator.speaker_links import ROLES, linked_rows
from aggregator.wording import counted, shortened
from coverage import spans
from coverage.desk import DeskError
from coverage.standing import quotes_in_public

Asked = Mapping[str, Any]
"""What is asked, by what it does ("do"): "merge" ("speakers", of which one "stays"), "names" split off ("called" so),
"rows" (quotes) split off ("called" so), "edit" ("speakers", "values")."""

VALUES = {"name", "kind"}
"""Of a speaker: what an editor may set."""


def speakers_of(asked: Asked) -> QuerySet[Speaker]:
    """The speakers that the decision is about; of what is split off, whose it is at this moment."""
    match asked["do"]:
        case "names":
            about = Q(names__in=asked["names"])
        case "rows":
            about = Q(quotes__in=asked["rows"])
        case _:
            about = Q(pk__in=asked["speakers"])
    return Speaker.objects.filter(about).distinct().order_by("pk")


def rows_of(asked: Asked) -> QuerySet[Quote]:
    """The quotes that the decision is about."""
    if asked["do"] == "rows":
        return Quote.objects.filter(pk__in=asked["rows"]).order_by("pk")
    return Quote.objects.filter(speaker__in=list(speakers_of(asked).values_list("pk", flat=True))).order_by("pk")


def articles_of(speakers: Iterable[int]) -> set[int]:
    """Articles in which these speakers say or are credited for something."""
    return {article for rows, _ in linked_rows(speakers) for article in rows.values_list("article", flat=True)}


def today(asked: Asked) -> dict[str, Any]:
    """The same decision about what the quotes are in their articles' newest texts. Raises DeskError where one is gone,
    or nobody is left whom it is about."""
    if asked["do"] == "rows":
        asked = {**asked, "rows": spans.today({"model": "quote", "rows": asked["rows"], "values": {}})["rows"]}
    if not speakers_of(asked).exists():
        raise DeskError("That speaker is no longer there.")
    return dict(asked)


def told(asked: Asked) -> str:
    """The decision in words."""
    names = dict(speakers_of(asked).values_list("pk", "name"))
    match asked["do"]:
        case "merge":
            stays = names.pop(asked["stays"], "")
            return f"Merge {_named(names.values())} into “{shortened(stays, 90)}”"
        case "edit":
            new = asked["values"].get("name")
            return (
                f"Rename {_named(names.values())} to “{new}”" if new else f"Change the kind of {_named(names.values())}"
            )
        case "names":
            what = counted(len(asked["names"]), "name")
        case _:
            what = counted(len(asked["rows"]), "quote")
    return f"Split {what} of {_named(names.values())} off to “{shortened(asked['called'], 90)}”"


def rule(asked: Asked, now: datetime) -> None:
    """Carry it out; the stories in which these speakers speak are compared anew. Raises DeskError where that cannot
    be."""
    about = articles_of(speakers_of(asked).values_list("pk", flat=True))
    try:
        match asked["do"]:
            case "merge":
                stays = _speaker(asked["stays"])
                speaker_desk.merge(speakers_of(asked), stays)
            case "names":
                speaker_desk.split_names(SpeakerName.objects.filter(pk__in=asked["names"]), asked["called"], now)
            case "rows":
                speaker_desk.split_quotes(rows_of(asked), asked["called"], now)
            case _:
                _edit(asked)
    except SpeakerDecisionError as error:
        raise DeskError(str(error)) from error
    spans.compare_stories_of(about)


def values_of(asked: Asked) -> dict[str, Any]:
    """By place ("speaker/3/name", "name/5", "pin/7", "quote/9/speaker_id"), what stands where the decision sets
    something. Quotes and claims that follow their names are not among it."""
    about = set(speakers_of(asked).values_list("pk", flat=True))
    match asked["do"]:
        case "names":
            return _names(SpeakerName.objects.filter(pk__in=asked["names"]))
        case "rows":
            articles = set(rows_of(asked).values_list("article", flat=True))
            pins = SpeakerPin.objects.filter(article__in=articles)
            return _pins(pins) | _links(model.objects.filter(article__in=articles) for model, _ in ROLES)
        case "edit":
            rows = Speaker.objects.filter(pk__in=about).values("pk", *asked["values"])
            return {f"speaker/{row['pk']}/{name}": row[name] for row in rows for name in asked["values"]}
    family = Speaker.objects.filter(Q(pk__in=about) | Q(merged_into__in=about))
    heirs = {f"speaker/{key}/merged_into_id": heir for key, heir in family.values_list("pk", "merged_into")}
    names, pins = SpeakerName.objects.filter(speaker__in=about), SpeakerPin.objects.filter(speaker__in=about)
    return heirs | _names(names) | _pins(pins) | _links(_loose(about))


def seen_by_readers(asked: Asked) -> dict[int, str]:
    """By number, the names of those whose quotes, as far as they are meant, readers see at this moment."""
    shown = quotes_in_public()
    if asked["do"] == "names":
        shown = shown.filter(speaker_as__in=asked["names"])
    elif asked["do"] == "rows":
        shown = shown.filter(pk__in=asked["rows"])
    rows = dict(speakers_of(asked).values_list("pk", "name"))
    seen = set(shown.filter(speaker__in=rows).order_by().values_list("speaker", flat=True))
    return {key: name for key, name in rows.items() if key in seen}


def went(print_: Mapping[str, list[Any]]) -> list[tuple[int, int]]:
    """From a footprint, which speakers' words went to whom; each once, in order."""
    found = [
        (before, after)
        for place, (before, after) in print_.items()
        if before and after and place.startswith(("name/", "quote/", "claim/", "pin/"))
    ]
    return list(dict.fromkeys(found))


def _edit(asked: Asked) -> None:
    values = dict(asked["values"])
    if not values.keys() <= VALUES:
        raise DeskError("That cannot be set at the desk.")
    if not Speaker.objects.standing().filter(pk__in=asked["speakers"]).update(**values):
        raise DeskError("That speaker was merged into another one.")


def _speaker(number: int) -> Speaker:
    found = Speaker.objects.filter(pk=number).first()
    if found is None:
        raise DeskError("That speaker is no longer there.")
    return found


def _named(names: Iterable[str]) -> str:
    found = [f"“{shortened(name, 90)}”" for name in names]
    return f"speaker {found[0]}" if len(found) == 1 else f"the speakers {', '.join(found)}"


def _names(rows: QuerySet[SpeakerName]) -> dict[str, Any]:
    return {f"name/{key}": speaker for key, speaker in rows.values_list("pk", "speaker")}


def _pins(rows: QuerySet[SpeakerPin]) -> dict[str, Any]:
    return {f"pin/{key}": speaker for key, speaker in rows.values_list("pk", "speaker")}


def _loose(speakers: Iterable[int]) -> list[QuerySet[Any]]:
    """Quotes and claims of the speakers that do not follow a name: pinned, given outright, or known by a last name."""
    return [
        rows.filter(Q(**{f"{role}_as": None}) | ~Q(**{f"{role}_as__speaker": F(role)}))
        for rows, role in linked_rows(speakers)
    ]


def _links(all_rows: Iterable[QuerySet[Any]]) -> dict[str, Any]:
    roles: dict[Any, str] = dict(ROLES)
    return {
        f"{rows.model._meta.model_name}/{key}/{roles[rows.model]}_id": speaker
        for rows in all_rows
        for key, speaker in rows.exclude(**{roles[rows.model]: None}).values_list("pk", roles[rows.model])
    }
