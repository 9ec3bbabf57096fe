"""Words → the same in quotation marks, with single ones within double ones."""

from __future__ import annotations

import re

_DOUBLE = re.compile('[“”„"]')
_WHOLE = re.compile('[“"]([^“”„"]*)[”"]')
_ENDS = re.compile(r"[\w.,;:!?…’'”)\]%]\Z")  # what stands before a mark that closes

Marks = tuple[str, str]
DOUBLE: Marks = ("“", "”")
_SINGLE: Marks = ("‘", "’")


def in_marks(words: str, marks: Marks = DOUBLE) -> str:
    """The words in the marks; double ones that they bring become single ones, or stay double within other marks than
    those (guillemets). Words that are one quotation already get no second pair."""
    return f"{marks[0]}{within_marks(words, marks)}{marks[1]}"


def within_marks(words: str, marks: Marks = DOUBLE) -> str:
    """What stands between the marks."""
    if whole := _WHOLE.fullmatch(words):
        return whole[1]
    opening, closing = _SINGLE if marks == DOUBLE else DOUBLE

    def inner(mark: re.Match[str]) -> str:
        opens = mark[0] in "“„" or (mark[0] == '"' and not _ENDS.search(words[: mark.start()]))
        return opening if opens else closing

    return _DOUBLE.sub(inner, words)
