"""A press review and the stories that stand → the story that it tells, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from coverage.comparing.similarity import content_stems, dot, rarity, unit_vector

LEAST_LIKENESS = 0.25
"""Cosine over rarity-weighted stems. Reviews of an event score .3 and more against its articles, others below .15."""


def story_told(review: str, stories: Mapping[int, str]) -> int | None:
    """The key of the story whose articles' words are most like the review's; None where none is like it.

    A review has no date of its own that could be trusted, and quotes several outlets: its words alone must tell. Of
    equals the lowest key wins.
    """
    profiles = {key: Counter(content_stems(text)) for key, text in stories.items()}
    told = Counter(content_stems(review))
    containing = Counter(stem for profile in [*profiles.values(), told] for stem in profile)
    weights = {stem: rarity(len(profiles) + 1, count) for stem, count in containing.items()}
    vector = unit_vector(told, weights)
    scored = [(dot(vector, unit_vector(profile, weights)), -key) for key, profile in profiles.items()]
    best, key = max(scored, default=(0.0, 0))
    return -key if best >= LEAST_LIKENESS else None
