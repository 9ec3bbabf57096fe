"""A list of sources → outlets that the workers follow like any other, in every process, and nothing twice."""

from __future__ import annotations

import pytest
from django.utils import timezone

from aggregator import tasks
from aggregator.added_outlets import know_added_outlets
from aggregator.listing.opml import ListedSource, Outline, write_opml
from aggregator.models import Article, Feed, FetchLog, Host, Outlet
from aggregator.opml_intake import MOST, take_in
from aggregator.outlets import OUTLETS, outlet_of
from aggregator.outlets.added import know
from aggregator.reading.types import ReadingError
from aggregator.roster import sync_outlets

from .loopback import RSS, LoopbackSite, page
from .scenes import feed_of, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten():
    """No test's outlets are known to the next one."""
    sync_outlets()
    yield
    know(())


def listed(*sources: ListedSource) -> bytes:
    return write_opml("Sources", [Outline("", sources)])


def one(address: str, site: str = "", title: str = "The Fjordby Gazette") -> ListedSource:
    return ListedSource(title, address, site)


def test_a_list_adds_an_outlet_with_its_feeds():
    intake = take_in(
        listed(
            one("https://feeds.gazette.invalid/all", "https://www.gazette.invalid/"),
            one("https://www.gazette.invalid/tech.xml", "https://www.gazette.invalid/", "Its tech pages"),
        ),
        "list.opml",
    )
    [outlet] = intake.outlets
    assert (outlet.slug, outlet.name, outlet.monogram) == ("the-fjordby-gazette", "The Fjordby Gazette", "TFG")
    assert (outlet.home, outlet.listed, outlet.enabled) == ("https://www.gazette.invalid/", True, True)
    assert outlet.position == len(OUTLETS) - 1
    assert [feed.url for feed in intake.feeds] == [
        "https://feeds.gazette.invalid/all",
        "https://www.gazette.invalid/tech.xml",
    ]
    assert outlet_of("https://news.gazette.invalid/a").slug == outlet.slug
    assert list(OUTLETS)[:6] == ["techcrunch", "buzzfeednews", "wsj", "gizmodo", "cnn", "mashable"]


def test_the_same_list_again_changes_nothing():
    body = listed(one("https://gazette.invalid/f"))
    take_in(body, "list.opml")
    again = take_in(body, "list.opml")
    assert (again.outlets, again.feeds, dict(again.refused)) == ([], [], {"known already": 1})
    assert Outlet.objects.exclude(added=None).count() == 1


def test_a_later_list_adds_a_feed_to_an_outlet_that_was_added_before():
    take_in(listed(one("https://gazette.invalid/f")), "list.opml")
    intake = take_in(listed(one("https://gazette.invalid/g")), "list.opml")
    assert intake.outlets == []
    assert [feed.outlet.slug for feed in intake.feeds] == ["the-fjordby-gazette"]
    assert len(OUTLETS["the-fjordby-gazette"].feeds) == 2


def test_the_next_start_keeps_what_was_added():
    take_in(listed(one("https://gazette.invalid/f")), "list.opml")
    know(())  # another process, which knows nothing of it yet
    assert outlet_of("https://gazette.invalid/a") is None
    sync_outlets()
    assert Feed.objects.filter(url="https://gazette.invalid/f").exists()
    know_added_outlets()
    assert outlet_of("https://gazette.invalid/a").name == "The Fjordby Gazette"
    sync_outlets()
    assert Feed.objects.filter(url="https://gazette.invalid/f").exists()


def test_an_outlet_of_the_code_never_gives_way():
    take_in(listed(one("https://gazette.invalid/f", title="CNN")), "list.opml")
    assert OUTLETS["cnn"].domains == ("cnn.com",)
    assert outlet_of("https://gazette.invalid/a").slug == "cnn-2"


@pytest.mark.parametrize(
    ("address", "site", "reason"),
    [
        ("javascript:alert(1)", "", "scheme not allowed"),
        ("file:///etc/passwd", "", "scheme not allowed"),
        ("feed.xml", "", "not an address"),
        ("https://user:secret@gazette.invalid/f", "", "credentials in the address"),
        ("https://gazette.invalid:6379/f", "", "port not allowed"),
        ("http://127.0.0.1/f", "", "no site of its own"),
        ("http://[::1]/f", "", "no site of its own"),
        ("http://2130706433/f", "", "odd spelling of a host"),
        ("http://169.254.169.254/latest", "", "no site of its own"),
        ("http://localhost/f", "", "no site of its own"),
        ("https://gazette.invalid/f", "https://co.uk/", "no site of its own"),
        ("https://gazette.invalid/f", "https://github.io/", "no site of its own"),
        ("https://gazette.invalid/f", "javascript:alert(1)", "scheme not allowed"),
        ("https://www.cnn.com/rss", "", "belongs to a known outlet"),
        ("https://gazette.invalid/f", "https://www.cnn.com/", "belongs to a known outlet"),
        ("https://mashable.com/feeds/rss/all", "https://gazette.invalid/", "known already"),
    ],
)
def test_what_cannot_be_a_source_is_refused_under_its_reason(address, site, reason):
    intake = take_in(listed(one("https://good.invalid/f"), one(address, site)), "list.opml")
    assert dict(intake.refused) == {reason: 1}
    assert [feed.url for feed in intake.feeds] == ["https://good.invalid/f"]
    assert FetchLog.objects.refusals().by_reason() == {reason: 1}


def test_a_list_of_too_many_sites_adds_the_first_ones():
    intake = take_in(listed(*(one(f"https://site{n}.invalid/f") for n in range(MOST + 5))), "list.opml")
    assert len(intake.outlets) == MOST
    assert dict(intake.refused) == {"too many outlets at once": 5}
    assert len({outlet.slug for outlet in intake.outlets}) == MOST


def test_a_hostile_list_is_refused_whole():
    with pytest.raises(ReadingError, match="document type not allowed"):
        take_in(b'<!DOCTYPE opml [<!ENTITY a "b">]><opml version="2.0"><body/></opml>', "bomb.opml")
    assert not Outlet.objects.exclude(added=None).exists()


def test_the_workers_follow_what_was_added(settings):
    with LoopbackSite() as site:
        settings.FETCH_ALLOW_PRIVATE = (site.host,)
        settings.FETCH_MIN_DELAY_SECONDS = 0
        settings.LIVE = True
        Feed.objects.update(enabled=False)
        site.pages["/f"] = page(feed_of(("/a", "Harbour opens"), base=site.url), RSS)
        site.pages["/a"] = page(page_of("Harbour opens", "The harbour opened on Friday with 40 cranes. " * 12))
        [feed] = take_in(listed(one(f"{site.url}/f")), "list.opml").feeds
        know(())  # a worker that has never heard of it
        assert tasks.poll_feed(feed.pk) == 1
        article = Article.objects.get(outlet=feed.outlet)
        Host.objects.update(free_at=timezone.now())
        know(())
        assert tasks.take_up_article(article.pk)
        article.refresh_from_db()
        assert (article.state, article.title) == (Article.State.READ, "Harbour opens")
