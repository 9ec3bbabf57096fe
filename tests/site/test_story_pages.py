"""A story's timeline, changes and sections at addresses of their own, and the story in one minute."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from aggregator.models import Article, Claim
from coverage.comparing.chronicle import ToldDate
from coverage.comparing.sheet import ALONE
from coverage.models import Difference, Story, StoryEvent
from tests.site import factories
from tests.site.edits import an_edit
from tests.site.histories import edited
from tests.site.pages import soup_of, words
from tests.site.recognised import characters, recognised_story

PAGES = ["compare", "timeline", "changes", "review", *ALONE]


@pytest.fixture
def story():
    return factories.full_story()


def test_in_one_minute_three_to_five_statements_come_with_counts(client, story):
    rows = soup_of(client, story.get_absolute_url()).select("#minute > ol > li")
    assert 3 <= len(rows) <= 5
    assert [words(li) for li in rows[0].select(".counts li")] == [
        "1 reports it itself",
        "4 credit BuzzFeed News",
        "1 differs",
    ]
    assert all(row.a["href"].startswith("/c/") for row in rows)
    counted = [sum(int(words(li).split()[0]) for li in row.select(".counts li")) for row in rows]
    assert counted == [6] * len(rows), "every outlet is counted in every row"


def test_the_outlets_take_turns_in_telling_it(client, story):
    rows = soup_of(client, story.get_absolute_url()).select("#minute .telling .small")
    assert len({words(row) for row in rows}) == len(rows)


def test_the_story_leads_to_all_of_its_pages(client, story):
    page = soup_of(client, story.get_absolute_url())
    links = {a["href"] for a in page.select("main a")}
    assert {f"/s/{story.pk}/{name}/" for name in PAGES} <= links
    assert all(client.get(f"/s/{story.pk}/{name}/").status_code == 200 for name in PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_an_address_with_a_slug_or_of_a_merged_story_leads_to_the_number(client, story, name):
    old = Story.objects.create(title="Old", merged_into=story)
    slug = client.get(f"/s/{story.pk}-any-slug/{name}/?x=1")
    assert (slug.status_code, slug.headers["Location"]) == (301, f"/s/{story.pk}/{name}/?x=1")
    merged = client.get(f"/s/{old.pk}/{name}/")
    assert (merged.status_code, merged.headers["Location"]) == (301, f"/s/{story.pk}/{name}/")
    Story.objects.filter(pk=story.pk).update(state=Story.State.HIDDEN)
    assert client.get(f"/s/{story.pk}/{name}/").status_code == 404


@pytest.mark.parametrize("name", ALONE)
def test_a_section_alone_has_its_own_words_and_nothing_of_the_others(client, story, name):
    page = soup_of(client, f"/s/{story.pk}/{name}/")
    assert page.find(id=name)
    assert not [other for other in ALONE if other != name and page.find(id=other)]
    assert page.select_one(".pages [aria-current=page]")
    assert words(page.h1) == str(story)
    for link in page.select("main a[href^='#']"):
        assert page.find(id=link["href"][1:]), link


def test_a_section_alone_may_show_all_that_a_page_may(client, settings):
    story = recognised_story()
    for name in ("claims", "quotes", "differences"):
        shown = characters(soup_of(client, f"/s/{story.pk}/{name}/"))
        assert 250 < max(shown.values()) <= settings.EXCERPT_PAGE_CHARACTERS, name


def test_the_timeline_keeps_publication_first_sight_edits_and_events_apart(client, story):
    StoryEvent.objects.create(story=story, kind="merged", detail="The cranes", at=factories.FIRST + timedelta(days=2))
    page = soup_of(client, f"/s/{story.pk}/timeline/")
    assert len(page.select("li.published")) == 6
    assert len(page.select("li.seen")) == 6
    assert [words(one) for one in page.select("li.edited")] == ["17:06 UTC BF BuzzFeed News edited as its page tells"]
    assert "“The cranes” was merged into this story by our clock" in words(page.select_one("li[class='event event']"))
    first = words(page.select_one("li.published"))
    assert first.startswith("15:31 UTC BF BuzzFeed News published")
    assert "zone -04:00, by its structured data" in first
    times = [one["datetime"] for one in page.select(".events .clock time")]
    assert times == sorted(times)


def test_the_timeline_tells_the_dates_that_statements_name(client, story):
    group = story.claim_groups.first()
    day = factories.FIRST.date().toordinal()
    for cell in group.cells.all():
        figure = {"start": 0, "end": 4, "words": "x", "kind": "date", "low": day, "high": day, "unit": "date"}
        cell.claims.update(figures=[figure])
    [row] = soup_of(client, f"/s/{story.pk}/timeline/").select(".told-dates > li")
    assert words(row.time) == "17 June 2022"
    assert len(row.select(".mono")) == 6
    assert row.a["href"] == f"/c/{group.pk}/"
    assert words(row.a).rstrip("…") in group.clearest.text


def test_the_timeline_tells_no_more_of_an_article_than_a_page_may_and_never_a_bare_number(client, settings):
    story = recognised_story()
    for number, claim in enumerate(Claim.objects.order_by("pk")):
        day = factories.FIRST.date().toordinal() - number % 9
        figure = {"start": claim.start, "end": claim.start + 5, "kind": "date", "low": day, "high": day}
        Claim.objects.filter(pk=claim.pk).update(figures=[figure])
    page = soup_of(client, f"/s/{story.pk}/timeline/")
    assert 300 < max(characters(page).values()) <= settings.EXCERPT_PAGE_CHARACTERS
    links = [words(a) for a in page.select(".told-dates a")]
    assert len(links) == 9 * 4
    assert all("zaz" in link or "’s words" in link or re.search(r"z[b-f]z", link) for link in links)
    assert all("more statement" in words(row.select_one(".links > .soft")) for row in page.select(".told-dates > li"))


def test_a_sentence_in_two_statements_is_not_said_twice_beside_its_date(client, story):
    first, second = story.claim_groups.all()[:2]
    day = factories.FIRST.date().toordinal()
    shared = first.clearest
    figure = {"start": shared.start, "end": shared.start + 4, "kind": "date", "low": day, "high": day}
    Claim.objects.filter(pk=shared.pk).update(figures=[figure])
    second.cells.first().claims.add(shared)
    [row] = soup_of(client, f"/s/{story.pk}/timeline/").select(".told-dates > li")
    assert [words(a).rstrip("…") in shared.text for a in row.select("a")] == [True]
    other = second.clearest
    figure |= {"start": other.start, "end": other.start + 4}
    Claim.objects.filter(pk=other.pk).update(figures=[figure])
    [row] = soup_of(client, f"/s/{story.pk}/timeline/").select(".told-dates > li")
    told = [words(a).rstrip("…") for a in row.select("a")]
    assert len(told) == 2
    assert told[1] in other.text


@pytest.mark.parametrize("hidden", ["statement", "claim"])
def test_the_timeline_tells_no_date_of_a_statement_that_an_editor_hid(client, story, hidden):
    group = story.claim_groups.first()
    day = factories.FIRST.date().toordinal()
    figure = {"start": 0, "end": 4, "words": "x", "kind": "date", "low": day, "high": day, "unit": "date"}
    for cell in group.cells.all():
        cell.claims.update(figures=[figure])
    assert soup_of(client, f"/s/{story.pk}/timeline/").select(f'.told-dates a[href="/c/{group.pk}/"]')
    if hidden == "statement":
        story.claim_groups.filter(pk=group.pk).update(hidden=True)
    else:
        Claim.objects.filter(pk=group.clearest_id).update(hidden=True)
    assert not soup_of(client, f"/s/{story.pk}/timeline/").select(f'.told-dates a[href="/c/{group.pk}/"]')


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ((2022, 6, 17), (2022, 6, 17), "day"),
        ((2021, 9, 1), (2021, 9, 30), "month"),
        ((2020, 1, 1), (2020, 12, 31), "year"),
        ((2021, 9, 1), (2022, 1, 31), "period"),
        ((2021, 9, 2), (2021, 9, 30), "period"),
        ((2020, 7, 1), (2021, 6, 30), "period"),
    ],
)
def test_a_span_of_days_is_called_what_it_is(first, last, span):
    assert ToldDate(date(*first), date(*last), (), ()).span == span


def test_edits_stand_by_weight_word_by_word_with_what_is_around_them(client, story):
    cnn, gizmodo = (Article.objects.get(outlet__slug=slug) for slug in ("cnn", "gizmodo"))
    an_edit(cnn, ("CNN", "KNN"), kind="name")
    an_edit(gizmodo, ("40 cranes", "50 cranes"), kind="number")
    page = soup_of(client, f"/s/{story.pk}/changes/")
    assert words(page.h1) == "2 edits that matter"
    edits = page.select(".edit")
    assert [words(one.select_one(".of .tag")) for one in edits] == ["number or date", "name"]
    assert (words(edits[0].select_one("del")), words(edits[0].ins)) == ("50", "40")
    assert "replaced:" in words(edits[0])
    assert "The harbour board moved" in words(edits[0].select_one(".reading"))
    assert "#:~:text=" in edits[0].select_one("a.place")["href"]


def test_small_edits_are_counted_and_not_shown(client, story):
    an_edit(Article.objects.get(outlet__slug="cnn"), ("the", "a"), kind="wording")
    page = soup_of(client, f"/s/{story.pk}/changes/")
    assert words(page.h1) == "No edit that matters"
    assert "of less weight: wording 1." in words(page)


def test_what_was_shown_and_stands_no_more_is_told(client, story):
    check = edited(Article.objects.get(outlet__slug="cnn"))
    page = soup_of(client, f"/s/{story.pk}/changes/")
    assert "CNN: a quote" in words(page.select_one("#broken"))
    assert "stands changed" in words(page.select_one("#broken"))
    assert page.select_one("#broken a")["href"] == f"/q/{check.quote_id}/"


def test_what_happened_to_the_story_stands_below_its_edits(client, story):
    Difference.objects.update(key="k1")
    StoryEvent.objects.create(story=story, kind="differs", key="k1", at=factories.FIRST + timedelta(days=3))
    StoryEvent.objects.create(story=story, kind="differs", key="gone", at=factories.FIRST + timedelta(days=2))
    rows = [words(one) for one in soup_of(client, f"/s/{story.pk}/changes/").select("#story .event")]
    assert "a difference between the outlets was found (count) where they differ" in rows[0]
    assert "it does not stand any more" in rows[1]
    assert sum("joined the story" in row for row in rows) == 6


def test_no_article_shows_more_than_its_share_of_edits_or_times(client, settings):
    story = recognised_story()
    article = story.articles.get(outlet__slug="buzzfeednews")
    paragraphs = article.snapshot.text.split("\n\n")[:30]
    an_edit(article, *[(paragraph, f"{paragraph[:60]} zaz1") for paragraph in paragraphs], kind="quote")
    page = soup_of(client, f"/s/{story.pk}/changes/")
    assert 300 < characters(page)["a"] <= settings.EXCERPT_PAGE_CHARACTERS
    assert len(page.select(".edit a.place")) == 30
    assert max(characters(soup_of(client, f"/s/{story.pk}/timeline/")).values(), default=0) == 0


@pytest.mark.parametrize("outlets", [2, 6])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, outlets):
    story = factories.full_story(outlets, outlets, outlets)
    for article in Article.objects.filter(outlet__listed=True):
        an_edit(article, ("40", "50"), kind="number")
    expected = {"timeline": 5, "changes": 7, **dict.fromkeys(ALONE, 13), "articles": 14}
    for name, queries in expected.items():
        with django_assert_num_queries(queries):
            client.get(f"/s/{story.pk}/{name}/")
