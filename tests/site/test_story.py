"""The story page."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from urllib.parse import unquote

import pytest
from django.db import transaction
from django.test import Client

from aggregator.models import Article, Claim, Outlet, Quote, Snapshot
from coverage.models import Difference, Passage, Story
from tests.site import factories
from tests.site.pages import soup_of, words


@pytest.fixture(scope="module")
def page(django_db_setup, django_db_blocker):
    """Made once, and looked at by many tests that store nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = soup_of(Client(), factories.full_story().get_absolute_url())
        transaction.set_rollback(True)
    return made


def test_the_head_tells_who_covers_it_who_was_first_and_how_much_is_shared(page):
    facts = {words(row.dt): words(row.dd) for row in page.select(".story-head .facts div")}
    assert facts == {
        "Outlets": "6 of 6",
        "Articles": "6 articles",
        "First report": "BuzzFeed News, 15:31 UTC",
        "Quotes": "12, 5 shared",
        "Differences": "1 found",
    }
    assert page.select_one(".standfirst") is None, "the facts would be told twice"
    told = page.select_one("meta[name=description]")["content"]
    assert "6 of the 6 outlets report this in 6 articles, BuzzFeed News first" in told
    assert words(page.select_one(".story-head .tag")) == "not reviewed"


def test_the_head_names_each_outlet_in_order_of_publication_and_those_that_are_silent(client):
    story = factories.full_story(3, 2, 2, review=False)
    factories.outlets(6)
    covering = [words(li) for li in soup_of(client, story.get_absolute_url()).select(".covering li")]
    assert covering == [
        "BF BuzzFeed News : 15:31 UTC",
        "TC TechCrunch : +1 h 52",
        "WSJ Wall Street Journal : +2 h 10 summary only (paywall)",
        "G Gizmodo : no article found",
        "CNN CNN : no article found",
        "M Mashable : no article found",
    ]


def test_the_head_leads_to_what_they_differ_on_and_to_the_storys_pages(client):
    page = soup_of(client, factories.full_story(3, 4, 4).get_absolute_url())
    [kind] = page.select(".story-head .differ a")
    assert words(kind) == "count"
    assert page.select_one(f"{kind['href']}.dispute") is not None
    leading = [link["href"] for link in page.select(".story-head nav a")]
    assert [link.rstrip("/").rpartition("/")[2] for link in leading] == ["compare", "review", "timeline", "changes"]
    statements = [link["href"] for link in page.select(".claim h4 > a")]
    assert statements
    assert {client.get(link).status_code for link in [*leading, *statements]} == {200}


def test_an_editors_standfirst_stands_below_the_headline(client):
    story = factories.full_story(2, 2, 2, review=False)
    Story.objects.update(standfirst="An editor wrote this.", reviewed=True)
    head = soup_of(client, story.get_absolute_url()).select_one(".story-head")
    assert words(head.select_one(".standfirst")) == "An editor wrote this."
    assert head.select_one(".tag") is None


def test_columns_stand_in_order_of_publication_with_times_from_the_first_report(page):
    heads = [words(li) for li in page.select(".heads li")]
    assert heads[0].startswith("BF BuzzFeed News first 15:31 UTC")
    assert heads[1] == "TC TechCrunch +1 h 52"
    assert heads[2] == "WSJ Wall Street Journal +2 h 10 summary only (paywall)"


def test_every_cell_names_its_outlet_and_stance_in_text(page):
    claims = page.select(".claim")
    assert claims
    for claim in claims:
        cells = claim.select(".cells > li")
        assert len(cells) == 6
        for cell in cells:
            assert cell.select_one(".who .vh").get_text()
            assert cell.select_one(".says").get_text()
            assert cell.select_one(".m")["aria-hidden"] == "true"


def test_not_found_and_could_not_be_read_are_never_the_same(page):
    assert {words(s) for s in page.select(".cells .none .says")} == {"not found in its text"}
    assert {words(s) for s in page.select(".cells .unread .says")} == {"could not be read"}
    assert [words(tag) for tag in page.select(".heads .tag:not(.first)")] == ["summary only (paywall)"], "told once"


