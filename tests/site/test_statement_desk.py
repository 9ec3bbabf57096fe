"""Statements at the desk: worded, accepted, hidden, merged, parted, cell by cell; and what readers then see."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from aggregator.models import Article, Claim, Outlet
from coverage import compare as comparing
from coverage import decisions, desk
from coverage.models import ClaimCell, ClaimGroup, Correction, Decision, Story
from coverage.roles import AUDITOR, CHIEF, EDITOR, REPORTER
from coverage.statements import members
from tests.site import factories
from tests.site.desk_pages import act, another, listed, member, page_of, told
from tests.site.made_once import made_once
from tests.site.pages import cost_of, soup_of, words

pytestmark = pytest.mark.django_db
NEUTRAL = "The board moved forty cranes."


@pytest.fixture
def story(settings, tmp_path) -> Story:
    settings.TAGGER_FOLDER = tmp_path
    return compared_story()


@made_once
def compared_story() -> Story:
    made = factories.full_story()
    again(made)
    return made


@pytest.fixture
def group(story) -> ClaimGroup:
    """A statement of several outlets, one of which was read and lacks it or could not be read."""
    found: list[ClaimGroup] = [one for one in story.claim_groups.all() if reporting(one) > 2]
    return found[0]


@pytest.fixture
def editor(client: Client) -> Client:
    return member(client, EDITOR)


def reporting(group: ClaimGroup) -> int:
    return group.cells.exclude(stance__in=("none", "unread")).count()


def again(story: Story) -> None:
    """The workers compare the story, whatever they found before."""
    Story.objects.filter(pk=story.pk).update(digest="")
    story.refresh_from_db()
    comparing.compare(story, factories.FIRST)


def press(client: Client, group: ClaimGroup, do: str, **changes) -> BeautifulSoup:
    """Open a statement's page, change some of its form, and press a button."""
    page = soup_of(client, page_of(group))
    sent: dict[str, object] = {"reason": "Read again.", "do": do}
    for field in page.select(
        "form[method=post] textarea[name], form[method=post] input[name], form[method=post] select"
    ):
        if field["name"] in ("reason", "claims", "others"):
            continue
        chosen = field.select_one("option[selected]") if field.name == "select" else None
        default = field.get_text().removeprefix("\n") if field.name == "textarea" else ""
        sent[str(field["name"])] = chosen["value"] if chosen else field.get("value", default)
    response = client.post(page_of(group), sent | changes, follow=True)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "lxml")


def set_cell(client: Client, group: ClaimGroup, outlet: Outlet, stance: str, **values: str) -> BeautifulSoup:
    fields = {"stance": stance, **values}
    return press(client, group, f"cell-{outlet.pk}", **{f"{name}_{outlet.pk}": value for name, value in fields.items()})


def outlet_of(group: ClaimGroup, place: int = 0) -> Outlet:
    return group.cells.exclude(stance__in=("none", "unread"))[place].outlet


def words_in(outlet: Outlet) -> str:
    return "The union counts 12 posts that were not filled"


# The sentence


def test_a_neutral_sentence_heads_the_statement_for_all_readers_and_holds(editor, story, group):
    press(editor, group, "word", sentence=NEUTRAL)
    for _ in range(2):
        group.refresh_from_db()
        assert (group.sentence, group.reviewed, group.set_by_person) == (NEUTRAL, True, ["reviewed", "sentence"])
        page = soup_of(editor, story.get_absolute_url())
        assert NEUTRAL in words(page.select_one(f"#claim-{group.pk} h4"))
        assert "worded by an editor" in words(page.select_one(f"#claim-{group.pk} h4"))
        own = soup_of(editor, f"/c/{group.pk}/")
        assert words(own.select_one("h1")) == NEUTRAL
        assert "Worded by an editor" in words(own.select_one(".said"))
        assert not own.select(".said .tag")
        answer = editor.get(f"/api/v1/claims/{group.pk}").json()
        assert (answer["words"], answer["outlet"], answer["reviewed"]) == (NEUTRAL, "", True)
        [row] = [
            r for r in editor.get(f"/api/v1/stories/{story.pk}").json()["grid"]["statements"] if r["id"] == group.pk
        ]
        assert (row["words"], row["worded_by"], row["reviewed"]) == (NEUTRAL, "", True)
        feed = editor.get(f"/c/{group.pk}/feed.json").content.decode()
        assert NEUTRAL in feed
        assert "Not reviewed" not in feed
        again(story)


