"""A page's tree → what its head says: JSON-LD, meta elements and links, each by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag

from aggregator.reading.plain import plain_text
from aggregator.reading.urls import web_address

MOST_JSON = 2_000_000  # characters of one script
MOST_NODES = 20_000
DEEPEST_JSON = 30

_ARTICLE = re.compile(
    r"(?:\w*(?:News|Review|Opinion|Analysis|Background|Reportage|Advertiser|Satirical|AskPublic|Tech|Scholarly))?Article"
    r"|ReviewNewsArticle|(?:LiveBlog|Blog)Posting|Report|Review|NewsReport"
)
_PAGE = re.compile(r"(?:\w*WebPage|ItemPage|FAQPage|AboutPage|CreativeWork|HowTo|Recipe|LearningResource|Guide)")
_OF_PAGE = ("author", "creator", "datePublished", "dateCreated", "dateModified")
_COMMENTED = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*\Z"
)
_LINE_END = re.compile(r"\n+|</p>|<br[^<>]{0,20}>", re.IGNORECASE)
_TRAILING_COMMA = re.compile(r",(\s{0,200}[}\]])")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "sailthru.description", "dc.description")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page's head says. `metas` maps lower-case names (property, name or itemprop) to their values in order;
    `article` is the JSON-LD node of the article, `nodes` all nodes by their @id."""

    canonical: str
    language: str
    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    article: Mapping[str, Any] = field(default_factory=dict)
    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def meta(self, *names: str) -> str:
        """The first value that is not empty, by the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    def said(self, name: str) -> str:
        """A text field of the JSON-LD article as plain text."""
        value = self.article.get(name)
        return plain_text(value) if isinstance(value, str) else ""

    @property
    def description(self) -> str:
        """The public description: the first that the meta elements give, else JSON-LD's."""
        return plain_text(self.meta(*_DESCRIPTIONS)) or self.said("description")

    @property
    def body(self) -> tuple[str, ...]:
        """The paragraphs of JSON-LD's articleBody, which is often a teaser, and at times a script; empty where it is
        none."""
        value = self.article.get("articleBody")
        if not isinstance(value, str) or value.lstrip()[:1] in {"{", "["}:
            return ()
        return tuple(filter(None, (plain_text(line) for line in _LINE_END.split(value))))

    @property
    def site(self) -> str:
        """The publisher's name as the page gives it."""
        publisher = self.article.get("publisher")
        named = publisher.get("name") if isinstance(publisher, dict) else ""
        return plain_text(self.meta("og:site_name", "application-name") or (named if isinstance(named, str) else ""))

    def ld_authors(self) -> tuple[str, ...]:
        """The names that JSON-LD gives as authors, as written."""
        return tuple(self._names(self.article.get("author") or self.article.get("creator"), depth=0))

    def _names(self, value: Any, depth: int) -> Iterator[str]:
        if isinstance(value, str):
            yield plain_text(value)
        elif isinstance(value, list) and depth < 3:
            for item in value[:50]:
                yield from self._names(item, depth + 1)
        elif isinstance(value, dict):
            name = value.get("name") or self.nodes.get(str(value.get("@id")), {}).get("name")
            yield from self._names(name, depth + 1) if depth < 4 else ()


def read_metadata(soup: BeautifulSoup, url: str) -> Metadata:
    """What the head of the page at `url` says. Broken JSON-LD is skipped; several articles: the one for this page."""
    metas = _metas(soup)
    canonical = _canonical(soup, metas, url)
    nodes = list(_nodes(soup))
    return Metadata(
        canonical=canonical,
        language=_language(soup, metas),
        metas=metas,
        article=_article(nodes, {url, canonical}),
        nodes={node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node},
    )


def _metas(soup: BeautifulSoup) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for element in soup.find_all("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if isinstance(name, str) and isinstance(content, str):
                found.setdefault(name.strip().lower(), []).append(content.strip())
    return {name: tuple(values) for name, values in found.items()}


def _canonical(soup: BeautifulSoup, metas: Mapping[str, tuple[str, ...]], url: str) -> str:
    links = [link.get("href") for link in soup.find_all("link", rel="canonical")]
    for href in (*links, *metas.get("og:url", ())):
        address = web_address(href, url) if isinstance(href, str) and href.strip() else ""
        if address:
            return address
    return web_address(url)


def _language(soup: BeautifulSoup, metas: Mapping[str, tuple[str, ...]]) -> str:
    root = soup.find("html")
    written = [root.get("lang"), root.get("xml:lang")] if isinstance(root, Tag) else []
    for value in (*written, *metas.get("og:locale", ()), *metas.get("language", ())):
        if isinstance(value, str) and _LANGUAGE.fullmatch(value.strip()):
            return value.strip().replace("_", "-")
    return ""


def _nodes(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    count = 0
    for script in soup.find_all("script", type=re.compile(r"^\s*application/ld\+json", re.IGNORECASE)):
        for node in _flattened(_json(script.get_text()), 0):
            count += 1
            if count > MOST_NODES:
                return
            yield node


def _json(text: str) -> Any:
    text = _COMMENTED.sub("", text[:MOST_JSON]).strip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flattened(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object with a type in a JSON-LD value, outer before inner."""
    if depth > DEEPEST_JSON:
        return
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                yield from _flattened(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _flattened(inner, depth + 1)


def _article(nodes: list[dict[str, Any]], addresses: set[str]) -> Mapping[str, Any]:
    """The article of this page; what it leaves unsaid of author and dates is taken from the page that holds it."""
    articles = [node for node in nodes if any(_ARTICLE.fullmatch(name) for name in _types(node))]
    here = {_bare(address) for address in addresses}
    article = next((node for node in articles if _bare(_address(node)) in here), articles[0] if articles else {})
    pages = [node for node in nodes if any(_PAGE.fullmatch(name) for name in _types(node))]
    page = next((node for node in pages if _bare(_address(node)) in here), {})
    return {**{name: page[name] for name in _OF_PAGE if name in page}, **article}


def _types(node: Mapping[str, Any]) -> Iterable[str]:
    types = node.get("@type")
    return [str(name).rpartition("/")[2] for name in (types if isinstance(types, list) else [types])]


def _address(node: Mapping[str, Any]) -> str:
    for name in ("url", "mainEntityOfPage", "@id"):
        value = node.get(name)
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str) and value:
            return value
    return ""


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", address).rstrip("/")