def test_evidence_opens_in_place_and_leads_to_the_sentence(page):
    opened = [cell for cell in page.select(".cells details") if cell.q and "home page" not in words(cell)]
    assert opened
    for cell in opened:
        sentence = unquote(cell.select_one("a.place")["href"].split("#:~:text=")[1]).split(",")[0]
        subject = next(subject for subject in factories.SUBJECTS if subject.startswith(sentence))
        assert words(cell.q).strip("…")[:10] in subject


def test_an_article_whose_address_is_not_known_leads_home_and_says_so(page):
    cell = next(
        li for li in page.select(".cells > li") if li.select_one(".vh").get_text().startswith("TechCrunch") and li.a
    )
    assert "address not known: outlet’s home page" in words(cell)
    assert cell.a["href"] == "https://techcrunch.com/"


def test_changed_words_are_struck_and_marked_with_text_for_screen_readers(page):
    row = next(li for li in page.select(".variants li") if li.select_one("del"))
    assert (row.select_one("del").get_text(), row.select_one("ins").get_text()) == ("Nobody", "We")
    assert [span.get_text().strip() for span in row.select(".vh")][1:3] == ["replaced:", "by:"]
    assert words(row.select_one(".tag")) == "reworded"


def test_a_press_reviews_quotes_are_all_shown_tagged_and_beside_the_outlets_own(page):
    rows = page.select(".reviewed > li")
    assert len(rows) == 10
    assert all("translated, by way of a press review" in words(row) for row in rows)
    assert all(row.select_one("q") for row in rows)
    beside = [row for row in rows if row.select_one(".beside a[href^='#quote-']")]
    assert len(beside) == 4
    target = beside[0].select_one("a[href^='#quote-']")["href"].lstrip("#")
    assert page.find(id=target)
    assert page.select(f".quote a[href='#{rows[0]['id']}']")


def test_a_press_reviews_quote_stands_beside_the_sentence_that_it_renders(client):
    story = factories.full_story()
    quote = Quote.objects.filter(article__outlet__listed=False, carried_from__slug="gizmodo", variants=None).first()
    claim = Claim.objects.filter(article__outlet__slug="gizmodo").first()
    Passage.objects.create(story=story, quote=quote, claim=claim)
    row = soup_of(client, story.get_absolute_url()).find(id=f"review-{quote.pk}")
    assert "Gizmodo writes:" in words(row.select_one(".beside"))
    assert words(row.select_one(".beside q")).rstrip("…") in claim.text
    assert "#:~:text=" in row.select_one(".beside a.place")["href"]
    assert "No match found" not in words(row)


def test_quotes_of_a_press_review_stand_under_the_outlet_that_it_credits(page):
    heads = [words(h) for h in page.select("#press-review h3")]
    assert heads[:2] == ["BF BuzzFeed News", "TC TechCrunch"]
    assert heads[-1] == "Credited to the speaker, not to an outlet"


def test_differences_show_each_value_with_who_gives_it(page):
    sides = page.select(".dispute .sides > li")
    assert [words(side.select_one(".value")) for side in sides] == ["40 cranes", "more than 40"]
    assert [words(name) for name in sides[0].select(".name")] == ["BuzzFeed News", "TechCrunch", "Wall Street Journal"]
    assert [words(name) for name in sides[1].select(".name")] == ["CNN", "Gizmodo", "Mashable"]


def test_the_timeline_gives_zone_and_source_and_keeps_changes_apart(page):
    first = page.select(".lanes li")[0]
    assert "published, zone -04:00, by its structured data" in words(first)
    assert "17 June 2022, 17:06 UTC changed, as the page tells" in words(first)
    assert [t["datetime"] for t in first.select("time")] == ["2022-06-17T15:31:00Z", "2022-06-17T17:06:00Z"]
    assert len(first.svg.select("circle")) == 1


