"""Blocks, and the texts that several readers take for the article → how much of each block every reader has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from aggregator.reading.agreement import RUN
from aggregator.reading.body.blocks import Block

WORTH = 8  # words that a block must have for its votes to say where the article stands
MAJORITY = 0.5
NEAR = 8  # blocks

_WORD = re.compile(r"\w+")
_LETTERS_A_WORD = 9  # above so many the script writes no spaces, and
_LETTERS_COUNTED = 4  # so many of its characters count as a word

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Votes:
    """By block: `shares` holds for each reader the share (0 to 1) of the block's runs of four words that its text has;
    `mean` is their mean; `words` the block's length; `repeated` the share of its runs that stand in other blocks too,
    and `before` of those that stood in earlier ones."""

    shares: tuple[tuple[float, ...], ...]
    mean: tuple[float, ...]
    words: tuple[int, ...]
    repeated: tuple[float, ...]
    before: tuple[float, ...]

    @property
    def chosen(self) -> list[int]:
        """The blocks of some length of which the readers, taken together, have more than half."""
        worth = enumerate(zip(self.mean, self.words, strict=True))
        return [number for number, (mean, words) in worth if mean >= MAJORITY and words >= WORTH]

    @property
    def near(self) -> list[int]:
        """The blocks of which some reader has a part, and those close to one: no other can be of the article."""
        until = [0, *accumulate(vote > 0 for vote in self.mean)]
        size = len(self.mean)
        return [n for n in range(size) if until[min(size, n + NEAR + 1)] > until[max(0, n - NEAR)]]


def count_votes(found: Sequence[Block], texts: Sequence[str]) -> Votes:
    """The votes of the readers whose texts are given, in their order. A block too short for a run of four words has a
    reader's vote where it is one of its lines."""
    words = [_WORD.findall(block.text) for block in found]
    runs = [_runs(block) for block in words]
    ballots = [_ballot(text) for text in texts]
    shares = tuple(
        tuple(_share(own, block, ballot) for ballot in ballots) for own, block in zip(runs, words, strict=True)
    )
    return Votes(
        shares=shares,
        mean=tuple(sum(each) / max(1, len(each)) for each in shares),
        words=tuple(_length(block, own) for block, own in zip(found, words, strict=True)),
        repeated=_repeated(runs),
        before=_before(runs),
    )


def _runs(words: Sequence[str]) -> Runs:
    return frozenset(zip(*(words[start:] for start in range(RUN)), strict=False))


def _ballot(text: str) -> tuple[Runs, frozenset[str]]:
    """A reader's runs of words, and its lines."""
    return _runs(_WORD.findall(text)), frozenset(" ".join(_WORD.findall(line)) for line in text.split("\n"))


def _share(own: Runs, words: Sequence[str], ballot: tuple[Runs, frozenset[str]]) -> float:
    runs, lines = ballot
    return len(own & runs) / len(own) if own else float(bool(words) and " ".join(words) in lines)


def _length(block: Block, words: Sequence[str]) -> int:
    spaced = len(words) * _LETTERS_A_WORD > len(block.text)
    return len(words) if spaced else len(block.text) // _LETTERS_COUNTED


def _repeated(runs: Sequence[Runs]) -> tuple[float, ...]:
    counts = Counter(run for own in runs for run in own)
    return tuple(sum(counts[run] > 1 for run in own) / len(own) if own else 0.0 for own in runs)


def _before(runs: Sequence[Runs]) -> tuple[float, ...]:
    seen: set[tuple[str, ...]] = set()
    shares = []
    for own in runs:
        shares.append(len(own & seen) / len(own) if own else 0.0)
        seen |= own
    return tuple(shares)
