"""Compressed bytes into plain ones, piece by piece and never past a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

GZIP_MAGIC = b"\x1f\x8b"

_WINDOW = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class BodyError(ValueError):
    """Bytes that cannot be unpacked; `reason` is a short fixed phrase that is counted."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


def unpack(pieces: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The plain bytes of `pieces`, which are packed as an HTTP Content-Encoding header names it ("" for not at all).

    Raises BodyError: "encoding unknown", "compression broken", "cut short", or "too large" as soon as more than `limit`
    bytes have come out.
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in ("", "identity")]
    if not names:
        return _joined(pieces, limit)
    if len(names) > 1 or names[0] not in _WINDOW:
        raise BodyError("encoding unknown", encoding[:100])
    return _Unpacker(_WINDOW[names[0]], limit).unpacked(pieces)


def unpack_gzip(body: bytes, limit: int) -> bytes:
    """The plain bytes of a gzip file that stands in memory; raises BodyError as `unpack` does."""
    return unpack([body], "gzip", limit)


def _joined(pieces: Iterable[bytes], limit: int) -> bytes:
    plain = bytearray()
    for piece in pieces:
        plain += piece
        if len(plain) > limit:
            raise BodyError("too large", f"more than {limit} bytes")
    return bytes(plain)


class _Unpacker:
    """One body's zlib state, over the members that a gzip file may have."""

    def __init__(self, window: int, limit: int) -> None:
        self._window = window
        self._limit = limit
        self._zlib = zlib.decompressobj(window)
        self._plain = bytearray()

    def unpacked(self, pieces: Iterable[bytes]) -> bytes:
        try:
            for piece in pieces:
                self._take(piece)
        except zlib.error as error:
            raise BodyError("compression broken", str(error)) from error
        if not self._zlib.eof:
            raise BodyError("cut short", "the compressed body ends before its end mark")
        return bytes(self._plain)

    def _take(self, piece: bytes) -> None:
        while piece:
            if self._zlib.eof:
                if self._window != 31 or not piece.startswith(GZIP_MAGIC):
                    return  # padding after the end mark, which browsers pass over too
                self._zlib = zlib.decompressobj(self._window)
            self._plain += self._one_step(piece)
            if len(self._plain) > self._limit:
                raise BodyError("too large", f"more than {self._limit} bytes unpacked")
            piece = self._zlib.unconsumed_tail or self._zlib.unused_data

    def _one_step(self, piece: bytes) -> bytes:
        room = self._limit + 1 - len(self._plain)
        try:
            return self._zlib.decompress(piece, room)
        except zlib.error:
            if self._window != 15 or self._plain:
                raise
            # "deflate" means a zlib stream (RFC 9110, 8.4.1.2), but some servers send the bare stream.
            self._window = -15
            self._zlib = zlib.decompressobj(self._window)
            return self._zlib.decompress(piece, room)
