"""The publish gate: whatever it counts leads to the list of just that, for everybody who may look."""

from __future__ import annotations

import re

import pytest

from aggregator.models import Article, Quote, SpanCheck
from coverage.models import Story
from coverage.roles import ROLES
from tests.site import factories, histories
from tests.site.desk_pages import another, asked, member, page_of
from tests.site.pages import soup_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    """Not public: an edit broke a quote of it, another is not what stands in its text, some are reviewed or hidden."""
    made = factories.full_story()
    articles = list(made.articles.filter(outlet__listed=True))
    histories.edited(articles[0])
    quotes = list(Quote.objects.shown().filter(article__in=articles).order_by("pk"))
    Quote.objects.filter(pk=quotes[0].pk).update(text="Made up")
    Quote.objects.filter(pk=quotes[1].pk).update(reviewed=True)
    Quote.objects.filter(pk=quotes[2].pk).update(hidden=True)
    Story.objects.filter(pk=made.pk).update(state="gathering")
    elsewhere = another("The ferry runs again")
    factories.quote(elsewhere, "ferry runs")
    factories.story([elsewhere], title="The ferry")
    return made


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_count_leads_to_the_rows_that_it_counts(client, story, role):
    links = soup_of(member(client, role), page_of(story)).select(".field-publish_gate li a")
    counted = {words(link): rows_of(client, link["href"]) for link in links}
    for told, rows in counted.items():
        numbers = re.findall(r"\d+", told)
        assert rows == int(numbers[0] if numbers else 1), told
    assert [re.sub(r"\d+", "#", told) for told in counted] == [
        "An edit broke # shown quote or claim, and nobody has seen to it.",
        "# quote is not what stands in its text.",
        "Quotes not reviewed: #.",
        "Claims not reviewed: #.",
    ]


def rows_of(client, address: str) -> int:
    page = soup_of(client, address)
    assert not page.select(".errornote")
    [count] = re.findall(r"(\d+) [a-z]", words(page.select_one(".paginator")))
    return int(count)


def test_a_story_of_one_outlet_leads_to_its_articles(client):
    article = another("The night ferry runs again")
    gate = soup_of(member(client, "editor"), page_of(factories.story([article]))).select_one(".field-publish_gate")
    [link] = [link for link in gate.select("a") if words(link) == "Only one outlet reports it."]
    listed = soup_of(client, link["href"]).select("#result_list tbody tr")
    assert [words(row.select_one("th")) for row in listed] == [article.title]


def test_who_is_about_to_publish_is_led_there_too(client, story):
    page = asked(member(client, "editor"), Story, "publish", [story])
    assert len(page.select("#content li li a")) == 4
    assert SpanCheck.objects.count() == 1


def test_what_counts_nothing_leads_nowhere(client, story):
    Article.objects.update(snapshot=None)
    Story.objects.update(title="", standfirst="")
    gate = soup_of(member(client, "editor"), page_of(story)).select_one(".field-publish_gate")
    leading = {words(link) for link in gate.select("li a")}
    assert {"It has no headline.", "It has no standfirst."} <= {words(line) for line in gate.select("li")} - leading
