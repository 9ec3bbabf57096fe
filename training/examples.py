"""Labelled articles and sentences into windows with the right tags, links and check-worthiness beside them."""

from __future__ import annotations

import bisect
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from aggregator.reading.tagging.pieces import Token, Vocabulary, tokens
from aggregator.reading.tagging.windows import ROOM, Window, windows
from training.encoder import CONTENTS, ROLES

NONE = -100
"""A label that no loss counts."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window and what is right for the tokens in it, by their places. `links` are (source, cue) columns for content
    tokens, NONE elsewhere; `sentences` are (first place, end, check-worthy or not)."""

    window: Window
    contents: list[int]
    roles: list[int]
    links: list[tuple[int, int]]
    sentences: tuple[tuple[int, int, float], ...] = ()


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def article_examples(article: dict[str, Any], vocabulary: Vocabulary, room: int = ROOM) -> Iterator[Example]:
    """One example a window of the article; `article["quotes"]` have `spans`, `speaker` and `cue` (character spans)."""
    text = article["text"]
    found = tokens(text)
    contents, roles, sources, cues = _labels(found, article["quotes"])
    for window in windows(text, found, vocabulary, room):
        column = dict(zip(window.tokens, window.places, strict=True))
        links = [
            (column.get(sources[at], 0), column.get(cues[at], 0)) if contents[at] else (NONE, NONE)
            for at in window.tokens
        ]
        yield Example(window, [contents[at] for at in window.tokens], [roles[at] for at in window.tokens], links)


def sentence_examples(
    lines: Sequence[dict[str, Any]], vocabulary: Vocabulary, chance: random.Random
) -> Iterator[Example]:
    """Check-worthy and other sentences (`text`, `check`), a few together in a window, as they stand in articles."""
    order = list(lines)
    chance.shuffle(order)
    while order:
        few = [order.pop() for _ in range(min(len(order), chance.choice((1, 1, 2, 3, 4, 6))))]
        window = Window([vocabulary.cls], [0])
        spans = []
        for line in few:
            text = line["text"][:600]
            begin = len(window.pieces)
            pieces = [piece for one in tokens(text) for piece in vocabulary.spell(text[one.start : one.end])]
            if not pieces or begin + len(pieces) > ROOM:
                continue
            window.pieces += [*pieces, vocabulary.sep]
            spans.append((begin, begin + len(pieces), float(line["check"])))
        window.types = [0] * len(window.pieces)
        if spans:
            yield Example(window, [], [], [], tuple(spans))


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples as tensors: batch x length, padded; `sentences` are (row, first, end, label)."""

    pieces: Tensor
    types: Tensor
    mask: Tensor
    contents: Tensor
    roles: Tensor
    links: Tensor  # batch x 2 x length
    sentences: tuple[tuple[int, int, int, float], ...]


def batch_of(examples: Sequence[Example]) -> Batch:
    """The examples side by side, each filled up to the longest."""
    shape = (len(examples), max(len(one.window.pieces) for one in examples))
    pieces, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    contents, roles = (torch.full(shape, NONE) for _ in range(2))
    links = torch.full((shape[0], 2, shape[1]), NONE)
    for row, one in enumerate(examples):
        length = len(one.window.pieces)
        pieces[row, :length] = torch.tensor(one.window.pieces)
        types[row, :length] = torch.tensor(one.window.types)
        mask[row, :length] = 1
        if one.contents:
            places = torch.tensor(one.window.places)
            contents[row, places] = torch.tensor(one.contents)
            roles[row, places] = torch.tensor(one.roles)
            links[row, :, places] = torch.tensor(one.links).T
    spans = tuple((row, *span) for row, one in enumerate(examples) for span in one.sentences)
    return Batch(pieces, types, mask, contents, roles, links, spans)


def _labels(
    found: Sequence[Token], quotes: Sequence[dict[str, Any]]
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Tags of contents and of roles, and for each content token the first token of its source and of its cue."""
    contents, roles, sources, cues = ([0] * len(found), [0] * len(found), [-1] * len(found), [-1] * len(found))
    starts = [token.start for token in found]

    def within(span: Sequence[int]) -> range:
        return range(bisect.bisect_left(starts, span[0]), bisect.bisect_left(starts, span[1]))

    for quote in quotes:
        firsts = []
        for key, begin in (("speaker", ROLES.index("B-source")), ("cue", ROLES.index("B-cue"))):
            span = within(quote[key]) if quote[key] else range(0)
            for at in span:
                roles[at] = begin if at == span[0] else begin + 1
            firsts.append(span[0] if span else -1)
        for part in quote["spans"]:
            for at in within(part):
                contents[at] = CONTENTS.index("B" if at == within(part)[0] else "I")
                sources[at], cues[at] = firsts
    return contents, roles, sources, cues
