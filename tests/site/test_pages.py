"""Outlets, the method, the list of feeds, style sheet, errors: every page has what every page must have."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import path
from django.utils import timezone

from aggregator.models import Article, Feed, Outlet
from aggregator.outlets import OUTLETS
from aggregator.urls import urlpatterns as site_addresses
from coverage.outlet_styles import style_sheet
from tests.site import factories
from tests.site.pages import PARTS, address_of, soup_of, words

PAGES = ["/", "/o/", "/o/techcrunch/", "/feeds/", "/about/", "/day/2022-06-17/", "story", *PARTS]


def broken(request):
    raise RuntimeError("on purpose")


urlpatterns = [*site_addresses, path("broken/", broken)]


@pytest.fixture
def story():
    return factories.full_story()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_h1_a_skip_link_landmarks_and_autodiscovery(client, story, address):
    page = soup_of(client, address_of(story, address))
    assert len(page.find_all("h1")) == 1
    assert page.html["lang"] == "en"
    assert page.find(id=page.select_one("a.skip")["href"][1:]).name == "main"
    assert page.select_one("nav[aria-label='Main'] [aria-current]")
    kinds = [link["type"] for link in page.select("link[rel=alternate][type]")]
    assert kinds[:3] == ["application/rss+xml", "application/atom+xml", "application/feed+json"]
    canonical = page.select_one("link[rel=canonical]")["href"]
    assert canonical.startswith(settings.SITE_URL)
    assert page.title.get_text().strip()
    assert page.select_one("meta[name=description]")["content"].strip()


@pytest.mark.parametrize("address", [*PAGES, "/outlets.css", "/feeds/stories.rss", "/nowhere/"])
def test_no_page_runs_foreign_or_inline_code_or_sets_a_cookie(client, story, address):
    response = client.get(address_of(story, address))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not response.cookies
    assert response.headers["Permissions-Policy"]


@pytest.mark.parametrize("address", [*PAGES, "/outlets.css", "/feeds/stories.atom"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_a_page_can_only_be_read(client, story, address, method):
    address = address_of(story, address)
    assert getattr(client, method)(address).status_code == 405


def test_the_outlets_are_listed_with_access_and_owner(client):
    factories.outlets()
    rows = [words(li) for li in soup_of(client, "/o/").select(".outlets li")]
    assert len(rows) == 6
    assert "WSJ Wall Street Journal summary only (paywall) · owner Dow Jones (News Corp)" in rows[2]


def test_an_outlet_tells_its_owners_articles_and_credit(client, story):
    page = soup_of(client, "/o/buzzfeednews/")
    assert "BuzzFeed, Inc. from its beginning" in words(page)
    assert "It has no live feed" in words(page)
    assert page.select_one(".newest a")["href"] == story.get_absolute_url()
    credited = page.select_one("[aria-labelledby=h-credited]")
    assert len(credited.select("li")) == 5
    other = soup_of(client, "/o/techcrunch/")
    assert "BuzzFeed News in 1 article" in words(other.select_one("[aria-labelledby=h-credits]"))
    assert "Yahoo (Apollo) since 1 September 2021" in words(other)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({}, "not asked yet"),
        ({"ended": "gone"}, "gone for good"),
        ({"ended": "moved onto another feed"}, "ended: it has moved onto another"),
        ({"enabled": False}, "switched off"),
        ({"failures": 3, "polled_at": timezone.now()}, "failing: the last three requests"),
        ({"failures": 1, "polled_at": timezone.now()}, "the last request brought nothing"),
        ({"polled_at": timezone.now()}, ": well"),
        (
            {"succeeded_at": timezone.now(), "frozen_since": timezone.now()},
            "frozen: it answers, but has brought nothing new for longer than its rhythm allows",
        ),
    ],
)
def test_a_feeds_health_is_told_in_words(client, state, told):
    factories.outlets(4)
    Feed.objects.filter(outlet__slug="cnn").update(**state)
    assert told in words(soup_of(client, "/o/cnn/").select_one("[aria-labelledby=h-feeds]"))


@pytest.mark.parametrize("slug", ["nobody", "press-review"])
def test_what_is_not_compared_has_no_page(client, story, slug):
    assert client.get(f"/o/{slug}/").status_code == 404
    assert client.get(f"/o/{slug}/feed.rss").status_code == 404


def test_the_method_tells_the_limits_and_how_the_crawler_may_be_kept_out(client):
    page = soup_of(client, "/about/")
    assert "600 characters of an article in all on one page" in words(page.select_one("#excerpts"))
    assert settings.FETCH_USER_AGENT in words(page.select_one("#crawler"))
    assert "robots.txt" in words(page.select_one("#crawler"))
    assert page.select_one("#corrections")


def test_a_contact_address_is_given_where_one_is_set(client, settings):
    settings.CONTACT_URL = "https://desk.example/contact"
    for address, place in (("/about/", "#corrections"), ("/bot/", "main")):
        assert soup_of(client, address).select(f'{place} a[href="https://desk.example/contact"]'), address


def test_the_list_of_feeds_names_feeds_that_answer(client, story):
    links = [a["href"] for a in soup_of(client, "/feeds/").select("main a")]
    assert len(links) == 9 + 6 * 3 + 6 + 4 + 4
    assert all(client.get(link).status_code == 200 for link in links)


def test_every_outlet_has_its_colour_on_light_and_dark_paper(client):
    sheet = client.get("/outlets.css")
    assert sheet.headers["Content-Type"] == "text/css; charset=utf-8"
    for outlet in OUTLETS.values():
        assert f".outlet-{outlet.slug}{{--c:{outlet.colour}}}" in sheet.text
        assert f".outlet-{outlet.slug}{{--c:{outlet.colour_dark}}}" in sheet.text
    again = client.get("/outlets.css", headers={"If-None-Match": sheet.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_no_colour_is_refused():
    spec = next(iter(OUTLETS.values()))
    with pytest.raises(ValueError, match="no colour"):
        style_sheet([type(spec)(**{name: getattr(spec, name) for name in spec.__slots__} | {"colour": "red;}"})])


def test_a_missing_page_has_a_way_back(client):
    response = client.get("/nowhere/<script>alert(1)</script>")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.text
    assert "<script>" not in response.text


@pytest.mark.urls("tests.site.test_pages")
def test_a_broken_page_says_so_and_tells_no_secrets():
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.text
    assert "RuntimeError" not in response.text


@pytest.mark.parametrize("outlets", [2, 6])
def test_the_number_of_queries_of_the_small_pages_does_not_grow(client, django_assert_num_queries, outlets):
    factories.full_story(outlets)
    for _ in range(outlets):
        factories.article(Outlet.objects.get(slug="techcrunch"), f"Words {Article.objects.count()}.")
    for address, queries in {"/o/": 1, "/o/techcrunch/": 5, "/feeds/": 3, "/about/": 1}.items():
        with django_assert_num_queries(queries):
            client.get(address)
