"""Names of speakers as written → whether two of them can be the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from coverage.comparing.similarity import straightened

Agreement = Literal["same", "open", "different"]
"""The same one; it cannot be told (a pronoun, a body and perhaps its spokesperson); two that differ."""

ACRONYM = 3  # words
SPELT = 6  # letters of a name, from which on one more or less is a slip
_TITLES = frozenset(
    """mr mrs ms dr sir sen senator rep representative gov governor president vice prime minister secretary speaker
    congressman congresswoman judge justice chief officer spokesman spokeswoman spokesperson former then ex acting
    deputy house senate majority minority leader whip attorney general director professor the a an lord lady king queen
    prince""".split()
)
_BODIES = frozenset(
    """inc corp co ltd llc group news times journal post press department ministry office agency committee commission
    court house senate congress administration council university institute bank union association party police service
    department's white""".split()
)
_NAME = re.compile(r"[^\W\d_][\w'.&-]*")
_PRONOUNS = frozenset("he she they it i we you who him her them one someone".split())


@dataclass(frozen=True, slots=True)
class Credited:
    """A speaker's name taken apart: the words of the name itself, and the names in what is said of them (", a TikTok
    spokesperson")."""

    name: tuple[str, ...]
    beside: frozenset[str]
    person: bool


def agreement(one: str, other: str) -> Agreement:
    """Whether two credited speakers are the same, differ, or cannot be told apart."""
    a, b = credited(one), credited(other)
    if not a.name or not b.name:
        return "same" if a.beside & b.beside and a.name == b.name else "open"
    if a.name[-1] == b.name[-1] or set(a.name) <= set(b.name) or set(b.name) <= set(a.name):
        return "same"
    if _is_misspelt(a.name, b.name) or _is_short_for(a.name, b.name) or _is_short_for(b.name, a.name):
        return "same"
    if a.person != b.person or set(a.name) & b.beside or set(b.name) & a.beside:
        return "open"
    return "different"


def _is_misspelt(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names are one but for a letter in the last: "Bar Godard", "Bar Goddard"."""
    a, b = sorted((one[-1], other[-1]), key=len)
    if one[:-1] != other[:-1] or len(one) < 2 or len(a) < SPELT or len(b) - len(a) > 1:
        return False
    return _begun_alike(a, b) + _begun_alike(a[::-1], b[::-1]) >= len(b) - 1


def _begun_alike(one: str, other: str) -> int:
    """How many letters both begin with; `one` is no longer than the other."""
    return next((place for place, letter in enumerate(one) if letter != other[place]), len(one))


def _is_short_for(short: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether one word is the other's first letters: "IDF"."""
    return len(short) == 1 and len(name) >= ACRONYM and short[0] == "".join(word[0] for word in name)


def credited(speaker: str) -> Credited:
    """The capitalised words of a speaker. A pronoun or a role ("the company", "the Vermont senator", "an employee of
    TikTok") has no name of its own; names in it say where the role belongs."""
    head, _, rest = straightened(speaker).partition(",")
    name, beside = _capitalised(head), frozenset(_capitalised(rest))
    last = head.split()[-1:] or [""]
    if last[0].islower() or (" of " in head and not head[:1].isupper()):
        return Credited((), beside | frozenset(name), False)
    person = 2 <= len(name) <= 4 and not any(word in _BODIES for word in name)
    return Credited(name, beside, person)


def _capitalised(words: str) -> tuple[str, ...]:
    found = (match.group().rstrip(".").removesuffix("'s") for match in _NAME.finditer(words))
    lower = (word.lower() for word in found if word[:1].isupper())
    return tuple(word for word in lower if word not in _TITLES and word not in _PRONOUNS)
