"""An article's text and links into the credit it gives: which sentence credits whom, for what, in words or by link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aggregator.reading.credit_frames import credited_after, credited_before, echoed, is_ordered, news_of_itself
from aggregator.reading.credited_links import credited_by_link
from aggregator.reading.credited_people import credited_people
from aggregator.reading.credits import called, names_pattern, slug_of
from aggregator.reading.marks import stretches
from aggregator.reading.newsrooms import AMBIGUOUS, SURNAMES, bare, newsroom_called
from aggregator.reading.papers import find_papers
from aggregator.reading.sentences import sentences
from aggregator.reading.types import Credit, FoundCitation, Link, Sentence

NEAR = 110
"""Characters beside a name in which its frame stands."""
ECHO_WITHIN = 6
"""Sentences within which "the outlet" means the one that was credited."""
MOST_IN_A_SENTENCE = 20
"""A sentence that names more newsrooms is a list of them."""
_RANK: dict[Credit, int] = {"first": 0, "told": 1, "report": 2, "document": 3}


def find_citations(
    text: str, links: Sequence[Link], names: Mapping[str, str], outlet_at: Callable[[str], str], own: str
) -> tuple[FoundCitation, ...]:
    """The credit given in `text` to others, by sentence; the parameters are those of `find_credit`."""
    return tuple(one for one in find_credit(text, links, names, outlet_at) if not one.outlet or one.outlet != own)


def find_credit(
    text: str, links: Sequence[Link], names: Mapping[str, str], outlet_at: Callable[[str], str]
) -> tuple[FoundCitation, ...]:
    """All credit given in `text`, to the outlet that is speaking too, by sentence.

    `names` maps outlet names to slugs, an outlet's own name before its others; `outlet_at` an address to the slug of
    the outlet that published it ("" for others). Newsrooms that are not ours, documents and persons have an empty
    `outlet`. Words inside quotation marks give no credit: they are the speaker's. Takes time linear in the text.
    """
    parts = _Parts(text)
    in_words = sorted(_in_words(text, parts, names), key=lambda one: one.named)
    found = [
        *in_words,
        *_echoes(text, parts, in_words),
        *credited_people(text, parts.around, names_pattern(names)),
        *find_papers(text, parts.around, names),
        *(_as_written(text, one) for one in credited_by_link(links, parts.around, names, outlet_at)),
    ]
    kept: dict[tuple[int, str, str], FoundCitation] = {}
    for one in sorted(found, key=lambda one: (_RANK[one.what], one.named)):
        kept.setdefault((one.start, one.outlet or one.name, one.by), one)
    return tuple(sorted(kept.values(), key=lambda one: (one.start, one.by, one.named, one.name)))


class _Parts:
    """A text's sentences, and which of its characters stand in quotation marks."""

    def __init__(self, text: str) -> None:
        self.sentences = sentences(text)
        self._begins = [part.start for part in self.sentences]
        self._quoted = [box for box in stretches(text) if box.closed and box.end - box.start > 3]
        self._quoted_from = [box.start for box in self._quoted]

    def number(self, position: int) -> int:
        """The number of the sentence that holds a position; -1 before the first."""
        return bisect_right(self._begins, position) - 1

    def around(self, position: int) -> Sentence | None:
        """The sentence that holds a position; None before the first and for what stands in quotation marks."""
        number = self.number(position)
        box = bisect_right(self._quoted_from, position) - 1
        if number < 0 or (box >= 0 and position < self._quoted[box].end):
            return None
        return self.sentences[number]


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    sentence: Sentence


def _in_words(text: str, parts: _Parts, names: Mapping[str, str]) -> Iterator[FoundCitation]:
    last, count = -1, 0
    for joined in _joined(text, _named(text, parts, names)):
        begin = joined[0].sentence.start
        last, count = begin, count + 1 if begin == last else 1
        if count > MOST_IN_A_SENTENCE:
            continue
        what = _credit_at(text, joined[0].start, joined[-1].end, joined[0].sentence)
        for one in joined if what else ():
            words = text[one.start : one.end]
            slug = slug_of(words, names)
            name = called(slug, names) or newsroom_called(" ".join(words.split()))
            yield FoundCitation(
                one.sentence.start, one.sentence.end, name, slug, "words", "", (one.start, one.end), what or "report"
            )


def _named(text: str, parts: _Parts, names: Mapping[str, str]) -> Iterator[_Named]:
    people = {match[1].lower() for match in _PERSON.finditer(text)}
    for match in names_pattern(names).finditer(text):
        sentence = parts.around(match.start())
        name = bare(match.group())
        doubtful = name in AMBIGUOUS and _MORE_OF_A_NAME.match(text, match.end())
        if sentence and not doubtful and not (name in SURNAMES and name in people):
            yield _Named(match.start(), match.end(), sentence)


