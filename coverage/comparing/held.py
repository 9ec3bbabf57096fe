"""Statements as they were aligned, and what editors hold together → the statements as they stand, under their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coverage.comparing.types import ClaimToAlign

Group = list[ClaimToAlign]


@dataclass(frozen=True, slots=True)
class Holds:
    """What editors have decided about statements, by their ids: the claims that are in one, whatever their words say,
    and those that are not."""

    inside: Mapping[int, frozenset[int]] = field(default_factory=dict)
    outside: Mapping[int, frozenset[int]] = field(default_factory=dict)


NO_HOLDS = Holds()


def kept(groups: Sequence[Group], whole: Mapping[int, ClaimToAlign], holds: Holds) -> list[tuple[int | None, Group]]:
    """Each group with the id of the statement that an editor holds, or None. A held statement is the group that has
    most of its claims, with the others put to it; what joins that group by its words joins the statement. Claims that
    are held in another statement, or kept out of this one, are taken from it."""
    found: list[Group] = [list(group) for group in groups]
    keys: dict[int, int] = {}
    for key in sorted(holds.inside):
        members = {claim for claim in holds.inside[key] if claim in whole}
        if members:
            keys[_nearest(found, members, keys)] = key
    loose = [_settled(found[index], key, whole, holds) for index, key in sorted(keys.items())]
    rest = [group for index, group in enumerate(found) if index not in keys]
    _take_in_doubles(rest, {key: found[index] for index, key in keys.items()}, holds)
    rows: list[tuple[int | None, Group]] = [(key, found[index]) for index, key in keys.items()]
    rows += [(None, group) for group in (*rest, *loose) if group]
    return [(key, sorted(group, key=_by_publication)) for key, group in rows]


def _nearest(found: list[Group], members: set[int], keys: Mapping[int, int]) -> int:
    """The place of the free group that has most of the claims; of a new one where none has any."""
    shared = [(len(members & {piece.id for piece in group}), -index) for index, group in enumerate(found)]
    count, place = max((row for row in shared if -row[1] not in keys), default=(0, 0))
    if count:
        return -place
    found.append([])
    return len(found) - 1


def _settled(group: Group, key: int, whole: Mapping[int, ClaimToAlign], holds: Holds) -> Group:
    """Give a held statement its claims; gives those that an editor took out of it."""
    inside, outside = holds.inside[key], holds.outside.get(key, frozenset())
    elsewhere = {claim for other, claims in holds.inside.items() if other != key for claim in claims} - inside
    taken = [piece for piece in group if piece.id in outside]
    group[:] = [piece for piece in group if piece.id not in outside and piece.id not in elsewhere]
    present = {piece.id for piece in group}
    group += [whole[claim] for claim in sorted(inside - present) if claim in whole]
    return [piece for piece in taken if piece.id not in elsewhere]


def _take_in_doubles(rest: Sequence[Group], held: Mapping[int, Group], holds: Holds) -> None:
    """A group that says again what a held statement says goes into it: all its claims are there, or most of several.
    What is held elsewhere or was taken out stays."""
    carried = {key: {piece.id for piece in group} for key, group in held.items()}
    for group in rest:
        ids = {piece.id for piece in group}
        shared = Counter({key: len(ids & claims) for key, claims in carried.items()})
        key, count = max(shared.items(), key=lambda row: (row[1], -row[0]), default=(0, 0))
        if count == len(ids):
            group.clear()
        elif count > 1 and 2 * count > len(ids):
            elsewhere = {claim for other, claims in holds.inside.items() if other != key for claim in claims}
            stays = (elsewhere | holds.outside.get(key, frozenset())) - carried[key]
            held[key].extend(piece for piece in group if piece.id not in carried[key] | stays)
            group[:] = [piece for piece in group if piece.id in stays]


def _by_publication(piece: ClaimToAlign) -> tuple[object, ...]:
    return piece.published, piece.id, piece.start
