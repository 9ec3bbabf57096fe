"""The sample edition against what a careful reader finds in it: floors that fall only on purpose."""

from __future__ import annotations

from typing import Any

import pytest

from coverage.comparing.similarity import content_stems
from coverage.comparing.types import AlignedClaim
from tests.gate.chain import EXPECTED, Compared, compared, grouping

STORIES = [name for name in EXPECTED["stories"] if name != "singletons"]
SHARED_QUOTES = 46  # of 57 (quote, outlet) pairs: reached 47
STANCES = 84  # of 102 (claim, outlet) pairs: reached 85


@pytest.mark.parametrize("with_vectors", [True, False])
def test_every_article_is_in_its_story_and_the_look_alikes_stay_alone(with_vectors: bool):
    stories = {frozenset(urls) for name, urls in EXPECTED["stories"].items() if name != "singletons"}
    alone = {frozenset([url]) for url in EXPECTED["stories"]["singletons"]}
    assert grouping(with_vectors) == stories | alone


def test_every_real_disagreement_of_the_first_story_is_found_and_no_other():
    wanted = {
        frozenset(frozenset(outlets) for _, outlets in row["sides"])
        for row in EXPECTED["disagreements"]
        if row["story"] == "tiktok-oracle"
    }
    story = compared("tiktok-oracle")
    found = {
        frozenset(frozenset(story.claims[claim].outlet for claim, _, _ in side.evidence) for side in difference.sides)
        for difference in story.differences
    }
    assert found == wanted


@pytest.mark.parametrize("name", [name for name in STORIES if name != "tiktok-oracle"])
def test_the_other_stories_differ_in_nothing_but_hedges(name: str):
    assert [d.topic for d in compared(name).differences if d.weight >= 0.5] == []


def test_evidence_lies_within_the_claims_that_it_names():
    for name in STORIES:
        story = compared(name)
        for difference in story.differences:
            for claim, start, end in (evidence for side in difference.sides for evidence in side.evidence):
                found = story.claims[claim]
                assert found.start <= start < end <= found.start + len(found.text)


def test_shared_quotes_are_found_with_the_outlets_that_carry_them():
    pairs = [(row, outlet) for row in EXPECTED["shared_quotes"] for outlet in row["outlets"]]
    found = [outlet in _carriers(row) for row, outlet in pairs]
    assert sum(found) >= SHARED_QUOTES


def test_an_indirect_rendering_is_never_called_verbatim():
    for name in STORIES:
        story = compared(name)
        kinds = [
            story.quotes[v.quote].kind
            for group in story.aligned_quotes
            for v in group.variants
            if v.rendering == "verbatim"
        ]
        assert "indirect" not in kinds


def test_outlets_stand_to_claims_as_a_careful_reader_says():
    agreed = sum(
        _stances(row).get(outlet) == stance for row in EXPECTED["claims"] for outlet, stance in row["stances"].items()
    )
    assert agreed >= STANCES


@pytest.mark.parametrize("other", ["coinbase-layoffs", "internet-explorer"])
def test_an_article_about_something_else_moves_no_marks(other: str, monkeypatch: pytest.MonkeyPatch):
    stranger = next(url for url in EXPECTED["stories"][other] if "gizmodo" in url)
    swollen = {**EXPECTED["stories"], "tiktok-oracle": [*EXPECTED["stories"]["tiktok-oracle"], stranger]}
    before = [_stances(row) for row in EXPECTED["claims"]]
    monkeypatch.setitem(EXPECTED, "stories", swollen)
    compared.cache_clear()
    after = [_stances(row) for row in EXPECTED["claims"]]
    compared.cache_clear()
    assert sum(one != two for one, two in zip(before, after, strict=True)) <= 1


def test_the_paywalled_outlet_is_never_said_to_lack_a_claim():
    for name in STORIES:
        for group in compared(name).aligned_claims:
            assert {cell.stance for cell in group.cells if cell.outlet == "wsj"} <= {
                "own",
                "cites",
                "differs",
                "unread",
            }


def _carriers(row: dict[str, Any]) -> set[str]:
    story = compared(row["story"])
    groups = [g for g in story.aligned_quotes if any(_plain(row["core words"]) in _plain(v.words) for v in g.variants)]
    carriers = [{story.quotes[variant.quote].outlet for variant in group.variants} for group in groups]
    return max(carriers, key=lambda outlets: len(outlets & set(row["outlets"])), default=set())


def _stances(row: dict[str, Any]) -> dict[str, str]:
    story = compared(row["story"])
    wanted = set(content_stems(row["about"]))
    best = max(story.aligned_claims, key=lambda group: _nearness(group, wanted, story))
    return {cell.outlet: cell.stance for cell in best.cells}


def _nearness(group: AlignedClaim, wanted: set[str], story: Compared) -> tuple[int, int, int]:
    """A sentence may stand in several rows: of those the one whose heading says most of what is asked."""
    claims = [claim for cell in group.cells for claim in cell.claims]
    shared = max(len(wanted & set(content_stems(story.claims[claim].text))) for claim in claims)
    headed = len(wanted & set(content_stems(group.sentence)))
    return shared, headed, sum(bool(cell.claims) for cell in group.cells)


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("’", "'").split())
