"""Numbers → a made-up stream of articles: words by Zipf's law, stories with words of their own, the same each time."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from coverage.comparing.types import ArticleProfile

VOCABULARY = 40_000
OWN_WORDS = 14  # of a story, out of the rarer half of the vocabulary
RUNNING = 400  # stories that go on at the same time
GOES_ON = 0.7  # of the articles belong to a story that runs already
A_DAY = 4_000  # articles
BEGUN = datetime(2030, 1, 1, tzinfo=UTC)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u")]


def stream(seed: int = 1) -> Iterator[tuple[ArticleProfile, int]]:
    """Articles without end, each with the number of its story."""
    chance = random.Random(seed)
    words = _words(chance)
    weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    running: list[tuple[int, list[str]]] = []
    number = story = 0
    while True:
        number += 1
        if running and chance.random() < GOES_ON:
            key, own = running[min(int(chance.expovariate(8 / len(running))), len(running) - 1)]
        else:
            story += 1
            key, own = story, [words[chance.randrange(VOCABULARY // 20, VOCABULARY)] for _ in range(OWN_WORDS)]
            running.insert(0, (key, own))
            del running[RUNNING:]
        common = [words[bisect(weights, chance.random() * weights[-1])] for _ in range(80)]
        title = " ".join([*chance.sample(own, 4), *common[:4]])
        text = " ".join(chance.sample([*own, *chance.choices(own, k=14), *common[4:]], len(own) + 14 + 76))
        at = BEGUN + timedelta(days=number / A_DAY)
        yield ArticleProfile(number, "", title.capitalize(), text.capitalize() + ".", at), key


def _words(chance: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
    return list(found)
