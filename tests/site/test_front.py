"""The front page: finite, dated, by day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aggregator.models import Article
from coverage.models import Difference, Story, StoryEvent
from coverage.search.writing import index_story
from tests.site import factories
from tests.site.edits import an_edit
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


def test_a_card_tells_the_newest_difference_though_an_older_one_weighs_more(client):
    small_story("The lead", count=3)
    card = small_story("A card")
    for hours, weight, topic in ((1, 0.9, "cranes moved"), (3, 0.2, "minutes"), (2, 0.5, "names")):
        sides = [{"value": value, "evidence": []} for value in ("40", "more than 40")]
        Difference.objects.create(story=card, kind="count", topic=topic, weight=weight, sides=sides, key=topic)
        at = factories.FIRST + timedelta(hours=hours)
        StoryEvent.objects.create(story=card, kind="differs", key=topic, at=at)
    assert "They differ on minutes" in words(soup_of(client, "/").select_one(".card"))


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
    article = story.articles.get(outlet__slug="techcrunch")
    at = an_edit(article, ("lead", "head"), kind="headline").at
    StoryEvent.objects.create(story=story, article=article, kind="headline", at=at)
    first = soup_of(client, "/").select_one(".changes li")
    assert words(first).startswith(f"{article.outlet.monogram} {article.outlet.name} changed its headline The lead")


def test_latest_changes_leave_out_what_is_no_change_to_readers(client):
    story = small_story("The lead", count=3)
    article = story.articles.get(outlet__slug="techcrunch")
    StoryEvent.objects.create(story=story, article=article, kind="text", at=factories.FIRST + DAY)
    assert "changed its text" not in words(soup_of(client, "/").select_one("aside"))
    an_edit(article, ("lead", "head"), kind="headline")
    assert "changed its text" in words(soup_of(client, "/").select_one("aside"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_either_end_of_time_has_no_stories(client, day):
    small_story("The lead")
    assert client.get(f"/day/{day}/").status_code == 404


def test_a_day_that_is_cut_says_so_and_leads_to_all_of_it(client, monkeypatch):
    monkeypatch.setattr("coverage.front_page.MOST", 3)
    stories = [small_story(f"Story {index}", factories.FIRST - timedelta(minutes=index)) for index in range(5)]
    for story in stories:
        index_story(story)
    more = soup_of(client, "/day/2022-06-17/").select_one(".more")
    assert words(more) == "The newest 3 stories of this day stand here. All of them"
    found = soup_of(client, more.a["href"]).select("li.found-story")
    assert len(found) == 5


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
