"""A sentence → its beginning, cut where a clause ends."""

from __future__ import annotations

import re

_CLAUSE_END = re.compile(r"[,;:—–](?=\s)|(?=\s(?:and|but|while|which|who|after|before|because|as|when|where)\s)")
_WORD_END = re.compile(r"(?=\s)")


def shortened(sentence: str, longest: int) -> str:
    """The sentence in at most `longest` characters: cut at the last end of a clause past its middle, else at the last
    end of a word, with an ellipsis for what is left out."""
    if len(sentence) <= longest:
        return sentence
    room = sentence[: longest - 1]
    ends = [match.start() for match in _CLAUSE_END.finditer(room) if match.start() >= longest // 2]
    if not ends:
        ends = [match.start() for match in _WORD_END.finditer(room)] or [len(room)]
    return room[: ends[-1]].rstrip(" ,;:—–-") + "…"
