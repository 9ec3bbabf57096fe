"""An editor's decisions on quotes and claims → facts that the workers respect: accepted, hidden, put right, moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aggregator import speaker_desk
from aggregator.models import Claim, Quote, Speaker
from aggregator.models.findings import words_at
from aggregator.reading.ends import are_whole, placed
from aggregator.speaker_links import link_speakers
from aggregator.wording import counted, shortened
from coverage.desk import DeskError
from coverage.following_texts import all_today, same_words, stands_today
from coverage.models import Story

MODELS: Mapping[str, type[Quote] | type[Claim]] = {"quote": Quote, "claim": Claim}
WHOSE = {"speaker_name", "speaker_kind", "source_name", "source_kind", "speaker"}
VALUES = {"reviewed", "hidden", "source_outlet", "hedged", "negated", "spans", *WHOSE}
"""Of a quote or claim: what an editor may set. "speaker" is one of ours by number, "spans" the quote's ends."""

_COLUMNS = {"speaker": "speaker_id", "source_outlet": "source_outlet_id"}
_FOLLOWS = ("resolution", "confidence")  # what else changes with whose words they are


def rows_of(asked: Mapping[str, Any]) -> QuerySet[Any]:
    """The quotes or claims that a decision is about."""
    return MODELS[asked["model"]]._default_manager.filter(pk__in=asked["rows"]).order_by("pk")


