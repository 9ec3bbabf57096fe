"""The search page: what readers find, how it is shown, and what they never see."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregator.models import Article, Claim, Quote, Speaker
from coverage import desk
from coverage.models import SearchEntry, Story
from coverage.search import asking
from coverage.search.writing import index_stories, index_story, missing, reindex
from tests.site import factories
from tests.site.pages import soup_of, words
from tests.site.recognised import characters, recognised_story


@pytest.fixture
def story():
    made = factories.full_story()
    Article.objects.filter(membership__story=made, outlet__slug="cnn").update(feed_summary="Dredgers wait by the weir.")
    index_story(made)
    return made


def found(client, query, **more):
    """By kind, what stands in the page's results."""
    page = soup_of(client, f"/search/?{_asked(query, **more)}")
    lists = page.select("section[aria-labelledby] ol.found")
    return {one.parent["aria-labelledby"][2:]: [words(item) for item in one.select("li")] for one in lists}


def _asked(query: str, **more) -> str:
    return urlencode({"q": query, **more})


def test_it_finds_stories_articles_quotes_claims_and_speakers(client, story) -> None:
    assert found(client, "harbour cranes")["story"][0].startswith("The harbour moves its cranes")
    assert any("Dredgers wait by the weir" in line for line in found(client, "dredger weir")["article"])
    assert "Nobody told us that the gate was open" in found(client, "gates")["quote"][0]
    assert "The union counts 12 posts" in found(client, "union")["claim"][0]
    assert found(client, "holm")["speaker"][0].startswith("Karin Holm")


def test_it_marks_what_was_looked_for(client, story) -> None:
    page = soup_of(client, "/search/?q=gates")

    assert {mark.get_text() for mark in page.select("blockquote mark")} == {"gate"}


def test_a_search_of_many_words_that_finds_nothing_tries_a_dozen_others_at_most(client, story, monkeypatch) -> None:
    tried = []
    monkeypatch.setattr(asking, "_finds", lambda query, asked: tried.append(query))
    words_asked = "harbour cranes gates union dredger keys ferry quay locks records flood audit tape court engineers"
    soup_of(client, f"/search/?{_asked(words_asked + ' nowhere', exact=1)}")
    assert len(tried) == 12
    assert {len(query.wanted) for query in tried} == {1, 15, 16}, "some of each kind"


@pytest.mark.parametrize("kind", ["", "quote", "claim"])
def test_no_article_shows_more_than_its_share(client, settings, kind) -> None:
    index_story(recognised_story())
    page = soup_of(client, f"/search/?{_asked('outlet:buzzfeednews', kind=kind)}")
    assert 200 < max(characters(page).values()) <= settings.EXCERPT_PAGE_CHARACTERS


def test_a_results_links_are_named_by_its_words(client, story) -> None:
    page = soup_of(client, "/search/?q=gates")
    links = page.select("li.found-quote a[aria-labelledby]")
    assert len(links) == 2
    for link in links:
        own, said = (page.find(id=name) for name in str(link["aria-labelledby"]).split())
        assert own is link
        assert words(said) == "Nobody told us that the gate was open"


def test_a_phrase_is_words_in_their_order(client, story) -> None:
    assert "quote" in found(client, '"gate was open"')
    assert "quote" not in found(client, '"open was gate"')


def test_words_can_be_left_out(client, story) -> None:
    assert found(client, "gate")
    assert not found(client, "gate -open")


def test_outlets_and_speakers_narrow_it(client, story) -> None:
    kinds = found(client, "outlet:wsj")
    assert kinds["article"]
    assert all("Wall Street Journal" in line for line in kinds["article"])
    assert all("Wall Street Journal" not in line for line in found(client, "harbour -outlet:wsj")["article"])
    assert found(client, 'speaker:"karin holm" gate')["quote"]
    assert not found(client, 'speaker:"ada holm" gate')


def test_days_narrow_it(client, story) -> None:
    assert found(client, "harbour after:2022-06-17 before:2022-06-18")["story"]
    assert not found(client, "harbour before:2022-06-17")
    assert not found(client, "harbour after:2022-06-18")


def test_slips_are_forgiven(client, story) -> None:
    page = soup_of(client, "/search/?q=harbuor+crnes")

    assert "harbour cranes" in words(page.select_one(".corrected"))
    assert page.select(".found-story")
    assert not found(client, "harbuor", exact=1)


def test_where_nothing_is_found_it_offers_searches_that_find_something(client, story):
    page = soup_of(client, "/search/?q=cranes+weir+committee")
    offered = [link["href"] for link in page.select(".nothing li a")]

    assert "Nothing was found" in words(page.select_one(".nothing h2"))
    assert offered
    assert all(soup_of(client, address).select(".found li") for address in offered)


def test_nothing_asked_tells_how_to_search(client, story) -> None:
    page = soup_of(client, "/search/")

    assert page.select_one("#h-how")
    assert not page.select(".found")
    for link in page.select(".operators a, .inline a"):
        assert client.get(link["href"]).status_code == 200


@pytest.mark.parametrize("query", ["before:soon", "outlet:", "outlet:nowhere", "-x", "x" * 301, "a " * 40])
def test_a_search_that_cannot_be_understood_says_why(client, story, query) -> None:
    response = client.get("/search/", {"q": " ".join(f"{word}{n}" if word == "a" else word
                                                     for n, word in enumerate(query.split()))})  # fmt: skip

    assert response.status_code == 200
    assert b'id="problems"' in response.content


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", "'\"`;--", "\x00", "%00", "NEAR(a b)", "a AND OR", "'a':*", "¤holm", "§kstory"],
)
def test_no_query_breaks_it(client, story, query) -> None:
    response = client.get("/search/", {"q": query})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_a_hidden_story_is_found_no_more_nor_is_anything_in_it(client, story) -> None:
    desk.edit(story, factories.FIRST, state=Story.State.HIDDEN)

    assert not SearchEntry.objects.exists()
    for query in ("harbour", "gate", "union", "holm", "dredger"):
        assert not found(client, query)


