"""A text's tokens into windows that the encoder reads at once: whole paragraphs, as many as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aggregator.reading.marks import stretches
from aggregator.reading.sentences import sentences
from aggregator.reading.tagging.pieces import Token, Vocabulary

ROOM = 224
"""Pieces in a window, with the marks that part paragraphs."""
OUTSIDE, INSIDE = 0, 1
"""The type of a piece: whether it stands between quotation marks, as `marks.stretches` pairs them."""


@dataclass(slots=True)
class Window:
    """`pieces` and their `types` (OUTSIDE or INSIDE), one each; `places[i]` is where the first piece of the text's
    token `tokens[i]` stands among them."""

    pieces: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)


def windows(text: str, found: Sequence[Token], vocabulary: Vocabulary, room: int = ROOM) -> Iterator[Window]:
    """The windows of `text`, whose tokens are `found`, in order; every token is in exactly one, and none is longer than
    `room`. A paragraph that is too long for one is parted between sentences, and where even a sentence is, within it.
    """
    spelled = [vocabulary.spell(text[token.start : token.end]) for token in found]
    types = _types(text, found)
    window = _opened(vocabulary)
    paragraph = -1
    for number, first, last in _blocks(text, found, spelled, room - 2):
        needed = sum(len(spelled[index]) for index in range(first, last)) + 1
        if window.tokens and len(window.pieces) + needed + 1 > room:
            yield _closed(window, vocabulary)
            window = _opened(vocabulary)
        elif window.tokens and number != paragraph:
            window.pieces.append(vocabulary.sep)
            window.types.append(OUTSIDE)
        paragraph = number
        for index in range(first, last):
            window.places.append(len(window.pieces))
            window.tokens.append(index)
            window.pieces.extend(spelled[index])
            window.types.extend([types[index]] * len(spelled[index]))
    if window.tokens:
        yield _closed(window, vocabulary)


def _opened(vocabulary: Vocabulary) -> Window:
    return Window([vocabulary.cls], [OUTSIDE])


def _closed(window: Window, vocabulary: Vocabulary) -> Window:
    window.pieces.append(vocabulary.sep)
    window.types.append(OUTSIDE)
    return window


def _types(text: str, found: Sequence[Token]) -> list[int]:
    types = [OUTSIDE] * len(found)
    index = 0
    for stretch in stretches(text):
        while index < len(found) and found[index].start < stretch.start:
            index += 1
        while index < len(found) and found[index].end <= stretch.end:
            types[index] = INSIDE
            index += 1
    return types


def _blocks(
    text: str, found: Sequence[Token], spelled: Sequence[Sequence[int]], room: int
) -> Iterator[tuple[int, int, int]]:
    """(paragraph, first token, end) of what is kept together: paragraphs, else runs of sentences, else of tokens."""
    index = 0
    ends = [(one.paragraph, one.end) for one in sentences(text)]
    first, length, current = 0, 0, 0
    for paragraph, end in ends:
        if paragraph != current:
            if index > first:
                yield current, first, index
            first, length, current = index, 0, paragraph
        begin, size = index, 0
        while index < len(found) and found[index].start < end:
            size += len(spelled[index])
            index += 1
        if length + size <= room:
            length += size
            continue
        if begin > first:
            yield current, first, begin
        first, length = begin, 0
        for at in range(begin, index):
            if length + len(spelled[at]) > room:
                yield current, first, at
                first, length = at, 0
            length += len(spelled[at])
    if len(found) > first:
        yield current, first, len(found)
