"""A decision is undone after others were made: what they decided stands, or what is in the way is named."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth.models import User

from aggregator.models import Article
from coverage import decisions
from coverage.decisions import decide
from coverage.desk import DeskError
from coverage.models import Decision, Membership, Story
from tests.site import factories
from tests.site.desk_pages import another

pytestmark = pytest.mark.django_db
NOW = factories.FIRST
MINUTES = count(1)


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


@pytest.fixture
def ferry() -> Story:
    return factories.story([another("The ferry"), another("The night ferry runs again", "gizmodo")], title="The ferry")


def did(editor: User, kind: str, **asked) -> Decision:
    return decide(editor, kind, asked, "Read again.", NOW + timedelta(minutes=next(MINUTES)))


def order_of(story: Story) -> list[int]:
    rows = story.memberships.exclude(position=None).order_by("position")
    return list(rows.values_list("article", flat=True))


def test_an_order_stays_when_what_came_before_it_is_undone(editor, ferry):
    lock = did(editor, "edit", stories=[ferry.pk], values={"locked": True})
    order = sorted(ferry.articles.values_list("pk", flat=True), reverse=True)
    did(editor, "edit", stories=[ferry.pk], values={"order": order})
    decisions.undo(lock, editor, "Open.", NOW)
    assert order_of(ferry) == order


def test_an_order_is_undone_where_none_was_given_since(editor, ferry):
    order = sorted(ferry.articles.values_list("pk", flat=True), reverse=True)
    first = did(editor, "edit", stories=[ferry.pk], values={"order": order})
    decisions.undo(first, editor, "By time.", NOW)
    assert order_of(ferry) == []


@pytest.mark.parametrize("kind", ["hand back", "split"])
def test_a_headline_that_was_set_since_is_named_before_it_is_lost(editor, ferry, kind):
    did(editor, "edit", stories=[ferry.pk], values={"title": "One"})
    if kind == "split":
        undone = did(editor, kind, articles=[ferry.articles.earliest("pk").pk])
        story = Story.objects.latest("pk")
    else:
        undone, story = did(editor, kind, stories=[ferry.pk]), ferry
    did(editor, "edit", stories=[story.pk], values={"title": "Two"})
    with pytest.raises(DeskError, match="undo “Rename to “Two”"):
        decisions.undo(undone, editor, "", NOW)
    assert Story.objects.get(pk=story.pk).title == "Two"


@pytest.mark.parametrize("into", ["the new one", "another"])
def test_nothing_goes_back_to_a_story_that_leads_elsewhere_since(editor, ferry, into):
    split = did(editor, "split", articles=[ferry.articles.earliest("pk").pk])
    new, other = Story.objects.latest("pk"), factories.story([another("The cranes", "wsj")], title="The cranes")
    to = new if into == "the new one" else other
    did(editor, "merge", stories=[ferry.pk, to.pk], into=to.pk)
    with pytest.raises(DeskError, match="undo “Merge"):
        decisions.undo(split, editor, "", NOW)
    assert not Membership.objects.exclude(story__merged_into=None).exists()


def test_an_article_that_was_set_aside_and_is_put_into_a_story_is_news_again(editor, ferry):
    article = ferry.articles.earliest("pk")
    did(editor, "not news", articles=[article.pk])
    moved = did(editor, "move", articles=[article.pk], to=ferry.pk)
    assert not Article.objects.get(pk=article.pk).not_news
    decisions.undo(moved, editor, "", NOW)
    assert Article.objects.get(pk=article.pk).not_news
    assert not Membership.objects.filter(article=article).exists()


def test_a_hidden_story_that_was_emptied_stays_hidden_whatever_is_moved_into_it(editor, ferry):
    did(editor, "edit", stories=[ferry.pk], values={"state": "hidden"})
    articles = list(ferry.articles.values_list("pk", flat=True))
    did(editor, "reject", articles=articles)
    did(editor, "move", articles=articles, to=ferry.pk)
    ferry.refresh_from_db()
    assert (ferry.state, "state" in ferry.set_by_person) == ("hidden", True)
