"""An outlet that is taken down is gone from everything that readers get, from the moment of the decision on."""

from __future__ import annotations

from collections import deque

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.utils import timezone

from aggregator.models import Outlet
from coverage import takedown
from coverage.assemble import refresh_facts
from coverage.decisions import decide
from coverage.desk import DeskError
from coverage.models import Correction, PressReview, ReadyPage, Story
from coverage.page_version import version_of
from coverage.ready_pages import make_ready
from coverage.search.writing import index_story
from coverage.takedown import Why, take_down_outlet
from coverage.tasks import assemble, take_down_what_is_left
from tests.site import factories
from tests.site.pages import soup_of, words
from tests.site.recognised import recognised_story

pytestmark = pytest.mark.django_db
ITS_OWN = ("zbz", "Headline b")  # TechCrunch's
MACHINES = (
    "/feeds/stories.rss", "/feeds/changes.atom", "/feeds/corrections.json", "/o/techcrunch/feed.rss", "/llms.txt",
    "/api/v1/stories", "/api/v1/articles", "/api/v1/articles?outlet=techcrunch", "/api/v1/quotes", "/api/v1/claims",
    "/api/v1/changes", "/api/v1/search?q=headline", "/search/feed.json?q=headline",
    "/search/?q=headline", "/sitemap.xml", "/feeds/parallax.opml",
)  # fmt: skip


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


@pytest.fixture
def story(settings, tmp_path) -> Story:
    settings.TAGGER_FOLDER = tmp_path
    settings.PAGE_SECONDS = 0
    made = recognised_story()
    index_story(made)
    return made


@pytest.fixture
def interrupted(monkeypatch):
    """Taking an outlet down ends before the first of its articles goes."""

    def interrupt(outlet: Outlet) -> None:
        with monkeypatch.context() as broken:
            broken.setattr(takedown, "take_down", lambda some, why: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                take_down_outlet(outlet, Why("Its owner asked for it.", timezone.now()))

    return interrupt


def walk(client, start: str, most: int = 140) -> dict[str, str]:
    """Every page that links lead to, and what the machines are given; with what each says."""
    told: dict[str, str] = {}
    waiting = deque([start, *MACHINES])
    while waiting and len(told) < most:
        address = waiting.popleft()
        if address in told:
            continue
        response = client.get(address, follow=True)
        told[address] = response.content.decode(errors="replace")
        if "html" in response.headers["Content-Type"]:
            links = BeautifulSoup(told[address], "lxml").select("a[href], link[href]")
            places = [str(link["href"]).removeprefix("http://testserver").partition("#")[0] for link in links]
            waiting += [place for place in places if place.startswith("/") and not place.startswith(("/static", "/fr"))]
    return told


def test_no_word_of_it_is_given_to_anybody_while_its_articles_wait_to_be_deleted(client, story, interrupted):
    before = walk(client, "/")
    telling = [address for address, said in before.items() if any(one in said for one in ITS_OWN)]
    kinds = {address.split("/")[1].partition("?")[0] for address in telling}
    assert {"s", "q", "c", "feeds", "api", "search", "o"} <= kinds, kinds
    outlet = Outlet.objects.get(slug="techcrunch")
    interrupted(outlet)
    assert outlet.articles.kept().exists()
    again = {address: client.get(address, follow=True).content.decode(errors="replace") for address in before}
    told = {**again, **walk(client, "/")}
    assert [address for address, said in told.items() if any(one in said for one in ITS_OWN)] == []


def test_a_ready_page_and_one_that_is_kept_are_given_no_more(client, story, settings, interrupted):
    settings.KEEP_PAGES = True
    Story.objects.filter(pk=story.pk).update(stale=False)
    assert make_ready(story.pk, timezone.now())
    assert "zbz" in client.get(story.get_absolute_url()).content.decode()
    interrupted(Outlet.objects.get(slug="techcrunch"))
    assert not ReadyPage.objects.filter(story=story).exists()
    assert version_of(story.pk) is None
    response = client.get(story.get_absolute_url())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "told anew" in words(BeautifulSoup(response.content, "lxml").h1)
    assert not make_ready(story.pk, timezone.now())


def test_a_story_is_back_with_what_the_others_report_once_its_articles_went(client, story, interrupted):
    interrupted(Outlet.objects.get(slug="techcrunch"))
    assert [take_down_what_is_left() for _ in range(2)] == [1, 0]
    page = client.get(f"/s/{story.pk}/", follow=True).content.decode()
    assert "zaz" in page
    assert not any(one in page for one in ITS_OWN)


def test_what_an_editor_decided_on_a_story_that_is_kept_back_holds(editor, story, interrupted):
    def edit(which: Story, **values):
        decide(editor, "edit", {"stories": [which.pk], "values": values}, "Decided.", timezone.now())

    two = [Outlet.objects.get(slug=slug) for slug in ("techcrunch", "cnn")]
    hidden = factories.story([factories.article(outlet, f"Of {outlet}.") for outlet in two])
    edit(story, state="public")
    edit(hidden, state="hidden")
    interrupted(Outlet.objects.get(slug="techcrunch"))
    edit(story, title="The desk's own")
    with pytest.raises(DeskError, match="is being taken down"):
        edit(story, state="public")
    states = dict(Story.objects.values_list("pk", "state"))
    assert states == {story.pk: "withheld", hidden.pk: "hidden"}
    while take_down_what_is_left():
        pass
    states = dict(Story.objects.values_list("pk", "state"))
    assert states == {story.pk: "public", hidden.pk: "hidden"}
    assert Story.objects.get(pk=story.pk).title == "The desk's own"


def test_no_worker_shows_the_story_again_or_places_another_article_of_it_meanwhile(story, interrupted):
    outlet = Outlet.objects.get(slug="techcrunch")
    interrupted(outlet)
    refresh_facts(Story.objects.get(pk=story.pk), timezone.now())
    assert Story.objects.get(pk=story.pk).state == "withheld"
    late = factories.article(outlet, "A text that was read before.", "Late")
    assemble()
    assert not late.stories.exists()


def test_what_a_press_review_of_another_story_cites_of_it_is_not_shown(client, editor, story, interrupted):
    two = [Outlet.objects.get(slug=slug) for slug in ("wsj", "cnn")]
    other = factories.story(
        [factories.article(outlet, f"Of {outlet}.", outlet.name) for outlet in two], title="Another"
    )
    quote = story.articles.get(outlet__slug="techcrunch").quotes.earliest("pk")
    review = PressReview(story=other, body=f"It says: [[q:{quote.pk} 1-3]].")
    review.published_body, review.published_at, review.cited = review.body, timezone.now(), {}
    review.save()
    address = f"/s/{other.pk}/review/"
    assert "zbz" in client.get(address).content.decode()
    interrupted(Outlet.objects.get(slug="techcrunch"))
    assert "zbz" not in client.get(address).content.decode()


def test_an_old_headline_of_it_is_not_among_the_corrections(client, editor, story, interrupted):
    Story.objects.filter(pk=story.pk).update(title="Headline b")
    decide(editor, "edit", {"stories": [story.pk], "values": {"title": "Ours"}}, "Shorter.", timezone.now())
    assert Correction.objects.get().old == "Headline b"
    assert "Headline b" in words(soup_of(client, "/corrections/"))
    interrupted(Outlet.objects.get(slug="techcrunch"))
    assert "Headline b" not in words(soup_of(client, "/corrections/"))
