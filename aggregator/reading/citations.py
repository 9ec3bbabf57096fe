"""An article's text and links into the credit it gives: which sentence credits which outlet, in words or by a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from aggregator.reading.credits import called, names_pattern, slug_of
from aggregator.reading.lexicon import DAY_WORDS, MONTHS
from aggregator.reading.sentences import sentences
from aggregator.reading.types import FoundCitation, Link, Sentence


def find_citations(
    text: str, links: Sequence[Link], names: Mapping[str, str], outlet_at: Callable[[str], str], own: str
) -> tuple[FoundCitation, ...]:
    """The credit given in `text`, by sentence.

    `names` maps outlet names to slugs, an outlet's own name before its others; `outlet_at` an address to the slug of
    the outlet that published it ("" for others); `own` is the slug of the outlet that is speaking, whose credit to
    itself is left out. Well-known outlets that are not ours, and the published papers of those an article writes
    about ("TikTok's blog post"), are credited with an empty `outlet`.
    """
    found = [*_in_words(text, names), *_by_link(text, links, names, outlet_at)]
    kept: dict[tuple[int, str, str], FoundCitation] = {}
    for one in found:
        if not one.outlet or one.outlet != own:
            kept.setdefault((one.start, one.outlet or one.name, one.by), one)
    return tuple(sorted(kept.values(), key=lambda one: (one.start, one.by, one.name)))


def _in_words(text: str, names: Mapping[str, str]) -> Iterator[FoundCitation]:
    parts = sentences(text)
    begins = [part.start for part in parts]
    for match in names_pattern(names).finditer(text):
        if _credited(text, match.start(), match.end()):
            slug = slug_of(match.group(), names)
            yield from _citation(parts, begins, match.start(), called(slug, names) or match.group(), slug)
    for match in _PAPER.finditer(text):
        name = _LEADING.sub("", match["owner"] or match["author"])
        if name and name.lower() not in DAY_WORDS | set(MONTHS) and not slug_of(name, names):
            yield from _citation(parts, begins, match.start(), name, "")


def _credited(text: str, start: int, end: int) -> bool:
    """Whether the words around an outlet's name credit it with something reported."""
    return bool(_BEFORE.search(text, max(0, start - 60), start) or _AFTER.match(text, end))


def _citation(
    parts: Sequence[Sentence], begins: Sequence[int], position: int, name: str, slug: str
) -> Iterator[FoundCitation]:
    index = bisect_right(begins, position) - 1
    if index >= 0:
        words = re.sub(r"^[Tt]he\s", "", name) if not name.startswith("The ") else name
        yield FoundCitation(parts[index].start, parts[index].end, " ".join(words.split()), slug, "words")


def _by_link(
    text: str, links: Sequence[Link], names: Mapping[str, str], outlet_at: Callable[[str], str]
) -> Iterator[FoundCitation]:
    parts = sentences(text)
    begins = [part.start for part in parts]
    for link in links:
        slug = outlet_at(link.href)
        index = bisect_right(begins, link.start) - 1
        if slug and index >= 0:
            one = parts[index]
            yield FoundCitation(one.start, one.end, called(slug, names) or slug, slug, "link", link.href)


_PAPERS = r"(?:report|reports|story|article|investigation|scoop|reporting|piece|survey|analysis|exclusive|op-ed|column)"
_KIND = (
    rf"(?:(?:an?|the|this|that|its|recent|new|bombshell|explosive|leaked|earlier|previous|\w+day)\s){{0,3}}{_PAPERS}"
)
_BEFORE = re.compile(
    rf"(?:\baccording\sto(?:\s{_KIND}\s(?:by|from|in|of))?|\b(?:reported|published|obtained|reviewed|seen|revealed|quoted|"
    r"broken|leaked|heard|interviewed|uncovered|surfaced|detailed)\s(?:\w+ly\s)?(?:by|in|to|with|on)|\bvia|\bper"
    rf"|\b(?:told|tells|telling|citing|cites|cited)|\b{_PAPERS},?\s(?:by|from|in|of)|\b(?:statement|interview|comment|remarks"
    r"|email|emailed\sstatement|spokesperson|said)\s(?:to|with)|\b[Aa]s|\b(?:discovery|findings|reporting|scoop)\s(?:by|of|from)"
    r"|\bh/t|\b(?:writing|wrote|writes)\s(?:in|for)|\b(?:credit|hat\stip)\s(?:to)?)\s(?:the\s)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:,\swhich(?=\s(?:first\s)?(?:heard|obtained|reviewed|reported|broke|published|saw|spoke|listened)))?"
    rf"(?:[’']s?)?\s(?:(?:(?:\w+ly|has|had|have|first|also|later|then|previously|earlier|now)\s){{0,3}}"
    r"(?:reported|reports|reporting|said|says|wrote|writes|found|finds|revealed|reveals|obtained|published|publishes|"
    r"noted|notes|cited|cites|quoted|quotes|reviewed|listened|recalls|recalled|explained|explains|observed|observes|broke|pointed|"
    rf"points|learned|heard|counted|saw|spoke|detailed|details|described|claims|claimed|confirmed)\b|(?:\w+\s)?{_PAPERS}\b)"
)
_NAME = r"(?:[A-Z][\w&-]{1,30}\s){0,3}[A-Z][\w&-]{1,30}"
_DOCUMENT = r"(?:blog\spost|press\srelease|announcement|statement|newsroom\spost|company\spost|post|letter|filing|memo)"
_LEADING = re.compile(
    r"(?:(?:In|On|At|By|From|With|After|Before|As|But|And|The|A|An|That|This|Read|See|Per|To|Of|For)\s)+"
)
_PAPER = re.compile(
    rf"(?<!\w)(?P<owner>{_NAME})[’']s\s(?:own\s|official\s|corporate\s)?{_DOCUMENT}\b"
    rf"|\b(?:blog\spost|press\srelease|newsroom\spost|company\spost)\s(?:by|from)\s(?P<author>{_NAME})"
)
