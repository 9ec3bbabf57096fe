"""Merging, splitting and renaming speakers: proposed, undone, told to readers, and kept through what arrives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from aggregator import speaker_desk
from aggregator.models import Article, Quote, Speaker, SpeakerName, SpeakerPin
from aggregator.speaker_links import link_speakers
from coverage import decisions
from coverage.decisions import decide
from coverage.desk import DeskError
from coverage.models import Correction, Decision, Story
from coverage.surnames import link_surnames
from tests.site import factories
from tests.site.desk_pages import act, listed, member, page_of, told
from tests.site.pages import soup_of, words
from tests.site.test_admin_speakers import quoted, send

NOW = timezone.now()
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="editor", is_staff=True, is_superuser=True)


@pytest.fixture
def story() -> Story:
    """Maud Oakley speaks in three articles, Madeleine Oakley in one; readers see them."""
    for number, name in enumerate(("Maud Oakley", "Maud Oakley", "Madeleine Oakley", "Maud Oakley")):
        quoted(f"Thing number {number} is safe", name, number)
    return factories.story(list(Article.objects.all()))


def maud() -> Speaker:
    return Speaker.objects.get(slug="maud-oakley")


def madeleine() -> Speaker:
    return Speaker.objects.get(slug="madeleine-oakley")


def merging() -> dict[str, object]:
    return {"do": "merge", "speakers": [maud().pk, madeleine().pk], "stays": maud().pk}


def splitting_names() -> dict[str, object]:
    speaker_desk.merge([maud(), madeleine()], maud())
    name = SpeakerName.objects.get(name="Madeleine Oakley")
    return {"do": "names", "names": [name.pk], "called": "M. L. Oakley"}


def splitting_quotes() -> dict[str, object]:
    return {"do": "rows", "rows": [Quote.objects.get(text__contains="number 3").pk], "called": "Maud Oakley (rower)"}


def renaming() -> dict[str, object]:
    return {"do": "edit", "speakers": [maud().pk], "values": {"name": "Maud Oakley of Harrow"}}


ASKED = {"merge": merging, "names": splitting_names, "rows": splitting_quotes, "edit": renaming}


def whose() -> list[object]:
    """Who says what, under which name, and who is called so."""
    said = list(Quote.objects.order_by("pk").values_list("pk", "speaker", "speaker_as"))
    names = list(SpeakerName.objects.order_by("pk").values_list("pk", "speaker"))
    pins = list(SpeakerPin.objects.values_list("article", "key", "speaker"))
    return [said, names, pins, list(Speaker.objects.standing().order_by("pk").values_list("pk", "name", "kind"))]


def corrections(client: Client) -> list[tuple[str, str, str]]:
    found = soup_of(client, "/corrections/").select(".corrections > li")
    return [(words(one.h3), words(one.select_one("del")), words(one.select_one("ins"))) for one in found]


@pytest.mark.parametrize("do", ASKED)
def test_what_was_decided_on_a_speaker_is_put_back_and_stays_so(editor, story, do):
    asked = ASKED[do]()
    before = whose()
    done = decide(editor, "speaker", asked, "Looked up.", NOW)
    assert (done.state, done.reason) == ("done", "Looked up.")
    assert whose() != before
    assert list(done.stories.all()) == [story]
    decisions.undo(done, editor, "It was wrong.", LATER)
    assert whose() == before
    for article in story.articles.all():
        link_speakers(article.snapshot, LATER)
    link_surnames(story)
    assert whose() == before, "nor do the workers bring it about again"
    with pytest.raises(DeskError, match="undone already"):
        decisions.undo(done, editor, "", LATER)


@pytest.mark.parametrize("do", ASKED)
def test_what_is_proposed_on_a_speaker_changes_nothing_until_an_editor_takes_it(client, editor, story, do):
    asked = ASKED[do]()
    before = whose()
    member(client, "reporter")
    waiting = decide(User.objects.get(username="reporter"), "speaker", asked, "I know her.", NOW)
    assert (waiting.state, whose()) == ("proposed", before)
    decisions.take(waiting, editor, "", LATER)
    assert whose() != before
    assert Decision.objects.get().state == "done"


@pytest.mark.parametrize(
    ("do", "said"),
    [
        ("merge", ("Two speakers are one", "Madeleine Oakley", "Maud Oakley")),
        ("names", ("Quotes given to a speaker of their own", "Maud Oakley", "M. L. Oakley")),
        ("rows", ("Quotes given to a speaker of their own", "Maud Oakley", "Maud Oakley (rower)")),
        ("edit", ("Speaker renamed", "Maud Oakley", "Maud Oakley of Harrow")),
    ],
)
def test_readers_are_told_and_led_to_the_speaker_and_told_again_when_it_is_undone(client, editor, story, do, said):
    done = decide(editor, "speaker", ASKED[do](), "Looked up.", NOW)
    assert corrections(client) == [said]
    leads = soup_of(client, "/corrections/").select_one(".corrections .of a")["href"]
    assert words(soup_of(client, leads).h1) == said[2]
    assert said[2] in client.get("/feeds/corrections.json").content.decode()
    decisions.undo(done, editor, "It was wrong.", LATER)
    assert corrections(client)[0] == (f"Taken back: {said[0]}", said[2], said[1])


def test_of_a_speaker_whom_readers_do_not_see_they_are_told_nothing(client, editor, story):
    asked = merging()
    Story.objects.update(state=Story.State.HIDDEN)
    done = decide(editor, "speaker", asked, "Looked up.", NOW)
    Story.objects.update(state=Story.State.PUBLIC)
    decisions.undo(done, editor, "It was wrong.", LATER)
    assert not Correction.objects.exists()


def test_what_came_under_a_merged_name_goes_back_with_it(editor, story):
    done = decide(editor, "speaker", merging(), "The same.", NOW)
    came = quoted("It came later", "Madeleine Oakley", 4)
    assert came.speaker == maud()
    decisions.undo(done, editor, "Not the same.", LATER)
    assert Quote.objects.get(pk=came.pk).speaker == madeleine()
    assert quoted("It came last", "Madeleine Oakley", 5).speaker == madeleine()


def test_a_speaker_given_outright_goes_back_to_whom_an_editor_said(editor, story):
    row = Quote.objects.filter(speaker=maud()).earliest("pk")
    given = {"model": "quote", "rows": [row.pk], "values": {"speaker": madeleine().pk}}
    decide(editor, "spans", given, "It was her.", NOW)
    done = decide(editor, "speaker", merging(), "The same.", NOW)
    decisions.undo(done, editor, "Not the same.", LATER)
    assert Quote.objects.get(pk=row.pk).speaker == madeleine()
    link_speakers(row.snapshot, LATER)
    assert Quote.objects.get(pk=row.pk).speaker == madeleine()


def test_who_was_split_off_leads_back_for_ever(client, editor, story):
    done = decide(editor, "speaker", splitting_quotes(), "A rower.", NOW)
    assert client.get("/p/maud-oakley-rower/").status_code == 200
    decisions.undo(done, editor, "The same after all.", LATER)
    assert client.get("/p/maud-oakley-rower/").headers["Location"] == "/p/maud-oakley/"


@pytest.mark.parametrize("do", ASKED)
def test_a_later_decision_is_not_undone_along(editor, story, do):
    first = decide(editor, "speaker", ASKED[do](), "Looked up.", NOW)
    quoted("And I agree", "Tom Reed", 5)
    reed = Speaker.objects.get(name="Tom Reed")
    last = Speaker.objects.standing().exclude(pk=reed.pk).latest("pk") if do in ("names", "rows") else maud()
    if do == "edit":
        later = {"do": "edit", "speakers": [last.pk], "values": {"name": "Dame Maud Oakley"}}
    else:
        later = {"do": "merge", "speakers": [last.pk, reed.pk], "stays": reed.pk}
    second = decide(editor, "speaker", later, "Looked up again.", LATER)
    after = whose()
    with pytest.raises(DeskError, match="undo the later decision first"):
        decisions.undo(first, editor, "Back.", LATER)
    assert whose() == after
    decisions.undo(second, editor, "Back.", LATER)
    decisions.undo(first, editor, "Back.", LATER)


def test_stories_in_which_a_speaker_speaks_are_compared_again(editor, story):
    Story.objects.update(stale=False)
    done = decide(editor, "speaker", merging(), "", NOW)
    assert Story.objects.get().stale
    Story.objects.update(stale=False)
    decisions.undo(done, editor, "", LATER)
    assert Story.objects.get().stale


def test_the_desk_offers_to_undo_and_a_reporter_to_propose(client, editor, story):
    member(client, "reporter")
    page = send(client, maud(), name="Dame Maud Oakley", why="She is.")
    assert told(page).startswith("Proposed: Rename speaker “Maud Oakley” to “Dame Maud Oakley”")
    assert maud().name == "Maud Oakley"
    client.force_login(editor)
    page = act(client, Speaker, "merge", [maud(), madeleine()], speaker=maud().pk)
    undo = page.select_one(".messagelist a[href$='/undo/']")["href"]
    client.post(undo, {"reason": "Not the same."})
    assert not Speaker.objects.exclude(merged_into=None).exists()
    assert "Undone" in words(soup_of(client, page_of(madeleine()).replace("change", "history")))
    shown = soup_of(client, page_of(Decision.objects.get(state="undone")))
    assert "Merge speaker “Madeleine Oakley” into “Maud Oakley”" in words(shown)
    assert len(soup_of(client, f"{listed(Decision)}?kind__exact=speaker").select("#result_list tbody tr")) == 2
