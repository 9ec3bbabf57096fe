"""What can be followed beside articles: JSON Feed, changes, claims; and the past, in archives that stay as they are."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings

from aggregator.models import Article, Snapshot
from coverage.feeds.source import SIZE
from coverage.models import ClaimGroup, Difference, Story, StoryEvent
from tests.site import factories
from tests.site.edits import an_edit
from tests.site.recognised import characters_in, recognised_story

ATOM, HISTORY = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/history/1.0}"


@pytest.fixture
def story():
    return factories.full_story()


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    found = feedparser.parse(answer.content)
    assert not found.bozo
    return found.entries


def links(client, address):
    """By relation, the Atom links of a feed in RSS or Atom."""
    root = ElementTree.fromstring(client.get(address).content)
    top = root if root.tag.startswith(ATOM) else root.find("channel")
    return {e.get("rel"): e.get("href").removeprefix(settings.SITE_URL) for e in top.findall(f"{ATOM}link")}


def test_a_json_feed_tells_what_the_others_tell(client, story):
    for base in ("/feeds/stories", f"/s/{story.pk}/feed", f"/s/{story.pk}/changes", "/o/cnn/feed"):
        answer = client.get(f"{base}.json")
        assert answer.headers["Content-Type"] == "application/feed+json; charset=utf-8"
        feed = answer.json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"{settings.SITE_URL}{base}.json"
        atom = entries(client, f"{base}.atom")
        assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom]
        assert [item["content_html"].strip() for item in feed["items"]] == [e.summary.strip() for e in atom]
        for item in feed["items"]:
            assert datetime.fromisoformat(item["date_modified"]) >= datetime.fromisoformat(item["date_published"])
            assert item["url"].startswith("http")


def test_an_entry_in_rss_tells_when_it_was_updated(client, story):
    Article.objects.filter(outlet__slug="cnn").update(modified_at=factories.FIRST + timedelta(days=3))
    [item] = ElementTree.fromstring(client.get("/o/cnn/feed.rss").content).findall("channel/item")
    assert item.find(f"{ATOM}updated").text == "2022-06-20T15:31:00+00:00"
    assert item.find("pubDate").text == "Fri, 17 Jun 2022 18:36:00 +0000"


def test_gzip_has_a_strong_etag_of_its_own_and_either_is_good_for_a_304(client, story):
    address = f"/s/{story.pk}/feed.rss"
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    packed = client.get(address, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert plain.headers["ETag"].startswith('"')
    assert packed.headers["ETag"].startswith('"')
    assert "Accept-Encoding" in packed.headers["Vary"]
    for encoding in ("gzip", "identity"):
        for etag in (plain.headers["ETag"], packed.headers["ETag"], f'"x", W/{packed.headers["ETag"]}', "*"):
            again = client.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": etag})
            assert (again.status_code, again.content) == (304, b"")


def test_a_storys_changes_are_what_joined_what_was_edited_what_differs_and_what_was_merged(client, story):
    article = Article.objects.get(outlet__slug="cnn")
    an_edit(article, ("40", "50"), ("CNN", "KNN"), kind="number")
    StoryEvent.objects.create(story=story, kind="merged", detail="The cranes", at=factories.FIRST + timedelta(days=2))
    Difference.objects.update(key="k1")
    StoryEvent.objects.create(story=story, kind="differs", key="k1", at=factories.FIRST + timedelta(days=3))
    found = entries(client, f"/s/{story.pk}/changes.atom")
    assert [entry.title for entry in found[:3]] == [
        "The outlets differ on cranes moved",
        "“The cranes” was merged into this story",
        "CNN changed 2 numbers or dates",
    ]
    assert "They differ on cranes moved: “40 cranes” or “more than 40”" in found[0].summary
    assert found[0].link.endswith("#differences")
    assert "<del>50</del> <ins>40</ins>" in found[2].summary
    joined = [entry for entry in found if "joined the story" in entry.summary]
    assert len(joined) == 6, "a press review's joining is no news"
    assert len({entry.id for entry in found}) == len(found)
    assert [entry.id for entry in entries(client, "/feeds/changes.atom")] == [entry.id for entry in found]


@pytest.mark.parametrize("kind", ["wording", "moved", "marks"])
def test_an_edit_that_does_not_matter_is_not_told(client, story, kind):
    before = len(entries(client, f"/s/{story.pk}/changes.rss"))
    an_edit(Article.objects.get(outlet__slug="cnn"), ("the", "a"), kind=kind)
    assert len(entries(client, f"/s/{story.pk}/changes.rss")) == before


def test_another_reading_of_an_archives_bytes_is_no_edit(client, story):
    article = Article.objects.get(outlet__slug="cnn")
    StoryEvent.objects.create(story=story, article=article, kind="text", at=article.snapshot.taken_at)
    assert not any("changed" in entry.title for entry in entries(client, f"/s/{story.pk}/changes.rss"))


def test_a_difference_that_stands_no_more_says_so_without_its_words(client, story):
    StoryEvent.objects.create(story=story, kind="differs", key="gone", at=factories.FIRST + timedelta(days=3))
    assert "It does not stand any more" in entries(client, f"/s/{story.pk}/changes.rss")[0].summary


def test_an_entry_about_an_edit_shows_no_more_of_the_article_than_its_share(client, settings):
    story = recognised_story()
    article = story.articles.get(outlet__slug="buzzfeednews")
    paragraphs = article.snapshot.text.split("\n\n")[:10]
    an_edit(article, *[(paragraph, f"{paragraph} zaz1") for paragraph in paragraphs], kind="quote")
    [entry] = [e for e in entries(client, f"/s/{story.pk}/changes.rss") if "changed" in e.title]
    assert 100 < characters_in([entry.summary])["a"] <= settings.EXCERPT_PAGE_CHARACTERS


def test_a_claim_can_be_followed(client, story):
    group = ClaimGroup.objects.order_by("pk").first()
    found = entries(client, f"/c/{group.pk}/feed.atom")
    reporting = {article.outlet.name for article in Article.objects.filter(claims__cells__group=group)}
    assert len(found) == len(reporting) == 6
    assert {entry.id for entry in found} == {
        f"tag:parallax.example,2022:claim/{group.pk}/article/{article.pk}"
        for article in Article.objects.filter(outlet__listed=True)
    }
    assert "BuzzFeed News, by Ada Lind and Bo Ek: says so itself." in found[-1].summary
    assert "cites BuzzFeed News for it" in found[0].summary
    assert f"/c/{group.pk}/" in found[0].summary


@pytest.mark.parametrize("address", ["/c/9999/feed.rss", "/s/9999/changes.rss", "/o/nobody/feed.json"])
def test_what_is_not_there_cannot_be_followed(client, story, address):
    assert client.get(address).status_code == 404


def test_a_hidden_storys_feeds_are_gone_and_a_merged_ones_lead_on(client, story):
    old = Story.objects.create(title="Old", merged_into=story)
    for name in ("feed", "changes"):
        moved = client.get(f"/s/{old.pk}/{name}.json")
        assert (moved.status_code, moved.headers["Location"]) == (301, f"/s/{story.pk}/{name}.json")
    group = ClaimGroup.objects.first()
    Story.objects.filter(pk=story.pk).update(state=Story.State.HIDDEN)
    for address in (f"/s/{story.pk}/feed.rss", f"/s/{story.pk}/changes.rss", f"/c/{group.pk}/feed.rss"):
        assert client.get(address).status_code == 404
    assert entries(client, "/feeds/changes.rss") == []


def many(outlet, count, start=0):
    for number in range(start, start + count):
        factories.article(outlet, f"Words of number {number}.", at=factories.FIRST + timedelta(hours=number))


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_the_whole_past_is_had_by_going_from_archive_to_archive(client, form):
    [outlet] = factories.outlets(1)
    many(outlet, 2 * SIZE + 20)
    seen, address = set(), f"/o/{outlet.slug}/feed.{form}"
    while address:
        answer = client.get(address)
        if form == "json":
            feed = answer.json()
            seen |= {item["id"] for item in feed["items"]}
            address = feed.get("next_url", "").removeprefix(settings.SITE_URL)
        else:
            seen |= {entry.id for entry in feedparser.parse(answer.content).entries}
            address = links(client, address).get("prev-archive")
    assert len(seen) == 2 * SIZE + 20


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_archive_says_what_it_is_and_leads_both_ways(client, form):
    [outlet] = factories.outlets(1)
    many(outlet, 3 * SIZE)
    base = f"/o/{outlet.slug}/feed"
    assert links(client, f"{base}.{form}")["prev-archive"] == f"{base}/3.{form}"
    assert not list(ElementTree.fromstring(client.get(f"{base}.{form}").content).iter(f"{HISTORY}archive"))
    found = links(client, f"{base}/2.{form}")
    assert found["prev-archive"] == f"{base}/1.{form}"
    assert found["next-archive"] == f"{base}/3.{form}"
    assert found["current"] == f"{base}.{form}"
    assert found["self"] == f"{base}/2.{form}"
    assert list(ElementTree.fromstring(client.get(f"{base}/2.{form}").content).iter(f"{HISTORY}archive"))
    assert "prev-archive" not in links(client, f"{base}/1.{form}")
    assert "next-archive" not in links(client, f"{base}/3.{form}")
    assert client.get(f"{base}/4.{form}").status_code == 404


def test_an_archive_stays_as_it_is_when_newer_entries_come(client):
    [outlet] = factories.outlets(1)
    many(outlet, SIZE + 5)
    address = f"/o/{outlet.slug}/feed/1.atom"
    before = client.get(address)
    many(outlet, 30, start=SIZE + 5)
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 304


def test_an_old_article_that_comes_late_is_in_the_feed_all_the_same(client):
    [outlet] = factories.outlets(1)
    many(outlet, 2 * SIZE + 1)
    late = factories.article(outlet, "Found late.", at=factories.FIRST - timedelta(days=900))
    assert any(entry.id.endswith(f"article/{late.pk}") for entry in entries(client, f"/o/{outlet.slug}/feed.rss"))


def test_a_moved_storys_archive_leads_to_the_feed_that_goes_on(client, story):
    old = Story.objects.create(title="Old", merged_into=story)
    assert client.get(f"/s/{old.pk}/feed/1.rss").headers["Location"] == f"/s/{story.pk}/feed.rss"


def test_pages_name_the_feeds_that_follow_them(client, story):
    for address, expected in {
        "/": ("/feeds/stories", "/feeds/changes"),
        story.get_absolute_url(): ("/feeds/stories", f"/s/{story.pk}/feed", f"/s/{story.pk}/changes"),
        "/o/cnn/": ("/feeds/stories", "/o/cnn/feed"),
    }.items():
        text = client.get(address).text
        for base in expected:
            for form, kind in {"rss": "rss+xml", "atom": "atom+xml", "json": "feed+json"}.items():
                assert f'type="application/{kind}"' in text
                assert f'href="{base}.{form}"' in text


def test_a_snapshots_text_is_in_no_feed(client, story):
    texts = Snapshot.objects.values_list("text", flat=True)
    for base in ("/feeds/stories", "/feeds/changes", f"/s/{story.pk}/feed", "/o/cnn/feed"):
        told = json.dumps(client.get(f"{base}.json").json(), ensure_ascii=False)
        assert not any(text[i : i + 300] in told for text in texts for i in range(0, len(text), 300))
