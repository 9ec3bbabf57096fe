"""Pages that workers make ready: the reader's own bytes, from a process that never made them, and gone with what they
show."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.cache import caches
from django.utils import timezone

from aggregator.models import Article, Outlet, Quote, Speaker
from coverage import desk, story_page
from coverage.compare_due import compare_due
from coverage.decisions import decide, undo
from coverage.models import ClaimGroup, ReadyPage, Story, Tombstone
from coverage.page_version import LOGGED, version_of
from coverage.ready_pages import make_due, make_ready, ready
from coverage.takedown import Why, take_down, take_down_outlet
from tests.site import factories
from tests.site.recognised import WORD, recognised_story

NOW = timezone.now()
GZIP = {"Accept-Encoding": "gzip"}
LANGUAGES = [code for code, _ in site.LANGUAGES]

MARKED = {
    "aggregator": {"article", "quote", "claim"},
    "coverage": {"story", "claimgroup", "decision", "inboxarticle", "pressreview", "takedownrequest"},
}
"""Models whose acts at the desk mark the stories that show them."""
UNSEEN = {"logentry", "feed", "fetchlog", "lastrun", "backfill", "user", "group", "staticdevice", "totpdevice"}
"""Models of which no story's page shows anything."""


@pytest.fixture(autouse=True)
def _as_in_a_running_site(settings):
    """In a process that has seen no page."""
    settings.KEEP_PAGES, settings.PAGE_SECONDS = True, 0
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "ready"}}
    caches["default"].clear()


@pytest.fixture
def story() -> Story:
    found: Story = factories.full_story()
    return found


@pytest.fixture
def made(story) -> Story:
    """A story whose page a worker has made."""
    assert make_due(NOW) == 1
    return Story.objects.get(pk=story.pk)


@pytest.fixture
def unmade(monkeypatch) -> None:
    """Nobody makes a page for a reader."""
    monkeypatch.setattr("coverage.kept_pages.made", lambda *_: pytest.fail("the reader waited for the making"))


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


def is_ready(story: Story) -> bool:
    version = version_of(story.pk)
    return version is not None and all(ready(story.pk, code, version.digest) for code in LANGUAGES)


def asked_of(story: Story) -> dict[str, tuple[str, dict[str, Any]]]:
    article = story.articles.filter(outlet__listed=True).order_by("pk")[0].pk
    quote, other = Quote.objects.filter(article__membership__story=story, variants__isnull=False).order_by("pk")[:2]
    group = ClaimGroup.objects.filter(story=story)[0].pk
    edit = {"stories": [story.pk]}
    return {
        "renamed": ("edit", {**edit, "values": {"title": "The cranes"}}),
        "given a standfirst": ("edit", {**edit, "values": {"standfirst": "At last."}}),
        "hidden": ("edit", {**edit, "values": {"state": "hidden"}}),
        "reviewed": ("edit", {**edit, "values": {"reviewed": True}}),
        "led": ("edit", {**edit, "values": {"lead": article}}),
        "arranged": ("edit", {**edit, "values": {"order": [article]}}),
        "article taken out": ("reject", {"articles": [article]}),
        "article set aside": ("not news", {"articles": [article]}),
        "split": ("split", {"articles": [article]}),
        "quote hidden": ("spans", {"model": "quote", "rows": [quote.pk], "values": {"hidden": True}}),
        "quote accepted": ("spans", {"model": "quote", "rows": [quote.pk], "values": {"reviewed": True}}),
        "quote labelled": ("align", {"rows": [quote.pk], "label": "reworded"}),
        "quotes tied": ("align", {"rows": [quote.pk, other.pk], "same": True}),
        "statement worded": ("statement", {"group": group, "do": "word", "sentence": "The board moved them."}),
        "statement hidden": ("statement", {"group": group, "do": "hide"}),
        "statement accepted": ("statement", {"group": group, "do": "accept"}),
    }


ACTS = [
    "renamed", "given a standfirst", "hidden", "reviewed", "led", "arranged", "article taken out", "article set aside",
    "split", "quote hidden", "quote accepted", "quote labelled", "quotes tied", "statement worded", "statement hidden",
    "statement accepted",
]  # fmt: skip


