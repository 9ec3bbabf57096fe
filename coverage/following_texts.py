"""An editor's words on quotes and claims of earlier texts → on the same words in the articles' newest texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from aggregator.models import Claim, Quote, SpanCheck
from coverage.standing import span_today


def follow(rows: QuerySet[Any], name: str, doubles: Callable[[Any, int], Q]) -> None:
    """Take each row along to the quote or claim (its field `name`) that its words are now. It rests while they are
    gone. `doubles` finds rows that already say something of what it goes to: those give way."""
    old = rows.exclude(**{f"{name}__snapshot": F(f"{name}__article__snapshot")})
    for row in old.select_related(f"{name}__article__snapshot", f"{name}__snapshot"):
        today = stands_today(getattr(row, name))
        if today is None:
            continue
        type(row)._default_manager.exclude(pk=row.pk).filter(doubles(row, today.pk)).delete()
        setattr(row, f"{name}_id", today.pk)
        row.save(update_fields=[name])


def stands_today(span: Quote | Claim) -> Quote | Claim | None:
    """The quote or claim in its article's newest text, also where the outlet went back to a text that it had before;
    None where its words are gone."""
    found: Any = span_today(span)
    if found is None:
        rows = type(span)._default_manager.filter(snapshot=span.article.snapshot_id, text=span.text)
        found = min(rows, key=lambda row: abs(row.start - span.start), default=None)
    return found  # type: ignore[no-any-return]


def same_words(span: Quote | Claim, today: Quote | Claim | None) -> bool:
    """Whether what stands in its place today is what was decided on: the same words, or those to which an editor moved
    its ends. What an outlet wrote anew is for an editor to look at."""
    if today is None or today.text == span.text:
        return today is not None
    moved = "spans" in {*span.set_by_person, *today.set_by_person}
    return moved and (today.text in span.text or span.text in today.text)


def all_today(spans: Iterable[Quote | Claim]) -> dict[int, Quote | Claim | None]:
    """By number, what `stands_today` gives for each of many quotes, or claims: two queries a text that came since, and
    none where all are of their articles' newest texts."""
    found: dict[int, Any] = {}
    on_the_way: dict[int, Any] = {}
    asked = {span.pk: span for span in spans}
    for span in asked.values():
        (found if span.snapshot_id == span.article.snapshot_id else on_the_way)[span.pk] = span
    while on_the_way:
        following = _following(list(on_the_way.values()))
        for key, span in list(on_the_way.items()):
            on_the_way[key] = following.get(span.pk)
            if on_the_way[key] is None:
                del on_the_way[key]
            elif on_the_way[key].snapshot_id == asked[key].article.snapshot_id:
                found[key] = on_the_way.pop(key)
    lost = [span for key, span in asked.items() if key not in found]
    return found | (_by_words(lost) if lost else {})


def _following(spans: Sequence[Any]) -> dict[int, Any]:
    """By number of a quote or claim, the one of the next text that stands in its place."""
    name = type(spans[0])._meta.model_name
    checks: dict[int, SpanCheck] = {}
    rows = SpanCheck.objects.filter(**{f"{name}__in": [span.pk for span in spans]}).order_by("-at", "pk")
    for check in rows.select_related("against", f"{name}__snapshot"):
        checks.setdefault(getattr(check, f"{name}_id"), check)
    later = {
        key: check
        for key, check in checks.items()
        if check.spans and check.against.taken_at > getattr(check, name).snapshot.taken_at
    }
    texts: dict[int, list[Any]] = {}
    against = {check.against_id for check in later.values()}
    for row in type(spans[0])._default_manager.filter(snapshot__in=against).select_related("article") if later else ():
        texts.setdefault(row.snapshot_id, []).append(row)
    found = {key: _overlapping(texts.get(check.against_id, ()), check.spans) for key, check in later.items()}
    return {key: row for key, row in found.items() if row is not None}


def _overlapping(rows: Iterable[Any], spans: Sequence[Sequence[int]]) -> Any:
    first, last = spans[0][0], spans[-1][1]
    near = (row for row in rows if row.start < last and row.end > first)
    return max(near, key=lambda row: min(row.end, last) - max(row.start, first), default=None)


def _by_words(spans: Sequence[Any]) -> dict[int, Any]:
    """Those of texts that the outlets went back from: the same words, nearest to where they stood."""
    rows = type(spans[0])._default_manager.filter(
        snapshot__in={span.article.snapshot_id for span in spans}, text__in={span.text for span in spans}
    )
    same: dict[tuple[int, str], list[Any]] = {}
    for row in rows.select_related("article"):
        same.setdefault((row.article_id, row.text), []).append(row)
    return {
        span.pk: min(
            same.get((span.article_id, span.text), ()), key=lambda row: abs(row.start - span.start), default=None
        )
        for span in spans
    }