def test_the_csv_tells_that_the_words_are_an_editors(editor, story, group):
    press(editor, group, "word", sentence=NEUTRAL)
    from coverage.comparing.excerpts import Limits
    from coverage.comparing.sheet import lay_out
    from coverage.grid_csv import grid_as_csv
    from coverage.story_facts import articles_of, facts_of

    told_so = grid_as_csv(lay_out(facts_of(story, articles_of(story)), Limits()).grid)
    assert f"{NEUTRAL},an editor" in told_so


def test_an_empty_sentence_gives_the_workers_words_back(editor, story, group):
    before = group.sentence
    press(editor, group, "word", sentence=NEUTRAL)
    press(editor, group, "word", sentence="")
    again(story)
    group.refresh_from_db()
    assert group.sentence == before
    assert not group.by_editor


# Accept and hide


def test_accepting_drops_the_mark_from_the_statement_and_its_words(editor, story, group):
    press(editor, group, "accept")
    again(story)
    page = soup_of(editor, story.get_absolute_url())
    assert "not reviewed" not in words(page.select_one(f"#claim-{group.pk}"))
    assert not soup_of(editor, f"/c/{group.pk}/").select(".said .tag")


def test_a_hidden_statement_is_nowhere_and_stays_hidden(editor, story, group):
    press(editor, group, "hide")
    again(story)
    assert not soup_of(editor, story.get_absolute_url()).select(f"#claim-{group.pk}")
    assert editor.get(f"/c/{group.pk}/").status_code == 404
    assert editor.get(f"/api/v1/claims/{group.pk}").status_code == 404
    press(editor, group, "show")
    assert editor.get(f"/c/{group.pk}/").status_code == 200


def test_several_are_accepted_from_the_list(editor, story):
    page = act(editor, ClaimGroup, "accept", story.claim_groups.all()[:3])
    assert "3 statements accepted." in told(page)
    assert story.claim_groups.filter(reviewed=True).count() == 3
    decisions = soup_of(editor, page.select_one(".messagelist a")["href"])
    assert len(decisions.select("#result_list tbody tr")) == 3
    page = act(editor, ClaimGroup, "hide", story.claim_groups.all()[:1])
    undone = editor.post(page.select_one(".messagelist a[href$='/undo/']")["href"], {"reason": "It stands."})
    assert undone.status_code == 302
    assert not story.claim_groups.filter(hidden=True).exists()


# Cells


@pytest.mark.parametrize("stance", ["own", "cites", "differs", "none", "unread"])
def test_each_stance_is_set_and_holds(editor, story, group, stance):
    outlet = outlet_of(group)
    set_cell(editor, group, outlet, stance, words=words_in(outlet), credited="The union")
    for _ in range(2):
        cell = ClaimCell.objects.get(group=group, outlet=outlet)
        assert (cell.stance, cell.set_by_person) == (stance, True)
        evidence = [claim.text for claim in cell.claims.all()]
        assert evidence == ([] if stance in ("none", "unread") else [words_in(outlet)])
        assert all(claim.is_verbatim() and claim.reviewed for claim in cell.claims.all())
        answer = editor.get(f"/api/v1/claims/{group.pk}").json()
        [shown] = [one for one in answer["cells"] if one["outlet"] == outlet.slug]
        assert shown["stance"] == stance
        page = soup_of(editor, f"/c/{group.pk}/")
        assert page.select_one(f"#{outlet.slug} .m.{stance}")
        again(story)


@pytest.mark.parametrize("stance", ["own", "cites", "differs"])
@pytest.mark.parametrize("typed", ["", "Words that nobody wrote", "12 pos"])
def test_a_cell_without_words_of_the_article_is_refused(editor, group, stance, typed):
    outlet = outlet_of(group)
    before = list(ClaimCell.objects.filter(group=group).values())
    page = set_cell(editor, group, outlet, stance, words=typed, credited="The union")
    assert page.select_one(".errorlist, .messagelist .error")
    assert list(ClaimCell.objects.filter(group=group).values()) == before


