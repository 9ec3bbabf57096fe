"""A quote's page: the same words as each outlet carries them, and where the number of any of them leads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aggregator.models import Article, Quote, Snapshot, SpanCheck
from coverage.models import Story
from tests.site import factories
from tests.site.pages import soup_of, words
from tests.site.recognised import characters, recognised_story


@pytest.fixture
def story():
    return factories.full_story()


def lead(story, place=0):
    return story.quote_groups.all()[place].fullest


def stands(page):
    return {words(one.h3): one for one in page.select("#outlets ol .stand")}


def test_it_gives_the_fullest_words_who_says_them_and_who_had_them_first(client, story):
    page = soup_of(client, f"/q/{lead(story).pk}/")
    assert words(page.h1) == f"“{factories.SAYINGS[0]}”"
    assert words(page.select_one(".said")) == "Karin Holm as BuzzFeed News carries it not reviewed"
    assert page.select_one(".said a")["href"] == "/p/karin-holm/"
    assert words(page.select_one(".facts")) == "Outlets that carry it 6 First in BuzzFeed News, 17 Jun, 15:31 UTC"


def test_it_tells_whole_shortened_and_reworded_apart_word_by_word(client, story):
    shortened = stands(soup_of(client, f"/q/{lead(story).pk}/"))["TC TechCrunch"]
    assert words(shortened.select_one(".stance")) == "shortened"
    assert shortened.select_one("del").get_text() == " ".join(factories.SAYINGS[0].split()[7:])
    assert "left out:" in words(shortened)
    reworded = stands(soup_of(client, f"/q/{lead(story, 1).pk}/"))["WSJ Wall Street Journal"]
    assert (reworded.select_one("del").get_text(), reworded.select_one("ins").get_text()) == ("Nobody", "We")


def test_a_press_reviews_translation_stands_apart(client, story):
    page = soup_of(client, f"/q/{lead(story).pk}/")
    [second] = page.select("ul.stands .stand")
    assert "translated, by way of a press review" in words(second)
    assert second.q.get_text().startswith("In other words")


@pytest.mark.parametrize("slug", ["techcrunch", "mashable"])
def test_the_number_of_every_rendering_leads_to_the_page_of_the_fullest(client, story, slug):
    group = story.quote_groups.first()
    other = group.variants.get(quote__article__outlet__slug=slug).quote
    moved = client.get(f"/q/{other.pk}/")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"/q/{group.fullest_id}/#in-{slug}")
    assert soup_of(client, f"/q/{group.fullest_id}/").find(id=f"in-{slug}")


def test_the_story_leads_to_each_of_its_quotes_and_speakers(client, story):
    page = soup_of(client, story.get_absolute_url())
    links = [a["href"] for quote in page.select(".quote") for a in quote.select(".said a")]
    assert f"/q/{lead(story).pk}/" in links
    assert "/p/karin-holm/" in links


def test_a_quote_that_is_not_compared_yet_has_its_page(client, story):
    article = Article.objects.get(outlet__slug="cnn")
    alone = factories.quote(article, factories.SAYINGS[11])
    assert words(soup_of(client, f"/q/{alone.pk}/").h1) == f"“{factories.SAYINGS[11]}”"


def test_it_is_followed_through_its_articles_edits_and_its_end_is_told(client, story):
    quote = lead(story, 11)
    article = quote.article
    after = Snapshot.objects.create(
        article=article,
        sha256="f" * 64,
        text=f"Now. {quote.text}",
        taken_at=quote.snapshot.taken_at + timedelta(hours=1),
    )
    Article.objects.filter(pk=article.pk).update(snapshot=after)
    gone = client.get(f"/q/{quote.pk}/")
    assert gone.status_code == 410
    assert story.get_absolute_url() in gone.text
    at = [5, 5 + len(quote.text)]
    SpanCheck.objects.create(article=article, quote=quote, against=after, fate="kept", spans=[at])
    now = Quote.objects.create(
        article=article,
        snapshot=after,
        start=5,
        end=at[1],
        spans=[at],
        text=quote.text,
        kind="direct",
        found_by="rules",
    )
    assert client.get(f"/q/{quote.pk}/").headers["Location"] == f"/q/{now.pk}/"


def test_what_is_hidden_or_a_press_reviews_or_never_was_is_not_found(client, story):
    review = Quote.objects.filter(article__outlet__listed=False).first()
    quote = lead(story)
    Quote.objects.filter(pk=quote.pk).update(hidden=True)
    for pk in (quote.pk, review.pk, 99999):
        assert client.get(f"/q/{pk}/").status_code == 404
    other = lead(story, 3)
    Story.objects.update(state=Story.State.HIDDEN)
    assert client.get(f"/q/{other.pk}/").status_code == 404


def test_no_article_shows_more_than_its_share(client, settings):
    story = recognised_story()
    for group in (story.quote_groups.first(), story.quote_groups.last()):
        page = soup_of(client, f"/q/{group.fullest_id}/")
        assert 0 < max(characters(page).values()) <= settings.EXCERPT_PAGE_CHARACTERS


@pytest.mark.parametrize(("outlets", "utterances"), [(2, 2), (6, 12)])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, outlets, utterances):
    story = factories.full_story(outlets, 2, utterances)
    with django_assert_num_queries(9):
        client.get(f"/q/{lead(story).pk}/")
