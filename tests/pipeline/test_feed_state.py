"""What becomes of a feed by what it answers: it moves, ends, waits, freezes and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from aggregator import limits, polling
from aggregator.alarms import alarms
from aggregator.models import Article, Feed, FetchLog, Host
from aggregator.outlets import OUTLETS
from aggregator.roster import sync_outlets
from aggregator.wire.fetched import FetchRules

from .loopback import RSS, Asked, LoopbackSite, Reply, etagged, page, redirect
from .scenes import LOOPBACK, follow_alone

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


@pytest.fixture
def site(monkeypatch, settings):
    with LoopbackSite() as site:
        follow_alone(site, monkeypatch, settings)
        yield site


def feed() -> Feed:
    return Feed.objects.select_related("outlet").get(outlet__slug="loopback")


def poll(now: datetime | None = None) -> Feed:
    """The feed after it was asked at this moment, whenever it was due."""
    now = now or timezone.now()
    Feed.objects.update(next_poll_at=now)
    Host.objects.update(free_at=timezone.now())
    polling.poll_feed(feed().pk, now)
    return feed()


def items(newest: datetime, base: str, gap: timedelta = HOUR, count: int = 12) -> Reply:
    """A feed of so many items, the newest first."""
    entries = "".join(
        f"<item><title>Item {newest - gap * n:%d %H:%M}</title><link>{base}/{(newest - gap * n).timestamp():.0f}</link>"
        f"<pubDate>{format_datetime(newest - gap * n)}</pubDate></item>"
        for n in range(count)
    )
    return page(f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{entries}</channel></rss>', RSS)


def outcomes() -> dict[str, int]:
    return feed().log.all().by_reason()


# Moving


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_moves_a_feed_and_its_old_address_stays_known(site, status):
    old = f"{site.url}/feed.xml"
    site.pages |= {"/feed.xml": redirect("/new.xml", status), "/new.xml": items(timezone.now(), site.url)}
    moved = poll()
    assert (moved.url, moved.moved_from) == (f"{site.url}/new.xml", [old])
    assert moved.moved_at is not None
    assert outcomes()["moved for good"] == 1
    poll()
    assert site.paths()[-1] == "/new.xml"
    assert site.paths().count("/feed.xml") == 1
    sync_outlets()
    assert feed().url == f"{site.url}/new.xml"


@pytest.mark.parametrize("chain", [(302,), (303,), (307,), (301, 302), (307, 308)])
def test_a_chain_with_a_passing_redirect_in_it_moves_nothing(site, chain):
    for number, status in enumerate(chain):
        site.pages["/feed.xml" if not number else f"/{number}"] = redirect(f"/{number + 1}", status)
    site.pages[f"/{len(chain)}"] = items(timezone.now(), site.url)
    stayed = poll()
    assert (stayed.url, stayed.moved_from, stayed.failures) == (f"{site.url}/feed.xml", [], 0)


@pytest.mark.parametrize(
    "there",
    [
        page("<html><p>Please log in.</p></html>"),
        Reply(503),
        items(datetime(2026, 1, 1, tzinfo=UTC), "https://spam.example"),
    ],
    ids=["no feed", "no answer", "another site's feed"],
)
def test_a_feed_moves_only_to_where_the_outlets_own_items_are(site, there):
    site.pages |= {"/feed.xml": redirect("/new.xml", 301), "/new.xml": there}
    assert poll().url == f"{site.url}/feed.xml"


def test_a_feed_that_moves_while_nothing_changed_is_asked_at_its_new_address(site):
    site.pages["/feed.xml"] = etagged(items(timezone.now(), site.url).body.decode(), '"v1"')
    poll()
    site.pages |= {"/new.xml": site.pages["/feed.xml"], "/feed.xml": redirect("/new.xml", 301)}
    moved = poll()
    assert (moved.url, moved.etag) == (f"{site.url}/new.xml", '"v1"')
    assert outcomes()["unchanged"] == 1


def test_a_feed_that_moves_onto_another_of_ours_ends(site):
    other = Feed.objects.create(outlet=feed().outlet, named_url=f"{site.url}/all.xml", url=f"{site.url}/all.xml")
    site.pages |= {"/feed.xml": redirect("/all.xml", 301), "/all.xml": items(timezone.now(), site.url)}
    first = Feed.objects.exclude(pk=other.pk).get(outlet__slug="loopback")
    polling.poll_feed(first.pk, timezone.now())
    first.refresh_from_db()
    assert (first.ended, first.health(), first.url) == ("moved onto another feed", "ended", f"{site.url}/feed.xml")
    assert first.pk not in polling.feeds_to_poll(timezone.now() + timedelta(days=9))


def test_the_code_may_follow_a_feed_to_where_it_has_moved(site, monkeypatch):
    Feed.objects.filter(pk=feed().pk).update(url=f"{site.url}/new.xml", moved_at=timezone.now(), etag='"v1"')
    before = feed().pk
    spec = replace(LOOPBACK, feeds=(replace(LOOPBACK.feeds[0], url=f"{site.url}/new.xml"),))
    monkeypatch.setitem(OUTLETS, "loopback", spec)
    sync_outlets()
    kept = feed()
    assert (kept.pk, kept.named_url, kept.url, kept.etag) == (before, spec.feeds[0].url, spec.feeds[0].url, '"v1"')
    assert kept.moved_at is None


def test_where_the_code_names_both_addresses_the_moved_feed_goes_back_to_its_own(site, monkeypatch):
    Feed.objects.filter(pk=feed().pk).update(url=f"{site.url}/new.xml", moved_at=timezone.now())
    both = (LOOPBACK.feeds[0], replace(LOOPBACK.feeds[0], url=f"{site.url}/new.xml"))
    monkeypatch.setitem(OUTLETS, "loopback", replace(LOOPBACK, feeds=both))
    sync_outlets()
    found = Feed.objects.filter(outlet__slug="loopback")
    assert {one.url for one in found} == {one.named_url for one in found} == {one.url for one in both}


# Ending


def test_a_feed_that_is_gone_ends_under_that_name_and_may_be_started_again(site):
    site.pages["/feed.xml"] = Reply(410)
    ended = poll()
    assert (ended.ended, ended.health(), ended.last_problem) == ("gone", "gone", "gone: status 410")
    assert ended.pk not in polling.feeds_to_poll(timezone.now() + timedelta(days=99))
    assert [(alarm.kind, alarm.about) for alarm in alarms()] == [("ended", ended.url)]
    Feed.objects.filter(pk=ended.pk).update(named_url=ended.url)
    feed().start_again(timezone.now())
    site.pages["/feed.xml"] = items(timezone.now(), site.url)
    assert poll().health() == "well"


def test_gone_where_a_passing_redirect_led_ends_nothing(site):
    site.pages |= {"/feed.xml": redirect("/today.xml"), "/today.xml": Reply(410)}
    assert (poll().ended, feed().last_problem) == ("", "gone: status 410")


# Validators and waits


@pytest.mark.parametrize("etag", ['W/"a b"', "no quotes", "ü" * 10, '"' + "x" * 1900 + '"'])
def test_validators_are_given_back_as_they_came(site, etag):
    seen: list[Asked] = []

    def answer(asked: Asked) -> Reply:
        seen.append(asked)
        body = items(timezone.now(), site.url)
        return replace(body, headers={**body.headers, "ETag": etag, "Last-Modified": "a while ago"})

    site.pages["/feed.xml"] = answer
    poll()
    poll()
    assert "if-none-match" not in seen[0].headers
    sent = seen[1].headers["if-none-match"].encode("latin-1").decode("utf-8")
    assert (sent, seen[1].headers["if-modified-since"]) == (etag, "a while ago")


@pytest.mark.parametrize("etag", ['"' + "x" * 5000 + '"', '"a\x00b"'])
def test_a_validator_that_cannot_be_sent_is_not_kept(site, etag):
    body = items(timezone.now(), site.url)
    site.pages["/feed.xml"] = replace(body, headers={**body.headers, "ETag": etag})
    assert (poll().etag, feed().failures) == ("", 0)


def test_a_feed_that_cannot_be_read_leaves_the_validators_as_they_were(site):
    site.pages["/feed.xml"] = etagged(items(timezone.now(), site.url).body.decode(), '"v1"')
    poll()
    site.pages["/feed.xml"] = page("<html><p>An error page.</p></html>", ETag='"v2"')
    assert (poll().etag, feed().last_problem.partition(":")[0]) == ('"v1"', "not a feed")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_feed_that_fails_is_asked_later_and_later(site, status):
    site.pages["/feed.xml"] = Reply(status)
    now, waits = timezone.now(), []
    for _ in range(5):
        waits.append((poll(now).next_poll_at - now).total_seconds())
    assert all(300 * 2**n <= wait <= 600 * 2**n for n, wait in enumerate(waits))
    assert (feed().failures, feed().health()) == (5, "failing")


def test_retry_after_is_obeyed_to_a_day(site):
    now = timezone.now()
    for asked, seconds in (("7200", 7200), ("999999999", 86400)):
        site.pages["/feed.xml"] = Reply(429, {"Retry-After": asked})
        assert seconds - 5 <= (poll(now).next_poll_at - now).total_seconds() <= seconds + 5


def test_what_nobody_foresaw_is_counted_and_put_off(site, monkeypatch):
    site.pages["/feed.xml"] = items(timezone.now(), site.url)
    monkeypatch.setattr(polling, "after_answer", lambda *_: 1 / 0)
    broken = poll()
    assert (broken.failures, broken.lease_until, outcomes()) == (1, None, {"crashed": 1})
    assert broken.next_poll_at > timezone.now()


# Counting


def test_refusals_are_counted_for_each_feed_under_their_reasons_and_told_by_status(site):
    site.pages["/feed.xml"] = Reply(503)
    poll()
    poll()
    elsewhere = "<item><title>Advertisement</title><link>https://elsewhere.example/x</link></item>" * 3
    untitled = f"<item><link>{site.url}/untitled</link></item>"
    body = items(timezone.now(), site.url).body.decode().replace("</channel>", f"{elsewhere}{untitled}</channel>")
    site.pages["/feed.xml"] = page(body, RSS)
    poll()
    counted = feed().log.refusals().by_reason()
    assert counted == {"repeated": 2, "unavailable": 2, "entry of another site": 1, "no title": 1}
    told = status()
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert f"well {feed().url}" in lines
    assert {f"{times} {reason} {feed().url}" for reason, times in counted.items()} <= set(lines)


def status() -> str:
    out = StringIO()
    call_command("status", stdout=out)
    return out.getvalue()


# Freezing


def test_a_frozen_feed_is_told_once_and_ends_with_the_news(site):
    start = timezone.now()
    site.pages["/feed.xml"] = items(start, site.url)
    assert (poll(start).health(), feed().usual_gap) == ("well", HOUR)
    assert poll(start + 23 * HOUR).frozen_since is None
    for later in (25, 26, 50):
        assert poll(start + later * HOUR).health() == "frozen"
    assert feed().frozen_since == start + 25 * HOUR
    assert outcomes()["frozen"] == 1
    assert [(one.kind, one.about, one.since) for one in alarms()] == [("frozen", feed().url, feed().frozen_since)]
    assert "frozen" in status().partition("Alarms")[2]
    assert list(Feed.objects.frozen()) == [feed()]
    site.pages["/feed.xml"] = items(start + 51 * HOUR, site.url)
    assert (poll(start + 51 * HOUR).health(), feed().frozen_since) == ("well", None)
    assert outcomes()["news again"] == 1
    assert "No alarm is up." in status()
    assert not {"frozen", "news again"} & set(FetchLog.objects.refusals().by_reason())


def test_a_feed_that_answers_304_freezes_like_any_other(site):
    start = timezone.now()
    site.pages["/feed.xml"] = etagged(items(start, site.url).body.decode(), '"v1"')
    poll(start)
    assert poll(start + 25 * HOUR).health() == "frozen"
    assert outcomes()["unchanged"] == 1


def test_the_same_items_with_a_new_date_each_day_are_no_news(site):
    start = timezone.now()
    body = items(start, site.url).body.decode()
    for day in range(3):
        now = start + timedelta(days=day)
        dated = body.replace(f"<pubDate>{format_datetime(start)}", f"<pubDate>{format_datetime(now)}")
        site.pages["/feed.xml"] = page(dated, RSS)
        poll(now)
    assert feed().newest_item_at is not None
    assert feed().newest_item_at > start + timedelta(days=1)
    assert feed().health() == "frozen"


def test_items_without_dates_freeze_when_no_other_comes(site):
    item = f"<item><title>Undated</title><link>{site.url}/undated</link></item>"
    site.pages["/feed.xml"] = page(f'<rss version="2.0"><channel>{item}</channel></rss>', RSS)
    start = timezone.now()
    assert poll(start).health() == "well"
    assert poll(start + 47 * HOUR).health() == "well"
    assert poll(start + 49 * HOUR).health() == "frozen"


def test_an_item_dated_far_ahead_does_not_hide_the_frost(site):
    start = timezone.now()
    ahead = f"<item><title>2999</title><link>{site.url}/2999</link><pubDate>{format_datetime(start.replace(year=2099))}"
    body = items(start - 60 * HOUR, site.url).body.decode().replace("</channel>", f"{ahead}</pubDate></item></channel>")
    site.pages["/feed.xml"] = page(body, RSS)
    assert poll(start).health() == "frozen"


# Each as it was when last looked at: the host, its path, the outlet, its newest item, the gap between its items.
FROZEN = [
    ("rss.cnn.com", "/rss/cnn_topstories.rss", "cnn", datetime(2023, 4, 27, 16, tzinfo=UTC), HOUR),
    ("rss.cnn.com", "/rss/edition.rss", "cnn", datetime(2023, 9, 13, 8, tzinfo=UTC), HOUR),
    ("feeds.a.dj.com", "/rss/RSSWSJD.xml", "wsj", datetime(2025, 1, 27, 20, tzinfo=UTC), 2 * HOUR),
    ("feeds.a.dj.com", "/rss/WSJcomUSBusiness.xml", "wsj", datetime(2025, 1, 27, 21, tzinfo=UTC), HOUR),
    ("feeds.mashable.com", "/Mashable", "mashable", datetime(2021, 6, 1, 12, tzinfo=UTC), HOUR / 2),
]


@pytest.fixture
def named(site, monkeypatch):
    """Names are looked up in a table of the test's own, in which every host is the site on loopback."""
    rules = FetchRules("Parallax/0.1", allow_private=frozenset({site.host}), resolve=lambda host, port: ["127.0.0.1"])
    monkeypatch.setattr(limits, "rules_from_settings", lambda: rules)
    return site


