"""An article's text gave way to another → its quotes and claims looked up there, editors' decisions carried along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aggregator.models import Claim, Quote, Snapshot, SpanCheck
from aggregator.reading.edits import Edit
from aggregator.reading.ends import placed
from aggregator.reading.followed import Followed, follow, same_source


def carry_over(before: Snapshot, after: Snapshot, edits: Sequence[Edit], now: datetime) -> None:
    """Check every quote and claim of a text against the next one, given the edits between them.

    What an editor hid, accepted or put right holds for the same words as long as they are credited to the same; an
    accepted quote or claim whose words still stand is kept though the reader did not find it again. What readers were
    shown and does not stand as it did is told by its check.
    """
    checks = [
        _check(span, before, after, edits, now)
        for model in (Quote, Claim)
        for span in model._default_manager.filter(snapshot=before)
    ]
    SpanCheck.objects.bulk_create(checks, ignore_conflicts=True)
    _move_again(before, after)
    for model in (Quote, Claim):
        _hold_again(model, before, after)


def _hold_again(model: type[Quote] | type[Claim], before: Snapshot, after: Snapshot) -> None:
    """Words that were gone for a while and stand again: what was decided on them last holds, as far as above."""
    texts = _earlier(before, after)
    here: Any = model._default_manager.filter(snapshot=after, reviewed=False, hidden=False, set_by_person=[])
    back = [new for new in here if new.text not in before.text] if texts.exists() else []
    earlier: Any = model._default_manager.filter(snapshot__in=texts, text__in={new.text for new in back})
    last = {old.text: old for old in earlier.order_by("snapshot__taken_at", "snapshot", "pk")} if back else {}
    for new in back:
        old = last.get(new.text)
        if old is None or not (old.hidden or old.reviewed or old.set_by_person) or "spans" in old.set_by_person:
            continue
        names = _decided(old) if same_source(_credit(old), _credit(new)) else {"hidden"}
        model._default_manager.filter(pk=new.pk).update(**{name: getattr(old, name) for name in names})


def _move_again(before: Snapshot, after: Snapshot) -> None:
    """Ends that an editor moved, of words that were gone for a while and stand again: the last that were set hold."""
    decided = Quote.objects.filter(snapshot__in=_earlier(before, after)).exclude(set_by_person=[])
    for old in decided.order_by("-snapshot__taken_at", "-snapshot", "-pk"):
        spans = placed(old.text, after.text, old.start) if "spans" in old.set_by_person else ()
        if not spans or placed(old.text, before.text, old.start):
            continue
        there: Any = Quote.objects.filter(snapshot=after, start__lt=spans[-1][1], end__gt=spans[0][0])
        if there.exclude(set_by_person=[]).exists():
            continue
        followed = Followed("kept", spans)
        again = _found_again(old, followed, after)
        carried = all(same_source(_credit(old), _credit(new)) for new in again)
        if again:  # else it is nobody's word there that these are the same person's
            _decide_alike(old, followed, after, again, carried)


def _earlier(before: Snapshot, after: Snapshot) -> Any:
    """The article's texts before the one that gives way now."""
    return after.article.snapshots.exclude(pk__in=(before.pk, after.pk)).filter(taken_at__lte=before.taken_at)


def _check(old: Quote | Claim, before: Snapshot, after: Snapshot, edits: Sequence[Edit], now: datetime) -> SpanCheck:
    is_quote = isinstance(old, Quote)
    spans = [(start, end) for start, end in old.spans] if isinstance(old, Quote) else [(old.start, old.end)]
    followed = follow(spans, before.text, after.text, edits)
    fate: str = followed.fate
    if followed.fate == "kept":
        again = _found_again(old, followed, after)
        if not all(same_source(_credit(old), _credit(new)) for new in again):
            fate = SpanCheck.Fate.RECREDITED
        if old.hidden or old.reviewed or old.set_by_person:
            _decide_alike(old, followed, after, again, carried=fate == SpanCheck.Fate.KEPT)
    return SpanCheck(
        article_id=before.article_id,
        quote_id=old.pk if is_quote else None,
        claim_id=None if is_quote else old.pk,
        against=after,
        fate=fate,
        spans=[list(span) for span in followed.spans],
        shown=bool(old.reviewed or old.set_by_person) and not old.hidden,
        at=now,
    )


