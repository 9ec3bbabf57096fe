"""A story's articles → the one whose own headline says best what they all report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from coverage.comparing.types import ArticleProfile

_WORD = re.compile(r"[^\W_]+")


def clearest_headline(articles: Sequence[ArticleProfile]) -> str:
    """The headline that shares most of its words with the other outlets' headlines and leads; the earliest of equals.

    Empty where no article has one.
    """
    titled = [article for article in articles if article.title]
    if not titled:
        return ""
    spread = Counter(word for article in titled for word in _words(f"{article.title} {article.text[:400]}"))
    return min(titled, key=lambda article: (-_clearness(article, spread), article.published, article.id)).title


def _clearness(article: ArticleProfile, spread: Counter[str]) -> float:
    words = _words(article.title)
    if not 4 <= len(words) <= 20:  # a slogan, or a whole sentence
        return 0.0
    return round(sum(spread[word] - 1 for word in words) / (len(words) + 3), 6)


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 2}