def test_words_of_another_outlet_are_refused(editor, story, group):
    outlet, other = outlet_of(group), outlet_of(group, 1)
    snapshot = Article.objects.get(outlet=other, membership__story=story).snapshot
    asked = {"group": group.pk, "do": "cell", "outlet": outlet.pk, "stance": "own", "evidence": [[snapshot.pk, 0, 3]]}
    with pytest.raises(desk.DeskError, match="own article"):
        decisions.decide(User.objects.get(username="editor"), "statement", asked, "", factories.FIRST)


def test_whom_it_cites_must_be_said(editor, group):
    outlet = outlet_of(group)
    page = set_cell(editor, group, outlet, "cites", words=words_in(outlet), credited="")
    assert "Say whom the outlet cites" in told(page)


@pytest.mark.parametrize("stance", ["own", "cites", "differs", "none", "unread"])
def test_a_cell_is_given_back_to_the_workers(editor, story, group, stance):
    outlet = outlet_of(group)
    before = ClaimCell.objects.get(group=group, outlet=outlet).stance
    set_cell(editor, group, outlet, stance, words=words_in(outlet), credited="The union")
    again(story)
    set_cell(editor, group, outlet, "")
    again(story)
    cell = ClaimCell.objects.get(group=group, outlet=outlet)
    assert (cell.stance, cell.set_by_person) == (before, False)


def test_a_claim_that_was_taken_out_by_itself_stays_out_when_its_cell_is_given_back(editor, story, group):
    outlet = outlet_of(group)
    claim = ClaimCell.objects.get(group=group, outlet=outlet).claims.earliest("pk")
    press(editor, group, "out", claims=[str(claim.pk)])
    again(story)
    set_cell(editor, group, outlet, "none")
    set_cell(editor, group, outlet, "")
    again(story)
    assert claim.pk not in members(group)


# Merge, and take out


def test_two_statements_are_one_and_the_other_address_leads_there(editor, story, group):
    other = story.claim_groups.exclude(pk=group.pk).first()
    members = {claim for cell in other.cells.all() for claim in cell.claims.values_list("pk", flat=True)}
    press(editor, group, "merge", others=[other.pk])
    for _ in range(2):
        response = editor.get(f"/c/{other.pk}/")
        assert (response.status_code, response.headers["Location"]) == (301, f"/c/{group.pk}/")
        assert members <= {claim for cell in group.cells.all() for claim in cell.claims.values_list("pk", flat=True)}
        again(story)
    assert not story.claim_groups.filter(pk=other.pk).exists()


def test_a_claim_that_was_taken_out_stays_out(editor, story, group):
    claim = Claim.objects.filter(cells__group=group).exclude(pk=group.clearest_id)[0]
    press(editor, group, "out", claims=[claim.pk])
    for _ in range(2):
        again(story)
        assert not Claim.objects.filter(pk=claim.pk, cells__group=group).exists()
        assert ClaimGroup.objects.filter(pk=group.pk).exists()


def test_the_last_claim_cannot_be_taken_out(editor, group):
    every = list(Claim.objects.filter(cells__group=group).values_list("pk", flat=True))
    assert "at least one must stay" in told(press(editor, group, "out", claims=every))


def test_a_worded_statement_goes_along_when_its_story_is_merged_and_back(editor, story, group):
    press(editor, group, "word", sentence=NEUTRAL)
    other = factories.story([another("The ferry runs again")], title="The ferry")
    user = User.objects.get(username="editor")
    asked = {"stories": [story.pk, other.pk], "into": other.pk}
    merging = decisions.decide(user, "merge", asked, "One event.", factories.FIRST)
    again(other)
    group.refresh_from_db()
    assert (group.story_id, group.sentence) == (other.pk, NEUTRAL)
    decisions.undo(merging, user, "Two events.", factories.FIRST)
    again(other)
    again(story)
    group.refresh_from_db()
    assert (group.story_id, group.sentence) == (story.pk, NEUTRAL)
    assert reporting(group) > 2


# What is owed to readers, undo, and roles


