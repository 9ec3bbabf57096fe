"""A database that the first release made, with its sample edition, an editor and a renamed story, becomes the newest's.

The dumps were made by the code of release 0.1.0 (commit 7f029c3): migrate, sync_outlets, import_archive sample,
assemble.
"""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.pipeline.running import ON_SERVICES, ROOT, ask_at, environment, services_of

pytestmark = pytest.mark.pipeline

HERE = Path(__file__).parent
Rows = dict[str, dict[Any, dict[str, Any]]]
REWRITTEN = {
    "aggregator_article": {"access"},  # "summary" became two values
    "coverage_story": {"stale"},  # to be compared anew by what is better now
}
"""Columns whose values a migration changes on purpose."""
BESIDE = ("django_content_type", "auth_permission", "sqlite_sequence")
"""Tables that Django fills anew by itself."""


def tables(data: Path) -> list[str]:
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    if not ON_SERVICES:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
    return sorted(name for (name,) in ask_at(data, asked) if name not in BESIDE and not name.startswith("sqlite_"))


def columns(data: Path, table: str) -> list[str]:
    if not ON_SERVICES:
        return [row[1] for row in ask_at(data, f"PRAGMA table_info({table})")]
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position"
    return [name for (name,) in ask_at(data, asked, table)]


def everything(data: Path) -> Rows:
    found: Rows = {}
    for table in tables(data):
        names = columns(data, table)
        quoted = ", ".join(f'"{name}"' for name in names)  # "end" is a word of SQL's
        rows = [dict(zip(names, row, strict=True)) for row in ask_at(data, f"SELECT {quoted} FROM {table}")]
        found[table] = {row[names[0]]: row for row in rows}
    return found


def load(data: Path) -> None:
    kind = "postgres" if ON_SERVICES else "sqlite"
    text = gzip.decompress((HERE / f"release-0.1.0.{kind}.sql.gz").read_bytes()).decode()
    if ON_SERVICES:
        statements = "\n".join(line for line in text.splitlines() if not line.startswith("\\"))
        with psycopg.connect(services_of(data)["DATABASE_URL"]) as postgres:
            postgres.execute(statements.encode())
    else:
        with closing(sqlite3.connect(data / "parallax.sqlite3")) as sqlite:
            sqlite.executescript(text)


def manage(data: Path, *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    told = subprocess.run(
        command, cwd=ROOT, env=environment(data, 1, DEBUG="1"), capture_output=True, text=True, timeout=240
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """The data folder after the upgrade, and every row before it."""
    data = tmp_path_factory.mktemp("upgraded")
    load(data)
    before = everything(data)
    manage(data, "migrate", "-v0")
    return data, before


def test_it_was_a_database_with_something_to_lose(upgraded: tuple[Path, Rows]) -> None:
    _, before = upgraded
    assert len(before["aggregator_article"]) == 24
    assert len(before["aggregator_quote"]) > 50
    assert len(before["coverage_story"]) >= 5
    assert len(before["auth_user"]) == 1


def test_every_row_and_every_value_is_still_there(upgraded: tuple[Path, Rows]) -> None:
    data, before = upgraded
    after = everything(data)
    assert set(before) <= set(after)
    for table, rows in before.items():
        kept = set(after[table][next(iter(after[table]))]) if after[table] else set()
        same = kept - REWRITTEN.get(table, set())
        for key, row in rows.items():
            assert key in after[table], f"{table}: row {key} is gone"
            told = {name: value for name, value in row.items() if name in same}
            assert {name: after[table][key][name] for name in told} == told, table


def test_nothing_was_left_to_migrate_and_the_code_s_models_are_the_tables(upgraded: tuple[Path, Rows]) -> None:
    data, _ = upgraded
    manage(data, "migrate", "--check")
    manage(data, "check")


def test_the_site_serves_it_and_goes_on_from_it(upgraded: tuple[Path, Rows]) -> None:
    data, before = upgraded
    manage(data, "sync_outlets")
    told = manage(data, "import_archive", "sample", "--no-wait")
    assert " pages (0 new)" in told
    manage(data, "assemble")
    assert ask_at(data, "SELECT count(*) FROM aggregator_article")[0][0] == len(before["aggregator_article"])
    titled = "SELECT count(*) FROM coverage_story WHERE title = 'A title that an editor gave'"
    assert ask_at(data, titled)[0][0] == 1
    asked = "from django.test import Client; print(Client(SERVER_NAME='localhost').get('/').content.decode())"
    page = manage(data, "shell", "-v0", "-c", asked)
    assert "TikTok" in page
