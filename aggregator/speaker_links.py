"""The speakers that a text's quotes and claims name → their identities across articles, found or made, without doubles.

A key (`aggregator.reading.identity`) has one speaker for all articles, or the one that an editor pinned to it in an
article. What editors merged, split or renamed is never undone here: keys are only looked up, and made where new.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from aggregator.models import Claim, Quote, Snapshot, Speaker, SpeakerName, SpeakerPin
from aggregator.reading.identity import LIKELY_ENOUGH, folded, identity_key
from aggregator.reading.types import FoundSpeaker

ROLES: tuple[tuple[type[Quote] | type[Claim], str], ...] = ((Quote, "speaker"), (Claim, "source"))
"""The rows that name somebody, and how their columns begin."""


def told_of(found: FoundSpeaker | None, role: str) -> dict[str, Any]:
    """What reading found of a speaker, as the columns of a quote (`role` "speaker") or claim ("source")."""
    if found is None:
        return {}
    return {
        f"{role}_words": found.words[:300],
        f"{role}_name": found.name[:300],
        f"{role}_kind": found.kind,
        f"{role}_resolution": found.resolved_by,
        f"{role}_confidence": found.confidence,
    }


@transaction.atomic
def link_speakers(snapshot: Snapshot, now: datetime) -> None:
    """Link each quote and claim of the text to the speaker whom its name means, or to nobody. Twice is as once."""
    rows = {role: _named(model.objects.filter(snapshot=snapshot), role) for model, role in ROLES}
    keys = {(name, kind): key for told in rows.values() for name, kind in told if (key := identity_key(name, kind))}
    known = names_of(keys, now)
    pins = dict(SpeakerPin.objects.filter(article=snapshot.article_id).values_list("key", "speaker"))
    for model, role in ROLES:
        unlinked = model.objects.filter(snapshot=snapshot, **{f"{role}_as__isnull": False})
        unlinked.exclude(**{f"{role}_name__in": [name for name, _ in rows[role]]}).update(**_link(role, None, None))
        for name, kind in rows[role]:
            as_name = known.get(keys.get((name, kind), ""))
            pinned = pins.get(pin_key(name, kind))
            same = model.objects.filter(snapshot=snapshot, **{f"{role}_name": name, f"{role}_kind": kind})
            if as_name or pinned:
                speaker = pinned or (as_name.speaker_id if as_name else None)
                _likely(same, role).exclude(**_resolved(role)).update(**_link(role, speaker, as_name))
            else:
                same.filter(**{f"{role}_as__isnull": False}).update(**_link(role, None, None))


def names_of(keys: dict[tuple[str, str], str], now: datetime) -> dict[str, SpeakerName]:
    """The row of each key, made with a speaker of its own where it is new, and held until the transaction ends, so that
    no editor's merge or split falls between looking up and linking."""
    wanted = {key: (name, kind) for (name, kind), key in reversed(keys.items())}
    for key in sorted(set(wanted) - set(SpeakerName.objects.filter(key__in=wanted).values_list("key", flat=True))):
        _make(key, *wanted[key], now)
    held = SpeakerName.objects.select_for_update().filter(key__in=wanted).order_by("key")
    return {row.key: row for row in held}


def pin_key(name: str, kind: str) -> str:
    """Under which an editor's pin in an article is found: the identity key, or the words of a name that has none."""
    return (identity_key(name, kind) or f"words:{folded(name)}")[:320]


def new_speaker(name: str, kind: str, now: datetime) -> Speaker:
    """A speaker with a slug that none has had; to be called in a transaction. Another worker may take the slug
    meanwhile: then the next is tried."""
    stem = slugify(folded(name))[:100].rstrip("-") or "speaker"
    taken = set(Speaker.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    for number in range(1, len(taken) + 20):
        slug = stem if number == 1 else f"{stem}-{number}"
        if slug in taken:
            continue
        try:
            with transaction.atomic():
                return Speaker.objects.create(slug=slug, name=name, kind=kind, first_seen_at=now)
        except IntegrityError:
            continue
    raise RuntimeError(f"no slug is free for {name!r}")


def _make(key: str, name: str, kind: str, now: datetime) -> None:
    """The key's row with a new speaker, unless another worker makes it at this moment."""
    try:
        with transaction.atomic():
            speaker = new_speaker(name, kind, now)
            SpeakerName.objects.create(key=key, name=name, kind=kind, speaker=speaker, first_seen_at=now)
    except IntegrityError:
        return  # it stands already; the speaker made for it here was rolled back


def _named(rows: QuerySet[Any], role: str) -> list[tuple[str, str]]:
    """Each (name, kind) that the rows surely enough name, in order of the text."""
    named = _likely(rows, role).exclude(**{f"{role}_name": ""}).order_by("start")
    return list(dict.fromkeys(named.values_list(f"{role}_name", f"{role}_kind")))


def _likely(rows: QuerySet[Any], role: str) -> QuerySet[Any]:
    named = rows.exclude(**{f"{role}_resolution__in": ("", "no name", "unresolved")})
    return named.filter(**{f"{role}_confidence__gte": LIKELY_ENOUGH})


def _resolved(role: str) -> dict[str, Any]:
    """Of rows that an editor gave a speaker outright, whatever the name means elsewhere."""
    return {f"{role}_resolution": "editor", f"{role}__isnull": False, f"{role}_as__isnull": True}


def _link(role: str, speaker: int | None, as_name: SpeakerName | None) -> dict[str, Any]:
    return {role: speaker, f"{role}_as": as_name}


def linked_rows(speakers: Iterable[int]) -> list[tuple[QuerySet[Any], str]]:
    """The quotes and claims of speakers, each with how their columns begin."""
    wanted = list(speakers)
    return [(model.objects.filter(**{f"{role}__in": wanted}), role) for model, role in ROLES]
