"""An article's links into the credit that they give: to other outlets' articles, and to papers that were published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from aggregator.reading.credits import called
from aggregator.reading.newsrooms import newsroom_at
from aggregator.reading.types import FoundCitation, Link, Sentence


def credited_by_link(
    links: Sequence[Link],
    around: Callable[[int], Sentence | None],
    names: Mapping[str, str],
    outlet_at: Callable[[str], str],
) -> Iterator[FoundCitation]:
    """The links that credit an outlet (its front page, its lists and its authors' pages are no article of it), or a
    paper: a company's own newsroom or blog, a court's or an authority's files. `around` gives a place's sentence."""
    for link in links:
        sentence = around(link.start)
        path = _path(link.href)
        if sentence is None or path is None:
            continue
        slug = outlet_at(link.href)
        name = called(slug, names) or slug or newsroom_at(link.href)
        paper = "" if name else _paper_at(link.href)
        if (name and not _LISTS.match(path)) or paper:
            yield FoundCitation(
                sentence.start, sentence.end, name or paper, slug, "link", link.href, (link.start, link.end),
                "report" if name else "document", "outlet" if name else "document",
            )  # fmt: skip


def _path(url: str) -> str | None:
    """The path of a web address; None where it has none that leads anywhere."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.path if parts.path.strip("/") else None


def _paper_at(url: str) -> str:
    """Whose paper lies at an address: the name in its host ("nordkyst" of newsroom.nordkyst.com), or its keeper."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    for domain, name in _KEEPERS.items():
        if host == domain or host.endswith(f".{domain}"):
            return name
    labels = host.split(".")
    if len(labels) > 2 and labels[0] in _OWN_PAGES:
        return labels[1]
    return labels[-2] if len(labels) == 2 and _OWN_PAPERS.match(parts.path) else ""


_LISTS = re.compile(
    r"/(?:tags?|topics?|authors?|profiles?|people|person|staff|by|category|categories|sections?|search|newsletters?|subscribe|"
    r"podcasts?|about|live-?tv|account|contact|terms|privacy|advertise|events?|hub|quotes?|companies|company|markets?)(?:/|$)"
    r"|/[a-z-]{1,12}/?$",
    re.IGNORECASE,
)
_KEEPERS = {
    "sec.gov": "SEC filing", "courtlistener.com": "court filing", "pacermonitor.com": "court filing",
    "documentcloud.org": "document", "justice.gov": "Justice Department", "ftc.gov": "Federal Trade Commission",
    "businesswire.com": "press release", "prnewswire.com": "press release", "globenewswire.com": "press release",
}  # fmt: skip
_OWN_PAGES = frozenset("newsroom blog blogs press news about investor investors ir media".split())
_OWN_PAPERS = re.compile(
    r"/(?:[a-z]{2}(?:-[a-z]{2})?/)?(?:blog|newsroom|press|press-releases?|news-releases?|company-news)/[\w-]"
)
