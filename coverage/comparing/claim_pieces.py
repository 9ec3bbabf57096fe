"""Claims → their clauses, each compared by itself: one sentence can say two things that other outlets say apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverage.comparing.statements import statement
from coverage.comparing.types import ClaimToAlign

LEAST_WORDS, LEAST_STEMS = 4, 2  # of a clause that is compared by itself
_BREAK = re.compile(
    r"(?:[;:]|\s[–—])\s+|,\s+(?=(?:and|but|while|when|as|after|before|so|although|because|with)\s)|\s+(?=(?:while|where|because|although)\s)|,\s+(?=[^,;]{12,90}\s(?:shows?|showed|reveals?|suggests?)\.?$)|"
    r"(?P<comma>,\s+)"
)
_RELATIVE = re.compile(r"(?:which|who|whom|whose|where)\s")
_QUOTE_MARKS = re.compile(r"[“”\"]")


def pieces(claim: ClaimToAlign) -> list[ClaimToAlign]:
    """The clauses of a claim in order, with their places and figures; a clause too short to say something of its own
    stays with the one before it. Words within quotation marks are never parted."""
    spans = _spans(claim.text)
    return [_piece(claim, start, end) for start, end in spans] if len(spans) > 1 else [claim]


def rejoined(groups: Sequence[list[ClaimToAlign]]) -> list[list[ClaimToAlign]]:
    """Groups of clauses as groups of claims: what the very same claims carry is one statement, and a group whose claims
    are all in a larger one says nothing of its own."""
    carried: dict[frozenset[int], list[ClaimToAlign]] = {}
    for group in groups:
        carried.setdefault(frozenset(piece.id for piece in group), []).extend(group)
    kept = [ids for ids in carried if not any(ids < other for other in carried)]
    return [carried[ids] for ids in kept]


def _spans(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in _parts(text):
        if found and not (_is_enough(text[start:end]) and _is_enough(text[found[-1][0] : found[-1][1]])):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Between breaks; a clause that a comma and a relative pronoun open is closed by the next comma."""
    start, relative = 0, False
    for match in _BREAK.finditer(text):
        if len(_QUOTE_MARKS.findall(text[: match.end()])) % 2:
            continue
        opened = _RELATIVE.match(text, match.end())
        if match["comma"] and not opened and not relative:
            continue
        yield start, match.end()
        start, relative = match.end(), bool(opened)
    yield start, len(text)


def _is_enough(words: str) -> bool:
    found = statement(words)
    return len(found.words) >= LEAST_WORDS and len(found.stems) >= LEAST_STEMS


def _piece(claim: ClaimToAlign, start: int, end: int) -> ClaimToAlign:
    text = claim.text[start:end].rstrip(" ,;:—–")
    first, last = claim.start + start, claim.start + start + len(text)
    figures = tuple(figure for figure in claim.figures if first <= figure.start and figure.end <= last)
    negated = claim.negated and statement(text).denied
    return replace(claim, text=text, start=first, figures=figures, negated=negated)
