"""An editor's decisions on speakers → facts that the workers respect: merge, split off names or quotes, put right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from aggregator.models import Claim, Quote, Speaker, SpeakerName, SpeakerPin
from aggregator.speaker_links import ROLES, link_speakers, new_speaker, pin_key


class SpeakerDecisionError(Exception):
    """A decision that cannot be carried out; the message is for the editor."""


@transaction.atomic
def merge(speakers: Iterable[Speaker], into: Speaker) -> None:
    """Make several speakers one: all their names, quotes and claims go to the one that stays, what is found under those
    names from now on too, and the others' addresses lead to it for ever."""
    rows = held({into.pk, *(speaker.pk for speaker in speakers)})
    target = rows.pop(into.pk)
    others = [key for key, row in rows.items() if not row.merged_into_id]
    if target.merged_into_id or not others:
        raise SpeakerDecisionError("Choose two speakers or more that stand; those that were merged lead elsewhere.")
    SpeakerName.objects.filter(speaker__in=others).update(speaker=target)
    SpeakerPin.objects.filter(speaker__in=others).update(speaker=target)
    for model, role in ROLES:
        model.objects.filter(**{f"{role}__in": others}).update(**{role: target})
    Speaker.objects.filter(Q(pk__in=others) | Q(merged_into__in=others)).update(merged_into=target)


@transaction.atomic
def split_names(names: Iterable[SpeakerName], called: str, now: datetime) -> Speaker:
    """Make names of one speaker a speaker of their own, `called` so; gives it. Quotes under those names go along, and
    what is found under them from now on. Quotes that an editor pinned in their article stay where they were put."""
    wanted = {name.pk for name in names}
    owners = set(SpeakerName.objects.filter(pk__in=wanted).values_list("speaker", flat=True))
    if len(owners) != 1:
        raise SpeakerDecisionError("Choose names of one speaker.")
    (owner,) = held(owners)
    chosen = list(SpeakerName.objects.filter(pk__in=wanted, speaker=owner))
    if not chosen or not SpeakerName.objects.filter(speaker=owner).exclude(pk__in=wanted).exists():
        raise SpeakerDecisionError("Choose some of the speaker's names: at least one must stay.")
    new = new_speaker(called or chosen[0].name, chosen[0].kind, now)
    give(chosen, owner, new.pk)
    return new


@transaction.atomic
def split_quotes(quotes: Iterable[Quote], called: str, now: datetime) -> Speaker:
    """Make whoever speaks in the quotes a speaker of their own, though the name is the same; gives it. In the quotes'
    articles the name means that one from now on, in every later text of theirs too; elsewhere what it meant before."""
    wanted = [quote.pk for quote in quotes]
    owners = set(Quote.objects.filter(pk__in=wanted).values_list("speaker", flat=True))
    if len(owners) != 1 or None in owners:
        raise SpeakerDecisionError("Choose quotes of one speaker.")
    (owner,) = held({key for key in owners if key})
    chosen = list(Quote.objects.filter(pk__in=wanted).order_by("article", "start"))
    meant = {(row.article_id, pin_key(row.speaker_name, row.speaker_kind)) for row in chosen}
    articles = {article for article, _ in meant}
    moved = {
        (model, role): [row.pk for row in _rows(model, role, owner, articles) if _meant(row, role) in meant]
        for model, role in ROLES
    }
    if not Quote.objects.filter(speaker=owner).exclude(pk__in=moved[ROLES[0]]).exists():
        raise SpeakerDecisionError("Choose quotes of some articles: at least one of the speaker's quotes must stay.")
    new = new_speaker(called or chosen[0].speaker_name, Speaker.objects.get(pk=owner).kind, now)
    for article, key in meant:
        SpeakerPin.objects.update_or_create(article_id=article, key=key, defaults={"speaker": new})
    for (model, role), keys in moved.items():
        model.objects.filter(pk__in=keys).update(**{role: new})
    return new


def put_right(row: Quote | Claim, now: datetime) -> None:
    """Link a quote or claim, whose name or kind an editor has just set and saved, to the speaker whom that means."""
    role = "speaker" if isinstance(row, Quote) else "source"
    told = {f"{role}_resolution": "editor", f"{role}_confidence": 1.0, role: None, f"{role}_as": None}
    type(row)._default_manager.filter(pk=row.pk).update(**told)
    link_speakers(row.snapshot, now)


def held(keys: set[int]) -> dict[int, Speaker]:
    """The speakers as they stand now. Their names are kept from workers first, in the order in which these take them,
    until the decision is stored; the caller holds a transaction."""
    list(SpeakerName.objects.select_for_update().filter(speaker__in=keys).order_by("key"))
    return {row.pk: row for row in Speaker.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def give(names: Iterable[SpeakerName], owner: int, to: int) -> None:
    """Make names of one speaker another's, with what is found under them; not where an editor pinned it in its
    article."""
    for name in names:
        SpeakerName.objects.filter(pk=name.pk).update(speaker=to)
        pinned = SpeakerPin.objects.filter(key=name.key, speaker=owner).values("article")
        for model, role in ROLES:
            own = model.objects.filter(**{role: owner, f"{role}_as": name})
            own.exclude(article__in=pinned).update(**{role: to})


def _rows(model: type[Quote] | type[Claim], role: str, owner: int, articles: set[int]) -> Iterable[Quote | Claim]:
    return model._default_manager.filter(**{role: owner, "article__in": articles})


def _meant(row: Quote | Claim, role: str) -> tuple[int, str]:
    return row.article_id, pin_key(getattr(row, f"{role}_name"), getattr(row, f"{role}_kind"))
