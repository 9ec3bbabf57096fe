"""Words → whether they lean on what stands before them, so that they say little alone ("It also …", "In them, …")."""

from __future__ import annotations

import re

_BEFORE = r"(?:(?:in|of|to|for|from|with|by|among|after|before|as)\s+)?"
_PRONOUNS = (
    "it|its|it['’]s|they|them|their|they['’](?:re|ve)|he|him|his|he['’]s|she|her|she['’]s|we|us|our|we['’](?:re|ve)"
    "|i|i['’](?:m|ve)|my|you|your|this|that|that['’]s|these|those|such|both|which|who"
)
_TURNS = "also|but|and|so|yet|still|instead|however|meanwhile|then|nevertheless|otherwise|the (?:former|latter)"
_LEANING = re.compile(rf"\W*{_BEFORE}(?:{_PRONOUNS}|{_TURNS})\b", re.IGNORECASE)
_NOBODY = re.compile(rf"\W*(?:{_PRONOUNS}|one|the text)\W*", re.IGNORECASE)


def leans(sentence: str) -> bool:
    """Whether what it begins with points back: a pronoun, "Also on Friday, …", "“We are …”"."""
    return _LEANING.match(sentence) is not None


def names_nobody(words: str) -> bool:
    """Whether the words for a source are only a pronoun or the like, which tells nothing where they stand alone."""
    return _NOBODY.fullmatch(words) is not None
