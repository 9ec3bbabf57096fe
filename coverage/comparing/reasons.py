"""The terms that tie an article to its story → the words, names and figures as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping

from coverage.comparing.similarity import tokens
from coverage.comparing.types import ArticleProfile

SHOWN = 8


def shared_words(article: ArticleProfile, strength: Mapping[str, float], count: int = SHOWN) -> tuple[str, ...]:
    """The strongest shared terms as the article writes them, strongest first; names keep their capitals."""
    chosen = sorted(strength, key=lambda term: (-strength[term], term))[:count]
    written = _written_forms(f"{article.title}\n{article.text}", frozenset(chosen))
    return tuple(written[term] for term in chosen if term in written)


def _written_forms(text: str, wanted: frozenset[str]) -> dict[str, str]:
    """Each wanted stem as it stands in the text: with capitals where it is never written without them, as names are."""
    forms: dict[str, str] = {}
    for token in tokens(text):
        if token.stem in wanted:
            word = text[token.start : token.end].removesuffix("'s").removesuffix("’s")
            known = forms.get(token.stem)
            if known is None or (word.islower() and not known.islower()):
                forms[token.stem] = word
    return forms