def today(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The same decision about the rows that these words are in their articles' newest texts, where readers and workers
    look. Raises DeskError where the words are gone; what an article had before can still be hidden."""
    rows = {row.pk: row for row in rows_of(asked).select_related("article", "snapshot")}
    if not rows:
        raise DeskError(f"That {asked['model']} is no longer there.")
    found = all_today(rows.values())
    keep = set(asked["values"]) == {"hidden"}
    numbers = [_number_today(rows[key], found[key], keep) for key in asked["rows"] if key in rows]
    return {**asked, "rows": list(dict.fromkeys(numbers))}


def numbers_today(model: str, rows: Sequence[int]) -> dict[int, int]:
    """By number of a quote or claim, the one of its words in the article's newest text; its own where they are gone."""
    known = MODELS[model]._default_manager.select_related("article", "snapshot").in_bulk(list(rows))
    found = all_today(known.values())
    return {key: later.pk if (later := found[key]) and same_words(row, later) else key for key, row in known.items()}


def _number_today(row: Quote | Claim, found: Quote | Claim | None, keep: bool) -> int:
    if found is not None and same_words(row, found):
        return found.pk
    if keep:
        return row.pk
    raise DeskError(f"The words “{shortened(row.text, 80)}” are not in their article’s newest text: look at that one.")


def told(asked: Mapping[str, Any]) -> str:
    """The decision in words."""
    rows, values = list(rows_of(asked)), asked["values"]
    what = (
        f"{asked['model']} “{shortened(rows[0].text, 120)}”" if len(rows) == 1 else counted(len(rows), asked["model"])
    )
    match values:
        case {"hidden": hidden} if len(values) == 1:
            return f"{'Hide' if hidden else 'Show'} {what}"
        case {"reviewed": reviewed} if len(values) == 1:
            return f"{'Accept' if reviewed else 'Mark as not reviewed:'} {what}"
        case {"spans": _}:
            return f"Move the ends of {what}"
        case {"speaker": number} if number:
            return f"Put right {what}: {_speaker(number)}"
    named = values.get("speaker_name") or values.get("source_name")
    return f"Put right {what}" + (f": {named}" if named else "")


def set_values(asked: Mapping[str, Any], now: datetime) -> None:
    """Set the fields; who puts something right has looked at it. The stories that show the rows are compared anew.

    Raises DeskError where the words of a row are not what its text has at that place: then it can only be hidden.
    """
    values = dict(asked["values"])
    if not values.keys() <= VALUES:
        raise DeskError("That cannot be set at the desk.")
    if values.keys() - {"hidden", "reviewed"} and "reviewed" not in values:
        values["reviewed"] = True
    rows = list(rows_of(asked).select_related("snapshot"))
    for row in rows:
        if values != {"hidden": True} and not row.is_verbatim():
            raise DeskError(f"The words of {asked['model']} {row.pk} are not what its text has at that place.")
        _set(row, values)
    MODELS[asked["model"]]._default_manager.bulk_update(rows, _columns(values), batch_size=100)
    for row in rows if values.keys() & WHOSE else ():
        _settle_speaker(row, values, now)
    compare_again(rows_of(asked))


def _columns(values: Mapping[str, Any]) -> list[str]:
    found = {"set_by_person", *(_COLUMNS.get(name, name) for name in values)} - {"speaker_id"}
    found |= {"start", "end", "text"} if "spans" in values else set()
    return sorted(found | ({"speaker_name", "speaker_kind"} if "speaker" in values else set()))


def _set(row: Quote | Claim, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name == "spans":
            _move(row, value)
        elif name == "speaker":
            named = _speaker(value) if value else None
            row.speaker_name, row.speaker_kind = (named.name, named.kind) if named else ("", "")  # type: ignore[union-attr]
        else:
            setattr(row, _COLUMNS.get(name, name), value)
    also = {"speaker_name", "speaker_kind"} if "speaker" in values else set()
    row.set_by_person = sorted({*row.set_by_person, *values, *also})


def _move(row: Quote | Claim, spans: Sequence[Sequence[int]]) -> None:
    """Give a quote other ends in the same text. Raises DeskError where they cut a word, or are another quote's."""
    if not isinstance(row, Quote) or not are_whole(spans, row.snapshot.text):
        raise DeskError("A quote begins and ends with a whole word of its text.")
    taken = Quote.objects.filter(snapshot=row.snapshot_id, start=spans[0][0], end=spans[-1][1]).exclude(pk=row.pk)
    if taken.exists():
        raise DeskError("Another quote has these ends already.")
    _place(row, spans)


def _place(row: Quote, spans: Sequence[Sequence[int]]) -> None:
    row.spans = [list(span) for span in spans]
    row.start, row.end = row.spans[0][0], row.spans[-1][1]
    row.text = words_at(row.spans, row.snapshot.text)


def _settle_speaker(row: Quote | Claim, values: Mapping[str, Any], now: datetime) -> None:
    speaker_desk.put_right(row, now)
    if values.get("speaker"):
        speaker = _speaker(values["speaker"])
        Quote.objects.filter(pk=row.pk).exclude(speaker=speaker).update(speaker=speaker, speaker_as=None)


def _speaker(number: int) -> Speaker:
    found = Speaker.objects.select_related("merged_into").filter(pk=number).first()
    if found is None:
        raise DeskError("That speaker is no longer there.")
    return found.standing_speaker()


def compare_again(rows: QuerySet[Any]) -> None:
    """The stories that show these rows are compared anew by the workers."""
    compare_stories_of(rows.values_list("article", flat=True))


def compare_stories_of(articles: Iterable[int]) -> None:
    """The stories of these articles are compared anew by the workers."""
    Story.objects.filter(articles__in=list(articles)).update(stale=True)


def shown_in(rows: QuerySet[Any]) -> dict[int, Story]:
    """By number of a quote or claim, the public story whose readers see it."""
    seen = rows.filter(hidden=False, article__membership__story__state=Story.State.PUBLIC)
    seen = seen.select_related("article__membership__story")
    return {row.pk: row.article.membership.story for row in seen if row.snapshot_id == row.article.snapshot_id}


def values_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """By place ("quote/3/hidden"), what stands in the fields that a decision on quotes or claims sets. No words of an
    article are among it: they follow from the spans."""
    names = {_COLUMNS.get(name, name) for name in asked["values"]} | {"reviewed", "set_by_person"}
    if asked["values"].keys() & WHOSE:
        role = "speaker" if asked["model"] == "quote" else "source"
        names |= {f"{role}_{name}" for name in ("name", "kind", *_FOLLOWS, "id", "as_id")}
    rows = rows_of(asked).values("pk", *names)
    return {f"{asked['model']}/{row['pk']}/{name}": row[name] for row in rows for name in sorted(names)}


def put_back(print_: Mapping[str, list[Any]], now: datetime) -> None:
    """Set the fields to what stood there before, in the texts since as well. Raises DeskError where one was set again
    since, or the words are gone."""
    rows: dict[tuple[str, int], dict[str, list[Any]]] = {}
    for place, both in print_.items():
        model, key, name = place.split("/")
        rows.setdefault((model, int(key)), {})[_COLUMNS.get(name, name)] = both
    for (model, number), told_of in rows.items():
        of_all = MODELS[model]._default_manager.select_related("snapshot", "article")
        row = of_all.get(pk=number)
        today = of_all.get(pk=_number_today(row, stands_today(row), set(told_of) <= {"hidden", "set_by_person"}))
        if any(name in {*VALUES, "source_outlet_id"} and not _stands(today, row, name, after)
               for name, (_, after) in told_of.items()):  # fmt: skip
            raise DeskError("That was decided on again since: undo the later decision first.")
        between = of_all.filter(article=row.article_id, text=row.text)
        for one in [today, row, *between.exclude(snapshot__in=(row.snapshot_id, today.snapshot_id))]:
            if one is today or all(_stands(one, row, name, after) for name, (_, after) in told_of.items()):
                _restore(one, row, told_of)
                one.save(update_fields=_restored(told_of))
        link_speakers(today.snapshot, now)
        compare_again(of_all.filter(pk=today.pk))


def _stands(one: Quote | Claim, row: Quote | Claim, name: str, after: Any) -> bool:
    """Whether what a decision on `row` set stands in `one`, the same words in another text."""
    if name == "set_by_person":
        return {*after} <= {*one.set_by_person}
    if name == "spans" and one.snapshot_id != row.snapshot_id:
        return one.text == words_at(after, row.snapshot.text)
    return bool(getattr(one, name) == after)


def _restored(told_of: Mapping[str, list[Any]]) -> list[str]:
    return sorted({*told_of, *(("start", "end", "text") if "spans" in told_of else ())})


def _restore(one: Quote | Claim, row: Quote | Claim, told_of: Mapping[str, list[Any]]) -> None:
    for name, (before, after) in told_of.items():
        if name == "set_by_person":
            one.set_by_person = sorted({*one.set_by_person} - ({*after} - {*before}) | ({*before} - {*after}))
        elif name == "spans" and isinstance(one, Quote):
            _place(one, before if one.pk == row.pk else _moved_along(before, row, one))
        else:
            setattr(one, name, before)


def _moved_along(spans: Sequence[Sequence[int]], row: Quote | Claim, to: Quote | Claim) -> Sequence[Sequence[int]]:
    """The ends in another text that has the same words."""
    found = placed(words_at(spans, row.snapshot.text), to.snapshot.text, to.start)
    if not found:
        raise DeskError("The words that it had before are not in the article’s newest text.")
    return found