def test_who_cites_whom_is_a_list_with_a_drawing_after_it(page):
    section = page.select_one("#citations")
    assert words(section.select_one(".cites > li p")) == "BuzzFeed News is cited by 5 outlets"
    assert section.select_one("svg.drawing")["aria-hidden"] == "true"
    assert section.select_one("svg.drawing").find_previous("ul")


def test_articles_tell_their_provenance(page):
    first = page.select_one(".articles li")
    assert words(first.h3) == "The harbour board moved 40 cranes to the north quay, and what BuzzFeed News makes of it"
    assert "By Ada Lind and Bo Ek · 17 June 2022, 15:31 UTC" in words(first.select_one(".meta"))
    assert "archive: Example archive" in words(first)
    provenance = {words(row.dt): words(row.dd) for row in first.select(".provenance div")}
    assert len(provenance["SHA-256 of the text read"]) == 64
    assert provenance["Owner of the outlet that day"] == "BuzzFeed, Inc."
    assert provenance["Reviewed"] == "not reviewed"


def test_an_article_from_an_archive_says_where_its_bytes_stand_and_whether_its_page_is_gone(client):
    story = factories.full_story(2, 2, 2, review=False)
    where = "https://web.archive.org/web/20220617153102id_/https://cnn.com/a"
    Article.objects.update(archive="Internet Archive", captured_from=where, gone_at=factories.FIRST)
    page = soup_of(client, story.get_absolute_url())
    told = {words(row.dt): row.dd for row in page.select_one("#articles li").select(".provenance div")}
    assert words(told["Its bytes stand in"]) == f"Internet Archive: {where}"
    assert told["Its bytes stand in"].a["href"] == where
    assert words(told["Its page"]).startswith("gone since 17 June 2022")
    Article.objects.update(captured_from="javascript:alert(1)")
    shown = soup_of(client, story.get_absolute_url()).select_one("#articles .provenance")
    assert "javascript:alert(1)" in words(shown)
    assert not shown.select("a")


def test_headings_descend_without_a_gap_under_one_h1(page):
    levels = [int(h.name[1]) for h in page.find_all(["h1", "h2", "h3", "h4", "h5"])]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_section_is_named_and_every_link_within_the_page_leads_somewhere(page):
    ids = [node["id"] for node in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert all(a["href"][1:] in ids for a in page.select("a[href^='#']"))
    assert all(node["aria-labelledby"] in ids for node in page.find_all(attrs={"aria-labelledby": True}))


def test_the_sample_edition_wears_its_band(client):
    story = factories.full_story(2, 2, 2)
    Article.objects.update(origin=Article.Origin.SAMPLE)
    page = soup_of(client, story.get_absolute_url())
    assert "written for this project from the public record" in words(page.select_one(".sample"))
    assert "sample edition" in words(page.select_one(".articles li"))


def test_what_an_editor_hides_is_gone(client):
    story = factories.full_story()
    Quote.objects.filter(text=factories.SAYINGS[0]).update(hidden=True)
    Claim.objects.filter(text__startswith=factories.SUBJECTS[4]).update(hidden=True)
    page = words(soup_of(client, story.get_absolute_url()).select_one("#quotes"))
    assert factories.SAYINGS[0] not in page
    assert factories.SUBJECTS[4] not in words(soup_of(client, story.get_absolute_url()).select_one("#claims"))


def test_a_story_that_is_not_compared_yet_says_so(client):
    one, two = factories.outlets(2)
    story = factories.story([factories.article(one, "Words."), factories.article(two, "Other words.")])
    page = soup_of(client, story.get_absolute_url())
    assert "No statements have been compared yet" in words(page.select_one("#claims"))
    assert page.select_one("#quotes") is None


def test_a_story_of_bare_days_and_unread_articles_has_a_page(client):
    one, two = factories.outlets(2)
    bare = factories.article(one, "Words.", published_day_only=True, authors=[], title="")
    waiting = Article.objects.create(outlet=two, url="https://techcrunch.com/x", link="https://techcrunch.com/x")
    waiting.first_seen_at = factories.FIRST + timedelta(days=3)
    waiting.save()
    page = soup_of(client, factories.story([bare, waiting]).get_absolute_url())
    assert "the hour is not given" in words(page.select_one("#timeline"))
    assert "the page gives no time" in words(page.select_one("#timeline"))
    assert "could not be read" in words(page.select_one("#articles"))


@pytest.mark.parametrize("wrong", ["/s/{pk}-another-slug/", "/s/{pk}/", "/s/{pk}-story/"])
def test_a_wrong_slug_leads_to_the_right_one(client, wrong):
    story = factories.full_story(2, 1, 1, review=False)
    response = client.get(wrong.format(pk=story.pk))
    assert (response.status_code, response.headers["Location"]) == (302, story.get_absolute_url())


def test_a_merged_story_leads_to_what_it_was_merged_into(client):
    story = factories.full_story(2, 1, 1, review=False)
    middle = Story.objects.create(title="Middle", merged_into=story)
    old = Story.objects.create(title="Old", merged_into=middle, state=Story.State.PUBLIC)
    response = client.get(old.get_absolute_url())
    assert (response.status_code, response.headers["Location"]) == (301, story.get_absolute_url())


@pytest.mark.parametrize("state", [Story.State.HIDDEN, Story.State.GATHERING])
def test_a_story_that_is_not_public_is_not_found(client, state):
    story = factories.full_story(2, 1, 1, review=False)
    Story.objects.update(state=state)
    for address in (story.get_absolute_url(), f"/s/{story.pk}/feed.rss", f"/s/{story.pk}/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/s/999-x/", "/s/999/", "/s/99999999999999999999999/", "/s/x/", "/s/999/feed.atom"]
)
def test_an_unknown_story_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("outlets", "statements", "utterances"), [(2, 2, 2), (6, 14, 12)])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, outlets, statements, utterances):
    address = factories.full_story(outlets, statements, utterances).get_absolute_url()
    with django_assert_num_queries(14):
        client.get(address)


