"""Articles that were read are looked at again over real HTTP: new texts, no change, pages that are gone, and misses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from aggregator import edited, ingest, looks
from aggregator.models import Article, Feed, FetchLog, Host, Outlet, Quote, Snapshot, TextChange
from aggregator.outlets import OUTLETS
from aggregator.outlets.spec import ArticleForm
from aggregator.reading.types import ReadingError
from aggregator.roster import sync_outlets
from tests.pipeline.loopback import LoopbackSite, Reply, etagged, page
from tests.pipeline.scenes import DAM, LOOPBACK, page_of, read_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(monkeypatch, settings):
    with LoopbackSite() as site:
        monkeypatch.setitem(OUTLETS, "loopback", LOOPBACK)
        settings.FETCH_ALLOW_PRIVATE = (site.host,)
        settings.FETCH_MIN_DELAY_SECONDS = 0
        settings.FETCH_DEADLINE_SECONDS = 5
        settings.LIVE = True
        sync_outlets()
        Feed.objects.all().delete()
        yield site


def html(*more: str, title: str = "Harrow Dam closed", text: tuple[str, ...] = DAM) -> str:
    return page_of(title, *text, *more, published=(timezone.now() - timedelta(minutes=5)).isoformat())


def taken(site: LoopbackSite, answer=None) -> Article:
    """An article of this hour as it stands after its first reading."""
    site.pages["/dam"] = answer or page(html())
    url = f"{site.url}/dam"
    article = Article.objects.create(outlet=Outlet.objects.get(slug="loopback"), url=url, link=url)
    assert ingest.take_up(article.pk, timezone.now())
    article.refresh_from_db()
    return article


def look(article: Article) -> bool:
    """Look when the article is due, as beat and a worker do."""
    Article.objects.update(read_again_at=timezone.now(), queued_until=None)
    Host.objects.update(free_at=timezone.now())
    found = [looks.look_again(pk, timezone.now()) for pk in looks.articles_to_look_at(timezone.now())]
    article.refresh_from_db()
    return any(found)


def changes() -> list[tuple[str, str, str]]:
    rows = TextChange.objects.select_related("before", "after")
    return [(change.kind, change.old_words, change.new_words) for change in rows]


def test_an_article_that_was_read_live_is_due_for_another_look_within_the_hour(site):
    article = taken(site)
    assert timedelta(minutes=50) < article.read_again_at - timezone.now() < timedelta(minutes=60)
    assert looks.articles_to_look_at(timezone.now()) == []
    assert looks.articles_to_look_at(article.read_again_at) == [article.pk]


def test_a_new_text_is_a_new_snapshot_with_its_changes_ranked(site):
    article = taken(site)
    before = article.snapshot
    text = (DAM[0].replace("12 metres", "14 metres"), DAM[1], DAM[2].replace("close a road", "shut a road"))
    site.pages["/dam"] = page(html(text=text, title="Harrow Dam is closed"))
    assert look(article)
    assert article.snapshot != before
    assert article.state == "read"
    assert changes() == [
        ("headline", "", "is "),
        ("number", "12", "14"),
        ("quote", "close", "shut"),
    ]
    assert {change.before for change in TextChange.objects.all()} == {before}


def test_the_same_text_again_is_no_new_snapshot(site):
    article = taken(site)
    assert not look(article)
    assert Snapshot.objects.count() == 1
    assert not changes()
    assert [asked.path for asked in site.asked].count("/dam") == 2
    assert article.read_again_at > timezone.now() + timedelta(minutes=30)
    assert article.looked_at is not None


def test_a_text_that_goes_back_to_what_it_was_is_the_snapshot_that_it_was(site):
    article = taken(site)
    first, old = article.snapshot, site.pages["/dam"]
    site.pages["/dam"] = page(html("The road reopened on Sunday."))
    assert look(article)
    site.pages["/dam"] = old
    assert look(article)
    assert article.snapshot == first
    assert Snapshot.objects.count() == 2
    assert len(changes()) == 2


def test_a_page_is_asked_for_with_the_validators_that_it_came_with(site):
    article = taken(site, etagged(html(), '"v1"', "text/html"))
    assert article.etag == '"v1"'
    assert not look(article)
    assert [asked.headers.get("if-none-match") for asked in site.asked[1:]] == [None, '"v1"']
    assert FetchLog.objects.filter(article=article).values_list("outcome", flat=True)[0] == "unchanged"
    assert article.read_again_at > timezone.now() + timedelta(minutes=30)
    site.pages["/dam"] = etagged(html("The road reopened on Sunday."), '"v2"', "text/html")
    assert look(article)
    assert article.etag == '"v2"'


def test_a_page_that_came_without_validators_is_asked_for_without_them(site):
    article = taken(site)
    look(article)
    assert not [
        asked for asked in site.asked if "if-none-match" in asked.headers or "if-modified-since" in asked.headers
    ]


@pytest.mark.parametrize(("status", "again"), [(404, True), (410, False)])
def test_a_page_that_is_gone_is_recorded_and_keeps_its_text(site, status, again):
    article = taken(site)
    text = article.snapshot.text
    site.pages["/dam"] = Reply(status)
    assert not look(article)
    assert (article.state, article.snapshot.text) == ("read", text)
    assert article.gone_at is not None
    assert article.reason
    assert bool(article.read_again_at) == again
    assert list(Article.objects.gone()) == [article]
    assert Quote.objects.shown().exists()


def test_a_page_that_comes_back_is_gone_no_more(site):
    article = taken(site)
    since = site.pages["/dam"]
    site.pages["/dam"] = Reply(404)
    look(article)
    first = article.gone_at
    look(article)
    assert article.gone_at == first
    assert article.misses == 2
    site.pages["/dam"] = since
    look(article)
    assert (article.gone_at, article.misses, article.reason) == (None, 0, "")


@pytest.mark.parametrize(
    "answer",
    [Reply(503), Reply(429, {"Retry-After": "120"}), Reply(403), page("<html><body></body></html>"),
     page("%PDF-1.4", "application/pdf"), Reply(raw=b"nonsense")],
    ids=["503", "429", "403", "no text", "no page", "no HTTP"],
)  # fmt: skip
def test_a_look_that_fails_loses_nothing(site, answer):
    article = taken(site)
    kept = (article.snapshot_id, article.title, article.access, article.published_at)
    site.pages["/dam"] = answer
    assert not look(article)
    assert (article.snapshot_id, article.title, article.access, article.published_at) == kept
    assert (article.state, article.misses, article.lease_until) == ("read", 1, None)
    assert article.reason
    assert article.gone_at is None
    assert article.read_again_at > timezone.now() + timedelta(seconds=20)
    assert FetchLog.objects.filter(article=article, outcome=article.reason).exists()


def test_a_page_that_leads_home_is_not_read_as_the_article(site, monkeypatch):
    form = ArticleForm(r"127\.0\.0\.1/dam", "127.0.0.1/")
    monkeypatch.setitem(OUTLETS, "loopback", replace(LOOPBACK, articles=(form,)))
    article = taken(site)
    site.pages["/"] = page(html(title="Welcome"))
    site.pages["/dam"] = Reply(302, {"Location": "/"})
    look(article)
    assert (article.reason, article.title) == ("leads to another page", "Harrow Dam closed")


def test_the_workers_next_look_is_not_sent_twice(site):
    article = taken(site)
    Article.objects.update(read_again_at=timezone.now())
    assert looks.articles_to_look_at(timezone.now()) == [article.pk]
    assert looks.articles_to_look_at(timezone.now()) == []
    site.pages["/dam"] = page(html("The road reopened on Sunday."))
    assert [looks.look_again(article.pk, timezone.now()) for _ in range(2)] == [True, False]
    assert [asked.path for asked in site.asked].count("/dam") == 2


def test_a_busy_host_is_left_alone_and_the_look_put_off(site):
    article = taken(site)
    Article.objects.update(read_again_at=timezone.now())
    busy = timezone.now() + timedelta(seconds=40)
    Host.objects.update(free_at=busy)
    assert not looks.look_again(article.pk, timezone.now())
    article.refresh_from_db()
    assert (article.read_again_at, article.misses) == (busy, 0)


def test_switches_are_heeded_at_the_moment_of_the_look(site, settings):
    article = taken(site)
    Article.objects.update(read_again_at=timezone.now())
    asked = len(site.asked)
    for name, value in (("LIVE", False), ("FOLLOW", ["cnn"])):
        was = getattr(settings, name)
        setattr(settings, name, value)
        assert not looks.articles_to_look_at(timezone.now())
        assert not looks.look_again(article.pk, timezone.now())
        setattr(settings, name, was)
    Outlet.objects.update(enabled=False)
    assert not looks.articles_to_look_at(timezone.now())
    assert not looks.look_again(article.pk, timezone.now())
    assert len(site.asked) == asked


def test_only_live_articles_are_looked_at(site):
    for key, origin in (("a", "archive"), ("s", "sample"), ("p", "press review")):
        article = read_in("cnn", "Harrow Dam closed", *DAM, key=key)
        Article.objects.filter(pk=article.pk).update(origin=origin, read_again_at=timezone.now())
    assert not looks.articles_to_look_at(timezone.now())


def test_a_look_of_a_dead_worker_is_taken_up_when_its_lease_ends(site):
    article = taken(site)
    Article.objects.update(read_again_at=timezone.now(), lease_until=timezone.now() + timedelta(seconds=60))
    assert not looks.look_again(article.pk, timezone.now())
    Article.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    site.pages["/dam"] = page(html("The road reopened on Sunday."))
    assert looks.look_again(article.pk, timezone.now())


def test_what_nobody_foresaw_is_counted_and_put_off(site, monkeypatch):
    article = taken(site)
    monkeypatch.setattr(looks, "read_capture", lambda *_: 1 / 0)
    assert not look(article)
    assert (article.state, article.reason, article.lease_until) == ("read", "crashed", None)


def test_texts_that_take_too_long_to_tell_apart_are_told_apart_plainly(site, monkeypatch):
    article = taken(site)

    def too_long(*_):
        raise ReadingError("took too long")

    monkeypatch.setattr(edited, "bounded", too_long)
    site.pages["/dam"] = page(html(text=(DAM[0].replace("12", "14"), *DAM[1:])))
    assert look(article)
    assert changes() == [("wording", "2", "4")]
