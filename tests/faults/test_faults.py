"""The short trial: every kind of blow at least once while a few articles come in. `make faults` runs the long one."""

from __future__ import annotations

import os

import pytest

from tests.faults.arena import KINDS
from tests.faults.trial import try_it

pytestmark = [pytest.mark.pipeline, pytest.mark.on_services]


def test_whatever_dies_while_articles_come_in_nothing_is_lost_and_nothing_doubled() -> None:
    outcome = try_it(articles=20, blows=24, seed=int(os.environ.get("FAULTS_SEED", "8")), most_gap=0.5, timed=8)

    if outcome.left_out:
        told = "; ".join(f"{kind} was LEFT OUT: {why}" for kind, why in outcome.left_out.items())
        assert os.environ.get("CI") != "true", told
        print(told)
    assert set(outcome.blows) == set(KINDS) - set(outcome.left_out)
    assert outcome.lost == []
    assert outcome.doubled_or_other == []
    assert outcome.counts["articles"] == outcome.counts["placed"] == 20
    assert outcome.counts["quotes"] >= 40
