"""A text into tokens (words and single marks) and their word pieces, as BERT's uncased vocabulary spells them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST = 60
"""Characters of a word that is still spelled in pieces; a longer one is unknown."""


@dataclass(frozen=True, slots=True)
class Token:
    """`text[start:end]`: a run of letters and digits, or one mark."""

    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of `text` in order; space belongs to none."""
    return tuple(Token(*match.span()) for match in _TOKEN.finditer(text))


class Vocabulary:
    """Words into the numbers of their pieces: the longest piece first (WordPiece; Schuster and Nakajima, 2012)."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.cls, self.sep, self.unknown = (self._numbers[piece] for piece in (CLS, SEP, UNKNOWN))

    def spell(self, word: str) -> tuple[int, ...]:
        """The pieces of one token, without regard to case and accents; at least one."""
        found = self._known.get(word)
        if found is None:
            found = self._spelled(_plain(word))
            if len(self._known) < 100_000:
                self._known[word] = found
        return found

    def _spelled(self, word: str) -> tuple[int, ...]:
        if not word or len(word) > LONGEST:
            return (self.unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self._numbers.get(prefix + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (self.unknown,)
        return tuple(found)


def _plain(word: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(one) != "Mn")


_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
