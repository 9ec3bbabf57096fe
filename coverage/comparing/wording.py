"""A label in English → the same str, which remembers its message and what fills it, so that it can be put otherwise."""

from __future__ import annotations

from typing import Self


class Wording(str):
    """A label for readers. It is English; `message`, with names in braces, is looked up in the catalogue of another
    language, and `filled` is what stands for the names: what of it is a Wording is looked up too, the rest is said as
    it is."""

    __slots__ = ("filled", "message")
    message: str
    filled: dict[str, object]

    def __new__(cls, message: str, **filled: object) -> Self:
        made = super().__new__(cls, message.format(**filled) if filled else message)
        made.message, made.filled = message, filled
        return made
