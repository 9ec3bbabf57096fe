"""The front page: finite, dated, by day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aggregator.models import Article
from coverage.models import Difference, Story, StoryEvent
from tests.site import factories
from tests.site.pages import soup_of, words

DAY = timedelta(days=1)


def small_story(title, at=factories.FIRST, count=2, **fields):
    found = factories.outlets(count)
    articles = [
        factories.article(
            outlet, f"{title} as {outlet.name} has it.", f"{title}: {outlet.name}", at - i * timedelta(hours=1)
        )
        for i, outlet in enumerate(found)
    ]
    return factories.story(articles, title, **fields)


def test_an_empty_site_says_that_the_workers_are_reading(client):
    page = soup_of(client, "/")
    assert page.h1.get_text() == "No stories yet"
    assert "The workers are reading" in words(page.main)


def test_the_story_that_most_outlets_cover_leads_with_headlines_and_times(client):
    factories.outlets()
    small_story("Two report it")
    lead = small_story("Four report it", count=4)
    page = soup_of(client, "/")
    article = page.select_one(".lead article")
    assert article.h2.a["href"] == lead.get_absolute_url()
    assert words(article.select_one(".headlines li")) == "CNN CNN: Four report it: CNN 12:31 UTC"
    assert "4 of 6 outlets" in words(article)


def test_outlets_without_coverage_are_named_and_not_only_faded(client):
    factories.outlets()
    small_story("The lead", count=3)
    small_story("A card")
    page = soup_of(client, "/")
    assert "No article found from" in words(page.select_one(".lead"))
    off = page.select(".card .strip .off")
    assert words(off[0].select_one(".vh")) == "Wall Street Journal: no article found"
    assert len(off) == 4


def test_a_card_tells_the_heaviest_difference(client):
    small_story("The lead", count=3)
    card = small_story("A card")
    for weight, topic in ((0.2, "minutes"), (0.9, "cranes moved")):
        sides = [{"value": value, "evidence": []} for value in ("40", "more than 40")]
        Difference.objects.create(story=card, kind="count", topic=topic, weight=weight, sides=sides)
    assert "They differ on cranes moved : “40” or “more than 40”" in words(soup_of(client, "/").select_one(".card"))


def test_hidden_gathering_and_merged_stories_are_not_shown(client):
    small_story("In the open")
    for index, state in enumerate((Story.State.HIDDEN, Story.State.GATHERING)):
        small_story(f"Not shown {index}", state=state)
    merged = small_story("Not shown 3")
    merged.merged_into = Story.objects.get(title="In the open")
    merged.save()
    page = soup_of(client, "/")
    assert "Not shown" not in words(page.select_one(".lead article")) + "".join(words(c) for c in page.select(".card"))
    assert "Not shown" not in words(page.select_one("aside"))


def test_the_page_is_finite_and_older_days_are_one_link_away(client):
    for index in range(40):
        small_story(f"Story {index}", factories.FIRST - index * DAY / 4)
    page = soup_of(client, "/")
    assert len(page.select(".card")) + 1 <= 24
    older = page.select_one("nav.days a")
    assert "Older" in words(older)
    assert soup_of(client, older["href"]).h1


def test_a_day_has_its_own_page_with_its_neighbours(client):
    small_story("Early", factories.FIRST - DAY)
    small_story("Middle")
    small_story("Late", factories.FIRST + 2 * DAY)
    page = soup_of(client, "/day/2022-06-17/")
    assert words(page.h1) == "Friday, 17 June 2022"
    assert "Early" not in words(page.main)
    assert [a["href"] for a in page.select("nav.days a")] == ["/day/2022-06-19/", "/day/2022-06-16/"]


@pytest.mark.parametrize("address", ["/day/2022-06-18/", "/day/2022-13-40/", "/day/soon/"])
def test_a_day_without_stories_is_not_found(client, address):
    small_story("Some day")
    assert client.get(address).status_code == 404


def test_a_day_with_more_stories_than_the_page_holds_says_so(client):
    for index in range(26):
        small_story(f"Story {index}", factories.FIRST - timedelta(minutes=index))
    assert words(soup_of(client, "/").select_one(".more")) == "All stories of 17 June"
    assert len(soup_of(client, "/day/2022-06-17/").select(".card")) == 25


def test_latest_changes_stand_beside(client):
    story = small_story("The lead", count=3)
    article = story.articles.first()
    StoryEvent.objects.create(story=story, article=article, kind="headline", at=factories.FIRST + DAY)
    first = soup_of(client, "/").select_one(".changes li")
    assert words(first).startswith(f"{article.outlet.monogram} {article.outlet.name} changed its headline The lead")


def test_the_sample_edition_wears_its_band(client):
    story = small_story("A sample")
    assert soup_of(client, "/").select_one(".sample") is None
    story.articles.update(origin=Article.Origin.SAMPLE)
    assert "not the outlets’ words" in words(soup_of(client, "/").select_one(".sample"))


@pytest.mark.parametrize("stories", [2, 9])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, stories):
    for index in range(stories):
        small_story(f"Story {index}", factories.FIRST - index * DAY / 3, count=2 if stories == 2 else 6)
    with django_assert_num_queries(6):
        client.get("/")
    with django_assert_num_queries(6):
        client.get("/day/2022-06-17/")
