"""An editor's word on how quotes are carried → labels and ties, which every later comparison heeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from aggregator.models import Article, Quote
from aggregator.wording import shortened
from coverage import spans
from coverage.comparing.ruled import Rulings, component, pair
from coverage.desk import DeskError
from coverage.following_texts import follow, stands_today
from coverage.models import QuoteLabel, QuoteTie, QuoteVariant

Asked = Mapping[str, Any]
"""What is asked: "rows", and either a "label" (empty: the workers' own) or "same", whether the first row is the same
utterance as each of the others (None: the workers decide)."""


def rows_of(asked: Asked) -> QuerySet[Quote]:
    """The quotes that the decision is about."""
    return Quote.objects.filter(pk__in=asked["rows"]).order_by("pk")


def today(asked: Asked) -> dict[str, Any]:
    """The same decision about what these quotes are in their articles' newest texts. Raises DeskError where one is
    gone."""
    return {**asked, "rows": spans.today({**asked, "model": "quote", "values": {}})["rows"]}


def told(asked: Asked) -> str:
    """The decision in words."""
    first, *others = _in_order(asked)
    what = f"“{shortened(first.text, 120)}”"
    if "label" in asked:
        return f"Call {what} {asked['label']}" if asked["label"] else f"Have the workers say how {what} is carried"
    named = f"“{shortened(others[0].text, 120)}”" if len(others) == 1 else f"{len(others)} other quotes"
    verb = {True: "is the same as", False: "is not the same as", None: "may be the same as"}[asked["same"]]
    return f"{what} {verb} {named}"


def rule(asked: Asked, now: datetime) -> None:
    """Keep the editor's word; the story is compared anew. Raises DeskError where it goes against another one."""
    first, *others = _in_order(asked)
    broken = [row.pk for row in (first, *others) if not row.is_verbatim()]
    if broken:
        raise DeskError(f"The words of quote {broken[0]} are not what its text has at that place.")
    if "label" in asked:
        _label(first, asked["label"])
    for other in others:
        _tie(first, other, asked["same"])
    row = Quote.objects.filter(pk=first.pk)
    row.update(reviewed=True, set_by_person=sorted({*first.set_by_person, "reviewed"}))
    spans.compare_again(rows_of(asked))


def values_of(asked: Asked) -> dict[str, Any]:
    """By place ("label/3", "tie/3/5", "quote/3/reviewed"), what stands where the decision sets something."""
    first, *others = asked["rows"]
    found = spans.values_of({"model": "quote", "rows": [first], "values": {}})
    if "label" in asked:
        found[f"label/{first}"] = QuoteLabel.objects.filter(quote=first).values_list("rendering", flat=True).first()
    for other in others:
        one, two = pair(first, other)
        found[f"tie/{one}/{two}"] = _ties(one, two).values_list("same", flat=True).first()
    return found


def put_back(print_: Mapping[str, list[Any]], now: datetime) -> None:
    """Set labels and ties to what stood before. Raises DeskError where one was set again since."""
    quotes = {place: both for place, both in print_.items() if place.startswith("quote/")}
    for place, (before, after) in print_.items():
        kind, *numbers = place.split("/")
        if kind == "quote":
            continue
        old = [int(number) for number in numbers]
        keys = [_today(number) for number in old]
        # The workers take a word on a quote along to its next text when they compare the story, some time later.
        if after not in (_stands(kind, keys), _stands(kind, old)):
            raise DeskError("That was decided on again since: undo the later decision first.")
        rows = [Quote.objects.get(pk=key) for key in keys]
        if kind == "label":
            QuoteLabel.objects.filter(quote__in=old).delete()
            _label(rows[0], before or "")
        else:
            _ties(old[0], old[1]).delete()
            _tie(rows[0], rows[1], before)
        spans.compare_again(Quote.objects.filter(pk__in=keys))
    spans.put_back(quotes, now)


def _stands(kind: str, keys: Sequence[int]) -> Any:
    found = values_of({"rows": keys, **({"label": ""} if kind == "label" else {})})
    return found.get("/".join([kind, *map(str, sorted(keys))]))


def rulings_on(articles: Sequence[Article]) -> Rulings:
    """What editors say of the articles' quotes as these stand now; a word on an earlier text's quote is taken along to
    where its words went. It rests while they are gone."""
    labels = QuoteLabel.objects.filter(quote__article__in=articles)
    ties = QuoteTie.objects.filter(one__article__in=articles, other__article__in=articles)
    follow(labels, "quote", lambda _, today: Q(quote=today))
    follow(ties, "one", lambda row, today: _between({"one": today, "other": row.other_id}))
    follow(ties, "other", lambda row, today: _between({"one": row.one_id, "other": today}))
    held = [(pair(row.one_id, row.other_id), row.same) for row in ties]
    renderings: Any = dict(labels.values_list("quote", "rendering"))
    same = frozenset(both for both, is_same in held if is_same)
    return Rulings(same, frozenset(both for both, is_same in held if not is_same), renderings)


def _between(ends: Mapping[str, int]) -> Q:
    return Q(one=ends["one"], other=ends["other"]) | Q(one=ends["other"], other=ends["one"])


def _in_order(asked: Asked) -> list[Quote]:
    rows = {row.pk: row for row in rows_of(asked).select_related("snapshot", "article__membership")}
    if len(rows) != len(asked["rows"]) or not rows:
        raise DeskError("That quote is no longer there.")
    return [rows[key] for key in asked["rows"]]


def _label(quote: Quote, rendering: str) -> None:
    if rendering not in ("", *QuoteVariant.Rendering.values):
        raise DeskError("No quote is carried so.")
    QuoteLabel.objects.filter(quote=quote).delete()
    if rendering:
        QuoteLabel.objects.create(quote=quote, rendering=rendering)


def _tie(one: Quote, other: Quote, same: bool | None) -> None:
    homes = {getattr(getattr(row.article, "membership", None), "story_id", None) for row in (one, other)}
    if one.pk == other.pk or None in homes or len(homes) > 1:
        raise DeskError("Choose another quote of the same story.")
    if same is not None:
        _check(one, other, same)
    _ties(one.pk, other.pk).delete()
    if same is not None:
        QuoteTie.objects.create(one=one, other=other, same=same)


def _check(one: Quote, other: Quote, same: bool) -> None:
    """No chain of editors' words may say that two quotes are the same and another that they are not."""
    story = {"one__article__membership__story": one.article.membership.story_id}
    rest = QuoteTie.objects.filter(**story).exclude(_between({"one": one.pk, "other": other.pk}))
    held = [(pair(row.one_id, row.other_id), row.same) for row in rest]
    ties = [both for both, is_same in held if is_same]
    together = component(one.pk, [*ties, pair(one.pk, other.pk)] if same else ties)
    parted = {both for both, is_same in held if not is_same} | (set() if same else {pair(one.pk, other.pk)})
    if any({*both} <= together for both in parted):
        raise DeskError("Other decisions on these quotes say the contrary: undo those first.")


def _ties(one: int, other: int) -> QuerySet[QuoteTie]:
    return QuoteTie.objects.filter(_between({"one": one, "other": other}))


def _today(number: int) -> int:
    """A quote's number in its article's newest text; its own where it is gone from there."""
    found = Quote.objects.select_related("article__snapshot", "snapshot").get(pk=number)
    today = stands_today(found)
    return today.pk if today else number
