"""What can be followed beside articles: JSON Feed, changes, claims; and the past, in archives that stay as they are."""

from __future__ import annotations

import gzip
import json
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from aggregator.models import Article, Quote, Snapshot
from coverage import desk
from coverage.compare import compare
from coverage.decisions import decide
from coverage.models import ClaimGroup, Difference, Story, StoryEvent
from coverage.takedown import Why, take_down
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
    assert re.fullmatch(r"2022-06-20T15:31:00\.\d{6}\+00:00", item.find(f"{ATOM}updated").text)
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


@pytest.fixture
def small(monkeypatch):
    """Blocks of ten numbers, and feeds of five entries."""
    monkeypatch.setattr("coverage.feeds.source.BLOCK", 10)
    monkeypatch.setattr("coverage.feeds.source.SIZE", 5)


def read_back(client, address):
    """The feed at the address and the archives that it leads to: by address, the guids in each."""
    found = {}
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        if address.split("?")[0].endswith("json"):
            feed = answer.json()
            found[address] = [item["id"] for item in feed["items"]]
            address = feed.get("next_url", "").removeprefix(settings.SITE_URL)
        else:
            found[address] = [entry.id for entry in feedparser.parse(answer.content).entries]
            address = links(client, address).get("prev-archive")
    return found


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_the_whole_past_is_had_by_going_from_archive_to_archive(client, small, form):
    one, other = factories.outlets(2)
    for start in range(0, 60, 20):
        many(one, 12, start)
        many(other, 8, 100 + start)
    found = read_back(client, f"/o/{one.slug}/feed.{form}")
    assert len(found) > 3
    assert len({guid for guids in found.values() for guid in guids}) == 36
    archives = [guid for address, guids in found.items() if "/feed/" in address for guid in guids]
    assert len(archives) == len(set(archives)), "no entry is in two archives"


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_an_archive_says_what_it_is_and_leads_both_ways(client, small, form):
    [outlet] = factories.outlets(1)
    many(outlet, 50)
    last = Article.objects.latest("pk").pk // 10  # the next row lies in the block after it
    base = f"/o/{outlet.slug}/feed"
    assert links(client, f"{base}.{form}")["prev-archive"] == f"{base}/{last}.{form}"
    assert not list(ElementTree.fromstring(client.get(f"{base}.{form}").content).iter(f"{HISTORY}archive"))
    found = links(client, f"{base}/{last - 1}.{form}")
    assert found["prev-archive"] == f"{base}/{last - 2}.{form}"
    assert found["next-archive"] == f"{base}/{last}.{form}"
    assert found["current"] == f"{base}.{form}"
    assert found["self"] == f"{base}/{last - 1}.{form}"
    assert list(ElementTree.fromstring(client.get(f"{base}/{last - 1}.{form}").content).iter(f"{HISTORY}archive"))
    first = block(Article.objects.earliest("pk").pk)
    assert "prev-archive" not in links(client, f"{base}/{first}.{form}")
    assert "next-archive" not in links(client, f"{base}/{last}.{form}")
    assert client.get(f"{base}/{last + 1}.{form}").status_code == 404


def block(number):
    return (number - 1) // 10 + 1


def test_an_archive_stays_as_it_is_when_newer_entries_come(client, small):
    [outlet] = factories.outlets(1)
    many(outlet, 35)
    address = f"/o/{outlet.slug}/feed/{block(Article.objects.earliest('pk').pk) + 1}.atom"
    before = client.get(address)
    assert len(feedparser.parse(before.content).entries) == 10
    many(outlet, 30, start=35)
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 304


def test_what_is_deleted_or_moved_away_shifts_no_archive(client, small):
    first, second = factories.outlets(2)
    stories = [
        factories.story(
            [
                factories.article(outlet, f"Words {number} of {outlet.name}.", at=at(number))
                for outlet in (first, second)
            ],
            f"Story {number}",
        )
        for number in range(20)
    ]
    before = read_back(client, "/feeds/changes.json")
    assert len(before) > 3
    desk.move(list(stories[1].articles.all())[:1], stories[19], at(900))
    compare(stories[19], at(901))
    archives = [address for address in before if "/changes/" in address]
    after = {address: [item["id"] for item in client.get(address).json()["items"]] for address in archives}
    gone = [(address, set(before[address]) - set(after[address])) for address in archives]
    left = f"tag:parallax.example,2022:story/{stories[1].pk}/"  # of one outlet now, and so public no more
    assert any(guids for _, guids in gone)
    assert all(guid.startswith(left) for _, guids in gone for guid in guids)
    assert all(set(after[address]) <= set(before[address]) for address in archives)
    told = {item["id"] for item in client.get("/feeds/changes.json").json()["items"]}
    assert any(guid.startswith(f"tag:parallax.example,2022:story/{stories[19].pk}/joined/") for guid in told)


def at(hours):
    return factories.FIRST + timedelta(hours=hours)


