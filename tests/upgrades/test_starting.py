"""Starts on a PostgreSQL: of several at a moment one migrates, the others wait and find nothing to do; one whose
connections are cut meanwhile connects again and does the rest."""

from __future__ import annotations

import io
import os
import threading

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.models.signals import pre_migrate

from aggregator.management.commands.migrate import LOCK
from aggregator.management.commands.run import prepare_database
from aggregator.models import Outlet
from aggregator.supervision.terminal import Terminal

pytestmark = [pytest.mark.on_services, pytest.mark.django_db]


class Told(io.StringIO):
    """What a command says, and the moment of its first word."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()

    def write(self, words: str) -> int:
        self.begun.set()
        return super().write(words)


@pytest.fixture
def other():
    """Another session at the tests' database."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{server}/{connection.settings_dict['NAME']}", autocommit=True) as session:
        yield session


def test_who_comes_second_says_so_waits_and_goes_on(other) -> None:
    other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    waiting, ended = Told(), threading.Event()

    def migrate() -> None:
        call_command("migrate", verbosity=0, stderr=waiting)
        ended.set()
        connection.close()

    thread = threading.Thread(target=migrate)
    thread.start()
    assert waiting.begun.wait(60)
    assert "waiting for it" in waiting.getvalue()
    assert not ended.is_set()
    assert other.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone() == (0,)
    other.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    thread.join(60)
    assert ended.is_set()


def test_when_it_has_migrated_the_next_need_not_wait(other) -> None:
    call_command("migrate", verbosity=0)
    assert other.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (True,)


def test_what_fails_keeps_nobody_out(other) -> None:
    with pytest.raises(Exception, match="no_such_app"):
        call_command("migrate", "no_such_app", verbosity=0)
    assert other.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (True,)


@pytest.mark.django_db(transaction=True)
def test_a_start_whose_connections_are_cut_goes_on(other, capsys) -> None:
    Outlet.objects.all().delete()
    cuts = iter(["once"])

    def cut(**_: object) -> None:
        if next(cuts, None):
            everybody = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            other.execute(f"SELECT pg_terminate_backend(pid) {everybody}")

    pre_migrate.connect(cut)
    try:
        prepare_database(Terminal())
    finally:
        pre_migrate.disconnect(cut)
    assert next(cuts, None) is None
    assert "The database does not answer yet" in capsys.readouterr().out
    assert Outlet.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_fails_again_while_the_database_answers_is_told_at_once() -> None:
    def fail(**_: object) -> None:
        raise OperationalError("a column is there already")

    pre_migrate.connect(fail)
    try:
        with pytest.raises(CommandError, match="cannot be prepared: a column is there already"):
            prepare_database(Terminal())
    finally:
        pre_migrate.disconnect(fail)
