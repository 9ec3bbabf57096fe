"""Guids under polling: whatever happens to stories and articles, no entry's guid changes or comes twice.

PARALLAX_POLLS sets the number of polls; `python benchmarks/feeds.py` runs the whole 10,000 of 100 feeds.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from aggregator.models import Article, Quote
from coverage import desk
from coverage.compare import compare
from coverage.models import ClaimGroup, Membership, Story, StoryEvent
from tests.site import factories
from tests.site.edits import an_edit

POLLS = int(os.environ.get("PARALLAX_POLLS", "240"))
FEEDS = 100
STORIES, FOLLOWED = 40, 4  # and of how many of them the speaker and a statement are followed
_NAMES = ("Holm", "Berg", "Lund", "Dahl")
FORMS = ("rss", "atom", "json")


def test_polling_changes_no_guid_and_an_unchanged_feed_answers_304_every_time(client):
    site = _Site(random.Random(6))
    feeds = site.feeds()
    seen: dict[tuple[str, ...], Counter[str]] = {}
    told: dict[str, tuple[str, bytes]] = {}
    answered = 0
    for poll in range(POLLS):
        if poll % max(1, POLLS // 40) == 0:
            site.something_happens(poll)
            told.clear()
        feed = feeds[poll % len(feeds)]
        path, _, asked = feed.partition("?")
        address = f"{path}.json?{asked}".rstrip("?")
        answer = client.get(address, follow=True)
        if answer.status_code == 404:  # of two outlets an editor has left the story one: it is public no more
            continue
        guids = [item["id"] for item in answer.json()["items"]]
        assert len(guids) == len(set(guids)), f"{feed} has a guid twice"
        for item in answer.json()["items"]:
            seen.setdefault(_about(answer.json()["feed_url"], item), Counter())[item["id"]] += 1
        if feed in told:
            assert told[feed] == (answer.headers["ETag"], answer.content), f"{feed} changed by itself"
        told[feed] = answer.headers["ETag"], answer.content
        again = client.get(address, follow=True, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, feed
        answered += 1
    assert answered > POLLS / 2
    assert {name for name, *_ in seen} == {"story", "change", "article", "speaker", "claim"}
    assert len(seen) > 50
    changed = {thing: guids for thing, guids in seen.items() if len(guids) > 1}
    assert not changed


def _about(feed: str, item: dict[str, Any]) -> tuple[str, ...]:
    """What an entry is about, told without its guid: an article by when it was published (each at another moment), a
    story by its number, a change by its story, its moment and the article, an article that quotes a speaker or reports
    a statement by that one's address too."""
    story, _, anchor = item["url"].removeprefix(settings.SITE_URL).partition("#")
    number = story.removeprefix("/s/").partition("-")[0]
    where, _, asked = feed.removeprefix(settings.SITE_URL).partition(".json")
    if where == "/feeds/stories" or "kind=story" in asked:
        return "story", number
    if where.endswith("changes"):
        return "change", number, anchor, item["date_published"]
    for start, kind in (("/p/", "speaker"), ("/c/", "claim")):
        if where.startswith(start):
            return kind, where, item["date_published"]
    return "article", item["date_published"]


class _Site:
    """Stories of two outlets each, and what may happen to them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        found = factories.outlets(6)
        for number in range(STORIES):
            articles = [
                factories.article(
                    outlet,
                    f"The board of {number} moved 40 cranes to the quay of {outlet.name}, it said on Friday.",
                    f"Cranes of {number} move, {outlet.name} says",
                    factories.FIRST + timedelta(hours=number, minutes=place),
                )
                for place, outlet in enumerate(found[number % 5 : number % 5 + 2])
            ]
            story = factories.story(articles, f"Cranes of {number}")
            for article in articles if number < FOLLOWED else ():
                factories.quote(
                    article, "it said on Friday", speaker_words="it", speaker_name=f"Karin {_NAMES[number]}"
                )
                assert article.snapshot
                words = article.snapshot.text.partition(",")[0]
                factories.claim(article, words, figures=[], score=0.9)
            compare(story, factories.FIRST)

    def feeds(self) -> list[str]:
        stories = list(Story.objects.order_by("pk"))
        bases = ["/feeds/stories", "/feeds/changes", *(f"/o/{slug}/feed" for slug in factories.NAMES)]
        bases += [f"/s/{story.pk}/feed" for story in stories] + [f"/s/{story.pk}/changes" for story in stories]
        bases += [f"/p/karin-{name.lower()}/feed" for name in _NAMES]
        groups = ClaimGroup.objects.order_by("pk").values_list("pk", flat=True)
        bases += [f"/c/{number}/feed" for number in groups[:FOLLOWED]]
        bases += [f"/search/feed?q=cranes&kind={kind}" for kind in ("story", "article")]
        bases += [f"/search/feed?q=outlet:{slug}&kind=article" for slug in factories.NAMES[:2]]
        assert len(bases) == FEEDS
        return bases

    def something_happens(self, poll: int) -> None:
        """A story is renamed, merged or compared again, an article is edited, moved or gets another headline."""
        now = factories.FIRST + timedelta(days=30, minutes=poll)
        standing = list(Story.objects.visible().order_by("pk"))
        story = self.chance.choice(standing)
        article = self.chance.choice(list(story.articles.order_by("pk")))
        match self.chance.randrange(7):
            case 0:
                desk.edit(story, now, title=f"Renamed {poll}")
            case 1 if len(standing) > 20:
                other = self.chance.choice([one for one in standing if one != story])
                desk.merge([other], story, now)
            case 2:
                compare(story, now)
            case 3 if not article.changes.exists():
                an_edit(article, ("cranes", f"dredgers {poll}"), kind="name")
            case 4:
                other = self.chance.choice([one for one in standing if one != story])
                desk.move([article], other, now)
            case 5:
                row = self.chance.choice(list(Quote.objects.order_by("pk")))
                Quote.objects.filter(pk=row.pk).update(hidden=not row.hidden)
            case _:
                Article.objects.filter(pk=article.pk).update(title=f"Headline {poll}")
        compare(story, now)


def test_an_article_keeps_its_guids_when_it_moves_to_another_story_and_back(client):
    first, second, third = factories.outlets(3)
    texts = ((first, "One text."), (second, "Another text."), (third, "One more."))
    one = factories.story([factories.article(outlet, text) for outlet, text in texts], "One")
    two = factories.story([factories.article(first, "A third."), factories.article(second, "A fourth.")], "Two")
    article = one.articles.order_by("pk").first()
    an_edit(article, ("text", "words"), kind="name")
    address = f"/s/{one.pk}/changes.json"
    before = {item["id"] for item in client.get(address).json()["items"]}
    rows = set(StoryEvent.objects.filter(story=one).values_list("pk", flat=True))
    desk.move([article], two, factories.FIRST)
    assert {item["id"] for item in client.get(address).json()["items"]} < before
    desk.move([article], one, factories.FIRST)
    for story in (one, two):
        compare(story, factories.FIRST)
    assert {item["id"] for item in client.get(address).json()["items"]} == before
    assert set(StoryEvent.objects.filter(story=one).values_list("pk", flat=True)) != rows, "they are other rows by now"
    assert Membership.objects.get(article=article).story == one


@pytest.mark.parametrize("form", FORMS)
def test_the_authority_of_the_tags_is_a_setting(client, settings, form):
    settings.TAG_AUTHORITY = "news.example,2026"
    story = factories.full_story(2, 2, 2)
    assert f"tag:news.example,2026:story/{story.pk}" in client.get(f"/feeds/stories.{form}").text
