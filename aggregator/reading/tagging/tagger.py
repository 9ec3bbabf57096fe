"""A text into its attributions, as characters of the text, and texts into vectors, by an encoder that is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aggregator.reading.sentences import sentences
from aggregator.reading.tagging.linking import Linked, WindowScores, attributions
from aggregator.reading.tagging.pieces import Token, Vocabulary, tokens
from aggregator.reading.tagging.tags import Scores, Tagged
from aggregator.reading.tagging.vectors import WIDTH, Vectors
from aggregator.reading.tagging.windows import OUTSIDE, Window, windows

Span = tuple[int, int]
Numbers = NDArray[np.int64]
AT_ONCE = 4
"""Windows that the encoder is given together; more gain nothing on one core and cost memory."""
SENTENCES_AT_ONCE = 32
COMPARED = 128
"""Pieces of a text that its vector is made of (some 100 words), the marks at its ends counted: the base learned so."""
MOST = 12_000
"""Tokens of a text that is still tagged (some 10,000 words, a second's work); the rules read longer ones alone."""


class Encoder(Protocol):
    """Pieces, types and mask (windows x length) into logits: contents (windows x length x 3), roles (… x 5), links
    (windows x 2 x length x length) and checks (windows x length)."""

    def __call__(self, pieces: Numbers, types: Numbers, mask: Numbers) -> tuple[Scores, Scores, Scores, Scores]: ...

    def vectors(self, pieces: Numbers, mask: Numbers) -> Vectors:
        """Pieces and mask (texts x length) into a vector each (texts x WIDTH)."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution: `contents` are spans of the text, in order, as written (with quotation marks); `sure` and
    `source_sure` are 0 to 1."""

    contents: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    sure: float
    source_sure: float


class Tagger:
    """An encoder with its vocabulary, ready to read texts one after the other; `weights` is the encoder's SHA-256,
    which tells whose vectors may be compared."""

    def __init__(self, encoder: Encoder, vocabulary: Vocabulary, weights: str = "") -> None:
        self._encoder = encoder
        self._vocabulary = vocabulary
        self.weights = weights

    def attributions(self, text: str) -> tuple[Attributed, ...] | None:
        """What `text` attributes, by first content; None for a text of over MOST tokens, which is not tagged."""
        found = tokens(text)
        if len(found) > MOST:
            return None
        paragraphs, numbers = _numbered(text, found)
        told: list[Attributed] = []
        for window, scores in self._scored(list(windows(text, found, self._vocabulary))):
            inside = [found[index] for index in window.tokens]
            linked = attributions(
                scores, [paragraphs[at] for at in window.tokens], [numbers[at] for at in window.tokens]
            )
            told.extend(_in_text(one, inside) for one in linked)
        return tuple(sorted(told, key=lambda one: one.contents))

    def check_worthiness(self, statements: Sequence[str]) -> list[float]:
        """How likely each statement is one that a fact-checker would check, 0 to 1, as ClaimBuster's labels have it; of
        a long one its first ROOM pieces count. An empty one is worth nothing."""
        asked = [self._alone(statement) for statement in statements]
        told = [0.0] * len(asked)
        order = sorted((number for number, one in enumerate(asked) if one.tokens), key=lambda n: len(asked[n].pieces))
        for first in range(0, len(order), SENTENCES_AT_ONCE):
            few = order[first : first + SENTENCES_AT_ONCE]
            *_, checks = self._encoder(*_filled([asked[number] for number in few]))
            for row, number in enumerate(few):
                inside = checks[row][1 : len(asked[number].pieces) - 1]
                told[number] = float(1 / (1 + np.exp(-inside.mean())))
        return told

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text (texts x WIDTH, 32 bits), of unit length: the product of two rows is how much the texts
        say the same, 1 at most. Of a long text the first COMPARED pieces count; of one without words the row is 0."""
        told: Vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        asked = [self._beginning(text) for text in texts]
        order = sorted((number for number, one in enumerate(asked) if one.tokens), key=lambda n: len(asked[n].pieces))
        for first in range(0, len(order), SENTENCES_AT_ONCE):
            few = order[first : first + SENTENCES_AT_ONCE]
            pieces, _, mask = _filled([asked[number] for number in few])
            told[few] = self._encoder.vectors(pieces, mask)
        return told

    def _beginning(self, text: str) -> Window:
        """The text's first pieces, whatever paragraphs they stand in."""
        start = text[: 20 * COMPARED]
        found = tokens(start)[: COMPARED - 2]
        spelled = [piece for one in found for piece in self._vocabulary.spell(start[one.start : one.end])]
        pieces = [self._vocabulary.cls, *spelled[: COMPARED - 2], self._vocabulary.sep]
        return Window(pieces, [OUTSIDE] * len(pieces), tokens=list(range(len(found))))

    def _alone(self, statement: str) -> Window:
        """The statement in a window of its own, cut where that is full."""
        text = statement[:2000].replace("\n", " ")
        return next(windows(text, tokens(text), self._vocabulary), Window())

    def _scored(self, waiting: Sequence[Window]) -> Iterator[tuple[Window, WindowScores]]:
        """Each window with its scores; windows of like length go together, so that little is filled up."""
        order = sorted(waiting, key=lambda window: len(window.pieces))
        for first in range(0, len(order), AT_ONCE):
            few = order[first : first + AT_ONCE]
            contents, roles, links, _ = self._encoder(*_filled(few))
            for row, window in enumerate(few):
                at = np.array(window.places)
                columns = np.concatenate(([0], at))
                yield (
                    window,
                    WindowScores(contents[row][at], roles[row][at], links[row][:, at][:, :, columns]),
                )


def _filled(few: Sequence[Window]) -> tuple[Numbers, Numbers, Numbers]:
    shape = (len(few), max(len(window.pieces) for window in few))
    pieces, types, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    for row, window in enumerate(few):
        length = len(window.pieces)
        pieces[row, :length] = window.pieces
        types[row, :length] = window.types
        mask[row, :length] = 1
    return pieces, types, mask


def _numbered(text: str, found: Sequence[Token]) -> tuple[list[int], list[int]]:
    """The numbers of the paragraph and of the sentence that each token is in."""
    paragraphs, numbers = [], []
    parts = list(sentences(text))
    at = 0
    for token in found:
        while at + 1 < len(parts) and parts[at + 1].start <= token.start:
            at += 1
        paragraphs.append(parts[at].paragraph)
        numbers.append(at)
    return paragraphs, numbers


def _in_text(one: Linked, inside: Sequence[Token]) -> Attributed:
    def span(tagged: Tagged) -> Span:
        return inside[tagged.first].start, inside[tagged.end - 1].end

    return Attributed(
        tuple(span(part) for part in one.contents),
        span(one.source) if one.source else None,
        span(one.cue) if one.cue else None,
        one.sure,
        one.source_sure,
    )
