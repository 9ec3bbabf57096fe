"""Every search is a feed: in three forms, with archives that stay, and as an answer of the API."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from coverage.models import SearchEntry
from coverage.search.writing import index_stories, index_story
from coverage.searching.index_words import block_of
from tests.site import factories
from tests.site.pages import soup_of

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def story():
    made = factories.full_story()
    index_story(made)
    return made


def test_a_page_of_results_leads_to_its_feeds(client, story) -> None:
    page = soup_of(client, "/search/?q=Harbour+outlet:CNN")
    feeds = [link["href"] for link in page.select('link[rel="alternate"]') if "/search/feed" in link["href"]]

    assert feeds == [f"/search/feed.{form}?q=harbour+outlet%3Acnn" for form in ("rss", "atom", "json")]
    for address in feeds:
        first = client.get(address)
        assert first.status_code == 200
        assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


def test_its_entries_are_what_is_found(client, story) -> None:
    feed = client.get("/search/feed.json", {"q": "gate"}).json()

    assert feed["feed_url"].endswith("/search/feed.json?q=gate")
    assert feed["home_page_url"].endswith("/search/?q=gate")
    assert [item["title"] for item in feed["items"]] == ["Karin Holm: Nobody told us that the gate was open"]
    articles = client.get("/search/feed.json", {"q": "harbour", "kind": "article"}).json()["items"]
    assert {item["id"].split(":")[-1].split("/")[0] for item in articles} == {"article"}


def test_a_search_that_cannot_be_understood_is_no_feed(client, story) -> None:
    for query in ("", "before:soon", "outlet:nowhere"):
        response = client.get("/search/feed.rss", {"q": query})
        assert response.status_code == 400
        assert response["Content-Type"].startswith("text/plain")


def test_feed_and_archives_together_have_everything_once_it_is_there(client, monkeypatch):
    monkeypatch.setattr("coverage.searching.index_words.BLOCK", 10)
    monkeypatch.setattr("coverage.search.feeds.SIZE", 5)
    outlet = factories.outlets(1)[0]
    for n in range(25):
        name = "Weir" if n % 2 else "Lock"
        index_stories([factories.story([factories.article(outlet, f"Text {n}.", f"{name} {n}")], f"{name} {n}").pk])
    wanted = {
        str(key) for key in SearchEntry.objects.filter(title_stems__startswith="weir").values_list("key", flat=True)
    }
    seen, address, archives = set(), "/search/feed.atom?q=weir", {}
    while address:
        response = client.get(address)
        assert response.status_code == 200
        feed = ET.fromstring(response.content)
        seen |= {entry.find(f"{ATOM}id").text.rsplit("/", 1)[1] for entry in feed.iter(f"{ATOM}entry")}
        archives[address] = response.content
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        address = links.get("prev-archive", "").replace("http://127.0.0.1:8000", "")

    assert seen == wanted
    assert len(archives) > 2
    index_stories([factories.story([factories.article(outlet, "New.", "Weir new")], "Weir new").pk])
    for address, content in list(archives.items())[2:]:
        assert client.get(address).content == content


def test_an_archive_that_is_not_full_is_none(client, story) -> None:
    newest = block_of(SearchEntry.objects.order_by("-pk")[0].pk)

    assert client.get(f"/search/feed/{newest}.rss", {"q": "gate"}).status_code == 404


def test_the_api_finds_the_same(client, story) -> None:
    answer = client.get("/api/v1/search", {"q": "gate"})

    assert answer.status_code == 200
    [item] = answer.json()["items"]
    assert item["kind"] == "quote"
    assert item["words"] == "Nobody told us that the gate was open"
    assert item["speaker"] == "Karin Holm"
    assert client.get("/api/v1/search", {"q": "gate"}, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_the_api_goes_through_everything(client, story) -> None:
    address, seen = "/api/v1/search?q=harbour&limit=2", []
    while address:
        answer = client.get(address).json()
        seen += [(item["kind"], item["id"]) for item in answer["items"]]
        address = (answer["next"] or "").replace("http://127.0.0.1:8000", "")

    assert len(seen) == len(set(seen)) > 3
    assert {kind for kind, _ in seen} >= {"story", "article"}


@pytest.mark.parametrize("asked", [{"q": "before:soon"}, {"q": ""}, {}, {"q": "x", "kind": "page"}, {"q": "outlet:x"}])
def test_the_api_says_what_it_does_not_understand(client, story, asked) -> None:
    answer = client.get("/api/v1/search", asked)

    assert answer.status_code == 422
    assert answer.json()["detail"]
