"""The index in PostgreSQL: a tsvector beside each entry, with our own words in it, walked by place or found by GIN.

Which of the two is cheaper, the planner cannot tell: it takes words and outlets for independent, and then walks through
everything. So the newest entries of a kind are always walked. Where too few of them have what is wanted, GIN is asked,
for stretches of time from there back, each several times as long as all before it, until enough are found: it gives all
that match at once and in no order, which in the whole table would be the more the more is stored. Which stretches an
entry lies in follows from its place, and the same GIN holds it. Each kind has a GIN of its own, since a word that is
common in texts and unknown among speakers would be looked for in all of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from coverage.searching.index_words import KINDS, Phrase, Wanted, kind_mark

_BITS = (46, 50, 54)  # of a place, that a stretch leaves open: nine hours, six days and three months
_APART = 1 << 20  # the numbers of one length's stretches and of the next's
_STRETCHES = f"(ARRAY[{', '.join(f'((place >> {bits}) + {n * _APART})::int' for n, bits in enumerate(_BITS))}])"

_COLUMN = "ALTER TABLE coverage_searchentry ADD COLUMN IF NOT EXISTS words tsvector NOT NULL DEFAULT ''"
_FOUND_BY = {
    # Without pending lists: what a writer leaves in one, every reader's query has to go through.
    f"coverage_found_{kind}": f"USING gin (words, {_STRETCHES}) WITH (fastupdate = off) WHERE kind = '{kind}'"
    for kind in KINDS
}
# The planner takes one index of kind and place for a walk all over the table.
_WALKED_BY = {f"coverage_search_{kind}": f"(place) WHERE kind = '{kind}'" for kind in KINDS}

_WALKED, _FOR_EACH = 2000, 40  # newest entries that are looked at one by one: so many, or for each that is wanted
_LEAST, _MOST = 4, 64  # times as long as all before it, that the next stretch makes what was looked at
_LENGTHS = ", ".join(f"({bits}, {n * _APART})" for n, bits in enumerate(_BITS))
_AT_ONCE = 8  # stretches of one length that are asked for together
_MOST_PLACES = 250  # of one word that a tsvector keeps


def prepare(at: BaseDatabaseWrapper) -> None:
    """Make the column and its indexes."""
    with at.cursor() as cursor:
        cursor.execute(_COLUMN)
        for name, sql in (_FOUND_BY | _WALKED_BY).items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON coverage_searchentry {sql}")


def renew(at: BaseDatabaseWrapper) -> None:
    """Make the indexes of words while others read and write, and drop the one of all kinds that was before them;
    outside of a transaction. What broke off is begun again."""
    with at.cursor() as cursor:
        for name, sql in _FOUND_BY.items():
            cursor.execute("SELECT FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid", [name])
            if cursor.rowcount:
                cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
            cursor.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON coverage_searchentry {sql}")
        cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS coverage_searchwords")


def clear(at: BaseDatabaseWrapper) -> None:
    """Drop the column, and its indexes with it."""
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
    with connection.cursor() as cursor:
        cursor.execute(*asked(wanted, most, below))
        return [place for (place,) in cursor.fetchall()]


def asked(wanted: Wanted, most: int, below: int | None = None) -> tuple[str, dict[str, int | str | None]]:
    """The query that `search` puts, and its values."""
    bounds = {"below": below, "latest": wanted.latest, "earliest": wanted.earliest}
    within = "".join(f" AND {_BOUNDS[name]}" for name, value in bounds.items() if value is not None)
    parts = ", ".join(_OF_KIND.format(kind=kind, within=within) for kind in wanted.kinds)
    found = " UNION ALL ".join(_FOUND.format(kind=kind) for kind in wanted.kinds)
    sql = f"WITH RECURSIVE {parts} SELECT place FROM ({found}) AS found ORDER BY place DESC LIMIT %(most)s"  # noqa: S608 - fixed pieces alone
    return sql, {**bounds, "words": _expression(wanted), "most": most, "walked": min(_WALKED, _FOR_EACH * most)}


_FOUND = "SELECT place FROM newest_{kind} UNION ALL SELECT unnest(places) FROM further_{kind}"
_BOUNDS = {"below": "place < %(below)s", "latest": "place < %(latest)s", "earliest": "place >= %(earliest)s"}

# `until` is how far back was looked, `sooner` what was found later than `places`. A stretch begins where those of its
# length do. "place + 0" is no index's order, so that GIN is asked and nothing else.
_OF_KIND = f"""
    newest_{{kind}} AS MATERIALIZED (
        SELECT place FROM (
            SELECT place, words FROM coverage_searchentry WHERE kind = '{{kind}}'{{within}}
            ORDER BY place DESC LIMIT %(walked)s
        ) AS walked WHERE words @@ %(words)s::tsquery ORDER BY place DESC LIMIT %(most)s
    ), further_{{kind}} (until, sooner, places, top, earliest) AS (
        SELECT min(place), (SELECT count(*) FROM newest_{{kind}}), ARRAY[]::bigint[], max(place),
               greatest(%(earliest)s, (SELECT min(place) FROM coverage_searchentry WHERE kind = '{{kind}}'))
        FROM (
            SELECT place FROM coverage_searchentry WHERE kind = '{{kind}}'{{within}}
            ORDER BY place DESC LIMIT %(walked)s
        ) AS walked
        WHERE (SELECT count(*) FROM newest_{{kind}}) < %(most)s HAVING count(*) = %(walked)s
    UNION ALL
        SELECT since, sooner + cardinality(places), ARRAY(
            SELECT place FROM coverage_searchentry
            WHERE words @@ %(words)s::tsquery AND {_STRETCHES} && next.stretches AND kind = '{{kind}}'
                AND place + 0 < until AND place + 0 >= greatest(since, earliest)
            ORDER BY place + 0 DESC LIMIT %(most)s
        ), top, earliest
        FROM further_{{kind}} CROSS JOIN LATERAL (
            SELECT since, ARRAY(SELECT (generate_series(since >> bits, (until - 1) >> bits) + apart)::int) AS stretches
            FROM (
                SELECT least(
                    (top - until)::numeric
                        * least({_MOST}, greatest({_LEAST}, 2 * %(most)s / greatest(sooner + cardinality(places), 1))),
                    top - earliest
                )::bigint + 1 AS reach
            ) AS reached CROSS JOIN LATERAL (
                SELECT bits, apart, ((top - reach) >> bits) << bits AS since
                FROM (VALUES {_LENGTHS}) AS known (bits, apart)
                WHERE bits = {_BITS[-1]} OR (until - top + reach) >> bits < {_AT_ONCE}
                ORDER BY bits LIMIT 1
            ) AS begun OFFSET 0
        ) AS next
        WHERE sooner + cardinality(places) < %(most)s AND until > earliest
    )"""  # noqa: S608 - fixed pieces alone


def _vector(words: Sequence[str]) -> str:
    """In a tsvector's language. Our words hold neither apostrophe nor backslash."""
    places: dict[str, list[str]] = {}
    for number, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(number))
    return " ".join(f"'{word}':{','.join(found[:_MOST_PLACES])}" for word, found in places.items())


def _expression(wanted: Wanted) -> str:
    """In a tsquery's language; of what kind an entry is, its index tells already."""
    kinds = tuple((kind_mark(kind),) for kind in wanted.kinds)
    every = " & ".join(_any(group) for group in wanted.all if group != kinds) or _any(kinds)
    return f"{every} & !{_any(wanted.none)}" if wanted.none else every


def _any(phrases: Sequence[Phrase]) -> str:
    told = " | ".join("(" + " <-> ".join(f"'{word}'" for word in phrase) + ")" for phrase in phrases)
    return f"({told})"
