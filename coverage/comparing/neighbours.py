"""Articles → what they are about as vectors, and how alike those are that lie near in time."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coverage.comparing.similarity import (
    Token,
    carries_meaning,
    content_stems,
    dot,
    rarity,
    tokens,
    unit_vector,
)
from coverage.comparing.types import ArticleProfile

WINDOW_DAYS = 4.0  # articles further apart are not compared; a longer story holds together by what lies between
FADE_DAYS = 30.0
BODY_WORDS = 120  # a news text tells its event at the top
TITLE_WEIGHT = 3.0
SPECIFIC_WEIGHT = 1.5
KEY_TERMS = 40  # of an article, by which it is looked up
LEAST = 0.03  # similarities below are taken for none
BUSIEST = 1500  # a term in more articles than that within the window leads to no candidates

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Unit vectors by article index, and the similarity of each two articles that have one worth telling."""

    vectors: tuple[Vector, ...]
    links: dict[int, dict[int, float]]

    def above_the_common(self) -> dict[int, dict[int, float]]:
        """The links less what any two articles of the collection share: in long texts on one beat even strangers are
        somewhat alike. In a small collection what all share may be its one story, so little is taken off."""
        count = len(self.vectors)
        mean: dict[str, float] = defaultdict(float)
        for vector in self.vectors:
            for term, value in vector.items():
                mean[term] += value / count
        trust = count / (count + 100)
        commonness = [dot(vector, mean) for vector in self.vectors]
        overall = dot(mean, mean)
        return {
            one: {other: link - trust * (commonness[one] + commonness[other] - overall) for other, link in row.items()}
            for one, row in self.links.items()
        }


def neighbourhood(articles: Sequence[ArticleProfile]) -> Neighbourhood:
    """Compares articles that share one of their key terms and lie within the window. `articles` must be in order of
    publication. Cost: the articles times the neighbours that share a key term, whatever the length of the archive."""
    counts = [term_counts(article) for article in articles]
    carried = Counter(term for found in counts for term in found)
    weights = {term: rarity(len(articles), count) for term, count in carried.items()}
    vectors = tuple(unit_vector(found, weights) for found in counts)
    days = [article.published.timestamp() / 86400 for article in articles]
    return Neighbourhood(vectors, _links(vectors, days))


def term_counts(article: ArticleProfile) -> dict[str, float]:
    """How often each stem stands in the title and at the top of the text. A word of the title counts three times; the
    names and figures of the text, which tell one event from its like, count somewhat more than other words."""
    counts: dict[str, float] = defaultdict(float)
    for term in content_stems(article.title):
        counts[term] += TITLE_WEIGHT
    top = article.text[: BODY_WORDS * 9]
    meaning = [token for token in tokens(top) if carries_meaning(token)][:BODY_WORDS]
    for token in meaning:
        counts[token.stem] += 1
    for term in {token.stem for token in meaning if _is_specific(top, token)}:
        counts[term] *= SPECIFIC_WEIGHT
    return dict(counts)


def _is_specific(text: str, token: Token) -> bool:
    """A figure, or a word with a capital that does not owe it to the beginning of a sentence."""
    if token.word[0].isdigit():
        return True
    before = text[max(0, token.start - 2) : token.start]
    return text[token.start].isupper() and before[-1:] == " " and (before[:1].isalnum() or before[:1] == ",")


def strongest(vector: Mapping[str, float], count: int) -> list[str]:
    """The terms of greatest value, greatest first, ties in alphabetical order."""
    return sorted(vector, key=lambda term: (-vector[term], term))[:count]


def _links(vectors: Sequence[Vector], days: Sequence[float]) -> dict[int, dict[int, float]]:
    links: dict[int, dict[int, float]] = defaultdict(dict)
    postings: dict[str, list[int]] = defaultdict(list)
    for index, vector in enumerate(vectors):
        first = bisect_left(days, days[index] - WINDOW_DAYS)
        keys = strongest(vector, KEY_TERMS)
        for other in _candidates(keys, postings, first):
            fade = math.exp(-(days[index] - days[other]) / FADE_DAYS)
            similarity = fade * dot(vector, vectors[other])
            if similarity >= LEAST:
                links[index][other] = links[other][index] = similarity
        for term in keys:
            postings[term].append(index)
    return dict(links)


def _candidates(keys: Sequence[str], postings: dict[str, list[int]], first: int) -> list[int]:
    """Earlier articles within the window that share a key term, in order."""
    found: set[int] = set()
    for term in keys:
        carrying = postings.get(term, [])
        start = bisect_left(carrying, first)
        if len(carrying) - start <= BUSIEST:
            found.update(carrying[start:])
    return sorted(found)
