"""A sentence → what of its wording is compared: stems in order, runs of them, figures, names, letters."""

from __future__ import annotations

import json
import math
import pkgutil
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from coverage.comparing.similarity import carries_meaning, straightened
from coverage.comparing.statements import comparable_stem, denies, is_amount, statement
from coverage.comparing.wordforms import FUNCTION_WORDS

NEWS_WORDS = "news_words.json"
UNSEEN = 9.0  # the rarity of a stem that the counted news do not have
LETTERS = (3, 4, 5)  # in a row
LONGEST = 1200  # characters of a sentence that are looked at

Run = tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Wording:
    """One sentence. `content` holds the stems that carry meaning or are numbers, repeats kept, with `words` beside
    them as written; `runs` one to four stems in a row, `word_runs` the same of words; `letters` runs of characters."""

    stems: tuple[str, ...]
    content: tuple[str, ...]
    words: tuple[str, ...]
    names: frozenset[str]
    numbers: Counter[str]
    denials: int
    quoted: int
    runs: tuple[Counter[Run], ...]
    word_runs: tuple[Counter[Run], ...]
    letters: Counter[str]
    letters_length: float


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """The wording of a sentence; kept, since each is compared with many."""
    text = text[:LONGEST]
    tokens = statement(text).tokens
    stems = tuple(comparable_stem(token) for token in tokens)
    content = [(s, t.word) for s, t in zip(stems, tokens, strict=True) if carries_meaning(t) or is_amount(t)]
    plain = straightened(text)
    letters = _letters(" " + " ".join(token.word for token in tokens) + " ")
    return Wording(
        stems=stems,
        content=tuple(s for s, _ in content),
        words=tuple(word for _, word in content),
        names=frozenset(
            s
            for s, t in zip(stems[1:], tokens[1:], strict=True)
            if plain[t.start].isupper() and t.word not in FUNCTION_WORDS
        ),
        numbers=Counter(s for s, t in zip(stems, tokens, strict=True) if is_amount(t)),
        denials=sum(denies(token.word) for token in tokens),
        quoted=len(re.findall(r"[\"“]", text)),
        runs=_runs(stems),
        word_runs=_runs(tuple(token.word for token in tokens)),
        letters=letters,
        letters_length=math.sqrt(sum(count * count for count in letters.values())) or 1.0,
    )


@cache
def _news_words() -> dict[str, float]:
    return dict(json.loads(pkgutil.get_data(__package__, NEWS_WORDS) or b"{}"))


def rarity(stem: str) -> float:
    """How rare a stem is in paragraphs of news, as log(1 + paragraphs / those with it): "said" 1, a name 8."""
    return _news_words().get(stem, UNSEEN)


def _runs(words: Run) -> tuple[Counter[Run], ...]:
    return tuple(Counter(words[i : i + n] for i in range(len(words) - n + 1)) for n in (1, 2, 3, 4))


def _letters(text: str) -> Counter[str]:
    return Counter(text[i : i + n] for n in LETTERS for i in range(len(text) - n + 1))
