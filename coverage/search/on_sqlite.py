"""The index in SQLite: an FTS5 table whose row numbers are the entries' places, so that it gives the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from coverage.searching.index_words import Phrase, Wanted

# Our words are letters, digits and signs beyond ASCII, all of which this tokenizer leaves as they are.
_TABLE = "CREATE VIRTUAL TABLE IF NOT EXISTS coverage_searchwords USING fts5(words, tokenize = 'ascii')"
# Whoever deletes an entry deletes its words in the same statement: a takedown leaves nothing behind.
_TRIGGER = """CREATE TRIGGER IF NOT EXISTS coverage_searchwords_gone AFTER DELETE ON coverage_searchentry
    WHEN old.place IS NOT NULL BEGIN DELETE FROM coverage_searchwords WHERE rowid = old.place; END"""


def prepare(at: BaseDatabaseWrapper) -> None:
    """Make the table and the trigger that clears it."""
    with at.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute(_TRIGGER)


def renew(at: BaseDatabaseWrapper) -> None:
    """Nothing: rows lie in the order in which they are shown."""


def clear(at: BaseDatabaseWrapper) -> None:
    """Drop both."""
    with at.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS coverage_searchwords_gone")
        cursor.execute("DROP TABLE IF EXISTS coverage_searchwords")


def mend() -> None:
    """Make the trigger again where a migration rebuilt the entries' table, and dropped it with the old one."""
    prepare(connection)


def write(rows: Iterable[tuple[int, int, Sequence[str]]]) -> None:
    """Store the words of entries: (id, place, words)."""
    values = [(place, " ".join(words)) for _, place, words in rows]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT OR REPLACE INTO coverage_searchwords (rowid, words) VALUES (%s, %s)", values)


def forget(places: Iterable[int]) -> None:
    """Drop the words at those places."""
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM coverage_searchwords WHERE rowid = %s", [(place,) for place in places])


def search(wanted: Wanted, most: int, below: int | None) -> list[int]:
    """The places of the newest entries that have what is wanted."""
    bounds = [("rowid >= %s", wanted.earliest), ("rowid < %s", wanted.latest), ("rowid < %s", below)]
    told = [(sql, value) for sql, value in bounds if value is not None]
    where = "".join(f" AND {sql}" for sql, _ in told)
    sql = f"SELECT rowid FROM coverage_searchwords WHERE coverage_searchwords MATCH %s{where} ORDER BY rowid DESC LIMIT %s"  # noqa: S608, E501 - fixed pieces alone
    with connection.cursor() as cursor:
        cursor.execute(sql, [_expression(wanted), *(value for _, value in told), most])
        return [place for (place,) in cursor.fetchall()]


def _expression(wanted: Wanted) -> str:
    """In FTS5's language. Our words hold no quotation mark."""
    every = " AND ".join(_any(group) for group in wanted.all)
    return f"({every}) NOT {_any(wanted.none)}" if wanted.none else every


def _any(phrases: Sequence[Phrase]) -> str:
    told = " OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
    return f"({told})"
