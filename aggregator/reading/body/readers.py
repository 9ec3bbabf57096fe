"""A page's HTML tree → the article's text as each of several independent readers finds it."""

from __future__ import annotations

import copy
import logging
import re
import warnings
from collections.abc import Callable
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

import newspaper
import trafilatura
from lxml import html as lxml_html
from newspaper.cleaners import DocumentCleaner
from newspaper.extractors import ContentExtractor
from newspaper.outputformatters import OutputFormatter
from newspaper.utils import get_available_languages
from readability import Document

MOST_TAGS = 15_000  # the time that these readers take grows with the square of a page: larger ones do without them

_ENDS_LINE = "p div li br h1 h2 h3 h4 h5 h6 tr blockquote pre dd dt section article".split()
_SPACE = re.compile(r"\s+")


def html_tree(text: str) -> Any:
    """A page's text as an lxml tree; None where lxml makes nothing of it."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=False)
    with suppress(Exception):
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser)
    return None


def texts_of(tree: Any, url: str) -> dict[str, str]:
    """By name of the reader, the text that it takes for the article, a line for each paragraph; empty where it fails or
    finds none. The tree is left as it is: it is copied for those that change theirs."""
    small = _is_small(tree)
    return {name: _quietly(reader, tree, url) if small else "" for name, reader in _READERS.items()}


def second_opinion(html: str, url: str) -> str | None:
    """What the quickest of them takes for the article of a page, as a check on another reader; None for pages that are
    too large to ask."""
    tree = html_tree(html)
    return _quietly(_trafilatura_text, tree, url) if _is_small(tree) else None


def newspaper_text(tree: Any, url: str) -> str:
    """newspaper3k's article text. Of `Article.parse` only the steps that lead to the text are taken, on a tree that is
    there already; nothing is downloaded."""
    config = newspaper.Config()
    config.fetch_images = config.memoize_articles = False
    extractor, formatter = ContentExtractor(config), OutputFormatter(config)
    language = extractor.get_meta_lang(tree)
    if language in _languages():  # those that it has no word list for are read as English
        extractor.update_language(language)
        formatter.update_language(language)
    top = extractor.calculate_best_node(DocumentCleaner(config).clean(copy.deepcopy(tree)))
    if top is None:
        return ""
    text, _ = formatter.get_formatted(extractor.post_cleanup(top))
    return str(text)


@cache
def _languages() -> frozenset[str]:
    return frozenset(get_available_languages())


def _trafilatura_text(tree: Any, url: str) -> str:
    # By its fast way: the slow one asks readability and jusText too, and readability is asked here anyway.
    found = trafilatura.extract(copy.deepcopy(tree), url=url, fast=True, include_comments=False)
    return found or ""


def _readability_text(tree: Any, url: str) -> str:
    summary = lxml_html.fragment_fromstring(Document(copy.deepcopy(tree), url=url).summary(html_partial=True))
    for element in summary.iter(*_ENDS_LINE):
        element.tail = f"\n{element.tail or ''}"
    return "\n".join(filter(None, (_SPACE.sub(" ", line).strip() for line in summary.text_content().split("\n"))))


_READERS: dict[str, Callable[[Any, str], str]] = {
    "newspaper3k": newspaper_text,
    "trafilatura": _trafilatura_text,
    "readability": _readability_text,
}


def _quietly(reader: Callable[[Any, str], str], tree: Any, url: str) -> str:
    # Each of them lets any error of its parts through, warns and logs of what is not asked for.
    with suppress(Exception), warnings.catch_warnings(), _silent():
        warnings.simplefilter("ignore")
        return reader(tree, url)
    return ""


def _is_small(tree: Any) -> bool:
    return tree is not None and sum(1 for _ in tree.iter()) <= MOST_TAGS


@contextmanager
def _silent() -> Any:
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)