def known(slug: str, url: str) -> Feed:
    outlet = Feed.objects.filter(outlet__slug=slug).select_related("outlet")[0].outlet
    outlet.feeds.all().delete()
    return Feed.objects.create(outlet=outlet, named_url=url, url=url)


@pytest.mark.parametrize(("host", "path", "slug", "newest", "gap"), FROZEN)
def test_the_known_frozen_feeds_raise_the_alarm_at_their_first_answer(named, host, path, slug, newest, gap):
    named.pages[path] = items(newest, f"https://www.{slug}.com/story", gap, count=30)
    found = known(slug, f"http://{host}:{named.port}{path}")
    assert polling.poll_feed(found.pk, timezone.now()) == 30
    found.refresh_from_db()
    assert (found.health(), found.newest_item_at, found.failures) == ("frozen", newest, 0)
    assert [(alarm.kind, alarm.about) for alarm in alarms()] == [("frozen", found.url)]
    assert named.asked[-1].headers["host"] == f"{host}:{named.port}"


def test_a_feed_that_spam_took_over_brings_nothing_and_raises_the_alarm_within_48_hours(named):
    start = timezone.now()
    found = known("techcrunch", f"http://feeds.feedburner.com:{named.port}/TechCrunch")
    for later in (0, 24, 49):
        now = start + later * HOUR
        named.pages["/TechCrunch"] = items(now, "https://casino.example")
        Feed.objects.update(next_poll_at=now)
        Host.objects.update(free_at=timezone.now())
        assert polling.poll_feed(found.pk, now) == 0
    found.refresh_from_db()
    assert found.health() == "frozen"
    assert found.log.refusals().by_reason() == {"entry of another site": 36}
    assert not Article.objects.exists()