def test_an_old_article_that_comes_late_is_in_the_feed_all_the_same(client, small):
    [outlet] = factories.outlets(1)
    many(outlet, 31)
    late = factories.article(outlet, "Found late.", at=factories.FIRST - timedelta(days=900))
    assert any(entry.id.endswith(f"article/{late.pk}") for entry in entries(client, f"/o/{outlet.slug}/feed.rss"))


def number_that_fills_a_block(model):
    return (model.objects.latest("pk").pk // 10 + 1) * 10


def test_an_old_article_that_is_the_last_of_its_block_is_in_the_feed_too(client, small):
    [outlet] = factories.outlets(1)
    many(outlet, 31)
    number = number_that_fills_a_block(Article)
    factories.article(outlet, "Found late.", at=factories.FIRST - timedelta(days=900), pk=number)
    assert any(entry.id.endswith(f"article/{number}") for entry in entries(client, f"/o/{outlet.slug}/feed.rss"))


def test_an_old_article_that_is_read_long_after_it_was_found_is_in_the_feed(client, small):
    [outlet] = factories.outlets(1)
    late = factories.article(outlet, "Read late.", at=at(-900), state=Article.State.DUE)
    many(outlet, 31)
    late.snapshot = Snapshot.objects.create(article=late, sha256="0" * 64, text="Words.", taken_at=at(0))
    late.state = Article.State.READ
    late.save()
    assert any(entry.id.endswith(f"article/{late.pk}") for entry in entries(client, f"/o/{outlet.slug}/feed.rss"))


@pytest.mark.parametrize("base", ["/feeds/changes", "/s/{}/changes"])
def test_that_an_old_article_joined_a_story_is_told_where_it_fills_a_block(client, small, base):
    story = factories.full_story()
    article = factories.article(factories.outlets(1)[0], "Joined late.", at=at(-900))
    for hour in range(31):
        StoryEvent.objects.create(story=story, kind=StoryEvent.Kind.DIFFERENCE, at=at(hour), key=str(hour))
    number = number_that_fills_a_block(StoryEvent)
    StoryEvent.objects.create(pk=number, story=story, article=article, kind=StoryEvent.Kind.JOINED, at=at(-900))
    assert any(entry.id.endswith(f"/joined/{article.pk}") for entry in entries(client, f"{base.format(story.pk)}.rss"))


def test_an_old_article_that_joins_a_story_late_is_in_its_feed_all_the_same(client, small):
    first, second = factories.outlets(2)
    old = factories.article(second, "Found long ago.", at=at(-900))
    story = factories.story([factories.article(first, f"Words {n}.", at=at(n)) for n in range(30)])
    base, guid = f"/s/{story.pk}/feed", f"tag:parallax.example,2022:article/{old.pk}"
    assert len(read_back(client, f"{base}.atom")) > 2
    story.memberships.create(article=old, joined_at=at(900))
    assert guid in [entry.id for entry in entries(client, f"{base}.atom")]
    assert guid in read_back(client, f"{base}.atom")[f"{base}/{block(old.pk)}.atom"]


FOLLOWED = ("/feeds/stories", "/feeds/changes", "/feeds/corrections", "/o/cnn/feed", "/p/karin-holm/feed",
            "/search/feed", "story", "changes", "claim")  # fmt: skip


@pytest.mark.parametrize("form", ["rss", "json"])
@pytest.mark.parametrize("name", FOLLOWED)
def test_who_asks_by_the_moment_alone_is_told_of_what_an_editor_took_out(client, story, name, form):
    group = story.claim_groups.filter(cells__outlet__slug="cnn").first()
    named = {"story": f"/s/{story.pk}/feed", "changes": f"/s/{story.pk}/changes", "claim": f"/c/{group.pk}/feed"}
    address = f"{named.get(name, name)}.{form}" + ("?q=harbour" if "search" in name else "")
    held = {"If-Modified-Since": client.get(address).headers["Last-Modified"]}
    assert client.get(address, headers=held).status_code == 304
    quote = Quote.objects.filter(article__outlet__slug="cnn", article__membership__story=story).first()
    editor = User.objects.create(username="grete", is_superuser=True)
    asked = {"model": "quote", "rows": [quote.pk], "values": {"hidden": True}}
    decide(editor, "spans", asked, "It is wrong.", timezone.now())
    told = client.get(address, headers=held)
    assert told.status_code == 200
    assert client.get(address, headers={"If-Modified-Since": told.headers["Last-Modified"]}).status_code == 304


def test_who_asks_by_the_moment_alone_is_told_of_a_takedown(client, story):
    for address in ("/o/cnn/feed.rss", "/feeds/changes.rss", "/p/karin-holm/feed.rss"):
        article = story.articles.filter(outlet__slug="cnn").first() or story.articles.filter(outlet__listed=True)[0]
        held = {"If-Modified-Since": client.get(address).headers["Last-Modified"]}
        take_down([article.pk], Why("The author asked.", timezone.now() + timedelta(seconds=len(address))))
        assert client.get(address, headers=held).status_code == 200


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
