"""The index, whichever database it lies in: prepared, written, asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, cast

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from coverage.search import on_postgresql, on_sqlite
from coverage.searching.index_words import Wanted


class Index(Protocol):
    """What each database's module can do."""

    def prepare(self, at: BaseDatabaseWrapper) -> None:
        """Make what the index needs beside Django's tables; twice is as once."""

    def renew(self, at: BaseDatabaseWrapper) -> None:
        """Make what an earlier release's `prepare` did not, while others read and write; outside of a transaction."""

    def clear(self, at: BaseDatabaseWrapper) -> None:
        """Take away what `prepare` made."""

    def mend(self) -> None:
        """Make what a later migration of the entries' table may have dropped."""

    def write(self, rows: Iterable[tuple[int, int, Sequence[str]]]) -> None:
        """Store the words of entries: (id, place, words)."""

    def forget(self, places: Iterable[int]) -> None:
        """Drop the words of the entries at those places, which are about to go elsewhere."""

    def search(self, wanted: Wanted, most: int, below: int | None) -> list[int]:
        """The places of the newest entries that have what is wanted, newest first; `below` a place, if given."""


def _of(vendor: str) -> Index:
    return cast(Index, on_postgresql if vendor == "postgresql" else on_sqlite)


def prepare(at: BaseDatabaseWrapper = connection) -> None:
    """Make what the index needs beside Django's tables; twice is as once."""
    _of(at.vendor).prepare(at)


def renew(at: BaseDatabaseWrapper = connection) -> None:
    """Make what an earlier release's `prepare` did not, while others read and write; outside of a transaction."""
    _of(at.vendor).renew(at)


def clear(at: BaseDatabaseWrapper = connection) -> None:
    """Take away what `prepare` made."""
    _of(at.vendor).clear(at)


def mend() -> None:
    """Make what a later migration of the entries' table may have dropped."""
    _of(connection.vendor).mend()


def write(rows: Iterable[tuple[int, int, Sequence[str]]]) -> None:
    """Store the words of entries: (id, place, words)."""
    _of(connection.vendor).write(rows)


def forget(places: Iterable[int]) -> None:
    """Drop the words of the entries at those places, which are about to go elsewhere."""
    _of(connection.vendor).forget(places)


def search(wanted: Wanted, most: int, below: int | None = None) -> list[int]:
    """The places of the newest entries that have what is wanted, newest first; `below` a place, where one is given.

    One query, whose cost goes by `most` and not by how many entries there are.
    """
    return _of(connection.vendor).search(wanted, most, below)
