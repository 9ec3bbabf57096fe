"""A hub is told of feeds that changed, of no others, and never a machine on a private network."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs

import feedparser
import pytest
from django.conf import settings as site_settings
from django.utils import timezone

from aggregator.models import FetchLog, Outlet
from aggregator.roster import sync_outlets
from coverage import tasks
from coverage.announcing import announce_due
from coverage.assemble import place, unplaced
from coverage.compare import compare
from coverage.models import FollowedFeed, Story, StoryEvent

from .loopback import LoopbackSite, Reply, redirect
from .scenes import NOON, read_in

pytestmark = pytest.mark.django_db

WORDS = (
    "The harbour board moved 40 cranes to the north quay of Fjordby on Friday.",
    "“We never asked for the cranes,” harbour master Karin Holm said in Fjordby on Friday.",
)


@pytest.fixture
def hub(settings):
    with LoopbackSite({"/hub": Reply(204)}) as site:
        settings.WEBSUB_HUB = f"{site.url}/hub"
        settings.FETCH_ALLOW_PRIVATE = (site.host,)
        yield site


@pytest.fixture
def story(hub):
    sync_outlets()
    read_in("cnn", "Harbour board moves 40 cranes in Fjordby", *WORDS)
    read_in("gizmodo", "Fjordby harbour board moves cranes", *WORDS, hours=1)
    place(unplaced(), NOON)
    made = Story.objects.visible().get()
    compare(made, NOON)
    return made


def topics(hub) -> list[str]:
    """The addresses of every ping so far, without the site's own."""
    forms = [parse_qs(asked.body.decode()) for asked in hub.asked]
    assert all(form["hub.mode"] == ["publish"] for form in forms)
    return [address.removeprefix(site_settings.SITE_URL) for form in forms for address in form["hub.url"]]


def test_every_feed_of_a_new_story_is_told_in_all_its_forms(hub, story):
    assert tasks.announce_feeds() >= 6
    told = topics(hub)
    for base in ("/feeds/stories", "/feeds/changes", f"/s/{story.pk}/feed", f"/s/{story.pk}/changes", "/o/cnn/feed"):
        assert {f"{base}.{form}" for form in ("rss", "atom", "json")} <= set(told)
    assert {asked.method for asked in hub.asked} == {"POST"}
    assert hub.asked[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert hub.asked[0].headers["user-agent"] == site_settings.FETCH_USER_AGENT


def test_a_feed_that_is_the_same_as_before_is_not_told_again(hub, story):
    assert announce_due(NOON) > 0
    hub.asked.clear()
    compare(story, NOON + timedelta(hours=1))
    assert FollowedFeed.objects.due(NOON + timedelta(hours=2)).exists()
    assert announce_due(NOON + timedelta(hours=2)) == 0
    assert hub.asked == []
    assert not FollowedFeed.objects.exclude(due_at=None).exists()


def test_only_the_feeds_that_changed_are_told(hub, story):
    announce_due(NOON)
    hub.asked.clear()
    StoryEvent.objects.create(story=story, kind=StoryEvent.Kind.MERGED, at=NOON, detail="Cranes")
    compare(story, NOON + timedelta(hours=1))
    assert announce_due(NOON + timedelta(hours=2)) == 2
    bases = {address.rpartition(".")[0] for address in topics(hub)}
    assert bases == {"/feeds/changes", f"/s/{story.pk}/changes"}


def test_what_fails_is_counted_and_tried_again_later(hub, story):
    hub.pages["/hub"] = Reply(503, {"Retry-After": "7200"})
    assert announce_due(NOON) == 0
    feeds = FollowedFeed.objects.count()
    assert FetchLog.objects.refusals().by_reason()["unavailable"] == feeds
    assert FollowedFeed.objects.filter(failures=1, due_at__gte=NOON + timedelta(hours=2)).count() == feeds
    hub.pages["/hub"] = Reply(202, {}, b"queued")
    assert announce_due(NOON + timedelta(hours=1)) == 0
    assert announce_due(NOON + timedelta(hours=3)) == feeds
    assert FollowedFeed.objects.filter(failures=0, due_at=None).count() == feeds


def test_a_redirect_is_not_followed(hub, story):
    hub.pages["/hub"] = redirect(f"{hub.url}/elsewhere", 307)
    hub.pages["/elsewhere"] = Reply(204)
    assert announce_due(NOON) == 0
    assert set(hub.paths()) == {"/hub"}
    assert "redirect not followed" in FetchLog.objects.refusals().by_reason()


@pytest.mark.parametrize(
    "address", ["127.0.0.1:{port}", "127.1:{port}", "[::1]:{port}", "localhost:{port}", "10.0.0.1"]
)
def test_a_hub_on_a_private_network_is_never_asked(hub, story, settings, address):
    settings.FETCH_ALLOW_PRIVATE = ()
    settings.WEBSUB_HUB = f"http://{address.format(port=hub.port)}/hub"
    assert announce_due(NOON) == 0
    assert hub.asked == []
    reasons = set(FetchLog.objects.refusals().by_reason())
    assert reasons <= {"address not public", "port not allowed", "odd spelling of a host"}
    assert reasons


def test_a_feed_that_is_there_no_more_is_forgotten(hub, story):
    Story.objects.update(state=Story.State.HIDDEN)
    announce_due(NOON)
    assert not FollowedFeed.objects.filter(base__startswith="/s/").exists()
    assert FollowedFeed.objects.filter(base="/feeds/stories").exists()


def test_without_a_hub_nothing_is_marked_and_nothing_is_asked(hub, story, settings):
    FollowedFeed.objects.all().delete()
    settings.WEBSUB_HUB = ""
    compare(story, timezone.now())
    assert not FollowedFeed.objects.exists()
    assert tasks.announce_feeds() == 0
    assert hub.asked == []


def test_a_feed_names_its_hub_in_itself_and_in_its_headers(hub, story, client, settings):
    for form in ("rss", "atom"):
        answer = client.get(f"/s/{story.pk}/feed.{form}")
        links = {link["rel"]: link["href"] for link in feedparser.parse(answer.content).feed.links}
        assert links["hub"] == settings.WEBSUB_HUB
        assert f'<{settings.WEBSUB_HUB}>; rel="hub"' in answer.headers["Link"]
        assert f'<{settings.SITE_URL}/s/{story.pk}/feed.{form}>; rel="self"' in answer.headers["Link"]
    assert client.get("/feeds/stories.json").json()["hubs"] == [{"type": "WebSub", "url": settings.WEBSUB_HUB}]
    settings.WEBSUB_HUB = ""
    assert "hub" not in client.get("/feeds/stories.rss").text
    assert "hub" not in client.get("/feeds/stories.rss").headers["Link"]


def test_an_outlet_that_is_not_compared_has_no_feed_to_tell_of(hub, story):
    Outlet.objects.filter(slug="gizmodo").update(listed=False)
    FollowedFeed.objects.all().delete()
    compare(story, NOON + timedelta(hours=1))
    assert not FollowedFeed.objects.filter(base="/o/gizmodo/feed").exists()
