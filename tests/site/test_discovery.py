"""What programs find: sitemap, robots.txt, llms.txt, oEmbed, OPML and a story's grid as CSV."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from aggregator.listing.opml import read_opml
from aggregator.listing.spreadsheet import inert
from aggregator.models import Claim, Feed
from coverage.models import ClaimGroup, Story
from coverage.site_maps import STORIES
from tests.site import factories
from tests.site.pages import PARTS, address_of, soup_of
from tests.site.recognised import characters_in, recognised_story

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DOCUMENTS = [
    "/sitemap.xml",
    "/sitemap-pages.xml",
    "/sitemap-stories-1.xml",
    "/sitemap-claims-1.xml",
    "/sitemap-quotes-1.xml",
    "/sitemap-speakers-1.xml",
    "/robots.txt",
    "/llms.txt",
    "/feeds/parallax.opml",
    "/feeds/outlets.opml",
    "/s/{pk}/grid.csv",
    "/oembed?url={site}/s/{pk}/",
]


@pytest.fixture
def story():
    return factories.full_story()


def at(document, story):
    return document.format(pk=story.pk, site=settings.SITE_URL)


def locations(client, address):
    root = ElementTree.fromstring(client.get(address).content)
    return [(e.find(f"{SITEMAP}loc").text, e.findtext(f"{SITEMAP}lastmod")) for e in root]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_has_a_strong_etag_answers_304_and_sets_no_cookie(client, story, document):
    address = at(document, story)
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["ETag"].startswith('"')
    assert not first.cookies
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405


def test_the_sitemap_leads_to_every_public_page_with_its_last_change(client, story):
    hidden = Story.objects.create(title="Hidden", state=Story.State.HIDDEN)
    far = factories.story(
        [factories.article(factories.outlets()[0], "Far away.")],
        "Far & <away>",
        pk=3 * STORIES,
        changed_at=factories.FIRST + timedelta(days=5),
    )
    parts = locations(client, "/sitemap.xml")
    assert [address.removeprefix(settings.SITE_URL) for address, _ in parts] == [
        "/sitemap-pages.xml",
        "/sitemap-stories-1.xml",
        "/sitemap-stories-3.xml",
        "/sitemap-claims-1.xml",
        "/sitemap-quotes-1.xml",
        "/sitemap-speakers-1.xml",
    ]
    assert parts[2][1] == "2022-06-22T15:31:00Z"
    found = [row for address, _ in parts for row in locations(client, address.removeprefix(settings.SITE_URL))]
    addresses = {address.removeprefix(settings.SITE_URL) for address, _ in found}
    assert {story.get_absolute_url(), far.get_absolute_url(), "/", "/o/cnn/", "/about/", "/p/karin-holm/"} <= addresses
    assert {address_of(story, name) for name in PARTS} <= addresses
    assert {"/takedown/", "/bot/", "/search/", "/corrections/", f"/s/{story.pk}/review/"} <= addresses
    assert not any(f"/s/{hidden.pk}-" in address for address in addresses)
    assert all(client.get(address).status_code == 200 for address in addresses)
    for kind in ("stories", "claims", "quotes", "speakers"):
        assert client.get(f"/sitemap-{kind}-2.xml").status_code == 404


def test_robots_txt_keeps_programs_from_the_desk_and_names_the_sitemap(client):
    told = client.get("/robots.txt")
    assert told.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert told.text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]


def test_llms_txt_tells_the_rules_and_leads_to_what_answers(client, story):
    Story.objects.update(title="Cranes [and] quays\n# not a heading")
    told = client.get("/llms.txt").text
    assert told.startswith("# Parallax\n\n> ")
    assert "At most 280 characters a quote and 600 characters of an article" in told
    assert "[Cranes \\[and\\] quays # not a heading]" in told
    links = [part.split(")")[0] for part in told.split(f"]({settings.SITE_URL}")[1:]]
    assert len(links) > 12
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_story_can_be_embedded_without_a_script(client, story):
    Story.objects.update(title='Cranes <script>alert(1)</script> & "quays"')
    story.refresh_from_db()
    page = soup_of(client, story.get_absolute_url())
    link = page.select_one("link[type='application/json+oembed']")["href"]
    told = client.get(link).json()
    assert (told["version"], told["type"], told["width"], told["height"]) == ("1.0", "rich", 600, 220)
    assert told["title"] == story.title
    html = BeautifulSoup(told["html"], "lxml")
    assert {tag.name for tag in html.find_all()} == {"html", "body", "blockquote", "p", "a"}
    assert {a["href"] for a in html.select("a")} == {f"{settings.SITE_URL}{story.get_absolute_url()}"}
    assert "6 of 6 outlets" in html.get_text()
    assert client.get(f"{link}&maxwidth=300&maxheight=1").json()["width"] == 300
    assert client.get(f"{link}&maxwidth=300&maxheight=1").json()["height"] == 120


def test_a_merged_storys_address_embeds_what_it_was_merged_into(client, story):
    old = Story.objects.create(title="Old", merged_into=story)
    assert client.get(f"/oembed?url={settings.SITE_URL}/s/{old.pk}/").json()["title"] == story.title


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404),
        ("url=https://elsewhere.example/s/1/", 404),
        ("url={site}/", 404),
        ("url={site}/s/99999/", 404),
        ("url={site}.evil.example/s/1/", 404),
        ("url={site}/nowhere", 404),
        ("url={site}/s/%00/", 404),
        ("url={site}/s/1/&format=yaml", 400),
    ],
)
def test_nothing_else_can_be_embedded(client, story, query, status):
    assert client.get(f"/oembed?{query.format(site=settings.SITE_URL)}").status_code == status


def test_an_embedded_story_comes_as_xml_too(client, story):
    Story.objects.filter(pk=story.pk).update(title="Cranes & <quays>")
    query = f"/oembed?url={settings.SITE_URL}/s/{story.pk}/"
    told, answer = client.get(query).json(), client.get(f"{query}&format=xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert {one.tag: one.text for one in ElementTree.fromstring(answer.content)} == {k: str(v) for k, v in told.items()}


def test_the_grid_as_csv_has_a_row_for_each_statement_and_three_columns_for_each_outlet(client, story):
    answer = client.get(f"/s/{story.pk}/grid.csv")
    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert f'filename="story-{story.pk}.csv"' in answer.headers["Content-Disposition"]
    head, *rows = list(csv.reader(io.StringIO(answer.text)))
    assert head[:6] == ["number", "band", "statement", "in the words of", "reported by", "BuzzFeed News"]
    assert len(head) == 5 + 3 * 6
    assert rows
    assert all(len(row) == len(head) for row in rows)
    shown = soup_of(client, story.get_absolute_url()).select(".claim")
    assert [int(row[0]) for row in rows] == [int(one["id"].removeprefix("claim-")) for one in shown]
    assert any("#:~:text=" in row[7] for row in rows)


def test_the_csv_shows_no_more_of_an_article_than_a_page(client, settings):
    story = recognised_story()
    rows = csv.reader(io.StringIO(client.get(f"/s/{story.pk}/grid.csv").text))
    shown = characters_in(cell for row in rows for cell in row if not cell.startswith("http"))
    assert 100 < max(shown.values()) <= settings.EXCERPT_PAGE_CHARACTERS


def test_a_merged_storys_grid_leads_on_and_a_hidden_ones_is_gone(client, story):
    old = Story.objects.create(title="Old", merged_into=story)
    moved = client.get(f"/s/{old.pk}/grid.csv")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/s/{story.pk}/grid.csv")
    Story.objects.filter(pk=story.pk).update(state=Story.State.HIDDEN)
    assert client.get(f"/s/{story.pk}/grid.csv").status_code == 404


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "＝1", "＠x", "=cmd|' /C calc'!A0"]
)
def test_a_formula_is_inert_in_a_spreadsheet(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["40 cranes", "", "a=b", "…moved", "“-1”"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert inert(text) == text


def test_a_statement_that_is_a_formula_is_inert_in_the_csv(client, story):
    for group in ClaimGroup.objects.select_related("clearest"):
        text = f'=HYPERLINK("https://evil.example";"{group.sentence[:60]}"), say all of them on the quay'
        ClaimGroup.objects.filter(pk=group.pk).update(sentence=text)
        Claim.objects.filter(pk=group.clearest_id).update(text=text)
    rows = list(csv.reader(io.StringIO(client.get(f"/s/{story.pk}/grid.csv").text)))[1:]
    assert any("HYPERLINK" in cell for row in rows for cell in row)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_our_feeds_as_opml_can_be_followed(client, story):
    found = read_opml(client.get("/feeds/parallax.opml").content)
    paths = [source.address.removeprefix(settings.SITE_URL) for source in found.sources]
    assert paths[:2] == ["/feeds/stories.rss", "/feeds/changes.rss"]
    assert f"/s/{story.pk}/changes.rss" in paths
    assert all(client.get(path).status_code == 200 for path in paths)


def test_the_outlets_sources_as_opml_are_those_that_are_asked(client, story):
    found = read_opml(client.get("/feeds/outlets.opml").content).sources
    assert {(s.address, s.kind) for s in found} == set(Feed.objects.values_list("url", "kind"))
    Feed.objects.filter(outlet__slug="cnn").update(enabled=False)
    assert all("cnn" not in s.address for s in read_opml(client.get("/feeds/outlets.opml").content).sources)


@pytest.mark.parametrize("stories", [1, 4])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, stories):
    story = factories.full_story(2 if stories == 1 else 6)
    for _ in range(stories):
        factories.story([factories.article(one, f"Words {Story.objects.count()}.") for one in factories.outlets(2)])
    expected = dict(zip(DOCUMENTS, (4, 1, 1, 1, 1, 1, 0, 3, 2, 1, 12, 5), strict=True))
    for document, queries in expected.items():
        with django_assert_num_queries(queries):
            client.get(at(document, story))
