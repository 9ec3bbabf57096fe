"""A text and the stems that were looked for → the text in runs, those marked that were found; which title fits best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coverage.searching.words import stem, words_of


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text; `found` tells that it was looked for."""

    text: str
    found: bool = False


def marked(text: str, stems: frozenset[str]) -> tuple[Run, ...]:
    """The text in runs; joined they are the text. Marked words that only a space parts become one run."""
    runs: list[Run] = []
    done = 0
    for start, end in _spans(text, stems):
        if start > done:
            runs.append(Run(text[done:start]))
        runs.append(Run(text[start:end], True))
        done = end
    if done < len(text):
        runs.append(Run(text[done:]))
    return tuple(runs)


def first_found(text: str, stems: frozenset[str]) -> tuple[int, int] | None:
    """The half-open offsets of the first word that was looked for."""
    return next(((word.start, word.end) for word in words_of(text) if stem(word.folded) in stems), None)


def best(texts: Iterable[str], stems: frozenset[str]) -> int:
    """Which of several texts holds most of the words; the first of equals."""
    counts = [len({stem(word.folded) for word in words_of(text)} & stems) for text in texts]
    return max(range(len(counts)), key=lambda index: (counts[index], -index), default=0)


def headline_rank(title_stems: str, phrases: Sequence[tuple[str, ...]]) -> int:
    """How well a title holds what was looked for: 0 all of it, 1 some, 2 nothing. Every phrase counts."""
    line = f" {title_stems} "
    held = sum(f" {' '.join(phrase)} " in line for phrase in phrases)
    return 0 if held == len(phrases) else 1 if held else 2


def _spans(text: str, stems: frozenset[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for word in words_of(text):
        if stem(word.folded) not in stems:
            continue
        if spans and not text[spans[-1][1] : word.start].strip():
            spans[-1] = (spans[-1][0], word.end)
        else:
            spans.append((word.start, word.end))
    return spans