AFTER_A_COMPARISON = {"quote accepted", "quote labelled", "quotes tied", "statement accepted"}
"""What readers see of these is found by comparing."""


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_a_worker_makes_what_a_reader_would_have_got_byte_for_byte(client, settings, made, prefix) -> None:
    address = f"{prefix}{made.get_absolute_url()}"
    given = client.get(address, headers=GZIP)
    settings.KEEP_PAGES = False

    assert gzip.decompress(given.content) == client.get(address, headers={"Host": "127.0.0.1"}).content
    assert settings.SITE_URL.encode() + address.encode() in gzip.decompress(given.content)


def test_a_process_that_never_saw_it_answers_in_two_queries_and_then_in_one(
    client, made, unmade, django_assert_num_queries
) -> None:
    for address in (made.get_absolute_url(), f"/fr{made.get_absolute_url()}"):
        for queries in (2, 1):
            with django_assert_num_queries(queries):
                answer = client.get(address, headers=GZIP)
            assert answer.status_code == 200
        assert client.get(address, headers={**GZIP, "If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("outlets", [2, 6])
def test_looking_whether_it_is_the_same_takes_one_query_whatever_the_story(outlets, django_assert_num_queries) -> None:
    story = factories.full_story(outlets)
    with django_assert_num_queries(1):
        assert version_of(story.pk)


@pytest.mark.parametrize("act", ACTS)
def test_what_an_editor_does_drops_it_and_so_does_undoing_that(client, made, editor, act) -> None:
    address = made.get_absolute_url()
    before = client.get(address).content
    kind, asked = asked_of(made)[act]
    decision = decide(editor, kind, asked, "Decided.", NOW)

    assert not ReadyPage.objects.filter(story=made).exists()
    assert not is_ready(made)
    if act not in AFTER_A_COMPARISON:
        assert client.get(address, follow=True).content != before
    Story.objects.update(stale=False)
    make_due(NOW)
    undo(decision, editor, "Not so.", NOW)
    assert not ReadyPage.objects.filter(story=made).exists()


@pytest.mark.parametrize("act", ["hidden", "quote hidden", "statement hidden", "article taken out"])
def test_what_was_hidden_is_in_no_answer_and_no_row(client, made, editor, act) -> None:
    kind, asked = asked_of(made)[act]
    shown = client.get(made.get_absolute_url()).content
    decide(editor, kind, asked, "Decided.", NOW)
    make_due(NOW)
    answer = client.get(made.get_absolute_url(), follow=True)

    assert answer.status_code == 404 if act == "hidden" else answer.content != shown
    assert all(gzip.decompress(page) != shown for page in ReadyPage.objects.values_list("packed", flat=True))


def test_what_is_hidden_while_the_page_is_made_is_not_stored(story, editor, monkeypatch) -> None:
    make = story_page.made

    def interrupted(row: Story, language: str) -> bytes:
        page = make(row, language)
        kind, asked = asked_of(story)["quote hidden"]
        decide(editor, kind, asked, "Not hers.", NOW)
        return page

    monkeypatch.setattr("coverage.ready_pages.made", interrupted)

    assert not make_ready(story.pk, NOW)
    assert not ReadyPage.objects.exists()


def test_a_takedown_leaves_no_copy(client) -> None:
    story = recognised_story()
    Story.objects.filter(pk=story.pk).update(stale=False)
    assert make_due(NOW) == 1
    pages = [gzip.decompress(page).decode() for page in ReadyPage.objects.values_list("packed", flat=True)]
    assert all(WORD.search(page) for page in pages)
    take_down(list(story.articles.values_list("pk", flat=True)), Why("The author asked for it.", NOW))

    assert not ReadyPage.objects.exists()
    make_due(NOW)
    assert not ReadyPage.objects.exists()
    assert client.get(story.get_absolute_url()).status_code == 410


def test_the_takedown_of_an_outlet_leaves_no_copy_where_a_press_review_quoted_it(made) -> None:
    quote = Quote.objects.filter(article__outlet__listed=False)[0]
    outlet = factories.article(Outlet.objects.create(slug="gone", name="Gone", monogram="G"), "A text.").outlet
    Quote.objects.filter(pk=quote.pk).update(carried_from=outlet)
    take_down_outlet(outlet, Why("A court says so.", NOW))

    assert not ReadyPage.objects.exists()


def test_a_story_that_ends_in_another_keeps_no_page(made) -> None:
    other = factories.story([factories.article(one, "The ferry runs.") for one in factories.outlets(2)], "The ferry")
    make_due(NOW)
    desk.merge([made], other, NOW)

    assert not ReadyPage.objects.filter(story=made).exists()
    assert version_of(made.pk) is None


@pytest.mark.parametrize("change", ["story", "article", "place", "outlet", "outlets", "speaker", "tombstone"])
def test_whatever_it_was_made_from_may_change(made, editor, change) -> None:
    before = version_of(made.pk)
    article = made.articles.filter(outlet__slug="cnn")
    match change:
        case "story":
            Story.objects.update(standfirst="Another word.")
        case "article":
            article.update(gone_at=NOW)
        case "place":
            made.memberships.update(position=3)
        case "outlet":
            Outlet.objects.filter(slug="cnn").update(name="CNN Business")
        case "outlets":
            Outlet.objects.create(slug="new", name="New", monogram="N")
        case "speaker":
            row = Speaker.objects.create(slug="sigrid", name="Sigrid Dahl", kind="person")
            LogEntry.objects.log_actions(editor.pk, [row], CHANGE, "Renamed", single_object=True)
        case "tombstone":
            stone = Tombstone.objects.create(place="a/1", kind="article", story=made, why="Asked for.")
            LogEntry.objects.log_actions(editor.pk, [stone], CHANGE, "Reason changed", single_object=True)

    assert version_of(made.pk) != before


def test_a_workers_bookkeeping_and_acts_on_other_stories_change_nothing(made, editor) -> None:
    other = factories.story([factories.article(one, "The ferry runs.") for one in factories.outlets(2)], "The ferry")
    Article.objects.update(looked_at=NOW, next_try_at=NOW, etag="abc", misses=1)
    Story.objects.update(queued_until=NOW, waits_since=NOW)
    decide(editor, "edit", {"stories": [other.pk], "values": {"title": "Another"}}, "Shorter.", NOW)
    LogEntry.objects.log_actions(editor.pk, [other], CHANGE, "Renamed", single_object=True)

    assert is_ready(made)


def test_all_that_the_desk_has_marks_its_stories_is_logged_or_unseen() -> None:
    for model in admin.site._registry:
        app, name = model._meta.app_label, model._meta.model_name
        assert name in {*LOGGED.get(app, ()), *MARKED.get(app, ()), *UNSEEN}, model
        assert not (name in LOGGED.get(app, ()) and name in MARKED.get(app, ()))


def test_a_comparison_ends_with_the_page(story, settings, tmp_path) -> None:
    settings.TAGGER_FOLDER = tmp_path
    Story.objects.update(stale=True)
    story.refresh_from_db()
    assert not is_ready(story)
    assert compare_due(story.pk, NOW)

    assert is_ready(story)
    assert make_due(NOW) == 0


def test_none_is_made_while_a_comparison_is_due_nor_of_what_readers_do_not_see(story) -> None:
    Story.objects.update(stale=True)
    assert not make_ready(story.pk, NOW)
    Story.objects.update(stale=False, state=Story.State.GATHERING)
    assert make_due(NOW) == 0
    assert not ReadyPage.objects.exists()


def test_another_release_makes_it_again(client, made, monkeypatch) -> None:
    monkeypatch.setattr("coverage.ready_pages.made_with", lambda: "another release")
    assert not is_ready(made)
    assert client.get(made.get_absolute_url()).status_code == 200
    assert make_due(NOW) == 1
    assert is_ready(made)
    assert ReadyPage.objects.count() == len(LANGUAGES)


def test_it_is_made_again_after_a_day_and_looked_at_by_turns(made) -> None:
    assert make_due(NOW + timedelta(hours=23)) == 0
    assert make_due(NOW + timedelta(hours=25)) == 1


def test_a_page_that_cannot_be_made_stops_no_other(made, monkeypatch) -> None:
    other = factories.story([factories.article(one, "The ferry runs.") for one in factories.outlets(2)], "The ferry")
    ReadyPage.objects.all().delete()
    make = story_page.made

    def broken(row: Story, language: str) -> bytes:
        if row == other:
            raise ValueError("broken")
        return make(row, language)

    monkeypatch.setattr("coverage.ready_pages.made", broken)

    assert make_due(NOW) == 1
    assert is_ready(made)
