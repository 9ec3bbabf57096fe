"""The credit that a story's articles give → who cites whom: a list, and the lines of a drawing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coverage.comparing.shown import CreditFacts, Publisher, StoryFacts
from coverage.comparing.wording import Wording

_DRAWN = 8  # credited names in the drawing
_ROW = 30  # its height for each, in pixels
_BY = {
    ("words",): Wording("in words"),
    ("link",): Wording("by link"),
    ("words", "link"): Wording("in words and by link"),
}
_FOR = {"first": Wording("as the first to report it"), "told": Wording("for what it was told")}
_PAPERS = frozenset(
    ("lawsuit", "complaint", "indictment", "affidavit", "memo", "internal memo", "press release", "document")
)


@dataclass(frozen=True, slots=True)
class Citer:
    """An outlet that gives credit, in which ways ("in words and by link"), and where that is read."""

    publisher: Publisher
    ways: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credited:
    """Whom outlets credit; `outlet` is None where it is none of ours, `whom` is outlet, document or person."""

    name: str
    outlet: Publisher | None
    citers: tuple[Citer, ...]
    whom: str = "outlet"

    @property
    def heading(self) -> str:
        """Who or what is credited, by name: a document by whose it is, or by what it is."""
        if self.whom != "document" or self.name.casefold() in _PAPERS or "filing" in self.name.casefold():
            return Wording("{name}", name=self.name)
        return Wording("{name}, in writing of its own", name=self.name)


@dataclass(frozen=True, slots=True)
class Node:
    """An end of a line in the drawing, `y` pixels from its top."""

    label: str
    slug: str
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Citers on the left, credited on the right, lines as pairs of heights; in pixels."""

    left: tuple[Node, ...]
    right: tuple[Node, ...]
    lines: tuple[tuple[int, int], ...]
    height: int


def lay_out(facts: StoryFacts) -> tuple[Credited, ...]:
    """Everyone who is credited by another, most credited first, then by name."""
    groups: dict[str, list[CreditFacts]] = {}
    for credit in facts.credits:
        own = credit.outlet and credit.outlet.slug == credit.source.publisher.slug
        if not own and credit.source.publisher.compared:
            name = credit.outlet.name if credit.outlet else credit.name
            groups.setdefault(f"{name.casefold()} {credit.whom}", []).append(credit)
    shown = [_credited(group) for group in groups.values()]
    return tuple(sorted(shown, key=lambda credited: (-len(credited.citers), credited.name.casefold())))


def draw(credited: Sequence[Credited]) -> Drawing | None:
    """The drawing of the most credited; None where there is too little to draw."""
    credited = credited[:_DRAWN]
    citers = list(dict.fromkeys(citer.publisher for one in credited for citer in one.citers))
    if len(credited) < 2 or len(citers) < 2:
        return None
    height = _ROW * max(len(credited), len(citers))
    left = {p: Node(p.monogram, p.slug, _place(i, len(citers), height)) for i, p in enumerate(citers)}
    right = [
        Node(_short(one.name), one.outlet.slug if one.outlet else "", _place(i, len(credited), height))
        for i, one in enumerate(credited)
    ]
    lines = [(left[c.publisher].y, node.y) for one, node in zip(credited, right, strict=True) for c in one.citers]
    return Drawing(tuple(left.values()), tuple(right), tuple(lines), height)


def _credited(group: Sequence[CreditFacts]) -> Credited:
    outlet = group[0].outlet
    by_citer: dict[str, list[CreditFacts]] = {}
    for credit in group:
        by_citer.setdefault(credit.source.publisher.slug, []).append(credit)
    citers = tuple(_citer(found) for found in by_citer.values())
    return Credited(outlet.name if outlet else group[0].name, outlet, citers, group[0].whom)


def _citer(found: Sequence[CreditFacts]) -> Citer:
    ways = sorted({credit.by for credit in found}, reverse=True)
    told: str = _BY[tuple(ways)]
    credited = {credit.what for credit in found}
    for what, words in _FOR.items():
        if what in credited:
            told = Wording("{ways}, {whatfor}", ways=told, whatfor=words)
    addresses = dict.fromkeys(filter(None, (credit.source.place(credit.text) for credit in found)))
    return Citer(found[0].source.publisher, told, tuple(addresses)[:3])


def _place(index: int, count: int, height: int) -> int:
    return round(height * (2 * index + 1) / (2 * count))


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:19].rstrip()}…"
