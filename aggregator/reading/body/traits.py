"""One block → numbers that tell prose from furniture: its words, and the elements around it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import Tag

from aggregator.reading.body.blocks import Block
from aggregator.reading.paragraphs import classes, is_hidden
from aggregator.reading.prompts import is_prompt

FAR = 20.0  # levels: no element around the block has what is asked

_FURNITURE = re.compile(
    r"comment|related|newsletter|sidebar|footer|cookie|consent|promo|recirc|recommend|disclaimer|subscri|sign-?up|share"
    r"|social|caption|bio\b|biograph|author|most-?(?:popular|read)|trending|widget|modal|popup|gdpr|banner|teaser"
    r"|taboola|outbrain|breadcrumb|copyright|byline|\bmeta\b|\btags?\b|\bnav|menu|advert|\bads?\b|sponsor|read-?more"
    r"|credit|toolbar|pagination|rating|\brail|carousel|gallery|login|paywall|\btoc\b|table-of-contents|jump|print"
    r"|hidden|sr-only|screen-reader|tooltip|\bcta\b|download|card|\blist\b|grid|latest|more-|product",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"article-?_?body|entry-?_?content|post-?_?(?:content|body)|(?:story|content)-?_?body|article-?_?(?:content|text)"
    r"|story-?_?content|main-?_?content|body-?_?(?:copy|text|content)|rich-?text|\bprose\b|zn-body"
    r"|(?:page|single|blog)-content|\b(?:story|article|post|entry)\b",
    re.IGNORECASE,
)
_EMBED = re.compile(r"tweet|instagram-media|tiktok-embed|fb-post|reddit-card|embed", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"”’')\]]*$")

_OWN_TAGS = ("p", "li", "div", "blockquote", "pre", "figcaption", "heading", "h1", "tr")
_AROUND = ("article", "main", "table", "ul", "figure", "blockquote")

WORD_TRAITS = (
    "length", "linked", "ends", "small start", "digits", "capitals", "commas", "prompt", "bars", "links",
)  # fmt: skip
ELEMENT_TRAITS = (
    *(f"is {name}" for name in _OWN_TAGS),
    *(f"in {name}" for name in _AROUND),
    "depth", "furniture", "nearest furniture", "named article", "nearest named article", "furniture within",
    "hidden", "embed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ElementTraits:
    """What an element says of what is in it."""

    name: str
    furniture: bool
    article: bool
    hidden: bool
    embed: bool
    mark: str  # name and class: elements that look alike are of one kind


def word_traits(block: Block, words: int) -> list[float]:
    """The numbers named in `WORD_TRAITS`; `words` is the block's length."""
    text = block.text
    return [
        math.log1p(words),
        block.linked,
        1.0 if _SENTENCE_END.search(text[-6:]) else 0.5 if text[-1] in ":,;" else 0.0,
        float(text[0].islower()),
        sum(map(str.isdigit, text)) / len(text),
        sum(map(str.isupper, text)) / len(text),
        text.count(",") / max(1, words),
        float(is_prompt(text)),
        float("|" in text or "•" in text or "·" in text),
        float(min(len(block.links), 9)),
    ]


def element_traits(around: Sequence[ElementTraits]) -> list[float]:
    """The numbers named in `ELEMENT_TRAITS` of a block with these elements around it, outermost first."""
    own = "heading" if around and around[-1].name in _HEADINGS else around[-1].name if around else ""
    names = {element.name for element in around}
    inward = around[::-1]
    furniture = [level for level, element in enumerate(inward) if element.furniture]
    article = [level for level, element in enumerate(inward) if element.article]
    within = article[0] if article else 4
    return [
        *(float(own == name) for name in _OWN_TAGS),
        *(float(name in names) for name in _AROUND),
        float(len(around)),
        float(len(furniture)),
        float(furniture[0]) if furniture else FAR,
        float(len(article)),
        float(article[0]) if article else FAR,
        float(sum(level < within for level in furniture)),
        float(any(element.hidden for element in around)),
        float(any(element.embed for element in inward[:5])),
    ]


_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def traits_of(element: Tag) -> ElementTraits:
    """What an element's name, classes and other attributes say."""
    named = f"{classes(element)} {element.get('id') or ''}"
    return ElementTraits(
        name=element.name,
        furniture=bool(_FURNITURE.search(named)),
        article=bool(_ARTICLE.search(named)) or element.get("itemprop") == "articleBody",
        hidden=is_hidden(element),
        embed=bool(_EMBED.search(named)),
        mark=f"{element.name}.{classes(element)[:30]}",
    )
