"""Numbers → made-up pages of the outlets: events, and articles that report them, the same each time.

How long articles are, who publishes them and how many report one event follow the labelled corpora (their figures are
below; nothing of their text is here). Words are stems of the shipped rarities, as often as news has them; names are
invented, and each ends with the code of its period (`coded`), so that a copy of everything for another period has names
of its own and nothing else differs, not even in length.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from aggregator.outlets import OUTLETS
from coverage.comparing.rarities import rarities

NEWEST = datetime(2026, 6, 1, 12, tzinfo=UTC)
PERIOD = timedelta(days=10)  # the window in which placing looks for an article's like
CODES = 512

WORDS = (2, 174, 297, 413, 534, 770, 955, 1027, 1268, 1621, 4698)
"""Deciles of the words of an article: the 100 pages of `extraction/outlets` and `extraction/publishers`, as read."""
QUOTES, CLAIMS = 18, 43  # that we find in a thousand of those words
SHARES = {"cnn": 16, "techcrunch": 10, "mashable": 8, "wsj": 5, "buzzfeednews": 3, "gizmodo": 1}
"""Pages of each outlet in `extraction/outlets`."""
SIZES = ((1, 240), (3, 371), (2, 2), (6, 4), (8, 4), (11, 6), (17, 3), (44, 3), (60, 4), (73, 2), (157, 2))
"""Articles of an event, and how many events have so many: `stories/allsides_dense` and `stories/groundnews2025` pooled,
the second by its deciles."""

_CONSONANTS = "bckmpvxz"  # a word that ends with these is its own stem
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
_ROLES = "director chairman spokeswoman minister lawyer analyst professor founder".split()
_UNITS = "people homes ships patients schools flights dollars jobs".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday".split()
_FURNITURE = "".join(f'<li><a href="/section/{n}">Section {n}</a></li>' for n in range(60))
_SCRIPT = "<script>window.data=[" + ",".join(str(n) for n in range(3000)) + "]</script>"


def coded(code: int) -> str:
    """The end of every invented name of a period; the same number of letters for all of them."""
    return "q" + "".join(_CONSONANTS[code >> shift & 7] for shift in (6, 3, 0))


@dataclass(frozen=True, slots=True)
class MadePage:
    """An outlet's article on an event."""

    outlet: str
    url: str
    html: str


