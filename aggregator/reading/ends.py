"""A quote's place in a text, and a word more or less at either end → its new place; always whole words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aggregator.reading.followed import word_for_word

Spans = tuple[tuple[int, int], ...]

BETWEEN = " … "
"""Between a quote's spans where its words are told in one."""

_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Nudges:
    """The spans with one end a word further; None where there is no word to go to."""

    start_earlier: Spans | None
    start_later: Spans | None
    end_earlier: Spans | None
    end_later: Spans | None


def nudges(spans: Sequence[Sequence[int]], text: str) -> Nudges:
    """Where each end of a quote may go next, a word at a time; the ends between its spans stay."""
    (first, inner), (outer, last) = spans[0], spans[-1]
    words = [match.span() for match in _WORD.finditer(text)]
    starts, ends = [start for start, _ in words], [end for _, end in words]
    return Nudges(
        _with(spans, start=max((at for at in starts if at < first), default=None)),
        _with(spans, start=min((at for at in starts if first < at < inner), default=None)),
        _with(spans, end=max((at for at in ends if outer < at < last), default=None)),
        _with(spans, end=min((at for at in ends if at > last), default=None)),
    )


def placed(words: str, text: str, near: int) -> Spans:
    """The spans of a text that hold the words, parts between " … " each in turn, nearest to `near`; empty: none do."""
    parts = [part.strip() for part in words.split(BETWEEN) if part.strip()]
    return word_for_word(parts, text, near) if parts else ()


def are_whole(spans: Sequence[Sequence[int]], text: str) -> bool:
    """Whether the spans lie in the text in their order, hold something, and begin and end with no word cut."""
    at = 0
    for start, end in spans:
        if not (at <= start < end <= len(text)) or text[start:end] != text[start:end].strip():
            return False
        at = end
    edges = {edge for span in spans for edge in span}
    return bool(spans) and not any(match.start() < edge < match.end() for match in _WORD.finditer(text)
                                   for edge in edges)  # fmt: skip


def _with(spans: Sequence[Sequence[int]], start: int | None = None, end: int | None = None) -> Spans | None:
    if start is None and end is None:
        return None
    moved = [list(span) for span in spans]
    if start is not None:
        moved[0][0] = start
    if end is not None:
        moved[-1][1] = end
    return tuple((first, last) for first, last in moved)
