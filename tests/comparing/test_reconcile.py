"""Groups found anew go on under the numbers that they had."""

from __future__ import annotations

import pytest

from coverage.comparing.reconcile import matched


@pytest.mark.parametrize(
    ("new", "old", "kept"),
    [
        ([[1, 2], [3]], {7: [1, 2], 9: [3]}, (7, 9)),
        ([[3], [1, 2]], {7: [1, 2], 9: [3]}, (9, 7)),
        ([[1, 2, 3]], {7: [1], 9: [2, 3]}, (9,)),  # the larger share
        ([[1, 2]], {9: [2], 7: [1]}, (7,)),  # of equal shares the older
        ([[1], [2]], {7: [1, 2]}, (7, None)),
        ([[4]], {7: [1]}, (None,)),
        ([[1, "a"], [1, "b"]], {7: [1, "b"], 9: [1, "a"]}, (9, 7)),  # a quote in two utterances
        ([[1], [1]], {7: [1], 9: [1]}, (7, 9)),
    ],
)
def test_a_group_goes_on_as_the_one_that_it_shares_most_with(new, old, kept) -> None:
    assert matched(new, old) == kept
