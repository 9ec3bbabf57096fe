"""What was measured of reading and grouping → the figures that the page on the method tells.

Each is the floor of a gate, which holds them together (tests/gate/test_told_gate.py): so no page promises more than a
test keeps.
"""

from __future__ import annotations

from collections.abc import Mapping

LABELLED: Mapping[str, float] = {"direct": 0.96, "indirect": 0.745, "speaker": 0.925}
"""By the tagger, on the 84 articles of PolNeAR's development part: F1 of direct quotes and of reported speech, and how
often the speaker of what was found is right."""

SAMPLE = (84, 102)
"""Of the (claim, outlet) pairs that a careful reader marked in the sample edition's first story, on how many the grid
agrees; and how many there are."""

GROUPING = (0.82, 0.935)
"""The least and the greatest BCubed F1 of grouping, on six labelled sets of news, from which it has learnt in part."""


def told() -> dict[str, int]:
    """The figures as readers are told them, shares in hundredths, rounded down."""
    shares = {**LABELLED, "least": GROUPING[0], "most": GROUPING[1]}
    return {name: int(100 * share + 1e-9) for name, share in shares.items()} | {"agreed": SAMPLE[0], "marks": SAMPLE[1]}
