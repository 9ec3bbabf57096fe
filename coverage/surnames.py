"""One story's articles → last names that stand alone in one article, linked to whom another gives that name in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from aggregator.models import SpeakerName, SpeakerPin
from aggregator.reading.identity import LIKELY_ENOUGH, folded, identity_key, is_bare, surname_of
from aggregator.speaker_links import ROLES, pin_key
from coverage.models import Story


@transaction.atomic
def link_surnames(story: Story) -> None:
    """Link quotes and claims credited to a last name alone, where the story's articles give exactly one full name with
    it; undo such links where they no longer do. Twice is as once; what an editor pinned in an article stays."""
    known = _full_names(story)
    pinned = set(SpeakerPin.objects.filter(article__membership__story=story).values_list("article", "key"))
    for model, role in ROLES:
        for row in _bare(_current(model, story), role):
            name, kind = getattr(row, f"{role}_name"), getattr(row, f"{role}_kind")
            speaker = known.get(surname_of(name))
            if speaker != getattr(row, f"{role}_id") and (row.article_id, pin_key(name, kind)) not in pinned:
                model.objects.filter(pk=row.pk).update(**{role: speaker})


def _full_names(story: Story) -> dict[str, int]:
    """Each last name that one speaker of the story alone has, to that speaker. A name that is a body's too means
    nobody."""
    found: dict[str, set[int]] = {}
    for model, role in ROLES:
        rows = _current(model, story).filter(**{f"{role}_as__isnull": False})
        keys = SpeakerName.objects.filter(pk__in=rows.values(f"{role}_as"))
        persons = dict(keys.filter(kind="person").values_list("pk", "name"))
        for body, speaker in keys.filter(kind="organisation").values_list("name", "speaker"):
            found.setdefault(folded(body), set()).update({speaker, 0})
        meant = rows.filter(**{f"{role}_as__in": persons}).values_list(f"{role}_as", role).distinct()
        for as_name, speaker in meant:
            if speaker:
                found.setdefault(surname_of(persons[as_name]), set()).add(speaker)
    return {name: next(iter(speakers)) for name, speakers in found.items() if len(speakers) == 1}


def _current(model: Any, story: Story) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(article__membership__story=story)
    return rows.filter(snapshot_id=F("article__snapshot_id"))


def _bare(rows: QuerySet[Any], role: str) -> Iterator[Any]:
    """The rows that are credited to a last name as it stands, with whatever they are linked to by it."""
    likely = {f"{role}_confidence__gte": LIKELY_ENOUGH, f"{role}_kind__in": ("person", "unknown")}
    named = rows.filter(**likely, **{f"{role}_as": None, f"{role}_resolution": "as written"})
    for row in named.only("article", role, f"{role}_name", f"{role}_kind"):
        name, kind = getattr(row, f"{role}_name"), getattr(row, f"{role}_kind")
        if is_bare(name) and not identity_key(name, kind):
            yield row
