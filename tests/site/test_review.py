"""The press review of a story: its page, and the forms that can be copied."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

from aggregator.models import Claim, Quote
from coverage.models import Story
from coverage.review_phrases import PHRASES
from tests.site import factories
from tests.site.pages import soup_of, words
from tests.site.recognised import WORD, characters, characters_in, recognised_story


def address(story: Story, form: str = "") -> str:
    return f"/s/{story.pk}/review.{form}" if form else f"/s/{story.pk}/review/"


def test_every_quotation_stands_in_its_article_and_every_paragraph_has_notes(client):
    page = soup_of(client, address(factories.full_story()))
    texts = " ".join(Claim.objects.values_list("snapshot__text", flat=True))
    for quoted in page.select(".text .verbatim"):
        assert words(quoted)[1:-1].strip("…") in " ".join(texts.split()), words(quoted)
    for paragraph in page.select(".text p"):
        assert paragraph.select(".call a")


def test_each_note_names_outlet_and_headline_and_leads_to_the_sentence(client):
    page = soup_of(client, address(factories.full_story()))
    notes = page.select(".notes [id^=note-]")
    called = {int(link.get_text()) for link in page.select(".call a")}
    assert {int(note["id"][5:]) for note in notes} == called == set(range(1, len(notes) + 1))
    assert words(page.select_one(".notes li")).startswith("BuzzFeed News, “The harbour board moved 40 cranes")
    assert "#:~:text=" in notes[0]["href"]


def test_a_number_in_the_prose_leads_straight_to_the_sentence_or_to_its_note_where_no_address_is_known(client):
    page = soup_of(client, address(factories.full_story()))
    led = {link["href"] for link in page.select(".text .call a")}
    assert any("#:~:text=" in one for one in led)
    at_home = {one["href"] for one in page.select(".notes a.place")}
    assert at_home
    assert not led & at_home
    assert all(page.select_one(one) for one in led if one.startswith("#"))


def test_outside_quotations_and_names_only_fixed_phrases_stand(client):
    page = soup_of(client, address(factories.full_story(review=False)))
    fixed = {word for forms in PHRASES.values() for form in forms for word in re.findall(r"[a-z]{3,}", str(form))}
    for paragraph in page.select(".text p"):
        for filled in paragraph.select(".verbatim, a, .tag"):
            filled.decompose()
        left = set(re.findall(r"\b[a-z]{3,}", words(paragraph)))
        assert left - {"cranes", "moved", "more", "than"} <= fixed, left - fixed


def test_a_story_links_to_its_review_and_the_review_back(client):
    story = factories.full_story(3, 3, 3)
    assert soup_of(client, story.get_absolute_url()).select_one(f'a[href="{address(story)}"]')
    assert soup_of(client, address(story)).select_one(f'main a[href="{story.get_absolute_url()}"]')


def test_the_review_is_marked_as_not_reviewed_and_as_sample(client):
    story = factories.full_story(3, 3, 3)
    page = soup_of(client, address(story))
    assert words(page.select_one(".kicker .tag")) == "not reviewed"
    story.articles.update(origin="sample")
    assert soup_of(client, address(story)).select_one(".masthead .sample")
    assert "Sample edition" in client.get(address(story, "txt")).content.decode()


def test_a_press_reviews_translated_words_are_marked_in_every_form(client):
    story = factories.full_story(5, 3, 3)
    wsj = Quote.objects.filter(carried_from__slug="wsj").first()
    Claim.objects.filter(article__outlet__slug="wsj").delete()
    Quote.objects.filter(article__outlet__slug="wsj").delete()
    assert wsj
    for form in ("", "txt", "md", "html"):
        told = client.get(address(story, form)).content.decode()
        assert "A press review has" in told, form
        assert "translated" in told.split("A press review has")[1].split("\n")[0], form


@pytest.mark.parametrize(("form", "kind"), [("txt", "text/plain"), ("md", "text/markdown"), ("html", "text/html")])
def test_it_can_be_copied_as_text_markdown_and_html_with_its_attribution(client, form, kind, settings):
    story = factories.full_story(3, 3, 3)
    response = client.get(address(story, form))
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
    told = response.content.decode()
    assert f"{settings.SITE_URL}{story.get_absolute_url()}" in told
    assert "Assembled by machine" in told
    assert response.headers["ETag"]


def test_the_address_of_a_form_may_be_asked_for_by_name(client):
    story = factories.full_story(2, 2, 2)
    assert client.get(f"{address(story)}?as=md").headers["Location"] == address(story, "md")
    assert client.get(f"{address(story)}?as=exe").status_code == 200


def test_a_merged_storys_review_leads_to_the_one_that_stands(client):
    kept = factories.full_story(2, 2, 2)
    gone = Story.objects.create(title="The old name", merged_into=kept)
    for form in ("", "txt"):
        response = client.get(address(gone, form))
        assert (response.status_code, response.headers["Location"]) == (301, address(kept, form))


def test_a_hidden_story_has_no_review(client):
    story = factories.full_story(2, 2, 2)
    Story.objects.update(state=Story.State.HIDDEN)
    assert client.get(address(story)).status_code == 404
    assert client.get(address(story, "md")).status_code == 404


def test_a_story_without_anything_compared_says_so(client):
    story = factories.story([factories.article(outlet, outlet.name * 3) for outlet in factories.outlets(2)])
    page = soup_of(client, address(story))
    assert [words(p) for p in page.select(".text p")] == [
        "BuzzFeed News 1 covers it too.",
        "TechCrunch 2 covers it too.",
    ]


@pytest.mark.parametrize("form", ["", "txt", "md", "html"])
def test_no_article_gives_more_than_its_share_in_any_form(client, settings, form):
    story = recognised_story()
    content = re.sub(
        r"https?://[^\s<>\"]+", "", client.get(address(story, form)).content.decode()
    )  # links do not count
    shown = characters(BeautifulSoup(content, "lxml")) if form in ("", "html") else characters_in(content.splitlines())
    assert set(shown) >= set("abcdef")
    assert max(shown.values()) <= settings.EXCERPT_PAGE_CHARACTERS


def test_no_quotation_is_longer_and_no_part_has_more_of_an_article_than_the_limits(client, settings):
    page = soup_of(client, address(recognised_story()))
    prose = Counter[str]()
    for quoted in page.select(".text .verbatim"):
        assert sum(characters(quoted).values()) <= settings.EXCERPT_QUOTE_CHARACTERS
        if not quoted.find_previous("h2", string="Where they differ"):
            prose.update(set(WORD.findall(quoted.get_text())))
    assert max(prose.values()) <= settings.EXCERPT_QUOTES_PER_SECTION


@pytest.mark.parametrize(("outlets", "statements", "utterances"), [(2, 2, 2), (6, 14, 12)])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, outlets, statements, utterances):
    story = factories.full_story(outlets, statements, utterances)
    with django_assert_num_queries(13):
        client.get(address(story))
    with django_assert_num_queries(13):
        client.get(address(story, "txt"))