def test_rows_decide_where_the_index_is_behind(client, story) -> None:
    Story.objects.update(state=Story.State.HIDDEN)  # by a hand that does not know of the index

    assert SearchEntry.objects.exists()
    for query in ("harbour", "gate", "union", "holm"):
        assert not found(client, query)


def test_hidden_quotes_and_claims_are_not_shown(client, story) -> None:
    Quote.objects.filter(text__contains="gate").update(hidden=True)
    Claim.objects.filter(text__contains="union").update(hidden=True)

    assert "quote" not in found(client, "gate")
    assert "claim" not in found(client, "union")
    index_story(story)
    assert not found(client, "gate", exact=1)


def test_an_article_that_is_deleted_takes_its_words_along(client, story) -> None:
    Article.objects.filter(outlet__slug="cnn").delete()

    assert not found(client, "weir", exact=1)


def test_a_story_that_was_merged_is_found_under_its_heir(client, story) -> None:
    [other] = [factories.story([factories.article(factories.outlets(1)[0], "Geese.", "Geese at the weir")], "Geese")]
    index_story(other)
    entry = SearchEntry.objects.get(kind="article", article__title="Geese at the weir")
    desk.merge([other], story, factories.FIRST)

    assert found(client, "geese").keys() == {"article"}
    assert SearchEntry.objects.get(kind="article", article__title="Geese at the weir").pk == entry.pk


def test_a_merged_speaker_is_found_by_either_name(client, story) -> None:
    heir = Speaker.objects.create(slug="master", name="The Master", kind="person")
    old = Speaker.objects.get(name="Karin Holm")
    Quote.objects.filter(speaker=old).update(speaker=heir)
    Speaker.objects.filter(pk=old.pk).update(merged_into=heir)

    assert found(client, "holm")["speaker"][0].startswith("The Master")


def test_words_keep_within_the_limits_of_a_page(client, story, settings) -> None:
    settings.EXCERPT_PAGE_CHARACTERS, settings.EXCERPT_QUOTES_PER_SECTION = 120, 1
    page = soup_of(client, '/search/?q=speaker:"karin holm"&kind=quote')
    shown: dict[str, int] = {}
    for line in page.select(".found-quote"):
        if quote := line.select_one("blockquote"):
            outlet = words(line.select_one(".of a")).split(":")[0]
            shown[outlet] = shown.get(outlet, 0) + len(words(quote))

    assert shown
    assert max(shown.values()) <= 120 + 2


def test_indexing_again_writes_nothing(client, story) -> None:
    before = list(SearchEntry.objects.order_by("pk").values())

    assert index_story(story) == 0
    assert list(reindex()) == [1]
    assert list(SearchEntry.objects.order_by("pk").values()) == before


def test_reindexing_makes_the_index_from_nothing(client, story) -> None:
    whole = set(SearchEntry.objects.values_list("kind", "key"))
    SearchEntry.objects.all().delete()

    assert not found(client, "harbour")
    assert missing(10) == [story.pk]
    list(reindex())
    assert set(SearchEntry.objects.values_list("kind", "key")) == whole
    assert found(client, "harbour")


def test_one_kind_comes_page_by_page_newest_first(client):
    outlet = factories.outlets(1)[0]
    many = [
        factories.story(
            [factories.article(outlet, f"Text {n}.", f"Weir {n}", factories.FIRST + timedelta(hours=n))], f"Weir {n}"
        )
        for n in range(45)
    ]
    index_stories([one.pk for one in many])
    address, seen = "/search/?q=weir&kind=article", []
    for _ in range(5):
        page = soup_of(client, address)
        seen += [words(title).split()[-1] for title in page.select(".found h3")]
        older = page.select_one('a[rel="next"]')
        if older is None:
            break
        address = older["href"]

    assert seen == [str(n) for n in reversed(range(45))]


def test_headlines_that_hold_everything_come_first(client) -> None:
    outlet = factories.outlets(1)[0]
    old = factories.article(outlet, "One.", "Weir gives way", factories.FIRST)
    new = factories.article(
        outlet, "Two.", "Something else", factories.FIRST + timedelta(days=1), feed_summary="The weir gives way again."
    )
    index_stories([factories.story([old], "A").pk, factories.story([new], "B").pk])

    assert ["Weir gives way" in line for line in found(client, "weir gives way")["article"]] == [True, False]


@pytest.mark.parametrize("query", ["harbour", "gate", "holm outlet:cnn", "harbuor"])
@pytest.mark.parametrize("kind", ["", "article"])
def test_queries_do_not_grow_with_what_is_found(client, story, query, kind) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/search/", {"q": query, "kind": kind}).status_code == 200
        return len(queries)

    outlet = factories.outlets(4)[3]  # of CNN
    more = [factories.article(outlet, f"Text {n}.", f"Holm and the harbour {n}") for n in range(9)]
    index_stories([factories.story(more[:1], "The harbour’s gate, by Holm").pk])
    before = asked()
    index_stories([factories.story([one], "The harbour’s gate, by Holm").pk for one in more[1:]])

    assert asked() <= before <= 30


def test_the_browser_can_offer_it(client):
    page = soup_of(client, "/about/")
    description = client.get(page.select_one('link[rel="search"]')["href"])

    assert description["Content-Type"].startswith("application/opensearchdescription+xml")
    assert b"/search/?q={searchTerms}" in description.content
    assert page.select_one('form[role="search"] input[name="q"]')
