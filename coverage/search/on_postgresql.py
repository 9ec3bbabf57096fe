"""The index in PostgreSQL: a tsvector beside each entry, with our own words in it, walked by place or found by GIN.

Which of the two is cheaper, the planner cannot tell: it takes words, kinds and outlets for independent, and then walks
through everything. So the newest entries of a kind are always walked, and the index is asked only where too few of them
have what is wanted: then it cannot be much in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from coverage.searching.index_words import KINDS, Phrase, Wanted

_PREPARED = (
    "ALTER TABLE coverage_searchentry ADD COLUMN IF NOT EXISTS words tsvector NOT NULL DEFAULT ''",
    # Without pending lists: what a writer leaves in one, every reader's query has to go through.
    "CREATE INDEX IF NOT EXISTS coverage_searchwords ON coverage_searchentry USING gin (words) WITH (fastupdate = off)",
    # One for each kind: the planner takes an index of kind and place for a walk all over the table.
    *(
        f"CREATE INDEX IF NOT EXISTS coverage_search_{kind} ON coverage_searchentry (place) WHERE kind = '{kind}'"
        for kind in KINDS
    ),
)
_WALKED = 2000  # newest entries that are looked at one by one
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
    kind = wanted.kinds[0] if len(wanted.kinds) == 1 else None
    bounds: list[tuple[str, int | str | None]] = [("kind = %s", kind), ("place < %s", below)]
    bounds += [("place >= %s", wanted.earliest), ("place < %s", wanted.latest)]
    told = [(sql, value) for sql, value in bounds if value is not None]
    where = " AND ".join(["TRUE", *(sql for sql, _ in told)])
    within, words = [value for _, value in told], _expression(wanted)
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH.format(where=where), [*within, _WALKED, words, most, most, words, *within, most, most])
        return [place for (place,) in cursor.fetchall()]


# "place + 0" is no index's order, so that the second part goes by the words.
_SEARCH = """
    WITH newest AS MATERIALIZED (
        SELECT place FROM (
            SELECT place, words FROM coverage_searchentry WHERE {where} ORDER BY place DESC LIMIT %s
        ) AS walked WHERE words @@ %s::tsquery ORDER BY place DESC LIMIT %s
    )
    SELECT place FROM (
        (SELECT place FROM coverage_searchentry
         WHERE (SELECT count(*) FROM newest) < %s AND words @@ %s::tsquery AND {where} ORDER BY place + 0 DESC LIMIT %s)
        UNION SELECT place FROM newest
    ) AS found ORDER BY place DESC LIMIT %s"""


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
