"""Words → whether they lean on what stands before them ("It also …", "In them, …"), and what of them names somebody."""

from __future__ import annotations

import re

_BEFORE = r"(?:(?:in|of|to|for|from|with|by|among|after|before|as)\s+)?"
_PRONOUNS = (
    "it|its|it['’]s|they|them|their|they['’](?:re|ve)|he|him|his|he['’]s|she|her|she['’]s|we|us|our|we['’](?:re|ve)"
    "|i|i['’](?:m|ve)|my|you|your|this|that|that['’]s|these|those|such|both|which|who"
)
_TURNS = "also|but|and|so|yet|still|instead|however|meanwhile|then|nevertheless|otherwise|the (?:former|latter)"
_LEANING = re.compile(rf"\W*{_BEFORE}(?:{_PRONOUNS}|{_TURNS})\b", re.IGNORECASE)
_NOBODY = re.compile(rf"\W*(?:{_PRONOUNS}|whom|whose|one|the text)?\W*", re.IGNORECASE)
_HANGING = re.compile(r"\s*,\s+(?:which|who|whom|whose)\b.*\Z|[\s,;:]+\Z", re.DOTALL)


def leans(sentence: str) -> bool:
    """Whether what it begins with points back: a pronoun, "Also on Friday, …", "“We are …”"."""
    return _LEANING.match(sentence) is not None


def as_name(words: str) -> str:
    """The words for a source without what hangs on them (", which for months"); empty for a pronoun or the like, which
    tells nothing where it stands alone."""
    told = _HANGING.sub("", words)
    return "" if _NOBODY.fullmatch(told) else told
