"""What does not get on is an alarm, in the status, the doctor's words and the metrics; each kind is in the runbook."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from aggregator import work_alarms
from aggregator.alarms import alarms
from aggregator.journal import note
from aggregator.models import Article, Feed, LastRun, Lease, Outlet
from aggregator.operations.backlog import backlog
from aggregator.operations.metrics import exposition
from aggregator.roster import sync_outlets
from aggregator.tasks import tell_alarms
from coverage.compare_due import stories_to_compare
from coverage.models import Story
from tests.pipeline.running import ROOT
from tests.pipeline.scenes import read_in

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def quiet(db, monkeypatch, settings):
    """Outlets that are followed and whose feeds are not due, workers that swept, and a broker that is not asked."""
    settings.LIVE = True
    Lease.objects.create(name="swept", until=timezone.now())
    monkeypatch.setattr("aggregator.operations.metrics.queue_lengths", lambda: {"fetch": 0})
    sync_outlets()
    Feed.objects.update(next_poll_at=timezone.now() + timedelta(hours=1))


def article(number: int, **values: object) -> Article:
    url = f"https://outlet.example/{number}"
    outlet = Outlet.objects.get(slug="cnn")
    return Article.objects.create(outlet=outlet, url=url, link=url, **values)


def kinds() -> list[tuple[str, str]]:
    return [(alarm.kind, alarm.about) for alarm in alarms()]


def test_nothing_is_said_while_work_gets_on():
    article(1)
    assert kinds() == []


def test_a_full_queue():
    for number in range(3):
        article(number, next_try_at=timezone.now() - LONG_AGO)
    assert kinds() == [("queue", "articles to read")]
    assert alarms()[0].detail == "3 are due"


def test_feeds_that_nobody_polls():
    Feed.objects.update(next_poll_at=timezone.now() - LONG_AGO)
    assert kinds() == [("queue", "feeds to poll")]


def test_workers_or_beat_that_are_down():
    Lease.objects.update(until=timezone.now() - LONG_AGO)
    assert kinds() == [("workers", "beat and workers")]


def test_workers_that_never_swept_at_all():
    Lease.objects.all().delete()
    assert kinds() == []  # a new installation, whose workers have not been started yet
    Feed.objects.update(next_poll_at=timezone.now() - LONG_AGO)
    assert kinds() == [("workers", "beat and workers"), ("queue", "feeds to poll")]
    assert "never" in alarms()[0].detail


@pytest.mark.parametrize("switch", ["LIVE", "FOLLOW", "outlet"])
def test_nothing_that_is_not_followed_raises_an_alarm(settings, switch):
    article(1, next_try_at=timezone.now() - LONG_AGO)
    Feed.objects.update(next_poll_at=timezone.now() - LONG_AGO, failures=9)
    assert {kind for kind, _ in kinds()} == {"queue", "failing"}
    match switch:
        case "LIVE":
            settings.LIVE = False
        case "FOLLOW":
            settings.FOLLOW = ["gizmodo"]
            Feed.objects.filter(outlet__slug="gizmodo").update(next_poll_at=timezone.now(), failures=0)
        case _:
            Outlet.objects.update(enabled=False)
    assert kinds() == []
    assert backlog(timezone.now()).feeds == (switch == "FOLLOW")


def test_what_an_editor_asked_for_by_its_address_is_late_whatever_is_followed(settings):
    settings.LIVE = False
    article(1, next_try_at=timezone.now() - LONG_AGO, asked_for=True)
    assert kinds() == [("queue", "articles to read")]


def test_an_article_that_ends_every_worker_that_takes_it_up():
    one = article(1, attempts=7)
    article(2, attempts=6)
    assert kinds() == [("stuck", one.url)]


def test_placing_that_does_not_get_on():
    read_in("cnn", "Harrow Dam closed", "The Harrow Dam was closed on Friday, the water authority said.")
    Article.objects.update(looked_at=timezone.now() - LONG_AGO)
    assert kinds() == [("stuck", "placing articles into stories")]


def test_comparing_that_does_not_get_on():
    Story.objects.create()
    assert len(stories_to_compare(timezone.now() - LONG_AGO)) == 1
    assert kinds() == [("stuck", "comparing stories")]
    assert len(stories_to_compare(timezone.now())) == 1  # sent again, and waiting for as long as before
    assert kinds() == [("stuck", "comparing stories")]
    assert 'parallax_oldest_due_seconds{work="comparing"} 18' in exposition().decode()


def test_a_slow_outlet():
    one = article(1)
    for _ in range(4):
        note("ok", one.url, article=one, milliseconds=9000)
    assert kinds() == []  # of so few nothing can be told
    note("took too long", one.url, article=one)
    assert kinds() == [("slow", "CNN")]
    assert "9.0 s on average, 1 of 5" in alarms()[0].detail


def test_an_outlet_that_lets_most_requests_run_out_of_time():
    one = article(1)
    for _ in range(4):
        note("took too long", one.url, article=one)
    note("ok", one.url, article=one, milliseconds=100)
    assert kinds() == [("slow", "CNN")]


def test_a_frozen_feed():
    feed = Feed.objects.filter(outlet__slug="cnn").get()
    feed.frozen_since = timezone.now()
    feed.save()
    assert kinds() == [("frozen", feed.url)]


def test_a_migration_that_failed_or_was_forgotten(monkeypatch):
    monkeypatch.setattr(work_alarms, "unapplied", lambda: ["coverage.0009_later", "coverage.0010_last"])
    assert kinds() == [("migration", "coverage.0009_later and 1 more")]


def test_backups_that_are_not_made(settings):
    assert kinds() == []  # nobody said that they should be
    settings.BACKUP_DIR = "/var/backups/parallax"
    assert kinds() == [("backup", "copies of the database")]
    made = LastRun.objects.create(name="backup", ended_at=timezone.now() - timedelta(hours=30))
    assert kinds() == []
    made.ended_at = timezone.now() - timedelta(hours=40)
    made.save()
    assert kinds() == [("backup", "copies of the database")]
    assert "the last was made at" in alarms()[0].detail


def test_an_alarm_is_in_the_log_the_status_and_the_metrics(capsys, caplog):
    article(1, next_try_at=timezone.now() - LONG_AGO)
    assert tell_alarms() == 1
    assert "alarm queue: articles to read (1 are due)" in caplog.text
    call_command("status")
    assert "articles to read" in capsys.readouterr().out
    text = exposition().decode()
    assert 'parallax_alarms{kind="queue"} 1.0' in text
    assert 'parallax_oldest_due_seconds{work="articles"} 18' in text


def test_alarms_ask_as_many_questions_however_much_waits(django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as before:
        alarms()
    for number in range(30):
        article(number, attempts=9, next_try_at=timezone.now() - LONG_AGO)
    with django_assert_num_queries(len(before)):
        alarms()


def test_the_runbook_says_what_to_do_about_every_kind():
    runbook = (ROOT / "docs" / "runbook.md").read_text()
    for kind in ("migration", "workers", "queue", "stuck", "slow", "backup", "frozen", "failing", "ended", "layout"):
        assert f"\n## {kind}" in runbook
