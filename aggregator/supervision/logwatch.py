"""A log that grows → its errors, as single lines that are safe to show on a terminal."""

from __future__ import annotations

import re
from pathlib import Path

_ERROR = re.compile(r"\b(?:ERROR|CRITICAL)\b")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")  # escape sequences, and what turns text round
_AT_ONCE = 2**20  # bytes read in one go
_SHOWN = 300  # characters of a line


class LogWatch:
    """Follows one log from where it ends now."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._at = self._size()

    def new_errors(self) -> list[str]:
        """The lines logged as errors since the last call, without control characters, shortened."""
        size = self._size()
        self._at = 0 if size < self._at else max(self._at, size - _AT_ONCE)  # put aside; or faster than we read
        if size == self._at:
            return []
        with self.path.open("rb") as log:
            log.seek(self._at)
            grown = log.read(_AT_ONCE)
        whole = grown[: grown.rfind(b"\n") + 1]
        self._at += len(whole)
        lines = whole.decode(errors="replace").splitlines()
        return [_CONTROL.sub(" ", line)[:_SHOWN] for line in lines if _ERROR.search(line[:_SHOWN])]

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0