def test_no_outlet_is_asked_for_by_the_readers_browser(page):
    what = "script[src], img, iframe, link[rel=stylesheet], link[rel=icon]"
    loaded = [n.get("src") or n.get("href") for n in page.select(what)]
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert not page.select("script:not([type='application/ld+json'], [src]), style, [style]")
    assert [n["src"] for n in page.select("script[src]")] == ["/static/js/reading.js"]


def test_a_seventh_outlet_widens_the_grid(client):
    story = factories.full_story()
    seventh = Outlet.objects.create(
        slug="seventh", name="Seventh", monogram="7", home="https://seventh.example/", position=7
    )
    article = factories.article(seventh, "The board moved nothing.", at=factories.FIRST + timedelta(days=1))
    story.memberships.create(article=article)
    page = soup_of(client, story.get_absolute_url())
    assert len(page.select(".heads li")) == 7
    assert {len(claim.select(".cells > li")) for claim in page.select(".claim")} == {7}


def test_a_quote_tells_whom_it_was_said_to_and_an_article_whose_reporting_it_is(client):
    story = factories.full_story(2, 2, 2, review=False)
    Quote.objects.update(told_to="BuzzFeed News")
    Snapshot.objects.update(reporting="original")
    page = soup_of(client, story.get_absolute_url())
    assert "said to BuzzFeed News" in words(page.select_one("#quotes .said"))
    assert "first-hand" in words(page.select_one("#quotes .variants"))
    told = {words(row.dt): words(row.dd) for row in page.select_one("#articles li").select(".provenance div")}
    assert told["It reports"] == "its own, as its words tell"


@pytest.mark.django_db
def test_what_outlets_differ_on_and_its_kind_are_not_one_word_twice(client):
    made = factories.full_story()
    Difference.objects.update(kind="money", topic="money")
    heads = soup_of(client, made.get_absolute_url()).select("#differences h3")
    assert heads
    assert {words(head).removesuffix("not reviewed").strip() for head in heads} == {"money"}
