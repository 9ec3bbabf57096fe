"""A speaker's name and kind → the key by which the same speaker is known in other articles; empty: none is safe."""

from __future__ import annotations

import re
import unicodedata

from aggregator.reading.lexicon import TITLES
from aggregator.reading.names import BODY_HEADS, generic_body
from aggregator.reading.types import SpeakerKind

Key = str
LIKELY_ENOUGH = 0.5
"""A speaker less likely than that to be the right one is linked to nobody."""


def identity_key(name: str, kind: SpeakerKind | str) -> Key:
    """ "person:emily baker-white" for a full name, "organisation:tiktok" for a body's name without "The", "Inc." and a
    possessive. Empty for a last name alone, for groups, documents and what is of unknown kind, and for a body called by
    a common noun alone ("Committee")."""
    if kind == "person":
        return _person(name)
    return _organisation(name) if kind == "organisation" else ""


def surname_of(name: str) -> str:
    """The folded last name of a person's full name, or of a last name alone with its title; empty where there is
    none."""
    words = _without_suffix(_person_words(name))
    return words[-1] if words else ""


def is_bare(name: str) -> bool:
    """Whether a person's name is one word beside its titles."""
    return len(_person_words(name)) == 1


def folded(name: str) -> str:
    """A name in lower case without accents, with plain apostrophes and hyphens and single spaces."""
    plain = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(kept.lower().split())


def _person(name: str) -> Key:
    words = _person_words(name)
    # A middle initial is given once and left out the next time.
    kept = [word for at, word in enumerate(words) if at in (0, len(words) - 1) or len(word.rstrip(".")) > 1]
    return f"person:{' '.join(kept)}" if len(_without_suffix(kept)) > 1 else ""


def _person_words(name: str) -> list[str]:
    words = _POSSESSIVE.sub("", folded(name)).replace(",", " ").split()
    while len(words) > 1 and words[0].rstrip(".") in TITLES:
        words.pop(0)
    return [word if len(word) == 2 and word[1] == "." else word.rstrip(".") for word in words]


def _without_suffix(words: list[str]) -> list[str]:
    return words[:-1] if words and words[-1] in _SUFFIXES else words


def _organisation(name: str) -> Key:
    if not any(character.isupper() for character in name) or generic_body(
        name.removeprefix("The ").removeprefix("the ")
    ):
        return ""
    words = _POSSESSIVE.sub("", folded(name)).replace("&", " and ").replace(",", " ").split()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    while len(words) > 1 and words[-1].replace(".", "") in _FORMS:
        words.pop()
    kept = [word.replace(".", "") if _INITIALS.fullmatch(word) else word.rstrip(".") for word in words]
    return f"organisation:{' '.join(kept)}" if (kept and kept[0] not in _HEADS) or len(kept) > 1 else ""


_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " "})
_POSSESSIVE = re.compile(r"'s?$")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]?\.?")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_FORMS = frozenset("inc incorporated corp corporation co llc ltd limited plc gmbh ag sa nv lp llp".split())
_HEADS = frozenset(head.lower() for head in BODY_HEADS)
