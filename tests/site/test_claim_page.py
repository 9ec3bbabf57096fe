"""A statement's page: every outlet's stance with its sentences, and where its number leads when it ends."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest

from aggregator.models import Article, Claim, Snapshot, SpanCheck
from coverage.heirs import take_in
from coverage.models import ClaimGroup, RetiredClaim, Story
from coverage.models.retired import retire
from tests.site import factories
from tests.site.pages import soup_of, words
from tests.site.recognised import characters, recognised_story


@pytest.fixture
def story():
    return factories.full_story()


@pytest.fixture
def group(story):
    return story.claim_groups.first()


def stands(page):
    return {words(one.select_one(".outlet")): one for one in page.select(".stand")}


def test_it_gives_the_sentence_and_counts_who_stands_how(client, group):
    page = soup_of(client, f"/c/{group.pk}/")
    assert words(page.h1) == group.sentence
    assert words(page.select_one(".part-head .said")) == "In BuzzFeed News’s words not reviewed"
    assert [words(li) for li in page.select(".counts li")] == [
        "1 reports it itself",
        "4 credit BuzzFeed News",
        "1 differs",
    ]


def test_it_names_every_outlet_of_the_story_in_order_of_publication_with_its_stance(client, story):
    group = story.claim_groups.all()[1]
    page = soup_of(client, f"/c/{group.pk}/")
    found = stands(page)
    assert list(found) == ["BuzzFeed News", "TechCrunch", "Wall Street Journal", "CNN", "Gizmodo", "Mashable"]
    told = {name: words(one.select_one(".stance")) for name, one in found.items()}
    assert told["Wall Street Journal"] == "could not be read: summary only (paywall)"
    assert told["CNN"] == "not found in the text fetched 17 June 2022, 21:36 UTC"
    assert told["Gizmodo"] == "cites BuzzFeed News"
    assert "+5 h 40" in words(found["Gizmodo"])


def test_each_outlets_sentences_lead_to_their_place_in_its_article(client, group):
    gizmodo = stands(soup_of(client, f"/c/{group.pk}/"))["Gizmodo"]
    said = words(gizmodo.q)
    assert unquote(gizmodo.a["href"]) == "/o/gizmodo/"
    address = unquote(gizmodo.select_one(".sentences a")["href"])
    assert address.split("#:~:text=")[1].split(",")[0] in said
    techcrunch = stands(soup_of(client, f"/c/{group.pk}/"))["TechCrunch"]
    assert "address not known: outlet’s home page" in words(techcrunch)


def test_it_shows_what_the_outlets_differ_on_in_it_and_nothing_else(client, story):
    differing, other = story.claim_groups.all()[0], story.claim_groups.all()[2]
    values = [words(v) for v in soup_of(client, f"/c/{differing.pk}/").select(".value")]
    assert values == ["40 cranes", "more than 40"]
    assert soup_of(client, f"/c/{other.pk}/").select_one("#differences") is None


def test_it_leads_to_its_feed_and_its_form_for_programs_and_back_to_the_story(client, story, group):
    page = soup_of(client, f"/c/{group.pk}/")
    links = {link["href"] for link in page.select("link[rel=alternate]")}
    mine = {f"/c/{group.pk}/feed.{form}" for form in ("rss", "atom", "json")} | {f"/api/v1/claims/{group.pk}"}
    assert mine <= links
    assert all(client.get(link).status_code == 200 for link in mine)
    assert page.select_one(".kicker a")["href"] == story.get_absolute_url()
    assert client.get(f"/c/{group.pk}/feed.json").json()["home_page_url"].endswith(f"/c/{group.pk}/")


def test_the_story_leads_to_each_of_its_statements(client, story):
    page = soup_of(client, story.get_absolute_url())
    for claim in page.select(".claim"):
        assert f"/c/{claim['id'].removeprefix('claim-')}/" in [a["href"] for a in claim.select("h4 a")]


def test_no_article_shows_more_than_its_share(client, settings):
    story = recognised_story()
    for group in (story.claim_groups.first(), story.claim_groups.last()):
        page = soup_of(client, f"/c/{group.pk}/")
        assert 0 < max(characters(page).values()) <= settings.EXCERPT_PAGE_CHARACTERS
        assert all(characters(q).total() <= settings.EXCERPT_QUOTE_CHARACTERS for q in page.select("q, h1"))


@pytest.mark.parametrize(("outlets", "statements"), [(2, 2), (6, 14)])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, outlets, statements):
    group = factories.full_story(outlets, statements, 2).claim_groups.first()
    with django_assert_num_queries(7):
        client.get(f"/c/{group.pk}/")


def test_a_merged_storys_statement_leads_to_the_one_that_its_sentence_shows_now(client, story, group):
    clearest = group.clearest
    heir = factories.story([factories.article(one, "Other words.") for one in factories.outlets(2)])
    take_in(story, heir, factories.FIRST)
    assert client.get(f"/c/{group.pk}/").status_code == 410
    again = factories.claim_group(heir, [(clearest.article.outlet, "own", [clearest])])
    for path in ("", "feed.rss"):
        moved = client.get(f"/c/{group.pk}/{path}")
        assert (moved.status_code, moved.headers["Location"]) == (301, f"/c/{again.pk}/{path}")


def test_it_is_followed_through_the_articles_edits(client, group):
    claim, article = group.clearest, group.clearest.article
    after = Snapshot.objects.create(
        article=article,
        sha256="f" * 64,
        text=f"Now. {claim.text}",
        taken_at=article.snapshot.taken_at + timedelta(hours=1),
    )
    Article.objects.filter(pk=article.pk).update(snapshot=after)
    retire([group])
    ClaimGroup.objects.filter(pk=group.pk).delete()
    SpanCheck.objects.create(article=article, claim=claim, against=after, fate="kept", spans=[[5, 5 + len(claim.text)]])
    assert client.get(f"/c/{group.pk}/").status_code == 410
    now = Claim.objects.create(article=article, snapshot=after, start=5, end=5 + len(claim.text), text=claim.text)
    again = factories.claim_group(group.story, [(article.outlet, "own", [now])])
    assert client.get(f"/c/{group.pk}/").headers["Location"] == f"/c/{again.pk}/"


def test_one_that_is_not_compared_any_more_says_so_and_leads_to_the_story(client, story, group):
    retire([group])
    group.delete()
    answer = client.get(f"/c/{RetiredClaim.objects.get().pk}/")
    assert answer.status_code == 410
    assert "is not compared any more" in answer.text
    assert story.get_absolute_url() in answer.text
    assert client.get(f"/c/{RetiredClaim.objects.get().pk}/feed.rss").status_code == 404


def test_what_is_hidden_or_never_was_is_not_found(client, story, group):
    assert client.get("/c/99999/").status_code == 404
    Claim.objects.filter(pk=group.clearest_id).update(hidden=True)
    assert client.get(f"/c/{group.pk}/").status_code == 404
    other = story.claim_groups.last()
    Story.objects.update(state=Story.State.HIDDEN)
    assert client.get(f"/c/{other.pk}/").status_code == 404
