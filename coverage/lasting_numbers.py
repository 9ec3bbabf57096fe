"""Utterances and statements as they were compared before, and as they are found now → the number that each goes by.

Their numbers stand in guids and addresses, so that they last: through new texts of the articles, into the story where
the articles go, and back from where a comparison had given them up.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from aggregator.models import Claim, Quote
from coverage.comparing.reconcile import matched
from coverage.following_texts import all_today
from coverage.models import CellClaim, ClaimGroup, QuoteGroup, QuoteVariant, RetiredClaim, RetiredUtterance, Story


@dataclass(frozen=True, slots=True)
class Kind:
    """How groups of a kind lie in the tables: the fields of a link that name its group, its quote or
    claim and the words of it, and the field of a given-up group that names what said it best."""

    groups: type[Model]
    links: type[Model]
    group: str
    spans: type[Quote] | type[Claim]
    span: str
    words: str
    retired: type[Model]
    best: str


UTTERANCES = Kind(QuoteGroup, QuoteVariant, "group", Quote, "quote", "words", RetiredUtterance, "fullest")
STATEMENTS = Kind(
    ClaimGroup, CellClaim, "cell__group", Claim, "claim", "cell__group__sentence", RetiredClaim, "clearest"
)

Member = tuple[int, str]
"""A quote or claim, and those of its words that belong to the group: one may be in several."""


def numbers(kind: Kind, story: Story, found: Sequence[Sequence[Member]], apart: Q | None = None) -> list[int | None]:
    """For each group of quotes or claims found in the story the number that it had before; None where it had none.

    `apart` tells the groups that go on by an editor's word, whatever is found. A number that is given and has no row
    in the story had been given up: the group begins under it again.
    """
    links = kind.links._default_manager.all()
    _fetch(kind, story, links, apart)
    wanted = [_marks(group) for group in found]
    kept = list(matched(wanted, _before(kind, story, links, {span for group in found for span, _ in group}, apart)))
    new = [place for place, key in enumerate(kept) if key is None]
    if new:
        revived = matched([wanted[place] for place in new], _given_up(kind, story))
        kind.retired._default_manager.filter(number__in=[key for key in revived if key]).delete()
        for place, key in zip(new, revived, strict=True):
            kept[place] = key
    return kept


def keep_or_begin(groups: Any, found: Sequence[tuple[int | None, dict[str, Any]]]) -> list[Any]:
    """The story's `groups` of these numbers, with their new values but for what an editor set; begun where there are
    none. What is as it was is not written again."""
    known = groups.in_bulk([key for key, _ in found if key])
    rows = [known.get(key) or groups.model(pk=key, story=groups.instance) for key, _ in found]
    for row, (_, values) in zip(rows, found, strict=True):
        by_person = getattr(row, "set_by_person", ())
        changed = {
            name: value for name, value in values.items() if name not in by_person and getattr(row, name) != value
        }
        for name, value in changed.items():
            setattr(row, name, value)
        if row.pk in known and changed:
            row.save(update_fields=changed)
    groups.bulk_create([row for row in rows if row.pk not in known])
    return rows


def _apart(kind: Kind, keys: Iterable[int], apart: Q | None) -> set[int]:
    """Those of the groups that go on by an editor's word. Asked for these few alone: as a condition of a larger query
    PostgreSQL goes through all the groups there are."""
    if apart is None:
        return set()
    return set(kind.groups._default_manager.filter(apart, pk__in=set(keys)).values_list("pk", flat=True))


def _fetch(kind: Kind, story: Story, links: QuerySet[Any], apart: Q | None) -> None:
    """Other stories' groups of which all articles are in this story by now go on here, whichever is compared first."""
    home = f"{kind.span}__article__membership__story"
    here = links.filter(**{home: story}).exclude(**{f"{kind.group}__story": story})
    elsewhere = set(here.values_list(kind.group, flat=True))
    if elsewhere := elsewhere - _apart(kind, elsewhere, apart):
        staying = links.filter(**{f"{kind.group}__in": elsewhere, home: F(f"{kind.group}__story")})
        going = elsewhere - set(staying.values_list(kind.group, flat=True))
        kind.groups._default_manager.filter(pk__in=going).update(story=story)


def _before(
    kind: Kind, story: Story, links: QuerySet[Any], found: Collection[int], apart: Q | None
) -> dict[int, list[Hashable]]:
    """By number, what each group had, as it stands in the articles' newest texts."""
    own = links.filter(**{f"{kind.group}__story": story})
    rows = list(own.values_list(kind.group, f"{kind.span}_id", kind.words))
    aside = _apart(kind, {group for group, _, _ in rows}, apart)
    rows = [row for row in rows if row[0] not in aside]
    today = {span: span for span in found}
    lost = {span for _, span, _ in rows} - today.keys()
    if lost:
        today |= _today(kind.spans._default_manager.filter(pk__in=lost).select_related("article"))
    before: dict[int, list[Member]] = {}
    for group, span, words in rows:
        before.setdefault(group, []).extend([(today[span], words)] if span in today else [])
    return {group: _marks(members) for group, members in before.items()}


def _given_up(kind: Kind, story: Story) -> dict[int, list[Hashable]]:
    """By number, what said best what was given up of the story's articles, in their newest texts."""
    home = f"{kind.best}__article__membership__story"
    found = kind.retired._default_manager.filter(**{home: story}).select_related(f"{kind.best}__article")
    best: dict[int, Any] = {row.pk: getattr(row, kind.best) for row in found}
    today = _today(best.values())
    return {number: [today[span.pk]] for number, span in best.items() if span.pk in today}


def _marks(members: Iterable[Member]) -> list[Hashable]:
    """What two groups share when they are the same: the quotes or claims, and, to tell two of one sentence apart, the
    words as well."""
    return [mark for span, words in members for mark in (span, (span, words))]


def _today(spans: Iterable[Any]) -> dict[int, int]:
    return {key: span.pk for key, span in all_today(spans).items() if span is not None}
