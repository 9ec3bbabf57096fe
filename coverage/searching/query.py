"""What a reader types → a Query: words, phrases, words to leave out, and outlet:, speaker:, before:, after:.

Any text gives a Query; what cannot be understood stands in its `problems`. `written` is the same query as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from coverage.searching.words import folded_words

LONGEST = 300
"""Characters of a query."""
MOST = 16
"""Words, phrases and operators of a query."""

Code = Literal["long", "many", "date", "minus date", "no value", "only minus", "no days", "outlet"]

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | {"−": "-"})
_PIECE = re.compile(r'(-?)(?:(outlet|speaker|before|after):("[^"]*"?|\S*)|"([^"]*)"?|(\S+))', re.IGNORECASE)
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several that have to follow each other, folded; `left_out`: that must not be there."""

    words: tuple[str, ...]
    left_out: bool = False

    def __str__(self) -> str:
        return f"{'-' if self.left_out else ''}{_quoted(self.words)}"


@dataclass(frozen=True, slots=True)
class Name:
    """What follows `outlet:` or `speaker:`, as folded words."""

    words: tuple[str, ...]
    left_out: bool = False

    @property
    def squeezed(self) -> str:
        """Without spaces: "wall street journal" and "wallstreetjournal" are the same outlet."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be understood, and the words that say so."""

    code: Code
    value: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Several outlets, or speakers, mean any of them; `before` is the first day that is too late,
    `after` the first that is wanted (UTC)."""

    terms: tuple[Term, ...] = ()
    outlets: tuple[Name, ...] = ()
    speakers: tuple[Name, ...] = ()
    before: date | None = None
    after: date | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return self == Query()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that have to be there."""
        return tuple(term for term in self.terms if not term.left_out)

    @property
    def written(self) -> str:
        """The query as text, always in the same form; parsed again it is the same query."""
        names = [("outlet", name) for name in self.outlets] + [("speaker", name) for name in self.speakers]
        days = (("before", self.before), ("after", self.after))
        pieces = [
            *map(str, self.terms),
            *(f"{'-' if name.left_out else ''}{key}:{_quoted(name.words)}" for key, name in names),
            *(f"{key}:{day.isoformat()}" for key, day in days if day),
        ]
        return " ".join(pieces)


def parse(text: str) -> Query:
    """The query that a text holds; never raises."""
    found, problems = Query(), []
    if len(text) > LONGEST:
        problems.append(Problem("long"))
    for match in _PIECE.finditer(text[:LONGEST].translate(_QUOTES)):
        grown = _with(found, match)
        if isinstance(grown, Problem):
            problems.append(grown)
        elif _size(grown) > MOST:
            problems.append(Problem("many"))
            break
        elif len(grown.written) > LONGEST:  # folding can make signs into words
            problems.append(Problem("long"))
            break
        else:
            found = grown
    return replace(found, problems=tuple(dict.fromkeys([*problems, *_as_a_whole(found)])))


def _with(query: Query, match: re.Match[str]) -> Query | Problem:
    """The query with one piece more."""
    minus, key, value, phrase, word = match.groups()
    if not key:
        words = folded_words(phrase if phrase is not None else word)
        term = Term(words, left_out=bool(minus))
        return query if not words or term in query.terms else replace(query, terms=(*query.terms, term))
    key, value = key.lower(), value.strip('"')
    if key in ("before", "after"):
        return Problem("minus date", match[0]) if minus else _dated(query, key, value)
    names = [Name(words, bool(minus)) for part in _parts(key, value) if (words := folded_words(part))]
    if not names:
        return Problem("no value", f"{key}:")
    if key == "outlet":
        return replace(query, outlets=tuple(dict.fromkeys([*query.outlets, *names])))
    return replace(query, speakers=tuple(dict.fromkeys([*query.speakers, *names])))


def _parts(key: str, value: str) -> list[str]:
    return value.split(",") if key == "outlet" else [value]


def _dated(query: Query, key: str, value: str) -> Query | Problem:
    if not value:
        return Problem("no value", f"{key}:")
    day = _day(value)
    if day is None:
        return Problem("date", value)
    if key == "before":
        return replace(query, before=min(query.before or day, day))
    return replace(query, after=max(query.after or day, day))


def _day(value: str) -> date | None:
    """2022-06-17, or the first day of 2022-06 or 2022."""
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _as_a_whole(query: Query) -> list[Problem]:
    """What is wrong with it though each piece is right."""
    problems = []
    if query.before and query.after and query.after >= query.before:
        problems.append(Problem("no days", f"after:{query.after.isoformat()} before:{query.before.isoformat()}"))
    asked = [one.left_out for one in query.terms]
    asked += [one.left_out for one in (*query.outlets, *query.speakers)]
    if asked and all(asked) and not (query.before or query.after):
        problems.append(Problem("only minus"))
    return problems


def _size(query: Query) -> int:
    return sum(len(term.words) for term in query.terms) + len(query.outlets) + len(query.speakers)


def _quoted(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f'"{" ".join(words)}"'