def _joined(text: str, named: Iterable[_Named]) -> Iterator[list[_Named]]:
    """Names that stand beside each other ("Reuters and the Guardian"): what one is credited with, all are."""
    group: list[_Named] = []
    for one in named:
        if group and (group[-1].sentence is not one.sentence or not _JOINS.fullmatch(text, group[-1].end, one.start)):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _credit_at(text: str, start: int, end: int, sentence: Sentence) -> Credit | None:
    """What the words around `text[start:end]` credit it with."""
    left = text[max(sentence.start, start - NEAR) : start]
    right = text[end : min(sentence.end, end + NEAR)]
    if _BYLINE_BEFORE.search(left) and _BYLINE_AFTER.match(right):
        return "report"
    left = _REPORTER_BEFORE.sub("", left)
    rest = _REPORTER_AFTER.sub("", right, count=1)
    before, after = _folded(left), _folded(rest)
    while (bared := _DESCRIBED.sub("", before)) != before:
        before = bared
    if news_of_itself(_folded(right)) and rest == right:
        return None
    told = credited_before(before.rstrip())
    if told == "told" and before.rstrip().endswith(("told", "tells", "telling")) and is_ordered(after):
        told = None
    after_it = credited_after(after, rest != right)
    if told and after_it:
        return min(told, after_it, key=lambda one: _RANK[one])
    return told or after_it


def _echoes(text: str, parts: _Parts, credited: Sequence[FoundCitation]) -> Iterator[FoundCitation]:
    """ "The outlet", "the newspaper", "the report": the newsroom that was credited last, credited again."""
    places = [one.named[0] for one in credited]
    for match in _ECHO.finditer(text):
        sentence = parts.around(match.start())
        index = bisect_right(places, match.start()) - 1
        if sentence is None or index < 0:
            continue
        meant = credited[index]
        if parts.number(match.start()) - parts.number(meant.start) > ECHO_WITHIN:
            continue
        what = echoed(_folded(text[match.end() : min(sentence.end, match.end() + NEAR)]))
        before = _folded(text[max(sentence.start, match.start() - NEAR) : match.start()]).rstrip()
        what = what or credited_before(before)
        if what:
            yield FoundCitation(
                sentence.start, sentence.end, meant.name, meant.outlet, "words", "", match.span(), what, meant.whom
            )


def _as_written(text: str, one: FoundCitation) -> FoundCitation:
    """A publisher that only an address names, as the article writes it ("TikTok" for newsroom.tiktok.com)."""
    written = re.search(rf"\b{re.escape(one.name)}\b", text, re.IGNORECASE) if one.whom == "document" else None
    return replace(one, name=written.group()) if written and one.name.islower() else one


def _folded(words: str) -> str:
    return re.sub(r"\s+", " ", words.lower().replace("’", "'"))


_PERSON = re.compile(
    rf"\b(?:Mr|Ms|Mrs|Dr|Sen|Gov|Mayor|(?!(?:The|And|But|In|On|As|To|By|Via|From|When|While|After|For|Per|A|At)\b)"
    rf"[A-Z][a-z]{{2,12}})\.?\s(?:[A-Z]\.\s)?({'|'.join(sorted(SURNAMES)).title()})\b(?!\s(?:News|TV|Law)\b)"
)
_MORE_OF_A_NAME = re.compile(r"\s(?:[A-Z](?!\w*\s(?:reported|report|said)\b)|\d)")
_JOINS = re.compile(r",?\s?(?:,|and|or|&|/)?\s?(?:[Tt]he\s)?|,?\sas\swell\sas\s(?:the\s)?|\sand\slater\s(?:the\s)?")
_NAME = r"[A-Z][\w’'.-]{1,25}"
_REPORTER_BEFORE = re.compile(
    rf"(?:(?:[Rr]eporters?|[Jj]ournalists?|[Cc]orrespondents?|[Cc]olumnists?|[Ee]ditors?|[Cc]olleagues?)\s)?"
    rf"(?:(?:{_NAME}\s){{1,3}}(?:and\s(?:{_NAME}\s){{1,3}})?|(?<=s\s))(?:of|at|from|over\sat|writing\sfor|"
    rf"with)\s(?:the\s)?$"
)
_REPORTER_AFTER = re.compile(
    rf"^(?:[’']s?)?\s(?:(?:senior|chief|tech|technology|media|business|political|national|White\sHouse|legal|"
    rf"staff|freelance)\s){{0,2}}"
    rf"(?:(?:reporter|correspondent|journalist|columnist|anchor|host|editor|writer|contributor|analyst)s?,?\s)?"
    rf"(?:{_NAME}(?:\s(?:and\s)?{_NAME}){{1,5}})(?=[\s,.])"
)
_DESCRIBED = re.compile(
    r"(?:^|(?<=[\s(]))(?:the|a|an|our|its|rival|rivals|international|sister|fellow|local|daily|weekly|british|"
    r"german|french|chinese|russian|american|"
    r"japanese|indian|israeli|australian|canadian|european|u\.s\.|u\.k\.|us|uk|news|tech|technology|business|"
    r"financial|trade|"
    r"gaming|industry|investigative|nonprofit|public|state|state-run|cable|newspaper|paper|magazine|site|"
    r"website|outlet|publication|"
    r"agency|service|wire|network|channel|broadcaster|blog|portal|tabloid|friends|colleagues|folks|both|either|"
    r"over at) $"
)
_BYLINE_BEFORE = re.compile(r"(?:^|[a-z,.;A-Z]\s)[(\[]$|^[A-Z][\w ,.]{0,40}\s[(\[]$")
_BYLINE_AFTER = re.compile(r"\.?[)\]](?:\s[–—-]|[.\s]|$)")
_ECHO = re.compile(
    r"(?<![\w-])(?:[Tt]he|[Tt]hat)\s(?:(?:news\s)?(?:outlet|site|agency|organi[sz]ation)|publication|newspaper|"
    r"paper|magazine|"
    r"newsroom|website|wire\sservice|report|article|investigation)\b(?![’']s\s(?:owner|parent|editor|publisher))"
)
