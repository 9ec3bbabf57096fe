"""A text's words around its names → who holds which role in it ("Mayor Tom Reed", "BoatNet, a shipping company")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aggregator.reading.genders import Mention
from aggregator.reading.lexicon import NOUN_PREPOSITIONS, TITLES
from aggregator.reading.names import Names
from aggregator.reading.speaker_kinds import ROLE_NOUNS
from aggregator.reading.words import Item, Unit


@dataclass(frozen=True, slots=True)
class Held:
    """A role, as its lower-case words ("republican", "nominee"), that the text from `start` on says `name` has."""

    start: int
    name: str
    words: tuple[str, ...]


class Roles:
    """Who holds which role in one text."""

    def __init__(self, parts: Sequence[Unit], names: Names) -> None:
        self._held: dict[str, list[Held]] = {}
        for unit in parts:
            for one in _held(unit.items, names):
                self._held.setdefault(one.words[-1], []).append(one)

    def holder(self, words: Sequence[str], position: int) -> str | None:
        """The only one of whom the text before `position` has said that it is what the lower-case words say: the words
        are the end of its role or all of it ("the nominee" after "Ada Finch, the Republican nominee"), never more."""
        asked = tuple(words)
        told = (one for one in self._held.get(asked[-1], ())[:MOST] if one.start < position)
        names = {one.name for one in told if one.words[-len(asked) :] == asked and not _PAST & {*one.words} - {*asked}}
        return names.pop() if len(names) == 1 else None


def _held(items: Sequence[Item], names: Names) -> Iterator[Held]:
    if not items:
        return
    places = {item.start: index for index, item in enumerate(items)}
    ends = {item.end: index + 1 for index, item in enumerate(items)}
    for mention in names.between(items[0].start, items[-1].end):
        name = names.full(mention.words, mention.gender)
        for words in (_before(items, places[mention.start]), _after(items, ends[mention.end], mention)):
            if words:
                yield Held(mention.start, name, words)


def _before(items: Sequence[Item], at: int) -> tuple[str, ...]:
    """ "Republican nominee" right before a name."""
    first = at
    while (
        first
        and items[first - 1].kind == "word"
        and at - first < LONGEST
        and _could_be_role(items[first - 1], first == at)
    ):
        first -= 1
    return tuple(item.low for item in items[first:at])


def _could_be_role(item: Item, last: bool) -> bool:
    if last:
        return item.low in ROLE_NOUNS or (item.low in TITLES and not item.low.endswith("."))
    return item.low in ROLE_NOUNS | TITLES or (item.capital and item.low not in {"the", "a"})


def _after(items: Sequence[Item], at: int, mention: Mention) -> tuple[str, ...]:
    """The noun phrase of ", the mayor of …" and ", a shipping company," after a name, without its article."""
    if at + 2 >= len(items) or items[at].low != "," or items[at + 1].low not in {"the", "a", "an"}:
        return ()
    end = at + 2
    while (
        end < len(items)
        and items[end].kind == "word"
        and items[end].low not in NOUN_PREPOSITIONS | {"that", "which", "and"}
    ):
        end += 1
        if end - at > LONGEST + 2:
            return ()
    closed = end < len(items) and (
        items[end].low in NOUN_PREPOSITIONS | {"that", "which"} or items[end].low in {",", "."}
    )
    words = tuple(item.low for item in items[at + 2 : end])
    return words if closed and words and "'s" not in words else ()


LONGEST = 4  # words of a role
MOST = 100  # times that a role is told of in one text
_PAST = frozenset({"former", "ex", "late", "then", "vice", "deputy", "assistant"})
