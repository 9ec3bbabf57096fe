"""The desk's front page: what waits, each count a link to the list that it counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from aggregator.models import Article, Claim, Feed, FetchLog, LastRun, Quote, SpanCheck
from aggregator.tasks import sweep_articles
from coverage.decisions import decide
from coverage.models import Membership, Story, TakedownRequest
from tests.site import factories
from tests.site.desk_pages import another, member
from tests.site.histories import edited
from tests.site.pages import soup_of, words

NOW = timezone.now()
BROKEN: tuple[dict[str, Any], ...] = ({"failures": 5}, {"frozen_since": NOW}, {"ended": "gone"}, {})


@pytest.fixture(autouse=True)
def now(time_machine: Any) -> None:
    """What is late is told by the clock: the tests begin when the first of them is read, however long ago that was."""
    time_machine.move_to(NOW, tick=True)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create(username="editor", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def busy(settings: Any) -> Story:
    """A desk on which something of everything waits, and whose outlets are followed."""
    settings.LIVE = True
    made = factories.full_story()
    edited(made.articles.filter(outlet__listed=True).latest("pk"))
    factories.story([another("The ferry")], title="The ferry", state="gathering")
    another("Nowhere yet", "gizmodo")
    cnn = factories.outlets()[3]
    for number, state in enumerate(("due", "due", "refused")):
        url = f"https://cnn.com/{number}"
        Article.objects.create(outlet=cnn, url=url, link=url, state=state, next_try_at=NOW - timedelta(minutes=number))
    read = made.articles.values_list("pk", flat=True)[0]
    Article.objects.filter(pk=read).update(origin="live", read_again_at=NOW - timedelta(hours=1))
    Quote.objects.filter(pk__in=list(Quote.objects.values_list("pk", flat=True)[:3])).update(speaker_confidence=0.3)
    Claim.objects.update(score=0.9)
    Claim.objects.filter(pk__in=list(Claim.objects.values_list("pk", flat=True)[:2])).update(score=0.2)
    for number, values in enumerate(BROKEN):
        url = f"https://cnn.com/feed/{number}"
        Feed.objects.create(outlet=cnn, named_url=url, url=url, next_poll_at=NOW - timedelta(minutes=1), **values)
    FetchLog.objects.create(url="https://cnn.com/", outcome="took too long")
    FetchLog.objects.create(url="https://cnn.com/", outcome="took too long", at=NOW - timedelta(days=3))
    TakedownRequest.objects.create(address="https://cnn.com/1", ground="rights", statement="Mine.")
    reporter = User.objects.create(username="reporter", is_staff=True)
    reporter.groups.add(Group.objects.get(name="reporter"))
    decide(reporter, "edit", {"stories": [made.pk], "values": {"title": "Mine"}}, "", NOW)
    return made


def counts(page) -> dict[str, tuple[int, str]]:
    """By label: the number, and where it leads."""
    found = {}
    for link in page.select(".desk-front .counts a"):
        number, _, label = words(link).partition(" ")
        found[label] = (int(number), link["href"])
    return found


def test_every_count_is_that_of_the_list_it_leads_to(editor, busy):
    found = counts(soup_of(editor, "/admin/"))
    assert len(found) == 18
    for label, (number, address) in found.items():
        assert len(soup_of(editor, address).select("#result_list tbody tr")) == number, label
    empty = {label for label, (number, _) in found.items() if not number}
    assert not empty


def test_what_presses_is_marked_by_more_than_colour(editor, busy):
    page = soup_of(editor, "/admin/")
    pressing = [words(one) for one in page.select(".desk-front li.pressing")]
    assert "1 requests to take something down" in pressing
    assert "1 shown quotes and claims that an edit broke" in pressing


def test_it_asks_no_more_when_there_is_more(editor, busy, django_assert_max_num_queries):
    soup_of(editor, "/admin/")
    with django_assert_max_num_queries(60) as few:
        soup_of(editor, "/admin/")
    for number in range(10):
        factories.story([another(f"Report {number} of the ferry", "gizmodo")], title=f"Ferry {number}")
        url = f"https://cnn.com/more/{number}"
        Feed.objects.create(outlet=factories.outlets()[3], named_url=url, url=url, frozen_since=NOW)
        FetchLog.objects.create(url=url, outcome="took too long")
    SpanCheck.objects.update(settled=False)
    Membership.objects.update(placed_by="machine")
    with django_assert_max_num_queries(60) as many:
        soup_of(editor, "/admin/")
    assert len(many) == len(few)


def test_each_of_beats_tasks_says_when_it_last_ran_and_whether_that_is_late(editor, busy):
    runs = [words(one) for one in soup_of(editor, "/admin/").select(".desk-front .runs li")]
    assert "take up articles that are due: never late" in runs
    sweep_articles.after_return("SUCCESS", 0, "id", (), {}, None)
    runs = soup_of(editor, "/admin/").select(".desk-front .runs li")
    [ran] = [one for one in runs if words(one).startswith("take up articles")]
    assert "late" not in words(ran)
    LastRun.objects.update(ended_at=NOW - timedelta(hours=1))
    assert "late" in " ".join(words(one) for one in soup_of(editor, "/admin/").select(".runs li.pressing"))


def test_each_run_leads_to_what_is_kept_of_it_and_the_longest_waiting_to_its_list(client, busy):
    sweep_articles.after_return("SUCCESS", 0, "id", (), {}, None)
    member(client, "auditor")
    page = soup_of(client, "/admin/")
    runs = page.select(".desk-front .runs li")
    for run in runs:
        assert run.a, words(run)
        assert soup_of(client, run.a["href"]).select_one("#changelist"), words(run)
    [ran] = [one for one in runs if words(one).startswith("take up articles")]
    assert words(soup_of(client, ran.a["href"]).select_one("#result_list tbody th")) == "take up articles that are due"
    waited = Article.objects.filter(state="due").earliest("next_try_at")
    Article.objects.filter(pk=waited.pk).update(next_try_at=NOW - timedelta(days=2))
    lag = soup_of(client, "/admin/").select_one(".desk-front .lag a")
    assert str(waited) in words(soup_of(client, lag["href"]).select_one("#result_list"))


def test_a_story_that_waits_longest_to_be_compared_is_what_the_wait_leads_to(client):
    member(client, "auditor")
    waiting = Story.objects.create(title="The weir", waits_since=NOW - timedelta(days=3))
    lag = soup_of(client, "/admin/").select_one(".desk-front .lag a")
    assert str(waiting) in words(soup_of(client, lag["href"]).select_one("#result_list"))


def test_who_may_look_at_no_story_sees_no_counts(client):
    client.force_login(User.objects.create(username="guest", is_staff=True))
    assert not soup_of(client, "/admin/").select(".desk-front")
