"""Whatever an outlet puts in its pages, nothing of it runs in ours."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from aggregator.models import Article, Citation, Claim, Outlet, Quote, Snapshot, Speaker
from coverage.models import ClaimCell, ClaimGroup, Difference, QuoteGroup, QuoteVariant, Story, StoryEvent
from tests.site import factories
from tests.site.edits import an_edit
from tests.site.pages import PARTS, address_of

VECTORS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title></style></textarea><iframe srcdoc=x>",
    "{{ 7|add:7 }}{% load static %}",
    "<a href=javascript:alert(1)>x</a>",
]
# A data block is not run, whatever stands in it; the other script and the forms are the site's own.
RUNS = "script:not([type='application/ld+json'], [src^='/static/js/']), form:not(.find, .choose, [method='dialog'])"


@pytest.fixture(params=VECTORS)
def story(request):
    made = factories.full_story(3, 4, 4)
    bad = f"word {request.param} word"
    Story.objects.update(title=bad, standfirst=bad)
    Article.objects.update(
        title=bad,
        authors=[bad, bad],
        archive=bad,
        published_zone=bad[:40],
        published_source=bad[:20],
        link="javascript:alert(1)//https://cnn.com",
        origin=Article.Origin.ARCHIVE,
    )
    Snapshot.objects.update(reader=bad[:60], sha256=bad[:64])
    Outlet.objects.filter(slug="press-review").update(name=bad[:120])
    Quote.objects.update(text=bad, speaker_name=bad, speaker_words=bad, cue=bad)
    Claim.objects.update(text=bad, source_words=bad, source_name=bad)
    Citation.objects.filter(outlet=None).update(name=bad)
    QuoteGroup.objects.update(speaker=bad)
    QuoteVariant.objects.update(rendering="reworded", changes=[["same", bad], ["removed", bad], ["added", bad]])
    ClaimGroup.objects.update(sentence=bad)
    ClaimCell.objects.filter(stance="cites").update(credited=bad)
    ClaimCell.objects.filter(stance="unread").update(why=bad)
    Difference.objects.update(topic=bad, kind=bad[:10])
    for row in Difference.objects.all():
        row.sides = [{**side, "value": bad} for side in row.sides]
        row.save()
    StoryEvent.objects.create(story=made, kind="merged", detail=bad)
    return Story.objects.get(pk=made.pk)


def test_nothing_runs_on_any_page(client, story):
    Speaker.objects.update(name=story.title)
    an_edit(Article.objects.get(outlet__slug="techcrunch"), ("the", story.title), kind="quote")
    named = [address_of(story, name) for name in ("story", *PARTS)]
    for address in ("/", *named, "/o/", "/o/buzzfeednews/", "/feeds/", "/about/", "/day/2022-06-17/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        page = BeautifulSoup(answer.content.decode(), "lxml")
        assert not page.select(f"{RUNS}, iframe, img, style, object, embed, base, textarea")
        for node in page.find_all(True):
            assert not [name for name in node.attrs if name.startswith("on") or name in ("style", "srcdoc")]
            for name in ("href", "src", "action"):
                assert not node.get(name, "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))
        assert "14" not in page.title.get_text()


def test_the_words_are_still_read_as_they_are(client, story):
    page = BeautifulSoup(client.get(story.get_absolute_url()).content.decode(), "lxml")
    assert page.h1.get_text() == story.title


def test_nothing_runs_in_any_feed(client, story):
    an_edit(Article.objects.get(outlet__slug="techcrunch"), ("the", story.title), kind="quote")
    claim = ClaimGroup.objects.order_by("pk").first()
    feeds = ("/feeds/stories", "/feeds/changes", f"/s/{story.pk}/feed", "/o/buzzfeednews/feed", f"/c/{claim.pk}/feed")
    for address in (f"{feed}.rss" for feed in feeds):
        feed = BeautifulSoup(client.get(address).content, "xml", from_encoding="utf-8")
        assert feed.find_all("item")
        for item in feed.find_all("item"):
            assert item.link.get_text().startswith("http")
            entry = BeautifulSoup(item.description.get_text(), "lxml")
            assert not entry.select("script, iframe, img, svg, style")
            assert all(a["href"].startswith("http") for a in entry.select("a"))
