"""The index in PostgreSQL: a tsvector beside each entry, with our own words in it, found by GIN or walked by place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from coverage.searching.index_words import Phrase, Wanted

_PREPARED = (
    "ALTER TABLE coverage_searchentry ADD COLUMN IF NOT EXISTS words tsvector NOT NULL DEFAULT ''",
    # Without pending lists: what a writer leaves in one, every reader's query has to go through.
    "CREATE INDEX IF NOT EXISTS coverage_searchwords ON coverage_searchentry USING gin (words) WITH (fastupdate = off)",
    # The planner chooses between the index and a walk by how common the words are: it has to know more of them.
    "ALTER TABLE coverage_searchentry ALTER COLUMN words SET STATISTICS 1000",
)
_MOST_PLACES = 250  # of one word that a tsvector keeps


def prepare(at: BaseDatabaseWrapper) -> None:
    """Make the column and its index."""
    with at.cursor() as cursor:
        for sql in _PREPARED:
            cursor.execute(sql)


def clear(at: BaseDatabaseWrapper) -> None:
    """Drop the column, and its index with it."""
    with at.cursor() as cursor:
        cursor.execute("ALTER TABLE coverage_searchentry DROP COLUMN IF EXISTS words")


def mend() -> None:
    """Nothing: a column goes through migrations."""


def write(rows: Iterable[tuple[int, int, Sequence[str]]]) -> None:
    """Store the words of entries: (id, place, words)."""
    values = [(_vector(words), number) for number, _, words in rows]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE coverage_searchentry SET words = %s::tsvector WHERE id = %s", values)


def forget(places: Iterable[int]) -> None:
    """Nothing: an entry's words go where it goes."""


def search(wanted: Wanted, most: int, below: int | None) -> list[int]:
    """The places of the newest entries that have what is wanted."""
    bounds = [("place >= %s", wanted.earliest), ("place < %s", wanted.latest), ("place < %s", below)]
    told = [(sql, value) for sql, value in bounds if value is not None]
    where = "".join(f" AND {sql}" for sql, _ in told)
    sql = f"SELECT place FROM coverage_searchentry WHERE words @@ %s::tsquery{where} ORDER BY place DESC LIMIT %s"  # noqa: S608 - fixed pieces alone
    with connection.cursor() as cursor:
        cursor.execute(sql, [_expression(wanted), *(value for _, value in told), most])
        return [place for (place,) in cursor.fetchall()]


def _vector(words: Sequence[str]) -> str:
    """In a tsvector's language. Our words hold neither apostrophe nor backslash."""
    places: dict[str, list[str]] = {}
    for number, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(number))
    return " ".join(f"'{word}':{','.join(found[:_MOST_PLACES])}" for word, found in places.items())


def _expression(wanted: Wanted) -> str:
    """In a tsquery's language."""
    every = " & ".join(_any(group) for group in wanted.all)
    return f"{every} & !{_any(wanted.none)}" if wanted.none else every


def _any(phrases: Sequence[Phrase]) -> str:
    told = " | ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases)
    return f"({told})"
