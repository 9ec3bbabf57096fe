"""Feeds and pages over real HTTP on loopback, into the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from aggregator import ingest, polling
from aggregator.models import Article, Feed, FetchLog, Host
from tests.pipeline.loopback import LoopbackSite, Reply, etagged, page
from tests.pipeline.scenes import DAM, feed_of, follow_alone, page_of

pytestmark = pytest.mark.django_db(transaction=True)

DAM_PAGE = page(page_of("Harrow Dam closed after a crack", *DAM))


@pytest.fixture
def site(monkeypatch, settings):
    with LoopbackSite({"/dam": DAM_PAGE}) as site:
        follow_alone(site, monkeypatch, settings)
        yield site


def poll() -> int:
    return sum(polling.poll_feed(pk, timezone.now()) for pk in polling.feeds_to_poll(timezone.now()))


def take_up_all() -> int:
    return sum(ingest.take_up(pk, timezone.now()) for pk in ingest.articles_to_take_up(timezone.now()))


def feed() -> Feed:
    return Feed.objects.get(outlet__slug="loopback")


def test_a_feed_becomes_articles_and_an_article_becomes_quotes_and_claims(site):
    site.pages["/feed.xml"] = page(feed_of(("/dam", "Harrow Dam closed"), base=site.url), "application/rss+xml")
    assert poll() == 1
    assert take_up_all() == 1
    article = Article.objects.get()
    assert (article.state, article.title) == ("read", "Harrow Dam closed after a crack")
    assert article.published_at.isoformat() == "2022-06-17T12:00:00+00:00"
    assert article.quotes.get(kind="direct").speaker_name == "Ines Duarte"
    assert article.claims.exists()


@pytest.mark.parametrize(("weights", "paths"), [(True, {"tagger", "tagger and rules"}), (False, {"rules"})])
def test_every_stored_quote_says_which_path_found_it(site, settings, tmp_path, weights, paths):
    if not weights:
        settings.TAGGER_FOLDER = tmp_path
    site.pages["/feed.xml"] = page(feed_of(("/dam", "Harrow Dam closed"), base=site.url), "application/rss+xml")
    poll()
    take_up_all()
    assert set(Article.objects.get().quotes.values_list("found_by", flat=True)) <= paths
    told = FetchLog.objects.filter(outcome="read by rules alone", detail__startswith="missing")
    assert told.exists() is not weights


def test_an_unchanged_feed_is_asked_with_its_etag_and_changes_nothing(site):
    site.pages["/feed.xml"] = etagged(feed_of(("/dam", "Harrow Dam closed"), base=site.url), '"v1"')
    assert poll() == 1
    Feed.objects.update(next_poll_at=timezone.now())
    assert poll() == 0
    assert FetchLog.objects.filter(feed=feed()).values_list("outcome", flat=True)[0] == "unchanged"
    assert Article.objects.count() == 1


def test_an_entry_that_leads_to_another_site_is_counted_and_dropped(site):
    entries = feed_of(("/dam", "Harrow Dam closed"), base=site.url).replace(
        "</channel>", "<item><title>Elsewhere</title><link>https://elsewhere.example/x</link></item></channel>"
    )
    site.pages["/feed.xml"] = page(entries, "application/rss+xml")
    assert poll() == 1
    assert FetchLog.objects.filter(outcome="entry of another site").count() == 1


def test_a_feed_that_answers_410_is_asked_no_more(site):
    site.pages["/feed.xml"] = Reply(410)
    poll()
    Feed.objects.update(next_poll_at=timezone.now())
    assert (feed().ended, feed().last_problem) == ("gone", "gone: status 410")
    assert feed().pk not in polling.feeds_to_poll(timezone.now())


def test_a_broken_feed_is_put_off_under_its_reason_and_comes_back(site):
    site.pages["/feed.xml"] = Reply(500)
    poll()
    assert feed().failures == 1
    assert feed().last_problem
    assert feed().next_poll_at > timezone.now()
    site.pages["/feed.xml"] = page(feed_of(("/dam", "Harrow Dam closed"), base=site.url), "application/rss+xml")
    Feed.objects.update(next_poll_at=timezone.now())
    assert poll() == 1
    assert feed().failures == 0


def test_an_article_that_robots_txt_forbids_is_refused_and_never_asked_for(site):
    site.pages["/robots.txt"] = page("User-agent: *\nDisallow: /dam", "text/plain")
    article = due(site, "/dam")
    take_up_all()
    article.refresh_from_db()
    assert (article.state, article.reason) == ("refused", "robots.txt forbids it")
    assert "/dam" not in [asked.path for asked in site.asked]


def test_a_failing_page_is_tried_again_later_and_then_read(site):
    site.pages["/dam"] = Reply(503)
    article = due(site, "/dam")
    take_up_all()
    article.refresh_from_db()
    assert (article.state, article.attempts) == ("due", 1)
    assert article.next_try_at > timezone.now()
    site.pages["/dam"] = DAM_PAGE
    Article.objects.update(next_try_at=timezone.now())
    take_up_all()
    article.refresh_from_db()
    assert article.state == "read"


def test_a_page_that_is_gone_is_refused_at_once(site):
    article = due(site, "/nowhere")
    take_up_all()
    article.refresh_from_db()
    assert article.state == "refused"
    assert article.reason


def test_one_broken_page_does_not_stop_the_others(site):
    site.pages["/broken"] = page("<html><body></body></html>")
    broken, good = due(site, "/broken"), due(site, "/dam")
    for article in (broken, good):
        ingest.take_up(article.pk, timezone.now())
    good.refresh_from_db()
    broken.refresh_from_db()
    assert good.state == "read"
    assert broken.reason


def test_the_same_task_twice_reads_the_article_once(site):
    article = due(site, "/dam")
    assert ingest.take_up(article.pk, timezone.now())
    assert not ingest.take_up(article.pk, timezone.now())
    assert [asked.path for asked in site.asked].count("/dam") == 1


def test_an_article_that_a_dead_worker_held_is_taken_up_when_its_lease_ends(site):
    article = due(site, "/dam")
    Article.objects.update(lease_until=timezone.now() + timedelta(seconds=60), attempts=1)
    assert not ingest.take_up(article.pk, timezone.now())
    assert ingest.take_up(article.pk, timezone.now() + timedelta(seconds=61))


def test_a_busy_host_is_left_alone_and_the_try_does_not_count(site):
    article = due(site, "/dam")
    Host.objects.create(name=f"127.0.0.1:{site.port}", free_at=timezone.now() + timedelta(seconds=30))
    take_up_all()
    article.refresh_from_db()
    assert (article.state, article.attempts) == ("due", 0)
    assert article.next_try_at > timezone.now() + timedelta(seconds=20)
    assert not site.asked


def test_no_second_task_is_sent_while_one_waits(site):
    due(site, "/dam")
    assert len(ingest.articles_to_take_up(timezone.now())) == 1
    assert not ingest.articles_to_take_up(timezone.now())
    assert len(ingest.articles_to_take_up(timezone.now() + timedelta(minutes=6))) == 1


def test_an_outlet_that_is_switched_off_is_not_asked(site):
    article = due(site, "/dam")
    article.outlet.enabled = False
    article.outlet.save()
    assert not ingest.articles_to_take_up(timezone.now())


def due(site: LoopbackSite, path: str) -> Article:
    feed_outlet = feed().outlet
    return Article.objects.create(outlet=feed_outlet, url=f"{site.url}{path}", link=f"{site.url}{path}")


def test_a_page_that_leads_to_another_site_is_not_taken_for_the_outlet_s(site):
    with LoopbackSite({"/dam": DAM_PAGE}) as elsewhere:
        site.pages["/away"] = Reply(302, {"Location": f"http://localhost:{elsewhere.port}/dam"})
        article = due(site, "/away")
        take_up_all()
    article.refresh_from_db()
    assert article.state != "read"
    assert article.reason


def test_an_article_that_was_read_once_stays_read_when_reading_it_again_fails(site):
    article = due(site, "/dam")
    take_up_all()
    site.pages["/dam"] = Reply(410)
    Article.objects.update(state="due", attempts=0, next_try_at=timezone.now(), queued_until=None)
    Host.objects.update(free_at=timezone.now())
    take_up_all()
    article.refresh_from_db()
    assert article.state == "read"
    assert article.reason
    assert article.snapshot is not None


def test_a_task_that_was_queued_before_live_following_was_switched_off_fetches_nothing(site, settings):
    article = due(site, "/dam")
    settings.LIVE = False
    assert not ingest.take_up(article.pk, timezone.now())
    assert not polling.poll_feed(feed().pk, timezone.now())
    assert not site.asked


def test_what_nobody_foresaw_is_counted_and_put_off(site, monkeypatch):
    article = due(site, "/dam")
    monkeypatch.setattr(ingest, "save_reading", lambda *_: 1 / 0)
    assert not ingest.take_up(article.pk, timezone.now())
    article.refresh_from_db()
    assert (article.state, article.reason, article.lease_until) == ("due", "crashed", None)


def test_a_host_that_asks_for_patience_gets_it_for_all_its_pages(site):
    site.pages["/dam"] = Reply(429, {"Retry-After": "120"})
    ingest.take_up(due(site, "/dam").pk, timezone.now())
    assert Host.objects.get().free_at > timezone.now() + timedelta(seconds=100)
