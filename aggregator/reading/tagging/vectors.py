"""Sentence vectors into the bytes that are kept of them and back, and an article into the words that its is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Texts x WIDTH, each row of unit length (or 0, of a text without words)."""
WIDTH = 384
BYTES = 2 * WIDTH


class MakesVectors(Protocol):
    """What turns texts into `Vectors`, such as a `Tagger`."""

    def vectors(self, texts: Sequence[str]) -> Vectors: ...


def article_vector(maker: MakesVectors, title: str, text: str) -> bytes:
    """The vector of an article, as it is kept; empty where there are no words."""
    (row,) = maker.vectors([article_words(title, text)])
    return as_bytes(row) if row.any() else b""


def article_words(title: str, text: str) -> str:
    """The words that an article's vector is of: its title and, as far as there is room, its beginning."""
    return f"{title}\n{text}"


def as_bytes(row: Vectors) -> bytes:
    """One vector in BYTES bytes: numbers of 16 bits (IEEE 754), the lower byte first."""
    return row.astype("<f2").tobytes()


def from_bytes(kept: Sequence[bytes]) -> Vectors:
    """Kept vectors side by side (the inverse of `as_bytes`, to three digits), made unit length again. Raises ValueError
    where one has not BYTES bytes."""
    rows = np.frombuffer(b"".join(kept), dtype="<f2").astype(np.float32).reshape(len(kept), WIDTH)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-6), dtype=np.float32)
