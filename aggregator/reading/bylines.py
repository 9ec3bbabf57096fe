"""A byline as printed, or an author field as filled in → the names of the people and desks in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aggregator.reading.plain import fold

LONGEST_BYLINE = 400  # characters; longer ones are biographies
LONGEST_NAME = 60
MOST_NAMES = 20

_LEAD = re.compile(
    r"(?:(?:posted|written|published|reported|words|story|stories|text|analysis|opinion|review|commentary|perspective"
    r"|column|essay|interview|sponsored|reviewed|reporting|special|from|guest post|contributed|updated)\b[\s:]*"
    r"(?:to|for)?\s*)?\b(?:by|von|par)\b[:\s]+|(?:authors?|sponsored by|words|text|from)\s*:?\s+"
    r"|(?:interview|report(?:ing)?|story)\s*:\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:[,;|•·/\n]|\s[-–—]\s|\band\b|\bwith\b|&|\bund\b)\s*", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editors?|reporters?|correspondents?|writers?|contributors?|contributing|columnists?|producers?|analysts?"
    r"|anchors?|journalists?|bureau|chief|fellow|intern|meteorologist|photographer|critic|director|manager|associate"
    r"|assistant|deputy|freelance|executive|founder|co-founder|ceo|professor|author of|host|blogger|specialist"
    r"|politics|business|technology|updated|published|posted|min read|minutes?|hours?|days?|ago|comments?|follow|view"
    r"|share|twitter|email|contributed|staff|senior|special to|for the|digital|headlines|video|photos?|image)\b",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"\b(?:staff|wires?|desk|newsroom|agency|agencies|press|reuters|team|associated press|afp|news)\b", re.IGNORECASE
)
_DEGREE = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|esq|md|mba|rn)\.?", re.IGNORECASE)
_NOISE = re.compile(r"https?://\S*|www\.\S*|\S+@\S+|@\w+|\(.*?\)|\b\d[\d:/.-]*\b.*$")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d", re.IGNORECASE)
_INITIAL = re.compile(r"(?:\b[A-Z]|\b[JS]r)\.$")
_THE = re.compile(r"\Athe\s+(?=\S)")
_AFTER_NAME = re.compile(
    r"\s+(?:on|in|at|via|last updated?|updated|posted|published|sponsored|facebook|twitter|follow|former|(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)day)\b.*\Z|(?<=\S\s)(\S+)\s+for\b.*\Z",
    re.IGNORECASE,
)
_PARTICLES = frozenset("de da di du del della van von der den la le el al bin ibn y e dos das ter ten af av zu".split())
_NO_NAME = frozenset(
    "written posted published updated insights use case more about read author authors article articles latest news"
    " home blog guide best how what why our your this all new contact privacy view posts".split()
)
_NOBODY = frozenset(
    {"by", "and", "the", "staff", "admin", "administrator", "guest", "author", "none", "null", "editor"}
)
_FILLED = re.compile(r"(?=.*[^\W\d_]{2})(?!.*(?:https?:|www\.|[{}<>=|]|\w\.\w+\.\w)).{2,60}\Z")


def names_in(text: str, outlet_names: Iterable[str] = ()) -> tuple[str, ...]:
    """The names in a byline, in its order, each once: without "By", roles, handles, dates and the outlet's own name.

    "By Ada Lovelace and Alan Turing, Example News Staff Writer" gives ("Ada Lovelace", "Alan Turing"). A desk such as
    "the Example Wire Staff" is a name where no person is named. Names in capitals are put into ordinary case.
    """
    text = fold(text)
    if not text or len(text) > LONGEST_BYLINE:
        return ()
    month = _MONTH.search(text)
    text = _LEAD.sub("", text[: month.start()] if month else text, count=1)
    own = {name.casefold() for name in outlet_names}
    people: dict[str, str] = {}
    desks: dict[str, str] = {}
    for part in _parts(text):
        name = _bare(part, own)
        if not _is_named(name) or name.casefold() in own:
            continue
        kept = desks if _is_desk(name, own) else people
        if kept is people and _ROLE.search(name):
            continue
        kept.setdefault(name.casefold(), _ordinary_case(name))
    return tuple((people or desks).values())[:MOST_NAMES]


def declared_names(text: str, outlet_names: Iterable[str] = ()) -> tuple[str, ...]:
    """The names in a field that holds an author's name and nothing else: as `names_in`, and else the field as it is,
    so that handles ("jsteinhardt") and desks ("The Example Editors") are kept. The outlet's own name is none."""
    names = names_in(text, outlet_names)
    own = {name.casefold() for name in outlet_names}
    whole = _LEAD.sub("", fold(text), count=1).strip(" ,:|")
    if names or len(whole.split()) > 5 or not _FILLED.match(whole) or whole.casefold() in own | _NOBODY:
        return names
    return (whole,)


def is_person(name: str) -> bool:
    """Whether a name has the form of a person's: two to five words, each with a capital but for particles."""
    words = name.split()
    return (
        2 <= len(words) <= 5
        and all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
        and not any(character.isdigit() for character in name)
        and not {word.casefold() for word in words} & _NO_NAME
    )


def _bare(part: str, own: set[str]) -> str:
    """A part of a byline without its lead-in, handles, and what follows from the outlet's own name on."""
    name = _THE.sub("", _LEAD.sub("", _NOISE.sub("", part), count=1))
    folded = name.casefold()
    cuts = [at for at in (folded.find(f" {own_name}") for own_name in own) if at > 0]
    name = _AFTER_NAME.sub(r"\1", name[: min(cuts, default=len(name))]).strip(" ,:*✉'\"")
    return name if _INITIAL.search(name) else name.strip(" .")


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for part in _SPLIT.split(text):
        if parts and _DEGREE.fullmatch(part.strip()):
            parts[-1] = f"{parts[-1]} {part.strip()}"
        else:
            parts.append(part)
    return parts


def _is_named(name: str) -> bool:
    words = name.split()
    return (
        2 <= len(name) <= LONGEST_NAME
        and len(words) <= 6
        and any(character.isalpha() for character in name)
        and not set(name) & set("{}<>=")
        and not name[0].islower() | (name.casefold() in _NOBODY)
    )


def _is_desk(name: str, own: set[str]) -> bool:
    return bool(_DESK.search(name)) and len(name.split()) > 1 and not _ROLE.search(_DESK.sub("", name))


def _ordinary_case(name: str) -> str:
    """LOUISE as Louise, McCARTHY left alone; initials such as "MG" stay."""
    if not name.isupper() or len(name) < 6:
        return name
    return re.sub(r"[^\W\d_]{3,}", lambda word: word.group().capitalize(), name)
