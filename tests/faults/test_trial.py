"""The trial itself: a blow counts when it hit something."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.faults import trial
from tests.faults.arena import Arena


def nobody(_: str) -> Any:
    raise StopIteration


def still(number: int) -> Any:
    """An arena in which nothing runs, but for what is started after so many tries."""
    tries = iter(range(number))

    def leader(words: str) -> Any:
        return nobody(words) if next(tries, None) is not None else SimpleNamespace(children=lambda: [child])

    child = SimpleNamespace(kill=lambda: None)
    arena = Arena.__new__(Arena)
    arena.articles, arena.running = 0, SimpleNamespace(leader=leader)  # type: ignore[assignment]
    arena.done = lambda: (0, 0, 0)  # type: ignore[method-assign]
    return arena


@pytest.mark.parametrize("kind", ["worker killed", "worker's child killed", "beat killed", "web killed"])
def test_a_blow_that_finds_nothing_hits_nothing(kind: str) -> None:
    assert still(99).strike(kind, random.Random(1)) is False


def test_what_is_being_started_is_waited_for_and_what_never_comes_is_no_blow(monkeypatch) -> None:
    monkeypatch.setattr(trial, "_STARTS_WITHIN", 0.5)
    outcome = trial.Outcome()
    trial._strike(still(1), ["worker's child killed"], random.Random(1), (0.1, 9), outcome)
    assert (outcome.blows, outcome.missed) == ({"worker's child killed": 1}, {})
    trial._strike(still(99), ["worker's child killed"], random.Random(1), (0.1, 9), outcome)
    assert (outcome.blows, outcome.missed) == ({"worker's child killed": 1}, {"worker's child killed": 1})
