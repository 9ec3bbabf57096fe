"""The inbox: articles with the story that the workers suggest, why they do, and what an editor makes of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from aggregator.models import Addition, Article
from aggregator.outlets.added import know
from coverage.assemble import unplaced
from coverage.models import Decision, InboxArticle, Membership, Story
from tests.site import factories
from tests.site.desk_pages import act, another, asked, listed, told
from tests.site.pages import soup_of, words

INBOX = "/admin/coverage/inboxarticle/"


@pytest.fixture(autouse=True)
def _forgotten():
    """No test's sites are known to the next one."""
    yield
    know(())


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def story() -> Story:
    made = factories.full_story()
    Membership.objects.update(score=0.83, reasons=["harbour", "cranes"])
    return made


def rows(page) -> dict[str, object]:
    return {words(row.select_one(".field-headline a")): row for row in page.select("#result_list tbody tr")}


def test_each_article_has_its_suggested_story_score_and_what_matched(editor, story):
    first = story.articles.order_by("published_at")[0]
    [row] = rows(soup_of(editor, f"{INBOX}?outlet__id__exact={first.outlet_id}")).values()
    assert story.title in words(row.select_one(".field-suggested"))
    assert "6 other articles" in words(row.select_one(".field-suggested"))
    assert words(row.select_one(".field-score")) == "83%"
    shares = words(row.select_one(".field-shares"))
    assert "Words: harbour, cranes" in shares
    assert "Quotes: “" in shares


def test_the_inbox_asks_no_more_when_it_has_more(editor, story, django_assert_max_num_queries):
    soup_of(editor, INBOX)
    with django_assert_max_num_queries(20) as few:
        soup_of(editor, INBOX)
    for number in range(10):
        factories.story([another(f"Report {number} of the ferry", "gizmodo")], title=f"Ferry {number}")
    with django_assert_max_num_queries(20) as many:
        soup_of(editor, INBOX)
    assert len(many) == len(few)


def test_an_accepted_article_leaves_the_inbox_and_stays_in_its_story(editor, story):
    article = story.articles.filter(outlet__listed=True).first()
    page = asked(editor, InboxArticle, "accept", [article])
    assert "1 article in the inbox chosen" in words(page)
    assert told(act(editor, InboxArticle, "accept", [article])) == "1 article accepted."
    assert str(article) not in rows(soup_of(editor, INBOX))
    assert str(article) in rows(soup_of(editor, f"{INBOX}?inbox=accepted"))
    assert Membership.objects.get(article=article).placed_by == "person"


def test_what_is_no_news_leaves_its_story_and_goes_into_no_other(editor, story):
    article = story.articles.filter(outlet__listed=True).first()
    assert told(act(editor, InboxArticle, "set_aside", [article])) == "1 article set aside."
    assert article.pk not in unplaced()
    assert list(rows(soup_of(editor, f"{INBOX}?inbox=aside"))) == [str(article)]
    act(editor, InboxArticle, "begin_story", [article], "?inbox=aside")
    assert not Article.objects.get(pk=article.pk).not_news


def test_a_rejected_article_is_placed_anew_and_never_there(editor, story):
    article = story.articles.filter(outlet__listed=True).first()
    page = act(editor, InboxArticle, "take_out", [article])
    assert told(page) == "1 article taken out; the workers look for another place."
    assert article.pk in unplaced()
    assert story.exclusions.get().article == article
    assert str(article) in rows(soup_of(editor, f"{INBOX}?inbox=unplaced"))


def test_a_new_story_is_begun_with_what_is_chosen(editor, story):
    chosen = [another("The ferry"), another("The night ferry", "gizmodo")]
    act(editor, InboxArticle, "begin_story", chosen, "?inbox=unplaced")
    new = Story.objects.latest("pk")
    assert set(new.articles.all()) == set(chosen)
    assert set(new.memberships.values_list("placed_by", flat=True)) == {"person"}


def test_a_reporter_adds_nothing_before_an_editor_takes_it(client, story):
    reporter = User.objects.create(username="reporter", is_staff=True)
    reporter.groups.add(Group.objects.get(name="reporter"))
    client.force_login(reporter)
    before = Article.objects.count()
    answer = client.post(f"{INBOX}addresses/", {"addresses": "https://fjordby.example.org/a"}, follow=True)
    assert "proposed: an editor decides" in answer.content.decode()
    assert Article.objects.count() == before
    editor = User.objects.create(username="editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client.force_login(editor)
    act(client, Decision, "take", Decision.objects.all())
    assert Article.objects.get(url="https://fjordby.example.org/a").asked_for


def test_who_may_only_look_adds_nothing(client, story):
    auditor = User.objects.create(username="auditor", is_staff=True)
    auditor.groups.add(Group.objects.get(name="auditor"))
    client.force_login(auditor)
    assert not soup_of(client, INBOX).select(".addlink")
    for place in ("addresses", "text"):
        assert client.get(f"{INBOX}{place}/").status_code == 403
        assert client.post(f"{INBOX}{place}/", {"addresses": "https://example.org/a"}).status_code == 403
    assert not Addition.objects.exists()


def test_too_many_addresses_are_told(editor):
    lines = "\n".join(f"https://example.org/{number}" for number in range(60))
    page = editor.post(f"{INBOX}addresses/", {"addresses": lines}).content.decode()
    assert "50 at a time; these are 60." in page


def test_the_inbox_is_listed_on_the_desk(editor):
    assert soup_of(editor, "/admin/").select(f"a[href='{listed(InboxArticle)}']")


def test_what_left_the_list_meanwhile_is_told_and_nothing_is_decided(editor):
    article = another("The ferry")  # in no story: what the inbox shows unasked are those with a suggested one
    page = act(editor, InboxArticle, "set_aside", [article])
    assert told(page) == "What you chose is not in this list any more: nothing was done."
    assert not Decision.objects.exists()
    article.refresh_from_db()
    assert not article.not_news
