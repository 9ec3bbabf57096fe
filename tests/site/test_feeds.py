"""The feeds out: valid, permanent, and unchanged when nothing has changed."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from aggregator.models import Article, Quote
from coverage.models import ClaimGroup, Difference, Story, StoryEvent
from tests.site import factories
from tests.site.edits import an_edit

ATOM = "{http://www.w3.org/2005/Atom}"
FORMS = ["rss", "atom"]


@pytest.fixture
def story():
    return factories.full_story()


def addresses(story):
    return [f"{base}{form}" for base in ("/feeds/stories.", f"/s/{story.pk}/feed.", "/o/cnn/feed.") for form in FORMS]


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    found = feedparser.parse(response.content)
    assert not found.bozo
    return found


def test_every_feed_is_well_formed_and_names_itself(client, story):
    for address in addresses(story):
        response = client.get(address)
        kind = "rss" if address.endswith("rss") else "atom"
        assert response.headers["Content-Type"] == f"application/{kind}+xml; charset=utf-8"
        selves = [
            e.get("href")
            for e in ElementTree.fromstring(response.content).iter(f"{ATOM}link")
            if e.get("rel") == "self"
        ]
        assert selves == [f"{settings.SITE_URL}{address}"]


def test_entries_that_changed_at_one_moment_are_told_apart_and_each_time_alike(client, story):
    Article.objects.update(published_at=factories.FIRST, modified_at=factories.FIRST)
    first = ElementTree.fromstring(client.get(f"/s/{story.pk}/feed.atom").content)
    moments = [entry.find(f"{ATOM}updated").text for entry in first.iter(f"{ATOM}entry")]
    assert len(moments) == 6
    assert len(set(moments)) == 6
    assert {moment[:19] for moment in moments} == {"2022-06-17T15:31:00"}
    Story.objects.update(title="Another title")
    again = ElementTree.fromstring(client.get(f"/s/{story.pk}/feed.atom").content)
    assert [entry.find(f"{ATOM}updated").text for entry in again.iter(f"{ATOM}entry")] == moments


def test_all_stories_are_followed_with_tag_guids(client, story):
    for form in FORMS:
        found = read(client, f"/feeds/stories.{form}")
        assert [entry.id for entry in found.entries] == [f"tag:parallax.example,2022:story/{story.pk}"]
        assert found.entries[0].link == f"{settings.SITE_URL}{story.get_absolute_url()}"
        assert "They differ on cranes moved" in found.entries[0].summary


def test_a_guid_is_no_permalink(client, story):
    root = ElementTree.fromstring(client.get("/feeds/stories.rss").content)
    assert root.find("channel/item/guid").get("isPermaLink") == "false"


def test_a_storys_feed_holds_the_outlets_articles_newest_first(client, story):
    found = read(client, f"/s/{story.pk}/feed.atom")
    assert len(found.entries) == 6
    assert found.entries[0].title.endswith("what Mashable makes of it")
    assert found.feed.id == f"tag:parallax.example,2022:story/{story.pk}/articles"
    assert found.entries[0].link.startswith("https://mashable.com/")
    assert "Karin Holm" in found.entries[0].summary


def test_an_article_without_an_address_of_its_own_links_to_its_place_here(client, story):
    found = read(client, f"/s/{story.pk}/feed.rss")
    article = Article.objects.get(link_is_home=True, outlet__listed=True)
    link = next(entry.link for entry in found.entries if entry.id.endswith(f"article/{article.pk}"))
    assert link == f"{settings.SITE_URL}{story.get_absolute_url()}#article-{article.pk}"


def test_an_outlets_feed_names_the_story(client, story):
    [entry] = read(client, "/o/cnn/feed.rss").entries
    assert "In the story" in entry.summary
    Story.objects.update(state=Story.State.HIDDEN)
    [entry] = read(client, "/o/cnn/feed.rss").entries
    assert "In the story" not in entry.summary


def test_guids_stay_when_stories_are_renamed_compared_again_or_merged(client, story):
    before = {a: [entry.id for entry in read(client, a).entries] for a in addresses(story)}
    other = Story.objects.create(title="Another", state=Story.State.PUBLIC)
    Story.objects.filter(pk=story.pk).update(title="Renamed", changed_at=factories.FIRST + timedelta(days=9))
    after = {a: [entry.id for entry in read(client, a).entries] for a in addresses(story)}
    assert {a: ids for a, ids in after.items() if "stories" not in a} == {
        a: ids for a, ids in before.items() if "stories" not in a
    }
    assert set(before["/feeds/stories.rss"]) < set(after["/feeds/stories.rss"])
    story.memberships.update(story=other)
    Story.objects.filter(pk=story.pk).update(merged_into=other)
    response = client.get(f"/s/{story.pk}/feed.rss")
    assert (response.status_code, response.headers["Location"]) == (301, f"/s/{other.pk}/feed.rss")
    moved = [entry.id for entry in read(client, response.headers["Location"]).entries]
    assert moved == before[f"/s/{story.pk}/feed.rss"]


def test_an_unchanged_feed_answers_304_to_either_validator(client, story):
    for address in addresses(story):
        first = client.get(address)
        etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
        assert client.get(address).content == first.content
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
        assert client.get(address, headers={"If-None-Match": f"W/{etag}"}).status_code == 304
        unchanged = client.get(address, headers={"If-Modified-Since": modified})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged.headers["ETag"] == etag


def test_a_gzipped_feed_that_is_unchanged_answers_304_too(client, story):
    address = f"/s/{story.pk}/feed.rss"
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    again = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_changed_feed_answers_anew(client, story):
    for address in addresses(story):
        etag = client.get(address).headers["ETag"]
        Article.objects.filter(outlet__slug="cnn").update(title=f"A new headline for {address}")
        changed = client.get(address, headers={"If-None-Match": etag})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != etag


def test_a_quote_that_an_editor_hides_leaves_the_feed(client, story):
    address = f"/s/{story.pk}/feed.atom"
    etag = client.get(address).headers["ETag"]
    Quote.objects.update(hidden=True)
    changed = client.get(address, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert factories.SAYINGS[0] not in changed.text


def test_marks_within_quotation_marks_are_single(client, story):
    nested = re.compile("“[^”]*“")
    Quote.objects.filter(kind=Quote.Kind.DIRECT).update(text="We “never” asked for the cranes")
    Difference.objects.update(kind="credit", topic="We “never” asked", sides=[{"value": 'the "board"', "evidence": []}])
    Article.objects.update(title="The “cranes” are gone")
    cnn = Article.objects.get(outlet__slug="cnn")
    an_edit(cnn, ("the", "a"), kind="quote")
    StoryEvent.objects.create(story=story, kind="merged", detail="The “board”")
    for row in Difference.objects.all():
        StoryEvent.objects.create(story=story, kind="differs", key=row.key)
    told = ""
    for base in ("/feeds/stories", f"/s/{story.pk}/feed", f"/s/{story.pk}/changes", "/o/cnn/feed", "/feeds/changes"):
        for entry in read(client, f"{base}.rss").entries:
            assert not nested.search(entry.title), entry.title
            assert not nested.search(BeautifulSoup(entry.summary, "lxml").get_text()), entry.summary
            told += entry.title + entry.summary
    assert all(words in told for words in ("“We ‘never’ asked", "“The ‘board’” was merged", "“the ‘board’”"))


def test_an_empty_feed_is_a_feed_and_does_not_change_with_the_clock(client):
    for form in FORMS:
        first = client.get(f"/feeds/stories.{form}")
        assert feedparser.parse(first.content).entries == []
        assert client.get(f"/feeds/stories.{form}").content == first.content


def test_control_characters_and_markup_cannot_break_a_feed(client, story):
    Story.objects.update(title="Bell\x07 \ufffe & <script>alert(1)</script>")
    Article.objects.update(title="Null\x01\x1f & <b>bold</b>", authors=["A\x0b <i>"])
    Quote.objects.update(speaker_name="S\x08<img src=x onerror=alert(1)>")
    for address in addresses(story):
        root = ElementTree.fromstring(client.get(address).content)
        summaries = [e.text for e in root.iter() if e.tag in ("description", f"{ATOM}summary") and e.text]
        assert all("<script" not in text and "<img" not in text and "<b>" not in text for text in summaries)
    assert read(client, "/feeds/stories.atom").entries[0].title.startswith("Bell ")


@pytest.mark.parametrize(
    "address",
    ["/feeds/stories.xml", "/s/1/feed.xml", "/feeds/stories.", "/feeds/stories/0.rss", "/feeds/stories/1.rss"],
)
def test_other_forms_are_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("outlets", [2, 6])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, archives, outlets):
    story = factories.full_story(outlets)
    an_edit(Article.objects.get(outlet__slug="techcrunch"), ("the", "a"), kind="quote")
    claim = ClaimGroup.objects.first()
    expected = {
        "/feeds/stories": 10,
        "/feeds/changes": 9,
        f"/s/{story.pk}/feed": 10,
        f"/s/{story.pk}/changes": 9,
        "/o/techcrunch/feed": 10,
        f"/c/{claim.pk}/feed": 9,
    }
    for address, queries in ((f"{base}.{form}", count) for base, count in expected.items() for form in FORMS):
        # What came last and the newest archive are asked for once there are archives.
        with django_assert_num_queries(queries + archives):
            client.get(address)
