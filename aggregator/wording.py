"""Numbers and long words → how messages, decisions and lists say them."""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """A number and what it counts: "1 feed", "2 feeds"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def shortened(words: str, most: int = 160) -> str:
    """Words that fit a list's row."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
