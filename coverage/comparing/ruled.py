"""Utterances as they were aligned, and what editors say of them → as they stand: joined, parted, named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coverage.comparing.types import AlignedQuote, QuoteToAlign, Rendering

Pair = tuple[int, int]
Group = list[QuoteToAlign]


@dataclass(frozen=True, slots=True)
class Rulings:
    """What editors have decided about a story's quotes, by their ids: pairs that are the same utterance, pairs that are
    not, and how a quote renders its utterance. A pair holds the lower id first."""

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    renderings: Mapping[int, Rendering] = field(default_factory=dict)


NONE = Rulings()


def pair(one: int, other: int) -> Pair:
    """Two ids as a pair."""
    return (one, other) if one < other else (other, one)


def tied(groups: Sequence[Group], rulings: Rulings) -> list[Group]:
    """The groups with the quotes that an editor calls the same in one of them, and those called different in none.

    A quote that has sentences in several groups is joined where most of its words are, and parted in all of them. Of a
    group that is parted each quote stays with the first ones that it may be with.
    """
    found = [list(group) for group in groups]
    for one, other in sorted(rulings.same):
        home, away = _home(found, one), _home(found, other)
        if home is not None and away is not None and home is not away:
            home.extend(away)
            away.clear()
    return [part for group in found if group for part in _parted(group, rulings)]


def relabelled(aligned: Iterable[AlignedQuote], rulings: Rulings) -> tuple[AlignedQuote, ...]:
    """The utterances with the renderings that editors have set."""
    set_by = rulings.renderings
    return tuple(
        replace(one, variants=tuple(replace(v, rendering=set_by.get(v.quote, v.rendering)) for v in one.variants))
        if any(variant.quote in set_by for variant in one.variants)
        else one
        for one in aligned
    )


def component(start: int, same: Iterable[Pair]) -> set[int]:
    """All that is the same as one quote, by pairs."""
    found, pairs = {start}, list(same)
    while grown := {id for both in pairs if found & {*both} for id in both} - found:
        found |= grown
    return found


def _home(groups: Sequence[Group], quote: int) -> Group | None:
    """The group that holds most of a quote's words; None where it is not compared."""
    sizes = [(sum(len(piece.text) for piece in group if piece.id == quote), group) for group in groups]
    size, home = max(sizes, key=lambda row: row[0], default=(0, None))
    return home if size else None


def _parted(group: Group, rulings: Rulings) -> list[Group]:
    ids = list(dict.fromkeys(piece.id for piece in group))
    if not any(one in ids and other in ids for one, other in rulings.apart):
        return [group]
    parts: list[set[int]] = []
    for block in _blocks(ids, rulings):
        free = (part for part in parts if not any(pair(a, b) in rulings.apart for a in part for b in block))
        home = next(free, None)
        if home is None:
            parts.append(set(block))
        else:
            home |= block
    return [[piece for piece in group if piece.id in part] for part in parts]


def _blocks(ids: Sequence[int], rulings: Rulings) -> list[set[int]]:
    """The ids in their order, those together that are the same."""
    blocks: list[set[int]] = []
    for id in ids:
        if not any(id in block for block in blocks):
            blocks.append(component(id, rulings.same) & {*ids})
    return blocks
