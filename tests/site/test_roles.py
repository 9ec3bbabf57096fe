"""Each role against each action: reporters propose, editors publish, desk chiefs keep the outlets, auditors look."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from aggregator.models import Article, Claim, Feed, Outlet, Quote, Speaker, SpeakerName
from coverage import desk
from coverage.decisions import decide
from coverage.models import Correction, Decision, Exclusion, InboxArticle, Membership, Story, TakedownRequest
from coverage.roles import AUDITOR, CHIEF, EDITOR, REPORTER, ROLES
from tests.site import factories
from tests.site.desk_pages import act, another, asked, listed, member, page_of, save, told
from tests.site.pages import soup_of

PROPOSED, DONE, FORBIDDEN = "proposed", "done", "forbidden"

DECISIONS = [
    (Story, "merge"), (Story, "publish"), (Story, "hide"), (Story, "lock"), (Story, "unlock"), (Story, "pin"),
    (Story, "unpin"), (Story, "hand_back"), (Article, "move_to_story"), (Article, "split_off"),
    (Article, "begin_story"), (Article, "take_out"), (Article, "set_aside"), (Article, "release"), (Quote, "accept"),
    (Quote, "hide"), (Quote, "show"), (Claim, "accept"), (Claim, "hide"), (Claim, "show"), (Speaker, "merge"),
    (SpeakerName, "split_off"), (Quote, "split_off"),
]  # fmt: skip
"""What a reporter proposes and an editor carries out."""

EDITING = [(Article, "read_again")]
"""What editors do and reporters cannot propose."""

KEEPING = [(Feed, "ask_now"), (Feed, "start_again")]
"""What desk chiefs do."""


@pytest.fixture
def story() -> Story:
    """A story of six outlets that readers see, and another."""
    made = factories.full_story()
    holm = Speaker.objects.get(name="Karin Holm")
    SpeakerName.objects.create(speaker=holm, key="person holm", name="Holm", kind="person")
    Quote.objects.filter(pk=Quote.objects.filter(speaker=holm).latest("pk").pk).update(speaker_name="Holm")
    factories.story([another("The ferry")], title="The ferry", state="gathering")
    return made


def stored() -> list[object]:
    """All that readers see and workers heed."""
    models = (Story, Membership, Exclusion, Article, Quote, Claim, Feed, Outlet, Speaker, SpeakerName, Correction)
    return [list(model.objects.order_by("pk").values()) for model in models]


def rows_for(model, action: str, story: Story) -> list[Any]:
    if action == "merge":
        return list(model.objects.order_by("pk")[:2])
    if model is Story:
        return list(Story.objects.order_by("pk"))[:1]
    if model is SpeakerName:
        return list(SpeakerName.objects.filter(speaker__name="Karin Holm").order_by("pk")[:1])
    if model is Quote:
        return list(Quote.objects.filter(speaker__name="Karin Holm").order_by("pk")[:1])
    if model is Article:
        return list(story.articles.filter(outlet__listed=True).order_by("pk")[:1])
    return list(model.objects.order_by("pk")[:1])


def tried(client: Client, model, action: str, story: Story) -> str:
    """Do it as somebody would by the page; what came of it."""
    before, decisions = stored(), Decision.objects.count()
    target = story if model is Story else Story.objects.get(title="The ferry")
    rows = rows_for(model, action, story)
    page = act(client, model, action, rows, story=target.pk, called="Ada", speaker=rows[0].pk)
    if Decision.objects.filter(state="proposed").count() and Decision.objects.count() > decisions:
        assert stored() == before, "a proposal changes nothing"
        assert told(page).startswith("Proposed: ")
        return PROPOSED
    if not page.select(f"select[name=action] option[value={action}]"):
        assert stored() == before
        return FORBIDDEN
    assert page.select(".messagelist .info")
    assert not page.select(".messagelist .error, .messagelist .warning"), told(page)
    return DONE


@pytest.mark.parametrize(("model", "action"), DECISIONS)
@pytest.mark.parametrize(
    ("role", "comes"), [(REPORTER, PROPOSED), (EDITOR, DONE), (CHIEF, DONE), (AUDITOR, FORBIDDEN)]
)  # fmt: skip
def test_reporters_propose_what_editors_decide(client, story, role, comes, model, action):
    assert tried(member(client, role), model, action, story) == comes


@pytest.mark.parametrize(("model", "action"), EDITING)
@pytest.mark.parametrize(
    ("role", "comes"), [(REPORTER, FORBIDDEN), (EDITOR, DONE), (CHIEF, DONE), (AUDITOR, FORBIDDEN)]
)  # fmt: skip
def test_editors_do_what_cannot_be_proposed(client, story, role, comes, model, action):
    assert tried(member(client, role), model, action, story) == comes


@pytest.mark.parametrize(("model", "action"), KEEPING)
@pytest.mark.parametrize(
    ("role", "comes"), [(REPORTER, FORBIDDEN), (EDITOR, FORBIDDEN), (CHIEF, DONE), (AUDITOR, FORBIDDEN)]
)  # fmt: skip
def test_desk_chiefs_keep_the_sources(client, story, role, comes, model, action, settings):
    settings.LIVE = True
    assert tried(member(client, role), model, action, story) == comes


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_looks_at_everything_of_ours(client, story, role):
    member(client, role)
    for model in (Story, Article, Quote, Claim, Outlet, Feed, Speaker, Decision, Correction):
        soup_of(client, listed(model))


@pytest.mark.parametrize("model", [Story, Article, Quote, Claim, Outlet, Feed, Speaker])
def test_an_auditor_saves_nothing(client, story, model):
    member(client, AUDITOR)
    before = stored()
    assert client.post(page_of(model.objects.first()), {"title": "Mine", "name": "Mine"}).status_code == 403
    assert stored() == before


@pytest.mark.parametrize("role", [REPORTER, EDITOR, AUDITOR])
def test_the_switch_of_an_outlet_is_the_desk_chiefs(client, story, role):
    outlet = Outlet.objects.get(slug="cnn")
    assert member(client, role).post(page_of(outlet), {"enabled": ""}).status_code == 403


@pytest.mark.parametrize("role", sorted(ROLES))
def test_nobody_of_the_desk_makes_users_or_roles(client, story, role):
    member(client, role)
    assert client.get("/admin/auth/user/add/").status_code == 403
    assert client.get("/admin/auth/group/add/").status_code == 403


# A proposal, and what becomes of it


def test_a_reporters_new_headline_waits_until_an_editor_takes_it(client, story):
    before = story.title
    page = save(member(client, REPORTER), story, title="Cranes leave the south quay", why="Clearer.")
    assert told(page).startswith("Proposed: Rename to “Cranes leave the south quay”")
    story.refresh_from_db()
    assert (story.title, story.set_by_person) == (before, [])
    proposal = Decision.objects.get()
    assert (proposal.state, str(proposal.proposed_by), proposal.reason) == ("proposed", "reporter", "Clearer.")
    member(client, EDITOR)
    assert told(act(client, Decision, "take", [proposal], reason="")) == "1 proposal taken."
    story.refresh_from_db()
    proposal.refresh_from_db()
    assert (story.title, story.set_by_person) == ("Cranes leave the south quay", ["title"])
    assert (proposal.state, str(proposal.decided_by)) == ("done", "editor")


def test_a_story_that_a_reporter_publishes_stays_unseen_until_an_editor_publishes_it(client, story):
    ferry = Story.objects.get(title="The ferry")
    act(member(client, REPORTER), Story, "publish", [ferry])
    assert client.get(ferry.get_absolute_url()).status_code == 404
    act(member(client, EDITOR), Decision, "take", Decision.objects.all())
    assert client.get(ferry.get_absolute_url()).status_code == 200


def test_a_refused_proposal_says_why_and_is_never_carried_out(client, story):
    act(member(client, REPORTER), Story, "hide", [story])
    proposal = Decision.objects.get()
    member(client, EDITOR)
    assert told(act(client, Decision, "refuse", [proposal], reason="It stands.")) == "1 proposal refused."
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("refused", "It stands.")
    assert "wait for an editor" in told(act(client, Decision, "take", [proposal]))
    story.refresh_from_db()
    assert story.state == "public"


def test_a_reporter_takes_no_proposal_and_takes_back_only_their_own(client, story):
    act(member(client, REPORTER), Story, "hide", [story])
    proposal = Decision.objects.get()
    page = act(client, Decision, "take", [proposal])
    assert not page.select("option[value=take]")
    proposal.refresh_from_db()
    assert proposal.state == "proposed"
    other = User.objects.create(username="second", is_staff=True)
    other.groups.add(Group.objects.get(name=REPORTER))
    client.force_login(other)
    assert "not yours to decide" in told(act(client, Decision, "refuse", [proposal]))
    client.force_login(User.objects.get(username="reporter"))
    assert told(act(client, Decision, "refuse", [proposal])) == "1 proposal refused."


def test_a_proposal_that_cannot_be_any_more_is_told_and_kept(client, story):
    ferry = Story.objects.get(title="The ferry")
    act(member(client, REPORTER), Article, "move_to_story", story.articles.all()[:1], story=ferry.pk)
    desk.merge([ferry, story], story, factories.FIRST)
    page = act(member(client, EDITOR), Decision, "take", Decision.objects.all())
    assert "was merged into another story" in told(page)
    assert Decision.objects.get().state == "proposed"


def test_the_page_that_asks_tells_the_count(client, story):
    member(client, EDITOR)
    page = asked(client, Story, "hide", Story.objects.all())
    assert "2 stories chosen" in page.get_text()
    assert page.select_one("textarea[name=reason][required]")


def test_the_roles_are_made_by_the_migration():
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    codenames = set(Group.objects.get(name=AUDITOR).permissions.values_list("codename", flat=True))
    assert all(name.startswith("view_") for name in codenames)


INBOX = ["accept", "move_to_story", "begin_story", "take_out", "set_aside"]


@pytest.mark.parametrize("action", INBOX)
@pytest.mark.parametrize(
    ("role", "comes"), [(REPORTER, PROPOSED), (EDITOR, DONE), (CHIEF, DONE), (AUDITOR, FORBIDDEN)]
)  # fmt: skip
def test_in_the_inbox_reporters_propose_what_editors_decide(client, story, role, comes, action):
    Membership.objects.update(placed_by="machine")
    assert tried(member(client, role), InboxArticle, action, story) == comes


@pytest.mark.parametrize(("role", "comes"), [(REPORTER, 403), (EDITOR, 200), (CHIEF, 200), (AUDITOR, 403)])
def test_who_decides_undoes(client, story, role, comes):
    editor = User.objects.create(username="first", is_staff=True, is_superuser=True)
    asked_for = {"stories": [story.pk], "values": {"title": "Cranes"}}
    done = decide(editor, "edit", asked_for, "Shorter.", factories.FIRST)
    address = reverse("admin:coverage_decision_undo", args=[done.pk])
    assert member(client, role).get(address).status_code == comes
    client.post(address, {"reason": "Longer."})
    story.refresh_from_db()
    assert (story.title != "Cranes") == (comes == 200)


@pytest.mark.parametrize("model", [TakedownRequest, Article, Outlet])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_desk_chiefs_alone_take_down(client, story, role, model):
    article = story.articles.get(outlet__slug="cnn")
    request = TakedownRequest.objects.create(address=article.url, ground="rights", statement="Mine.", article=article)
    row = {TakedownRequest: request, Article: article, Outlet: article.outlet}[model]
    action = "accept" if model is TakedownRequest else "take_down"
    act(member(client, role), model, action, [row], why="It is the author's.", sure="on")
    article.refresh_from_db()
    assert (article.state == "removed") == (role == CHIEF)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_desk_chiefs_alone_refuse_a_takedown(client, role):
    request = TakedownRequest.objects.create(address="https://www.cnn.com/x", ground="rights", statement="Mine.")
    act(member(client, role), TakedownRequest, "refuse", [request], why="It is a quotation.")
    request.refresh_from_db()
    assert (request.state == "refused") == (role == CHIEF)
