"""A clock that ran ahead and went back holds nothing up; a lease is short, and renewed while its holder lives."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from aggregator import clock, holding, ingest, polling
from aggregator.celery import app
from aggregator.hosts import StoredHosts
from aggregator.limits import LEASE, QUEUED
from aggregator.models import Article, Feed, Host, Lease, Outlet
from aggregator.models.leases import FARTHEST
from aggregator.roster import sync_outlets
from aggregator.schedule import SteadyScheduler
from coverage.compare_due import stories_to_compare
from coverage.models import Story

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
AHEAD = NOW + timedelta(hours=1)


@pytest.fixture
def article(db, settings) -> Article:
    settings.LIVE = True
    sync_outlets()
    outlet = Outlet.objects.get(slug="cnn")
    url = "https://outlet.example/1"
    return Article.objects.create(outlet=outlet, url=url, link=url, next_try_at=NOW)


def test_what_a_clock_that_ran_ahead_put_off_is_due_again_once_it_is_right(article):
    assert clock.mind_the_clock(AHEAD) == timedelta()
    Article.objects.update(next_try_at=AHEAD, lease_until=AHEAD + LEASE, queued_until=AHEAD + QUEUED)
    Feed.objects.update(next_poll_at=AHEAD, lease_until=AHEAD + LEASE)
    Host.objects.create(name="outlet.example", free_at=AHEAD + timedelta(seconds=5), set_at=AHEAD)
    Lease.objects.create(name="assemble", until=AHEAD + LEASE)
    story = Story.objects.create()
    assert stories_to_compare(AHEAD) == [story.pk]

    assert clock.mind_the_clock(NOW) == timedelta(hours=1)

    soon = NOW + timedelta(seconds=6)
    assert article.pk in ingest.articles_to_take_up(NOW)
    assert Feed.objects.due(soon).count() == Feed.objects.active().count() > 0
    assert Host.objects.get().free_at == NOW + timedelta(seconds=5)
    assert Lease.take("assemble", soon, LEASE)
    assert stories_to_compare(NOW) == [story.pk]
    assert clock.latest_sweep() == NOW


def test_a_clock_that_ran_ahead_between_two_sweeps_is_known_by_what_was_held_meanwhile(article):
    clock.mind_the_clock(NOW - timedelta(seconds=8))
    Article.objects.update(next_try_at=AHEAD)
    Lease.objects.create(name="assemble", until=AHEAD + LEASE)  # taken while it ran ahead, by one that was killed

    back = clock.mind_the_clock(NOW)

    assert back == timedelta(hours=1)
    assert article.pk in ingest.articles_to_take_up(NOW)
    assert clock.mind_the_clock(NOW + timedelta(seconds=10)) == timedelta()


def test_a_clock_that_ran_ahead_between_two_sweeps_is_known_by_a_host_that_was_asked_meanwhile(article):
    clock.mind_the_clock(NOW - timedelta(seconds=8))
    hosts, wish = StoredHosts(), NOW + timedelta(hours=3)
    hosts.hold("patient.example", NOW, NOW + LEASE)
    hosts.let_go("patient.example", NOW, NOW + LEASE, wish)  # it asked for that: Retry-After
    hosts.hold("outlet.example", AHEAD, AHEAD + LEASE)  # by one that was killed
    Article.objects.update(next_try_at=AHEAD + LEASE)

    back = clock.mind_the_clock(NOW)

    assert back == timedelta(hours=1)
    assert {host.name: host.free_at for host in Host.objects.all()} == {
        "outlet.example": NOW + LEASE,
        "patient.example": wish,
    }
    assert article.pk in ingest.articles_to_take_up(NOW + LEASE)
    assert clock.mind_the_clock(NOW + timedelta(seconds=10)) == timedelta()


def test_nothing_is_held_for_longer_than_anybody_may_hold_it(article):
    assert max(LEASE, QUEUED) < FARTHEST
    Article.objects.update(lease_until=AHEAD + LEASE, queued_until=AHEAD + QUEUED)
    Feed.objects.update(next_poll_at=NOW, lease_until=AHEAD + LEASE)
    Lease.objects.create(name="assemble", until=AHEAD + LEASE)
    story = Story.objects.create(queued_until=AHEAD + QUEUED)

    assert article.pk in ingest.articles_to_take_up(NOW, most=1)
    assert Feed.objects.due(NOW).count() == Feed.objects.active().count() > 0
    assert Lease.take("assemble", NOW, LEASE)
    assert not Lease.take("assemble", NOW, LEASE)
    assert stories_to_compare(NOW, most=1) == [story.pk]


def test_a_wait_that_an_outlet_asked_for_before_the_clock_went_back_stays_as_long(article):
    clock.mind_the_clock(AHEAD)
    Feed.objects.update(next_poll_at=AHEAD + timedelta(hours=6))
    clock.mind_the_clock(NOW)
    assert {feed.next_poll_at for feed in Feed.objects.all()} == {NOW + timedelta(hours=6)}


def test_clocks_of_two_machines_that_differ_by_seconds_change_nothing(article):
    clock.mind_the_clock(NOW)
    Article.objects.update(lease_until=NOW + LEASE * 3)
    assert clock.mind_the_clock(NOW - timedelta(seconds=20)) == timedelta()
    assert Article.objects.get().lease_until == NOW + LEASE * 3


def test_beat_goes_on_with_everything_when_its_clock_goes_back(tmp_path, monkeypatch):
    moved = [NOW]
    monkeypatch.setattr(app, "now", lambda: moved[0])
    monkeypatch.setattr("celery.beat.ScheduleEntry.default_now", lambda self: moved[0])
    monkeypatch.setattr("celery.schedules.schedule.now", lambda self: moved[0])
    monkeypatch.setattr(SteadyScheduler, "producer", None)  # no broker is needed to see what would be sent
    sent: list[str] = []
    beat = SteadyScheduler(app, schedule_filename=str(tmp_path / "schedule"), lazy=True)
    beat.setup_schedule()
    monkeypatch.setattr(beat, "apply_entry", lambda entry, producer=None: sent.append(entry.task))

    def run_for(seconds: int) -> set[str]:
        sent.clear()
        for _ in range(seconds):
            while beat.tick() == 0:
                pass
            moved[0] += timedelta(seconds=1)
        return set(sent)

    often = {"aggregator.sweep_articles", "aggregator.poll_due_feeds", "coverage.assemble_due"}
    assert often <= run_for(20)
    moved[0] += timedelta(hours=1)
    assert often <= run_for(20)
    moved[0] -= timedelta(hours=1)
    assert often <= run_for(20)
    beat.close()


def test_what_a_dead_worker_held_or_the_broker_lost_is_sent_again_within_a_minute(article):
    assert ingest.articles_to_take_up(NOW)
    assert not ingest.articles_to_take_up(NOW + timedelta(seconds=30))
    assert ingest.articles_to_take_up(NOW + timedelta(seconds=50))
    Article.objects.update(lease_until=NOW + LEASE, queued_until=None)  # a worker has it, and is killed
    assert not ingest.articles_to_take_up(NOW + timedelta(seconds=30))
    assert ingest.articles_to_take_up(NOW + timedelta(seconds=50))


def test_only_so_many_wait_in_the_broker_at_a_time(article):
    for number in range(4):
        url = f"https://outlet.example/more-{number}"
        Article.objects.create(outlet=article.outlet, url=url, link=url, origin=Article.Origin.SAMPLE, next_try_at=NOW)
    Article.objects.update(origin=Article.Origin.SAMPLE)
    assert len(ingest.articles_to_take_up(NOW, most=3)) == 3
    assert len(ingest.articles_to_take_up(NOW, most=3)) == 0
    Article.objects.filter(queued_until__isnull=False).update(state=Article.State.READ)
    assert set(ingest.articles_to_take_up(NOW, most=3).values()) == {"read"}


@pytest.mark.django_db(transaction=True)
def test_a_lease_is_renewed_while_its_holder_works_and_given_back_after(monkeypatch):
    monkeypatch.setattr(holding, "RENEWED", timedelta(seconds=0.05))
    began = timezone.now()
    with holding.turn("a long work", began) as mine:
        assert mine
        first = Lease.objects.get(name="a long work").until
        deadline = time.monotonic() + 20
        while Lease.objects.get(name="a long work").until <= first:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        with holding.turn("a long work", timezone.now()) as another:
            assert not another
    assert Lease.take("a long work", timezone.now(), LEASE)


def test_a_database_that_is_away_is_no_fault_of_the_article_s_or_feed_s(article, monkeypatch):
    def away(*_, **__):
        raise OperationalError("the database is away")

    monkeypatch.setattr(ingest, "capture_of", away)
    monkeypatch.setattr(polling, "_poll", away)
    Article.objects.update(next_try_at=NOW)
    with pytest.raises(OperationalError):
        ingest.take_up(article.pk, NOW)
    article.refresh_from_db()
    assert (article.state, article.reason) == ("due", "")
    assert not Article.objects.due(NOW).exists()
    assert Article.objects.due(NOW + timedelta(seconds=46)).exists()
    assert connection.is_usable()
