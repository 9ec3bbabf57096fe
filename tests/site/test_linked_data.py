"""schema.org and OpenGraph: what pages say to programs, and that it is neither more than readers see nor any code."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.utils import timezone

from aggregator.models import Article, Quote, Speaker
from coverage.models import Story
from tests.site import factories
from tests.site.pages import PARTS, address_of, soup_of, words
from tests.site.recognised import recognised_story


@pytest.fixture
def story():
    return factories.full_story()


def data_of(page):
    [block] = page.select("script[type='application/ld+json']")
    return json.loads(block.string)


def parts(data, kind):
    if isinstance(data, dict):
        if data.get("@type") == kind:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from parts(one, kind)


def test_the_front_page_is_a_collection_of_stories(client, story):
    data = data_of(soup_of(client, "/"))
    assert (data["@context"], data["@type"]) == ("https://schema.org", "CollectionPage")
    [item] = data["mainEntity"]["itemListElement"]
    assert (item["position"], item["url"]) == (1, f"{settings.SITE_URL}{story.get_absolute_url()}")
    assert data_of(soup_of(client, "/day/2022-06-17/"))["url"].endswith("/day/2022-06-17/")


def test_a_story_names_its_articles_by_their_addresses_its_quotes_and_claims(client, story):
    page = soup_of(client, story.get_absolute_url())
    data = data_of(page)
    articles = [item["item"] for item in data["mainEntity"]["itemListElement"]]
    assert [article["publisher"]["name"] for article in articles][:2] == ["BuzzFeed News", "TechCrunch"]
    assert "url" not in articles[1], "its address is not known"
    assert sum("url" in article for article in articles) == 5
    assert len(list(parts(data, "Claim"))) == len(page.select(".claim"))
    quotes = list(parts(data, "Quotation"))
    assert quotes[0]["creator"]["name"] == "Karin Holm"
    assert all(page.find(id=one["@id"].partition("#")[2]) for one in [*quotes, *parts(data, "Claim")])


def test_who_says_a_quote_is_what_it_was_found_to_be(client, story):
    kinds = [("person", "Person"), ("organisation", "Organization"), ("document", "CreativeWork"), ("group", "Thing")]
    for kind, told in kinds:
        Quote.objects.update(speaker_kind=kind)
        Story.objects.update(changed_at=timezone.now())
        quotes = list(parts(data_of(soup_of(client, story.get_absolute_url())), "Quotation"))
        assert {quote["creator"]["@type"] for quote in quotes} == {told}


def test_an_outlet_is_a_news_organisation_with_its_newest_articles(client, story):
    data = data_of(soup_of(client, "/o/cnn/"))
    assert data["about"] == {"@type": "NewsMediaOrganization", "name": "CNN", "url": "https://www.cnn.com/"}
    assert data["mainEntity"]["numberOfItems"] == 1


def test_a_statement_a_quote_and_a_speaker_tell_what_they_are(client, story):
    claim = data_of(soup_of(client, address_of(story, "claim")))
    assert claim["mainEntity"]["@type"] == "Claim"
    assert len(claim["mainEntity"]["appearance"]) == 5, "TechCrunch's address is not known"
    assert claim["isPartOf"]["url"].endswith(story.get_absolute_url())
    [quote] = data_of(soup_of(client, address_of(story, "quote")))["mainEntity"]
    assert (quote["@type"], quote["creator"]["name"]) == ("Quotation", "Karin Holm")
    speaker = data_of(soup_of(client, address_of(story, "speaker")))
    assert (speaker["@type"], speaker["mainEntity"]["@type"]) == ("ProfilePage", "Person")
    assert all(client.get(one["url"].removeprefix(settings.SITE_URL)).status_code == 200 for one in speaker["hasPart"])


KNOWN = {
    "CollectionPage": {"url", "name"},
    "WebPage": {"@id", "url", "name", "inLanguage", "isPartOf", "mainEntity"},
    "ProfilePage": {"@id", "url", "name", "inLanguage", "isPartOf", "mainEntity"},
    "WebSite": {"name", "url"},
    "ItemList": {"numberOfItems", "itemListElement"},
    "ListItem": {"position"},
    "NewsArticle": set(),  # its address where it is known
    "NewsMediaOrganization": {"name", "url"},
    "Quotation": {"text"},
    "Claim": {"@id"},
    "Person": {"name"},
    "Organization": {"name"},
}
"""Types that pages tell of, each with what it has at the least (schema.org)."""


def all_parts(data):
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from all_parts(one)


@pytest.mark.parametrize("name", ["/", "/day/2022-06-17/", "/o/cnn/", "story", "claim", "quote", "speaker"])
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_all_that_is_told_is_whole_and_in_the_pages_language(client, story, name, prefix):
    Article.objects.filter(outlet__slug="wsj").update(title="", authors=[])
    Story.objects.update(changed_at=timezone.now())
    page = soup_of(client, f"{prefix}{address_of(story, name)}")
    data = data_of(page)
    assert data["inLanguage"] == page.html["lang"]
    assert data["name"] in page.title.get_text()
    for part in all_parts(data):
        kind = part["@type"]
        assert set(part) >= KNOWN[kind], kind
        assert all(value not in ("", None, []) for key, value in part.items() if key != "hasPart"), part
        addresses = [part[key] for key in ("url", "@id") if key in part]
        assert all(address.startswith(("http://", "https://")) for address in addresses)
    for listed in parts(data, "ItemList"):
        places = [item["position"] for item in listed["itemListElement"]]
        assert places == list(range(1, listed["numberOfItems"] + 1))


def test_no_word_is_told_that_is_not_read_on_the_page(client):
    story = recognised_story()
    for name, least in (("story", 5), ("claim", 1), ("quote", 1), ("speaker", 3)):
        page = soup_of(client, address_of(story, name))
        texts = [one["text"] for kind in ("Claim", "Quotation") for one in parts(data_of(page), kind)]
        for script in page.select("script"):
            script.decompose()
        shown = words(page.body)
        assert len(texts) >= least
        assert all(text in shown for text in texts)


def test_markup_in_a_title_or_a_quote_cannot_end_the_data_block(client, story):
    evil = "</script><script>alert(1)</script><!--<script> & \u2028 ]]>"
    Story.objects.update(title=f"Cranes {evil}")
    Article.objects.update(title=f"Quays {evil}", authors=[evil])
    Quote.objects.update(speaker_name=evil)
    Speaker.objects.update(name=evil)
    story.refresh_from_db()
    for address in (*(address_of(story, name) for name in ("story", *PARTS)), "/", "/o/cnn/"):
        page = soup_of(client, address)
        if page.select("script[type='application/ld+json']"):
            assert "alert(1)" in json.dumps(data_of(page))
        assert not page.select("body script")


@pytest.mark.parametrize("address", ["/", "/o/cnn/", "/about/", "story", *PARTS])
def test_every_page_has_its_open_graph(client, story, address):
    address = address_of(story, address)
    page = soup_of(client, address)
    told = {meta["property"]: meta["content"] for meta in page.select("meta[property]")}
    assert len(told) == len(page.select("meta[property]"))
    assert {"og:title", "og:type", "og:url", "og:image", "og:description", "og:site_name"} <= set(told)
    assert told["og:url"] == f"{settings.SITE_URL}{address}"
    assert client.get(told["og:image"].removeprefix(settings.SITE_URL)).headers["Content-Type"] == "image/png"
    if address == story.get_absolute_url():
        assert told["og:title"] == str(story)
        assert told["og:description"].startswith("6 of the 6 outlets report")
        assert told["article:modified_time"] == f"{story.changed_at:%Y-%m-%dT%H:%M:%SZ}"
