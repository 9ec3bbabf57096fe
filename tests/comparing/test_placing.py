"""Placing one article beside the stories near it: what joins, what merges, what editors decided, what glues nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.comparing.clusters import group
from coverage.comparing.kinds import kind_of
from coverage.comparing.placing import CLEARLY, REST_HOURS, arrive, finds_home, fits_better, merge_of, placement
from coverage.comparing.shelves import Shelf
from coverage.comparing.sketches import Counts, counts_of, sketch_of, weighed
from coverage.comparing.story_sketches import LATEST, StorySketch, pull, speaking, story_of, without
from coverage.comparing.types import Decisions
from tests.comparing.made import article
from tests.comparing.test_clusters import ALL, BANK, FERRY, sets


@dataclass
class Fixed:
    """A judge of one mind."""

    joins: float = -1.0
    merges: float = -1.0

    def join(self, row):
        return self.joins

    def merge(self, row):
        return self.merges


def test_an_article_joins_the_best_story_with_a_score_between_0_and_1():
    ferry, bank = story_of(1, [sketch_of(FERRY[0])]), story_of(2, [sketch_of(BANK[0])])
    found = placement(sketch_of(FERRY[1]), [bank, ferry], NearestText())
    assert found.story == 1
    assert 0.5 <= found.score <= 1


@dataclass
class NearestText(Fixed):
    """Goes by the cosine of the texts alone."""

    by: float = 10.0

    def join(self, row):
        return (row[0] - 0.1) * self.by

    def merge(self, row):
        return self.merges if self.merges < -1 else row[0] - 0.3


def test_an_article_that_nothing_is_like_begins_a_story():
    assert placement(sketch_of(FERRY[0]), [], Fixed(joins=9)).story is None
    assert placement(sketch_of(FERRY[0]), [story_of(1, [sketch_of(BANK[0])])], Fixed()).story is None


def test_a_closed_story_and_one_it_was_taken_out_of_take_no_article():
    story = story_of(1, [sketch_of(FERRY[0])])
    for shut in (replace(story, closed=True), replace(story, barred=frozenset({FERRY[1].id}))):
        assert placement(sketch_of(FERRY[1]), [shut], Fixed(joins=9)).story is None


def test_the_older_story_survives_a_merge_unless_an_editor_tied_articles_to_the_younger():
    older, younger = story_of(2, [sketch_of(FERRY[0])]), story_of(1, [sketch_of(FERRY[1])])
    judge = Fixed(merges=1)
    assert merge_of(younger, [older], judge) == merge_of(older, [younger], judge)
    found = merge_of(older, [younger], judge)
    assert (found.kept, found.gone) == (2, 1)
    held = merge_of(older, [replace(younger, held=True)], judge)
    assert (held.kept, held.gone) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"held": True},
        {"closed": True},
        {"barred": frozenset({FERRY[0].id})},
        {"first": 9e5, "last": 9e5},
        {"members": (sketch_of(article("Morning briefing: five stories", "A. B.", 1)),)},
    ],
    ids=["both held", "closed", "an article was taken out", "far apart", "a roundup"],
)
def test_stories_that_are_not_to_be_merged_are_not(other):
    mine = replace(story_of(1, [sketch_of(FERRY[0])]), held=True)
    assert merge_of(mine, [replace(story_of(2, [sketch_of(FERRY[1])]), **other)], Fixed(merges=9)) is None


def test_a_resting_story_wakes_only_for_what_is_surely_its_own():
    story = story_of(1, [sketch_of(FERRY[0])])
    late = sketch_of(article(FERRY[1].title, FERRY[1].text, REST_HOURS + 5, 77))
    assert placement(late, [story], Fixed(joins=0.9)).story is None
    assert placement(late, [story], Fixed(joins=1.1)).story == 1
    assert placement(sketch_of(FERRY[1]), [story], Fixed(joins=0.9)).story == 1


FERRY_REPORTS = [
    sketch_of(article("Ferry aground off Arran", f"The Arran ferry, report {n}.", n, 200 + n)) for n in range(4)
]
BANK_REPORTS = [
    sketch_of(article("Bank of Veldburg fails", f"The Veldburg bank, report {n}.", n, 300 + n)) for n in range(4)
]
STRAY = sketch_of(
    article(
        "Arran ferry refloated",
        "The Arran ferry is off the rocks; tugs pulled it free at high tide before sunrise, the coastguard said.",
        3,
        250,
    )
)


def mixed_shelf(**decisions):
    """A story of the bank that a report of the ferry strayed into while there was no story of the ferry yet."""
    shelf = Shelf(Decisions(**decisions))
    for sketch, story in [(STRAY, 1), *((one, 1) for one in BANK_REPORTS), *((one, 2) for one in FERRY_REPORTS[:3])]:
        shelf.add(sketch, story)
    return shelf


def test_a_report_that_strayed_into_a_look_alike_is_called_home_once_its_own_story_has_grown():
    shelf = mixed_shelf()
    assert arrive(FERRY_REPORTS[3], shelf, NearestText(merges=-9)) == 2
    assert shelf.home[STRAY.id] == 2
    assert sorted(shelf.members[1]) == [one.id for one in BANK_REPORTS]
    assert shelf.story(1).size == 4
    assert shelf.story(2).size == 5


@pytest.mark.parametrize(
    "decisions",
    [
        {"closed": frozenset({1})},
        {"fixed": {BANK_REPORTS[0].id: 1}},
        {"barred": frozenset({(999, 1)})},
        {"barred": frozenset({(STRAY.id, 2)})},
    ],
    ids=["locked", "one article put there", "one article taken out", "the stray itself taken out of the other"],
)
def test_nothing_is_called_away_from_a_story_that_an_editor_decided_on(decisions):
    shelf = mixed_shelf(**decisions)
    arrive(FERRY_REPORTS[3], shelf, NearestText(merges=-9))
    assert shelf.home[STRAY.id] == 1


def test_a_report_moves_only_where_both_stories_have_grown_and_the_other_is_clearly_the_better():
    ferry, bank = story_of(2, FERRY_REPORTS[:3]), story_of(1, [STRAY, *BANK_REPORTS])
    far = NearestText(by=10)
    assert fits_better(STRAY, ferry, bank, far) is not None
    assert fits_better(STRAY, story_of(2, FERRY_REPORTS[:1]), bank, far) is None
    assert fits_better(STRAY, ferry, story_of(1, [STRAY]), far) is None
    assert fits_better(STRAY, ferry, bank, NearestText(by=CLEARLY / 2)) is None
    bare = sketch_of(article("Arran ferry refloated", "", 3, 252))
    assert fits_better(bare, ferry, story_of(1, [bare, *BANK_REPORTS]), far) is None
    opinion = sketch_of(
        article(
            "Opinion: Arran needs a better ferry",
            "The Arran ferry is off the rocks; tugs pulled it free at high tide before sunrise, the coastguard said.",
            3,
            251,
        )
    )
    assert fits_better(opinion, ferry, bank, far) is None


@pytest.mark.parametrize(("earlier", "kept", "gone"), [(0, 2, 1), (10, 1, 2)])
def test_a_report_that_stayed_alone_is_weighed_again_once_its_story_has_grown(earlier, kept, gone):
    """The stories become one as two articles would; of the two the older keeps its address."""
    alone = replace(STRAY, hours=STRAY.hours - earlier)
    shelf = Shelf()
    shelf.add(alone, 1)
    for report in FERRY_REPORTS[:3]:
        shelf.add(report, 2)
    assert arrive(FERRY_REPORTS[3], shelf, NearestText(merges=-9)) == kept
    assert sorted(shelf.members[kept]) == sorted(report.id for report in [alone, *FERRY_REPORTS])
    assert gone not in shelf.members


def test_a_report_that_is_alone_stays_so_beside_a_story_of_one_or_one_that_is_less_like_it_than_another():
    ferry, alone = story_of(2, FERRY_REPORTS[:3]), story_of(1, [STRAY])
    far = NearestText(by=10)
    assert finds_home(STRAY, ferry, alone, [], far) is not None
    assert finds_home(STRAY, story_of(2, FERRY_REPORTS[:1]), alone, [], far) is None
    assert finds_home(STRAY, ferry, alone, [story_of(3, [replace(STRAY, id=900)])], far) is None
    assert finds_home(STRAY, ferry, alone, [], Fixed()) is None
    assert finds_home(STRAY, replace(ferry, closed=True), alone, [], far) is None
    assert finds_home(STRAY, replace(ferry, barred=frozenset({STRAY.id})), alone, [], far) is None
    assert finds_home(replace(STRAY, kind="roundup"), ferry, alone, [], far) is None
    assert finds_home(replace(STRAY, has_body=False), ferry, alone, [], far) is None


def test_a_story_without_an_article_is_what_it_would_be_had_it_never_joined():
    assert without(story_of(1, [STRAY, *BANK_REPORTS]), STRAY.id).sums == story_of(1, BANK_REPORTS).sums
    alone = story_of(1, [STRAY])
    assert without(alone, STRAY.id) is alone


def test_what_an_editor_took_out_keeps_its_like_out_and_what_one_put_in_draws_it():
    story = story_of(1, [sketch_of(BANK[0])])
    like = sketch_of(article(FERRY[0].title, FERRY[0].text, 1, 90))
    unlike = sketch_of(article("Heat record falls in Lisbon", "Lisbon measured 44.1 degrees.", 1, 91))
    refused, chosen = replace(story, refused=(sketch_of(FERRY[0]),)), replace(story, chosen=(sketch_of(FERRY[0]),))
    assert pull(refused, like) == pytest.approx(-1)
    assert pull(chosen, like) == pytest.approx(1)
    assert pull(refused, unlike) == pull(chosen, unlike) == 0
    assert placement(like, [refused], Fixed(joins=2)).story is None
    assert placement(like, [chosen], Fixed(joins=-2)).story == 1


def test_live_blogs_and_opinion_pieces_do_not_speak_for_a_story_that_has_reports():
    report = sketch_of(FERRY[0])
    live = sketch_of(article("Live: storm, ferry, strike – latest updates", "All day.", 1, 80))
    opinion = sketch_of(article("Opinion: ferries are too old", "Why they sink.", 2, 81))
    assert speaking([live, report, opinion]) == (report,)
    assert speaking([opinion, live]) == (live, opinion)


def test_the_latest_reports_speak_for_a_large_story():
    many = [sketch_of(article("Ferry aground off Arran", "", hour, 100 + hour)) for hour in range(LATEST + 5)]
    assert speaking(many) == tuple(many[5:])


def test_a_briefing_that_tells_of_every_story_joins_none_and_glues_none():
    told = " ".join(report.text for report in ALL)
    briefing = article("Morning briefing: a ferry, a bank, a chipmaker and the heat", told, 6, 60)
    assert sets(group([*ALL, briefing])) == sets(group(ALL)) | {frozenset({60})}
    assert all(
        placement(sketch_of(report), [story_of(1, [sketch_of(briefing)])], Fixed(joins=9)).story is None
        for report in ALL
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Morning briefing: strike ends, dam closed", "roundup"),
        ("The week in pictures", "roundup"),
        ("Five things to know today", "roundup"),
        ("News in brief", "roundup"),
        ("Live updates: Harrow Dam is closed", "live"),
        ("Storm hits coast – live", "live"),
        ("Cup final as it happened", "live"),
        ("Opinion: close the dam for good", "opinion"),
        ("Close the dam for good | Editorial", "opinion"),
        ("Letters to the editor", "opinion"),
        ("Harrow Dam closed after crack is found", "report"),
        ("Ministers to be briefed on the dam in the morning", "report"),
        ("People who live below the dam are told to leave", "report"),
        ("Five dead in dam collapse", "report"),
        ("Opinion polls put Sand ahead in Veldburg", "report"),
        ("A week in the life of a dam keeper", "report"),
    ],
)
def test_kinds_are_told_by_headlines(title, kind):
    assert kind_of(title) == kind


def test_counts_survive_being_stored():
    found = counts_of(FERRY[0])
    assert Counts.from_json(found.as_json()) == found
    assert weighed(1, 5.0, Counts.from_json(found.as_json())) == weighed(1, 5.0, found)


@given(st.permutations(ALL), st.data())
@settings(max_examples=25, deadline=None)
def test_an_article_is_in_one_story_whatever_a_judge_decides(shuffled, data):
    odds = st.floats(-2, 2, allow_nan=False)

    class Moody:
        def join(self, row):
            return data.draw(odds)

        def merge(self, row):
            return data.draw(odds)

    shelf = Shelf()
    for one in shuffled:
        arrive(sketch_of(one), shelf, Moody())
    assert sorted(member for members in shelf.members.values() for member in members) == sorted(a.id for a in ALL)
    assert all(one in shelf.members[home] for one, home in shelf.home.items())


@given(
    st.dictionaries(st.sampled_from([a.id for a in ALL]), st.integers(1, 3)),
    st.frozensets(st.tuples(st.sampled_from([a.id for a in ALL]), st.integers(1, 3))),
    st.frozensets(st.integers(1, 3)),
)
@settings(max_examples=40, deadline=None)
def test_decisions_hold_even_where_the_judge_would_join_everything(fixed, barred, closed):
    clusters = group(ALL, Decisions(fixed, barred, closed), judge=Fixed(joins=5, merges=5))
    home = {member.article: cluster for cluster in clusters for member in cluster.members}
    assert len(home) == len(ALL)
    assert all(home[one].story == story for one, story in fixed.items())
    for one, story in barred:
        assert home[one].story != story or fixed.get(one) == story
    for cluster in clusters:
        if cluster.story in closed:
            assert all(fixed.get(member.article) == cluster.story for member in cluster.members)


def test_a_story_sketch_needs_no_vectors():
    story = StorySketch(1, (sketch_of(FERRY[0]),), 1, 0.0, 0.0)
    assert story.dense is None
    assert story.dense_sum is None