class MadePress:
    """Makes pages; `scale` is their length over that of the corpora's."""

    def __init__(self, scale: float, seed: int = 11) -> None:
        self._scale, self._seed = scale, seed
        known = sorted(rarities().containing.items(), key=lambda row: (-row[1], row[0]))
        self._words = [word for word, _ in known if word.isalpha() and len(word) > 2]
        self._weights = list(accumulate(count for word, count in known if word.isalpha() and len(word) > 2))
        self._sizes = list(accumulate(count for _, count in SIZES))

    def period(self, code: int, count: int) -> Iterator[MadePage]:
        """So many articles of the newest period: event after event until there are enough."""
        event = made = 0
        while made < count:
            size = min(self.size(event), count - made)
            for turn in range(size):
                yield self.page(code, event, turn)
            made, event = made + size, event + 1

    def size(self, event: int) -> int:
        """How many articles report the event."""
        return SIZES[bisect(self._sizes, self._chance("size", event).random() * self._sizes[-1])][0]

    def page(self, code: int, event: int, turn: int) -> MadePage:
        """One report of an event; `turn` from 0 on."""
        story = _Event(self, code, event)
        chance = self._chance("page", event, turn)
        outlet = chance.choices(list(SHARES), list(SHARES.values()))[0]
        at = story.began + timedelta(minutes=chance.randrange(20, 1400))
        place = chance.randrange(10)
        words = self._scale * chance.uniform(WORDS[place], WORDS[place + 1])
        title, paragraphs = story.told(chance, max(20, round(words)))
        url = f"{OUTLETS[outlet].home}{at:%Y/%m/%d}/{story.firm.lower()}-{event}-{turn}/"
        return MadePage(outlet, url, _html(title, paragraphs, f"{at:%Y-%m-%dT%H:%M:%SZ}"))

    def common_words(self) -> list[str]:
        """Words by how often they come, the commonest first."""
        return self._words

    def words(self, chance: random.Random, count: int) -> list[str]:
        """Words as often as news has them."""
        return [self._words[bisect(self._weights, chance.random() * self._weights[-1])] for _ in range(count)]

    def rarer(self, chance: random.Random, count: int) -> list[str]:
        """Words out of the rarer part, of which an event has some of its own."""
        return [self._words[chance.randrange(len(self._words) // 5, len(self._words))] for _ in range(count)]

    def _chance(self, *what: object) -> random.Random:
        return random.Random(f"{self._seed} {what}")


class _Event:
    """What all reports of an event draw on: names, words of its own, facts, and what was said."""

    def __init__(self, press: MadePress, code: int, event: int) -> None:
        chance = press._chance("event", event)
        self._press = press
        self.town, self.firm, *people = (self._name(chance, code) for _ in range(6))
        self._own = press.rarer(chance, 10)
        self._people = [(f"{people[n]} {people[n + 1]}", chance.choice(_ROLES)) for n in (0, 2)]
        self.began = NEWEST - PERIOD + chance.random() * (PERIOD - timedelta(days=1))
        self._facts = [self._fact(chance) for _ in range(8)]
        self._said = [(chance.choice(self._people), self._clause(chance, 9)) for _ in range(4)]

    def told(self, chance: random.Random, words: int) -> tuple[str, list[str]]:
        """A headline and paragraphs of about so many words."""
        own = chance.sample(self._own, 3)
        title = f"{self.firm} {own[0]} {own[1]} in {self.town} as {' '.join(self._press.words(chance, 3))} {own[2]}"
        sentences = [f"The {own[0]} {own[1]} of {self.firm} in {self.town} was stopped on {chance.choice(_DAYS)}."]
        shared = [*self._facts, *(_quoted(speaker, words) for speaker, words in self._said)]
        chance.shuffle(shared)
        length = len(sentences[0].split())
        while length < words:
            sentences.append(shared.pop() if shared and chance.random() < 0.6 else self._further(chance))
            length += len(sentences[-1].split())
        return title, [" ".join(sentences[n : n + 2]) for n in range(0, len(sentences), 2)]

    def _further(self, chance: random.Random) -> str:
        """What one outlet alone has."""
        kind = chance.random()
        if kind < 0.3:
            return _quoted(chance.choice(self._people), self._clause(chance, 12))
        return self._fact(chance) if kind < 0.6 else f"{self._clause(chance, 15).capitalize()}."

    def _fact(self, chance: random.Random) -> str:
        many, unit = chance.randrange(20, 9000), chance.choice(_UNITS)
        first, second = chance.sample(self._own, 2)
        return f"About {many:,} {unit} in {self.town} lost their {first} after {self._clause(chance, 5)} {second}."

    def _clause(self, chance: random.Random, length: int) -> str:
        told = self._press.words(chance, length)
        told[length // 2] = chance.choice(self._own)
        return f"the {' '.join(told[: length // 2])} was in the {' '.join(told[length // 2 :])}"

    def _name(self, chance: random.Random, code: int) -> str:
        return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3)))).capitalize() + coded(code)


def _quoted(speaker: tuple[str, str], words: str) -> str:
    name, role = speaker
    return f"“{words.capitalize()},” said {name}, a {role}."


def _html(title: str, paragraphs: Sequence[str], at: str) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title><meta property='og:title' content='{title}'>"
        f"<meta property='article:published_time' content='{at}'>{_SCRIPT}</head><body>"
        f"<nav><ul>{_FURNITURE}</ul></nav><article><h1>{title}</h1><p>By Ada Lind</p>{body}</article>"
        f"<footer><ul>{_FURNITURE}</ul></footer></body></html>"
    )