def test_readers_are_told_what_was_put_right(editor, story, group):
    press(editor, group, "word", sentence=NEUTRAL)
    outlet = outlet_of(group)
    set_cell(editor, group, outlet, "none")
    rows = list(Correction.objects.order_by("pk").values_list("what", "outlet__name", "new", "reason"))
    assert rows == [("sentence", None, NEUTRAL, "Read again."), ("stance", outlet.name, "none", "Read again.")]
    page = press(editor, group, "hide", reason="")
    assert "say why it changes" in page.get_text()


def state(story: Story) -> list[object]:
    again(story)
    groups = ClaimGroup.objects.order_by("pk").values("pk", "sentence", "reviewed", "hidden", "set_by_person")
    cells = ClaimCell.objects.order_by("group", "outlet").values_list("group", "outlet", "stance", "set_by_person")
    claims = sorted(ClaimGroup.objects.values_list("pk", "cells__claims"), key=str)
    return [list(groups), list(cells), claims]


@pytest.mark.parametrize("do", ["word", "accept", "hide", "cell", "merge", "out"])
def test_each_decision_is_undone(editor, story, group, do):
    before = state(story)
    outlet = outlet_of(group)
    claim = Claim.objects.filter(cells__group=group).exclude(pk=group.clearest_id)[0]
    other = story.claim_groups.exclude(pk=group.pk).first()
    named = {f"stance_{outlet.pk}": "none"} if do == "cell" else {}
    press(editor, group, f"cell-{outlet.pk}" if do == "cell" else do, sentence=NEUTRAL, claims=[claim.pk],
          others=[other.pk], **named)  # fmt: skip
    assert state(story) != before
    decisions.undo(Decision.objects.get(), User.objects.get(username="editor"), "Wrong.", factories.FIRST)
    assert state(story) == before


def test_undoing_one_decision_leaves_the_others(editor, story, group):
    press(editor, group, "word", sentence=NEUTRAL)
    press(editor, group, "hide")
    first = Decision.objects.earliest("pk")
    decisions.undo(first, User.objects.get(username="editor"), "Wrong.", factories.FIRST)
    again(story)
    group.refresh_from_db()
    assert group.hidden
    assert not group.by_editor


@pytest.mark.parametrize("do", ["word", "accept", "hide", "cell", "merge", "out"])
@pytest.mark.parametrize(("role", "comes"), [(REPORTER, "proposed"), (EDITOR, "done"), (CHIEF, "done")])
def test_reporters_propose_and_editors_carry_out(client, story, group, role, comes, do):
    outlet = outlet_of(group)
    claim = Claim.objects.filter(cells__group=group).exclude(pk=group.clearest_id)[0]
    other = story.claim_groups.exclude(pk=group.pk).first()
    before = list(ClaimGroup.objects.order_by("pk").values()), list(ClaimCell.objects.order_by("pk").values())
    press(member(client, role), group, f"cell-{outlet.pk}" if do == "cell" else do, sentence=NEUTRAL,
          claims=[claim.pk], others=[other.pk], **{f"stance_{outlet.pk}": "none"})  # fmt: skip
    assert Decision.objects.get().state == comes
    if comes == "proposed":
        assert before == (
            list(ClaimGroup.objects.order_by("pk").values()), list(ClaimCell.objects.order_by("pk").values())
        )  # fmt: skip


def test_an_auditor_looks_and_changes_nothing(client, story, group):
    member(client, AUDITOR)
    assert not soup_of(client, page_of(group)).select("button[name=do]")
    assert client.post(page_of(group), {"do": "accept"}).status_code == 403
    assert not Decision.objects.exists()


def test_nothing_but_hiding_is_done_where_words_are_not_what_their_text_has(editor, story, group):
    Claim.objects.filter(pk=group.clearest_id).update(text="Made up.")
    page = press(editor, group, "word", sentence=NEUTRAL)
    assert "are not what its text has at that place" in told(page)
    press(editor, group, "hide")
    group.refresh_from_db()
    assert group.hidden
    assert not group.by_editor


def test_the_pages_cost_the_same_in_a_story_of_any_size(editor, settings, tmp_path):
    settings.TAGGER_FOLDER = tmp_path
    costs = []
    for count in (2, 6):
        made = factories.full_story(count, statements=count * 2, review=False)
        costs.append((cost_of(editor, listed(ClaimGroup)), cost_of(editor, page_of(made.claim_groups.first()))))
        made.articles.all().delete()
    assert costs[0] == costs[1]
