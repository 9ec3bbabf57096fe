"""A speaker's page and feed: names, quotes story by story, how surely; and where the addresses of merged ones lead."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from aggregator.models import Article, Quote, Snapshot, Speaker
from aggregator.speaker_desk import merge, split_quotes
from coverage.models import Story
from coverage.pages import speaker as speaker_page
from tests.site import factories
from tests.site.pages import soup_of, words
from tests.site.recognised import characters, characters_in, recognised_story

FORMS = ("rss", "atom", "json")


@pytest.fixture
def story():
    return factories.full_story()


@pytest.fixture
def karin(story):
    return Speaker.objects.get(slug="karin-holm")


def entries(client, address):
    found = feedparser.parse(client.get(address).content)
    assert not found.bozo
    return found.entries


def said_elsewhere(name, words="The tide is nobody’s fault", **fields):
    """Another story, in which somebody of that name is quoted."""
    one, two = factories.outlets(2)
    at = factories.FIRST + timedelta(days=Story.objects.count())
    article = factories.article(one, f"{words}. Story {Story.objects.count()}.", at=at)
    made = factories.story([article, factories.article(two, f"Else {at}.", at=at)], f"Tides {Story.objects.count()}")
    factories.quote(article, words, speaker_words=name, speaker_name=name, **fields)
    return made


def test_it_gives_the_quotes_story_by_story_with_who_carries_them(client, story, karin):
    other = said_elsewhere("Karin Holm")
    page = soup_of(client, "/p/karin-holm/")
    assert words(page.h1) == "Karin Holm"
    assert [words(h) for h in page.select("section h2")] == [str(other), str(story)]
    first = page.select("section")[1].select_one(".saying")
    assert words(first.q) in factories.SAYINGS
    assert len(first.select(".carrier")) == 6
    assert "#:~:text=" in first.select_one(".carrier a")["href"]
    assert first.select(".carried a")[-1]["href"].startswith("/q/")


def test_it_tells_how_surely_the_words_are_the_speakers(client, story, karin):
    assert "likely this speaker’s (80 % sure, meant by a role)" in words(soup_of(client, "/p/karin-holm/"))
    Quote.objects.update(speaker_confidence=0.95, speaker_resolution="as written")
    assert "surely this speaker’s (95 % sure, named so in the text)" in words(soup_of(client, "/p/karin-holm/"))
    Quote.objects.update(speaker_confidence=0.4, speaker_resolution="pronoun")
    assert "doubtful whether this speaker’s (40 % sure, meant by a pronoun)" in words(soup_of(client, "/p/karin-holm/"))


def test_a_merged_speakers_address_and_feeds_lead_to_the_one_that_stays(client, story, karin):
    said_elsewhere("Dr. Karen Holm")
    karen = Speaker.objects.exclude(pk=karin.pk).get(name__contains="Karen")
    before = {entry.id for entry in entries(client, f"/p/{karen.slug}/feed.atom")}
    merge([karen], karin)
    moved = client.get(f"/p/{karen.slug}/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/p/karin-holm/")
    for form in FORMS:
        moved = client.get(f"/p/{karen.slug}/feed.{form}")
        assert (moved.status_code, moved.headers["Location"]) == (301, f"/p/karin-holm/feed.{form}")
    assert "Also seen as Dr. Karen Holm" in words(soup_of(client, "/p/karin-holm/"))
    assert before <= {entry.id for entry in entries(client, "/p/karin-holm/feed.atom")}, "guids stay through a merger"


def test_its_feed_has_an_entry_for_each_article_that_quotes_the_speaker(client, story, karin):
    found = entries(client, "/p/karin-holm/feed.rss")
    assert len(found) == 6
    assert len({entry.id for entry in found}) == 6
    assert found[0].title.startswith("Karin Holm in Mashable: ")
    assert "“" in found[0].summary
    feed = client.get("/p/karin-holm/feed.json").json()
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in found]
    assert feed["home_page_url"].endswith("/p/karin-holm/")


def test_an_entry_says_not_reviewed_only_where_an_editor_has_not_accepted_its_quotes(client, story, karin):
    assert all("Not reviewed." in entry.summary for entry in entries(client, "/p/karin-holm/feed.rss"))
    Quote.objects.update(reviewed=True)
    assert not any("Not reviewed" in entry.summary for entry in entries(client, "/p/karin-holm/feed.rss"))


def test_its_feed_has_archives(client, story, karin, monkeypatch):
    monkeypatch.setattr("coverage.feeds.source.BLOCK", 10)
    monkeypatch.setattr("coverage.feeds.source.SIZE", 5)
    outlet = factories.outlets(1)[0]
    for number in range(25):
        at = factories.FIRST + timedelta(minutes=number)
        article = factories.article(outlet, f"The tide is in, number {number}.", at=at)
        story.memberships.create(article=article, joined_at=at)
        factories.quote(article, "The tide is in")
    part = article.pk // 10  # the next row lies in the block after it
    assert len(entries(client, f"/p/karin-holm/feed/{part}.atom")) == 10
    assert f"/p/karin-holm/feed/{part}.atom" in client.get("/p/karin-holm/feed.atom").text


def test_an_entry_keeps_its_guid_when_a_quote_is_hidden_or_a_new_text_names_the_speaker_otherwise(client):
    one, two = factories.outlets(2)
    text = "Karin Holm said: “It was the cranes.” Later Karin Berg, as she is now, said: “It was never the tide.”"
    article = factories.article(one, text)
    factories.story([article, factories.article(two, "Else.")])
    second = factories.quote(article, "It was never the tide.", speaker_name="Karin Berg")
    first = factories.quote(article, "It was the cranes.")
    merge([Speaker.objects.get(pk=second.speaker_id)], Speaker.objects.get(pk=first.speaker_id))

    def guid():
        [entry] = entries(client, "/p/karin-holm/feed.atom")
        return entry.id

    before = guid()
    for quote in (first, second):
        Quote.objects.filter(pk=quote.pk).update(hidden=True)
        assert guid() == before
        Quote.objects.filter(pk=quote.pk).update(hidden=False)
    article.snapshot = Snapshot.objects.create(
        article=article, sha256="1" * 64, title=article.title, text=text, reader="test", taken_at=timezone.now()
    )
    article.save()
    factories.quote(article, "It was the cranes.")
    assert guid() == before


def test_a_quote_that_an_editor_splits_off_has_a_page_of_its_own(client, story, karin):
    other = said_elsewhere("Karin Holm")
    split_quotes(Quote.objects.filter(article__membership__story=other), "Karin Holm (sailor)", timezone.now())
    assert [words(h) for h in soup_of(client, "/p/karin-holm/").select("section h2")] == [str(story)]
    assert [words(h) for h in soup_of(client, "/p/karin-holm-sailor/").select("section h2")] == [str(other)]


def test_older_stories_are_a_page_further(client, story, karin, monkeypatch):
    monkeypatch.setattr(speaker_page, "STORIES", 2)
    newer = [said_elsewhere("Karin Holm") for _ in range(2)]
    page = soup_of(client, "/p/karin-holm/")
    assert [words(h) for h in page.select("section h2")] == [str(newer[1]), str(newer[0])]
    older = soup_of(client, f"/p/karin-holm/{page.select_one('a[rel=next]')['href']}")
    assert [words(h) for h in older.select("section h2")] == [str(story)]
    assert client.get("/p/karin-holm/?before=x").status_code == 200


@pytest.mark.parametrize("address", ["/p/nobody/", "/p/karin-holm/", "/p/karin-holm/feed.rss"])
def test_whom_readers_see_nothing_of_is_not_found(client, story, karin, address):
    Quote.objects.update(hidden=True)
    assert client.get(address).status_code == 404


def test_the_list_of_feeds_and_llms_txt_name_the_speakers(client, story, karin):
    page = soup_of(client, "/feeds/")
    assert {f"/p/karin-holm/feed.{form}" for form in FORMS} <= {a["href"] for a in page.select("main a")}
    assert "/p/karin-holm/" in client.get("/llms.txt").text


def test_no_article_shows_more_than_its_share(client, settings):
    recognised_story()
    assert 0 < max(characters(soup_of(client, "/p/karin-holm/")).values()) <= settings.EXCERPT_PAGE_CHARACTERS
    for entry in entries(client, "/p/karin-holm/feed.rss"):
        assert 0 < max(characters_in([entry.summary]).values()) <= settings.EXCERPT_PAGE_CHARACTERS


@pytest.mark.parametrize("stories", [1, 4])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, archives, stories):
    factories.full_story(2 if stories == 1 else 6)
    for _ in range(stories):
        said_elsewhere("Karin Holm")
    with django_assert_num_queries(8):
        client.get("/p/karin-holm/")
    with django_assert_num_queries(10 + archives):
        client.get("/p/karin-holm/feed.rss")
    assert Article.objects.exists()
