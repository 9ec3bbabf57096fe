"""A decision on speakers → what it changed put back, where no later decision has changed it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from aggregator import speaker_desk
from aggregator.models import Article, Speaker, SpeakerName, SpeakerPin
from aggregator.speaker_desk import SpeakerDecisionError
from aggregator.speaker_links import ROLES, link_speakers
from coverage.desk import DeskError
from coverage.spans import compare_stories_of, numbers_today
from coverage.speaker_rulings import articles_of, went

Footprint = Mapping[str, list[Any]]

_ROWS: Mapping[str, type[Model]] = {"speaker": Speaker, "name": SpeakerName, "pin": SpeakerPin}


def put_back(print_: Footprint, now: datetime) -> None:
    """Give names, pins, quotes and claims back to whose they were. Raises DeskError where that was decided again since.

    Who was split off leads to whom that was, for ever; who was merged stands again, with what came under its names.
    """
    pairs = went(print_)
    own = [int(place.split("/")[1]) for place in print_ if place.startswith("speaker/")]
    everybody = {*own, *(one for pair in pairs for one in pair)}
    speaker_desk.held(everybody)
    _check(print_)
    about = articles_of(everybody)
    if own:
        _give_back(print_, now)
    else:
        _rejoin(print_, *pairs[0])
    compare_stories_of(about)


def _check(print_: Footprint) -> None:
    """What the decision set must still stand so."""
    places = [(*place.split("/"), after) for place, (_, after) in print_.items() if place.split("/")[0] in _ROWS]
    rows = {
        kind: model._default_manager.in_bulk([int(number) for of, number, *_ in places if of == kind])
        for kind, model in _ROWS.items()
    }
    for kind, number, *name, after in places:
        row = rows[kind].get(int(number))
        if (getattr(row, name[0] if name else "speaker_id") if row else None) != after:
            raise DeskError("That was decided on again since: undo the later decision first.")


def _rejoin(print_: Footprint, owner: int, new: int) -> None:
    """Who was split off is the same as before."""
    _put_pins(print_)
    try:
        speaker_desk.merge(Speaker.objects.filter(pk=new), Speaker.objects.get(pk=owner))
    except SpeakerDecisionError as error:
        raise DeskError("That was decided on again since: undo the later decision first.") from error


def _give_back(print_: Footprint, now: datetime) -> None:
    """Those that were merged, or renamed, stand as they did."""
    for place, (before, _) in print_.items():
        kind, number, *name = place.split("/")
        if kind == "speaker":
            Speaker.objects.filter(pk=int(number)).update(**{name[0]: before})
    pinned = _put_pins(print_)
    for place, (before, after) in print_.items():
        if place.startswith("name/"):
            speaker_desk.give(SpeakerName.objects.filter(pk=int(place.split("/")[1])), after, before)
    for model, role in ROLES:
        links = {place: both for place, both in print_.items() if place.startswith(f"{model._meta.model_name}/")}
        later = numbers_today(str(model._meta.model_name), [int(place.split("/")[1]) for place in links])
        for place, (before, after) in links.items():
            own = int(place.split("/")[1])
            if after and before:  # else it followed a name all the while
                rows = model.objects.filter(pk__in=(own, later.get(own, own)), **{role: after})
                rows.update(**{role: before})
    for article in Article.objects.filter(pk__in=pinned).exclude(snapshot=None).select_related("snapshot"):
        link_speakers(article.snapshot, now)  # type: ignore[arg-type]  # those without are left out


def _put_pins(print_: Footprint) -> set[int]:
    """What editors pinned in single articles, as it was; gives the articles."""
    articles = set()
    for place, (before, _) in print_.items():
        if place.startswith("pin/"):
            rows = SpeakerPin.objects.filter(pk=int(place.split("/")[1]))
            articles |= set(rows.values_list("article", flat=True))
            rows.update(speaker=before) if before else rows.delete()
    return articles
