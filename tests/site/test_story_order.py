"""A story's articles moved up and down at the desk: seen by readers, asked why, undone, proposed, never by accident."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from coverage import desk
from coverage.decisions import decide, undo
from coverage.models import Decision, Story
from tests.site import factories
from tests.site.desk_pages import another, member, page_of, told
from tests.site.pages import soup_of, words

NOW = timezone.now()
pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    made: Story = factories.full_story()
    return made


def order_on_page(client, story: Story) -> list[int]:
    """What readers see."""
    shown = soup_of(client, f"/s/{story.pk}/articles/").select("ol.articles > li")
    return [int(str(item["id"]).removeprefix("article-")) for item in shown]


def rows(page: BeautifulSoup) -> list[tuple[int, list[Any]]]:
    """Of the desk's table: each article with the buttons that it has."""
    found = page.select(".field-articles_table tbody tr")
    return [(int(words(row.td)), [button["name"] for button in row.select("button")]) for row in found]


def press(client, story: Story, name: str, article: int, page: Any = None, **answer) -> BeautifulSoup:
    """Press a button of the story's page as it was shown, and answer why where that is asked."""
    page = page or soup_of(client, page_of(story))
    [form] = page.select("form#order_form")
    [button] = page.select(f"button[form=order_form][name={name}][value='{article}']")
    sent = {str(field["name"]): field["value"] for field in page.select("input[form=order_form]")}
    response = client.post(form["action"], sent | {name: button["value"]}, follow=True)
    shown = BeautifulSoup(response.content.decode(), "lxml")
    if not answer:
        return shown
    kept = {str(field["name"]): field["value"] for field in shown.select("#content input[name][type=hidden]")}
    return BeautifulSoup(client.post(form["action"], kept | answer, follow=True).content.decode(), "lxml")


def test_the_table_stands_in_the_order_of_the_page_and_every_row_but_the_ends_moves_both_ways(client, story):
    shown = rows(soup_of(member(client, "editor"), page_of(story)))
    assert [number for number, _ in shown] == order_on_page(client, story)
    own = story.articles.filter(outlet__listed=True).count()
    middle = [["up", "down"]] * (own - 2)
    assert [buttons for _, buttons in shown] == [["down"], *middle, ["up"], *([[]] * (len(shown) - own))]


def test_an_article_moves_up_for_readers_who_are_told_why_nothing_but_history_is(client, story):
    before = order_on_page(client, story)
    page = press(member(client, "editor"), story, "up", before[2])
    assert "This field is required" not in words(page)
    assert page.select_one("[name=reason]").has_attr("required")
    assert not Decision.objects.exists()
    page = press(client, story, "up", before[2], reason="It has the records.")
    assert told(page).startswith("Moved.")
    assert order_on_page(client, story) == [before[0], before[2], before[1], *before[3:]]
    decision = Decision.objects.get()
    assert (decision.kind, decision.reason, str(decision.decided_by)) == ("edit", "It has the records.", "editor")


def test_what_readers_do_not_see_moves_without_a_question_and_leads_back_to_its_row(client, story):
    Story.objects.update(state="gathering")
    editor = member(client, "editor")
    page = soup_of(editor, page_of(story))
    number = rows(page)[0][0]
    [seen] = [field["value"] for field in page.select("input[form=order_form]")]
    answer = editor.post(reverse("admin:coverage_story_order", args=[story.pk]), {"seen": seen, "down": number})
    assert answer.headers["Location"] == f"{page_of(story)}#turn-{number}"
    assert rows(soup_of(editor, page_of(story)))[1][0] == number


def test_those_that_nobody_moved_go_on_following_by_time(client, story):
    Story.objects.update(state="gathering")
    first, second, *_ = [number for number, _ in rows(soup_of(member(client, "editor"), page_of(story)))]
    press(client, story, "down", first)
    assert list(story.memberships.exclude(position=None).order_by("position").values_list("article", flat=True)) == [
        second,
        first,
    ]
    assert soup_of(client, page_of(story)).select_one("#id_order")["value"] == f"{second}, {first}"


def test_up_and_down_again_is_the_order_before(client, story):
    Story.objects.update(state="gathering")
    before = [number for number, _ in rows(soup_of(member(client, "editor"), page_of(story)))]
    for name in ("down", "up"):
        press(client, story, name, before[1])
    assert [number for number, _ in rows(soup_of(client, page_of(story)))] == before


def test_a_move_is_undone_like_every_decision(client, story):
    Story.objects.update(state="gathering")
    before = [number for number, _ in rows(soup_of(member(client, "editor"), page_of(story)))]
    page = press(client, story, "up", before[3])
    [link] = page.select(".messagelist a[href$='/undo/']")
    client.post(link["href"], {"reason": "A slip."})
    assert [number for number, _ in rows(soup_of(client, page_of(story)))] == before
    assert Decision.objects.get().state == "undone"


def test_the_lead_stays_first_and_press_reviews_last(client, story):
    own = list(story.articles.filter(outlet__listed=True).order_by("published_at"))
    desk.edit(story, NOW, lead=own[2])
    shown = rows(soup_of(member(client, "editor"), page_of(story)))
    assert shown[0] == (own[2].pk, [])
    assert shown[1][1] == ["down"]


def test_a_button_that_is_pressed_twice_or_late_moves_nothing(client, story):
    Story.objects.update(state="gathering")
    page = soup_of(member(client, "editor"), page_of(story))
    number = rows(page)[1][0]
    press(client, story, "down", number, page)
    after = rows(soup_of(client, page_of(story)))
    assert "The order has changed since you opened this page" in told(press(client, story, "down", number, page))
    assert rows(soup_of(client, page_of(story))) == after
    assert Decision.objects.count() == 1


def test_a_reporters_move_waits_and_an_auditor_has_no_buttons(client, story):
    before = order_on_page(client, story)
    page = press(member(client, "reporter"), story, "up", before[1], reason="Better first.")
    assert told(page).startswith("Proposed: Set the order of the articles")
    assert order_on_page(client, story) == before
    client.logout()
    page = soup_of(member(client, "auditor"), page_of(story))
    assert not page.select("button[name=up], button[name=down], form#order_form")
    answer = client.post(reverse("admin:coverage_story_order", args=[story.pk]), {"up": before[1], "seen": "1"})
    assert answer.status_code == 403


def test_an_article_that_came_in_meanwhile_is_shown_before_anything_moves(client, story):
    Story.objects.update(state="gathering")
    page = soup_of(member(client, "editor"), page_of(story))
    number = rows(page)[1][0]
    desk.move([another("The ferry")], story, NOW)
    assert "The order has changed" in told(press(client, story, "up", number, page))
    assert not Decision.objects.exists()


def test_undoing_a_typed_order_keeps_what_was_moved_since(client, story):
    Story.objects.update(state="gathering")
    editor = User.objects.create(username="ed", is_staff=True, is_superuser=True)
    numbers = [number for number, _ in rows(soup_of(member(client, "editor"), page_of(story)))]
    typed = decide(editor, "edit", {"stories": [story.pk], "values": {"order": [numbers[3]]}}, "", NOW)
    press(client, story, "down", numbers[3])
    undo(typed, editor, "Not so.", timezone.now())
    assert [number for number, _ in rows(soup_of(client, page_of(story)))][:2] == [numbers[0], numbers[3]]