def _found_again(old: Quote | Claim, followed: Followed, after: Snapshot) -> list[Quote | Claim]:
    """The same words as they were read in the new text: at the place they went to, else anywhere."""
    rows: QuerySet[Any] = type(old)._default_manager.filter(snapshot=after, text=old.text)
    if isinstance(old, Quote):
        rows = rows.filter(kind=old.kind)
    there = rows.filter(start=followed.spans[0][0], end=followed.spans[-1][1])
    return list(there) or list(rows) or _unmoved(old, followed, after)


def _unmoved(old: Quote | Claim, followed: Followed, after: Snapshot) -> list[Quote | Claim]:
    """The quote whose ends an editor moved, as the reader found it again: with its own ends."""
    if "spans" not in old.set_by_person:
        return []
    first, last = followed.spans[0][0], followed.spans[-1][1]
    others = Quote.objects.filter(snapshot=old.snapshot_id).exclude(pk=old.pk).values("text")
    rows = Quote.objects.filter(snapshot=after, start__lt=last, end__gt=first).exclude(text__in=others)
    nearest = max(rows, key=lambda row: min(row.end, last) - max(row.start, first), default=None)
    return [nearest] if nearest else []


def _decide_alike(
    old: Quote | Claim, followed: Followed, after: Snapshot, again: Sequence[Quote | Claim], carried: bool
) -> None:
    """The editor's decisions for the same words in the new text; where these are credited to someone else now, only
    that they are hidden."""
    names = _decided(old) if carried else {"hidden"}
    decided = {name: getattr(old, name) for name in names}
    if carried and "spans" in old.set_by_person and all(row.text != old.text for row in again):
        decided |= {"spans": [list(span) for span in followed.spans], "text": old.text}
        decided |= {"start": followed.spans[0][0], "end": followed.spans[-1][1]}
    if again:
        type(old)._default_manager.filter(pk__in=[row.pk for row in again]).update(**decided)
    elif carried:
        _copy(old, followed, after)


def _copy(old: Quote | Claim, followed: Followed, after: Snapshot) -> None:
    """The row that an editor decided on, at its place in the new text."""
    values = {f.attname: getattr(old, f.attname) for f in old._meta.concrete_fields if not f.primary_key}
    start, end = followed.spans[0][0], followed.spans[-1][1]
    values |= {"snapshot_id": after.pk, "start": start, "end": end}
    if isinstance(old, Quote):
        values["spans"] = [list(span) for span in followed.spans]
    else:
        values["figures"] = [_shifted(figure, start - old.start) for figure in old.figures]
    rows: Any = type(old)._default_manager
    rows.bulk_create([type(old)(**values)], ignore_conflicts=True)


def _shifted(figure: dict[str, Any], by: int) -> dict[str, Any]:
    return {**figure, "start": figure["start"] + by, "end": figure["end"] + by}


def _credit(span: Quote | Claim) -> tuple[str, str]:
    """Whom the text credits, as it says it, and whom that means."""
    if isinstance(span, Quote):
        return span.speaker_words, span.speaker_name
    return span.source_words, span.source_name


def _decided(old: Quote | Claim) -> set[str]:
    """The columns that are an editor's: all that an accepted row says, else those that were set."""
    role, own = ("speaker", _OF_QUOTES) if isinstance(old, Quote) else ("source", _OF_CLAIMS)
    whose = {f"{role}_{name}" for name in ("name", "kind", "resolution", "confidence")}
    if old.reviewed:
        found = {*own, *whose}
    else:
        found = {name for name in own if name.removesuffix("_id") in old.set_by_person}
        found |= whose if {f"{role}_name", f"{role}_kind"} & {*old.set_by_person} else set()
    if role in old.set_by_person:
        found |= {f"{role}_id", f"{role}_as_id"}
    return {*found, "hidden", "set_by_person"}


_OF_QUOTES = ("reviewed",)
_OF_CLAIMS = ("reviewed", "source_outlet_id", "hedged", "negated")
