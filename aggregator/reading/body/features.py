"""A page → its blocks, the readers' texts, and the row of numbers by which each block is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from aggregator.reading.body.blocks import Block, blocks
from aggregator.reading.body.surroundings import SURROUNDING_TRAITS, surrounding_traits
from aggregator.reading.body.traits import (
    ELEMENT_TRAITS,
    WORD_TRAITS,
    ElementTraits,
    element_traits,
    traits_of,
    word_traits,
)
from aggregator.reading.body.votes import count_votes

READERS = ("newspaper3k", "trafilatura", "readability", "densest")
"""Whose votes are counted, in this order."""

FEATURES = (
    *READERS, "mean vote", "highest vote", "lowest vote", "repeated", "told before",
    *WORD_TRAITS, *ELEMENT_TRAITS, *SURROUNDING_TRAITS,
)  # fmt: skip
"""What each number of a row is, in order."""


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """The blocks of a page that may be of its article, in order, with their lengths in words and a row of `FEATURES`
    for each; those that are in or beside no reader's text are left out."""

    blocks: tuple[Block, ...]
    words: tuple[int, ...]
    rows: tuple[list[float], ...]


def judged_page(soup: BeautifulSoup, texts: Sequence[str]) -> JudgedPage:
    """The blocks of a page and their features; `texts` are the texts of `READERS`, in that order."""
    found = blocks(soup)
    votes = count_votes(found, texts)
    known: dict[int, ElementTraits] = {}
    around = [[_known(element, known) for element in block.path] for block in found]
    near = votes.near
    rows = tuple(
        [
            *votes.shares[number],
            votes.mean[number],
            max(votes.shares[number]),
            min(votes.shares[number]),
            votes.repeated[number],
            votes.before[number],
            *word_traits(found[number], votes.words[number]),
            *element_traits(around[number]),
            *surrounding,
        ]
        for number, surrounding in zip(near, surrounding_traits(found, votes, around, near), strict=True)
    )
    return JudgedPage(tuple(found[number] for number in near), tuple(votes.words[number] for number in near), rows)


def _known(element: Tag, known: dict[int, ElementTraits]) -> ElementTraits:
    key = id(element)
    if key not in known:
        known[key] = traits_of(element)
    return known[key]
