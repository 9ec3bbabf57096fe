"""A database with one period of articles → the same with many: every row copied for earlier periods, by SQL alone.

What the workers wrote for the newest period is written again, some days earlier, with ids of its own and the names of
another period, in every table that articles, stories, comparisons and the search index have. Names come back after
CYCLE periods, as in the news: so the vocabulary and the speakers end growing, and texts go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, models
from django.db.models import Max
from made_pages import PERIOD, coded

from aggregator.models import Article, Citation, Claim, Quote, Snapshot, Speaker, SpeakerName
from coverage.models import (
    ArticleSketch,
    CellClaim,
    ClaimCell,
    ClaimGroup,
    Difference,
    Membership,
    Posting,
    QuoteGroup,
    QuoteVariant,
    SearchEntry,
    SearchPiece,
    SearchWord,
    Story,
    StoryEvent,
)
from coverage.searching.spelling import pieces
from coverage.searching.words import stem

CYCLE = 100  # periods, after which names come back
TOGETHER = 20  # periods that one statement writes
_CONNECTIONS = 3
COPIED: tuple[type[models.Model], ...] = (
    Article, Snapshot, Quote, Claim, Citation, ArticleSketch, Posting, Story, Membership, StoryEvent, QuoteGroup,
    QuoteVariant, ClaimGroup, ClaimCell, CellClaim, Difference, SearchEntry,
)  # fmt: skip
_NAMED: tuple[type[models.Model], ...] = (Speaker, SpeakerName)  # copied once for each name, not for each period
_COUNTED: tuple[type[models.Model], ...] = (*COPIED, *_NAMED, SearchWord)
_FILLED: tuple[type[models.Model], ...] = (*_COUNTED, SearchPiece)
_KINDS: dict[str, type[models.Model]] = {"story": Story, "article": Article, "quote": QuoteGroup, "claim": ClaimGroup}
_MARK = coded(0)


class Multiplied:
    """Copies what the database holds, `periods` - 1 times, over several connections at once."""

    def __init__(self, periods: int) -> None:
        self._periods = periods
        self._strides = {model: _highest(model) for model in (*COPIED, *_NAMED)}

    def fill(self, done: Callable[[str], object]) -> None:
        """Write the copies; `done` is told what each step was."""
        with connection.cursor() as cursor:
            cursor.execute(_QUICKLY)
            self._tell_periods(cursor)
            self._copy_names(cursor)
            _copy_words(cursor, min(self._periods, CYCLE))
            indexes = _indexes(cursor)
            for name, _ in indexes:
                cursor.execute(f'DROP INDEX "{name}"')
            firsts = range(self._periods - 1, 0, -TOGETHER)
            copies = [
                (self._copy(model), [max(1, first - TOGETHER + 1), first]) for first in firsts for model in COPIED
            ]
            _at_once(copies, "rows", done)
            _at_once([(sql, []) for _, sql in sorted(indexes, key=lambda row: "gin" not in row[1])], "indexes", done)
            for name in ("period", "own_speaker", "own_speakername"):
                cursor.execute(f"DROP TABLE {name}")
            _go_on_counting(cursor)
            cursor.execute("SET session_replication_role = origin")
        tables = [model._meta.db_table for model in _FILLED]
        _at_once([(f"VACUUM (ANALYZE) {table}", []) for table in tables], "tables looked through", done)

    def _tell_periods(self, cursor: Any) -> None:
        cursor.execute("CREATE TABLE period (k bigint PRIMARY KEY, cycle bigint, code text, back interval)")
        rows = [(k, k % CYCLE, coded(k % CYCLE), k * PERIOD) for k in range(1, self._periods)]
        cursor.executemany("INSERT INTO period VALUES (%s, %s, %s, %s)", rows)
        for model in _NAMED:
            name, column = f"own_{model._meta.model_name}", "slug" if model is Speaker else "key"
            rows_of = f"SELECT id FROM {model._meta.db_table} WHERE {column} LIKE %s"
            cursor.execute(f"CREATE TABLE {name} AS {rows_of}", [f"%{_MARK}%"])
            cursor.execute(f"CREATE UNIQUE INDEX ON {name} (id)")

    def _copy_names(self, cursor: Any) -> None:
        within = [1, min(self._periods, CYCLE) - 1]
        for model in _NAMED:
            where = f"t.id IN (SELECT id FROM own_{model._meta.model_name})"
            cursor.execute(self._statement(model, where, "p.cycle"), within)
        speakers = "t.kind = 'speaker' AND t.key IN (SELECT id FROM own_speaker)"
        cursor.execute(self._statement(SearchEntry, speakers), within)

    def _copy(self, model: type[models.Model]) -> str:
        where = f"t.{_pk(model)} <= {self._strides[model]}"
        return self._statement(model, where + (" AND t.kind <> 'speaker'" if model is SearchEntry else ""))

    def _statement(self, model: type[models.Model], where: str, times: str = "p.k") -> str:
        fields = model._meta.concrete_fields
        columns = [field.column for field in fields]
        told = [self._told(model, field, times) for field in fields]
        if model is SearchEntry:
            columns.append("words")
            block = f"(t.id + {times} * {self._strides[model]} - 1) / 500 + 1"
            told.append(f"regexp_replace({_renamed('t.words::text')}, '§b[0-9]+', '§b' || ({block}))::tsvector")
        names = ", ".join(f'"{column}"' for column in columns)
        return (
            f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(told)} FROM {model._meta.db_table} t"
            f" CROSS JOIN period p WHERE p.k BETWEEN %s AND %s AND {where}"
        )

    def _told(self, model: type[models.Model], field: models.Field[Any, Any], times: str) -> str:
        column = f't."{field.column}"'
        if field.primary_key and not field.is_relation:
            return f"{column} + {times} * {self._strides[model]}"
        if isinstance(field, models.ForeignKey):
            return self._shifted(column, field.related_model, times)
        if model is SearchEntry and field.name in ("key", "place"):
            return self._entry(field.name, times)
        if model is Difference and field.name == "sides":
            return self._sides(times)
        if isinstance(field, models.DateTimeField):
            return f"{column} - p.back"
        if field.name == "url":
            return f"{_renamed(column)} || p.k"
        if isinstance(field, models.JSONField):
            return f"{_renamed(f'{column}::text')}::jsonb"
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            return _renamed(column)
        return column

    def _shifted(self, column: str, to: Any, times: str) -> str:
        if to in _NAMED:
            own = f"EXISTS (SELECT FROM own_{to._meta.model_name} o WHERE o.id = {column})"
            return f"{column} + CASE WHEN {own} THEN p.cycle * {self._strides[to]} ELSE 0 END"
        return f"{column} + {times} * {self._strides[to]}" if to in self._strides else column

    def _entry(self, name: str, times: str) -> str:
        if name == "place":  # `coverage.searching.index_words.place_of`
            number = f"t.id + {times} * {self._strides[SearchEntry]}"
            return f"extract(epoch FROM date_trunc('second', t.at - p.back))::bigint * 2147483648 + {number}"
        kinds = " ".join(f"WHEN '{kind}' THEN {times} * {self._strides[of]}" for kind, of in _KINDS.items())
        return f"t.key + CASE t.kind {kinds} ELSE p.cycle * {self._strides[Speaker]} END"

    def _sides(self, times: str) -> str:
        evidence = (
            f"SELECT jsonb_agg(jsonb_build_array((e->>0)::bigint + {times} * {self._strides[Claim]}, e->1, e->2))"
            " FROM jsonb_array_elements(s->'evidence') e"
        )
        sides = f"jsonb_agg(s || jsonb_build_object('evidence', ({evidence})))"
        return _renamed(f"(SELECT {sides} FROM jsonb_array_elements(t.sides) s)::text") + "::jsonb"


_QUICKLY = (  # ids are shifted alike in all tables: nothing is to be checked
    "SET session_replication_role = replica; SET maintenance_work_mem = '1500MB'; SET jit = off"
)


def _at_once(statements: Sequence[tuple[str, list[int]]], what: str, done: Callable[[str], object]) -> None:
    """Run statements, some at a time, in their order."""

    def run(statement: tuple[str, list[int]]) -> None:
        with connection.cursor() as cursor:  # each thread has a connection of its own
            cursor.execute(_QUICKLY)
            cursor.execute(*statement)

    with ThreadPoolExecutor(_CONNECTIONS, initializer=connection.ensure_connection) as pool:
        for number, _ in enumerate(pool.map(run, statements), 1):
            done(f"{what}: {number:,} of {len(statements):,}")
        for _ in range(_CONNECTIONS):
            pool.submit(connection.close)


def _renamed(sql: str) -> str:
    return f"replace({sql}, '{_MARK}', p.code)"


def _pk(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _highest(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(most=Max("pk"))["most"] or 0)


def _copy_words(cursor: Any, codes: int) -> None:
    """The vocabulary: its invented words once for each code, with the pieces by which a mistyped one is found."""
    known = [word for word in SearchWord.objects.values_list("word", flat=True) if word.endswith(_MARK)]
    number, rows, cut = _highest(SearchWord), [], []
    for code in range(1, codes):
        for word in known:
            number += 1
            new = word.removesuffix(_MARK) + coded(code)
            rows.append((number, new, stem(new)))
            cut += [(key, number) for key in pieces(new)]
    _write(cursor, "coverage_searchword (id, word, stem)", rows)
    _write(cursor, "coverage_searchpiece (key, word_id)", cut)


def _write(cursor: Any, where: str, rows: Sequence[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {where} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _indexes(cursor: Any) -> list[tuple[str, str]]:
    """Those that hold no constraint, of the copied tables: making them at the end is many times as fast."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE NOT indisunique AND indrelid = ANY (%s::regclass[])",
        [[model._meta.db_table for model in COPIED]],
    )
    return [(name.strip('"'), sql) for name, sql in cursor.fetchall()]


def _go_on_counting(cursor: Any) -> None:
    """Let new rows get ids after those that were written."""
    for model in (model for model in _COUNTED if _pk(model) == "id"):
        table = model._meta.db_table
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 1) FROM {table}))"
        )
