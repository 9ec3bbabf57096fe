"""`manage.py doctor` with one thing broken at a time: it is told in plain words, and the exit code says so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from aggregator.models import Feed, Lease
from aggregator.operations import doctor
from aggregator.operations.queues import NoBroker
from aggregator.operations.reach import reach
from aggregator.roster import sync_outlets
from tests.pipeline.loopback import LoopbackSite, Reply, page
from tests.pipeline.running import ROOT, environment, free_port
from tests.services import RedisServer, why_missing

pytestmark = pytest.mark.django_db

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def healthy(monkeypatch, settings):
    """A machine on which everything works."""
    monkeypatch.setattr(doctor, "queue_lengths", lambda: {"fetch": 0})
    monkeypatch.setattr(doctor, "queues_served", lambda: frozenset(settings.QUEUES))
    Lease.objects.create(name="swept", until=timezone.now())
    settings.LIVE = False


def findings(about: str) -> list[doctor.Finding]:
    return [finding for finding in doctor.examine() if finding.about == about]


def worst(about: str) -> doctor.Finding:
    order = ["well", "look", "broken"]
    return max(findings(about), key=lambda finding: order.index(finding.state))


def test_a_sound_machine_is_told_so_and_the_exit_code_is_0(capsys):
    call_command("doctor")
    told = capsys.readouterr().out
    assert "Everything that is needed works." in told
    assert "BROKEN" not in told


def test_what_the_deployment_checks_need_not_find_is_not_told_either(settings):
    settings.HTTPS, settings.SECURE_HSTS_SECONDS = True, 3600
    assert [finding for finding in findings("settings") if "security.W021" in finding.told] == []
    settings.SILENCED_SYSTEM_CHECKS = []
    assert [finding.state for finding in findings("settings") if "security.W021" in finding.told] == ["look"]


def test_a_broker_that_does_not_answer(monkeypatch, capsys):
    def away():
        raise NoBroker("Connection refused")

    monkeypatch.setattr(doctor, "queue_lengths", away)
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert "BROKEN  broker:" in told
    assert "Connection refused" in told
    assert "1 of these must be mended" in told


def test_a_database_that_does_not_answer_hides_nothing_else(monkeypatch):
    def away(*_):
        raise OperationalError("could not connect to server")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    monkeypatch.setattr(doctor.connections, "close_all", lambda: None)  # the test's own connection stays
    assert worst("database").state == "broken"
    assert "could not connect" in worst("database").told
    assert worst("disk").state != "broken"
    assert worst("weights").state == "well"


def test_migrations_that_are_still_to_be_applied(monkeypatch):
    monkeypatch.setattr(doctor, "unapplied", lambda: ["coverage.0009_later"])
    assert "manage.py migrate" in worst("database").told
    assert worst("database").state == "broken"


@pytest.mark.parametrize(("free", "state"), [(50, "broken"), (900, "look"), (90_000, "well")])
def test_a_disk_that_is_full_or_nearly_so(monkeypatch, free, state):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, free * 2**20))
    assert worst("disk").state == state


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_weights_that_are_missing_or_not_those_that_were_shipped(settings, tmp_path: Path, harm):
    shutil.copytree(settings.TAGGER_FOLDER, tmp_path / "trained")
    file = tmp_path / "trained" / "tagger.onnx"
    file.unlink() if harm == "missing" else file.write_bytes(b"something else")
    settings.TAGGER_FOLDER = tmp_path / "trained"
    assert worst("weights").state == "broken"
    assert "tagger.onnx" in worst("weights").told


def test_a_database_on_a_machine_with_another_time(monkeypatch):
    monkeypatch.setattr(doctor, "_database_s_time", lambda: timezone.now() + timedelta(minutes=3))
    assert worst("clock").state == "broken"
    assert "set it" in worst("clock").told


def test_a_worker_whose_clock_is_ahead():
    Lease.objects.filter(name="swept").update(until=timezone.now() + timedelta(hours=1))
    assert worst("clock").state == "broken"
    assert "still to come" in worst("clock").told


def test_workers_that_stopped():
    Lease.objects.filter(name="swept").update(until=timezone.now() - timedelta(minutes=9))
    assert worst("workers").state == "broken"
    Lease.objects.filter(name="swept").delete()
    assert worst("workers").state == "look"


def test_a_queue_that_no_worker_takes_from(monkeypatch, settings):
    monkeypatch.setattr(doctor, "queues_served", lambda: frozenset({"fetch", "read", "maintenance"}))
    assert worst("workers").state == "broken"
    assert "none takes from assemble, compare," in worst("workers").told
    assert "manage.py worker assemble-compare:2" in worst("workers").told
    monkeypatch.setattr(doctor, "queues_served", frozenset)  # nobody answered: too busy, or the broker is SQLite
    assert worst("workers").state == "well"


@pytest.mark.skipif("redis-server" in why_missing(), reason="it needs redis-server")
def test_real_workers_tell_which_queues_they_take_from(tmp_path):
    asked = "import django; django.setup(); from aggregator.operations.queues import queues_served\n"
    (folder := tmp_path / "redis").mkdir()
    with RedisServer(folder) as redis:
        variables = environment(
            tmp_path, free_port(), REDIS_URL=redis.url(), DJANGO_SETTINGS_MODULE="aggregator.settings"
        )

        def told(more: str = "") -> str:
            lines = f"{asked}served = queues_served()\n{more}print(*sorted(served))"
            return subprocess.check_output(
                [sys.executable, "-c", lines], cwd=ROOT, env=variables, text=True, timeout=60
            ).strip()

        assert told() == ""
        command = [sys.executable, "manage.py", "worker", "fetch-read:1"]
        worker = subprocess.Popen(
            command, cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            assert told("while len(served) < 2: served = queues_served()\n") == "fetch read"
        finally:
            worker.terminate()
            worker.wait()


def test_workers_that_never_came_while_feeds_wait(settings):
    settings.LIVE = True
    sync_outlets()
    Lease.objects.filter(name="swept").delete()
    Feed.objects.update(next_poll_at=timezone.now() - timedelta(minutes=5))
    assert worst("workers").state == "look"
    Feed.objects.update(next_poll_at=timezone.now() - timedelta(minutes=15))
    assert worst("workers").state == "broken"


def test_outlets_are_asked_for_robots_txt_and_one_that_is_down_breaks_nothing(settings):
    sync_outlets()
    Feed.objects.exclude(outlet__slug__in=("cnn", "gizmodo")).update(enabled=False)
    settings.LIVE = True
    with LoopbackSite({"/robots.txt": page("User-agent: *\n", "text/plain")}) as up, LoopbackSite() as down:
        down.pages["/robots.txt"] = Reply(503)
        settings.FETCH_ALLOW_PRIVATE = (up.host, down.host)
        Feed.objects.filter(outlet__slug="cnn").update(url=f"{up.url}/feed.xml")
        for number, feed in enumerate(Feed.objects.filter(outlet__slug="gizmodo")):
            Feed.objects.filter(pk=feed.pk).update(url=f"{down.url}/feed{number}.xml")
        found = {finding.told.split(": ")[0]: finding.state for finding in reach()}
        assert found == {up.url: "well", down.url: "look"}
        up.pages["/robots.txt"] = Reply(503)
        assert [finding.state for finding in reach()] == ["look", "look", "broken"]


@pytest.mark.embedded
def test_with_nothing_there_at_all_it_still_tells_in_plain_words(tmp_path: Path):
    nowhere = {"DATABASE_URL": "postgres://u:secret@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1/0"}
    env = environment(tmp_path, 8000, **nowhere, PORT="eighty", SECRET_KEY="")
    told = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--no-network"],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert told.returncode == 1
    assert "Traceback" not in told.stdout + told.stderr
    assert "secret" not in told.stdout + told.stderr
    for words in ("PORT is “eighty”", "SECRET_KEY is unset", "BROKEN  database:", "BROKEN  broker:", "ok      weights"):
        assert words in told.stdout
