"""A text into the published papers that it credits: a company's post or statement, a court filing, a memo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from aggregator.reading.credits import slug_of
from aggregator.reading.lexicon import DAY_WORDS, MONTHS
from aggregator.reading.newsrooms import bare, newsroom_names
from aggregator.reading.types import FoundCitation, Sentence


def find_papers(
    text: str, around: Callable[[int], Sentence | None], names: Mapping[str, str]
) -> Iterator[FoundCitation]:
    """The documents credited in words. `name` is who published one ("TikTok" of "TikTok’s blog post"), or its kind
    where nobody is named ("court filing"). `around` gives the sentence of a place; newsrooms publish no papers here."""
    newsrooms = {bare(name) for name in (*names, *newsroom_names())}
    for frame in _FRAMES:
        for match in frame.finditer(text):
            group = match.lastgroup or "owner"
            start, end = match.span(group)
            sentence = around(match.start())
            if sentence is None or end > sentence.end:
                continue
            name, start = _trimmed(match[group], start)
            if group == "authority":
                name = "SEC filing"
            elif group == "paper":
                name = _kind(name)
            elif not name or name.lower() in _NO_OWNERS or bare(name) in newsrooms or slug_of(name, names):
                continue
            yield FoundCitation(
                sentence.start, sentence.end, name, "", "words", "", (start, end), "document", "document"
            )


def _kind(words: str) -> str:
    """A paper's kind in the singular: "court document" of "Court documents", "memo" of "internal memo"."""
    first = words.split()[0]
    low = words if first.isupper() else words[0].lower() + words[1:]
    return re.sub(r"^(?:internal|leaked)\s|(?<!i)s$", "", low)


def _trimmed(words: str, start: int) -> tuple[str, int]:
    """The words without what only leads to a name ("In", "The"), and where they begin then."""
    lead = _LEADING.match(words)
    bared = words[lead.end() :] if lead else words
    return " ".join(bared.split()), start + len(words) - len(bared)


_NAME = r"(?:(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Gen|Lt)\.\s)?(?:[A-Z][\w&-]{1,30}\s){0,3}[A-Z][\w&-]{1,30}"
_POST = (
    r"(?:blog\s?post|press\srelease|news\srelease|announcement|newsroom\spost|company\spost|statement|post|"
    r"letter|filing|memo|tweet)"
)
_FILE = (
    r"(?:court\s(?:filings?|documents?|papers?|records?)|(?:SEC|regulatory|securities|legal|state|public|tax|"
    r"bankruptcy)\s"
    r"(?:filings?|records?|documents?)|internal\s(?:memos?|documents?|emails?|e-mails?)|lawsuit|complaint|"
    r"indictment|affidavit|memo|"
    r"criminal\scomplaint|leaked\s(?:memos?|documents?|emails?|recordings?|audio)|filing|transcripts?|"
    r"deposition|police\sreport|"
    r"autopsy\sreport|audit|subpoena|search\swarrant|internal\spresentation)"
)
_KINDS = (
    r"(?:(?:an?|the|its|his|her|their|new|recent|lengthy|brief|short|joint|written|\w+ed|official|corporate|"
    r"company|public|"
    r"internal|own|sworn|unsealed|\w+day|\d{4}|January|February|March|April|May|June|July|August|September|"
    r"October|November|"
    r"December)\s){0,4}"
)
_SAID = (
    r"(?:said|says|wrote|writes|announced|explained|confirmed|claimed|added|acknowledged|disclosed|stated|"
    r"argued|apologi[sz]ed|"
    r"insisted|denied|noted|warned|revealed|promised|admitted|described|detailed|reported)"
)
_TELLS = (
    r"(?:says?|said|shows?|showed|alleges?|alleged|reads?|states?|stated|claims?|claimed|reveals?|revealed|"
    r"notes?|noted|names|lists|"
    r"describes?|described|indicates?|suggests?|detail(?:s|ed)?|accuses?|argues?|argued|adds|added|calls|"
    r"explains?|details|warned|"
    r"warns|goes|does\snot|did\snot|made\sno|makes\sno|confirms?|confirmed)"
)
_FRAMES = tuple(
    re.compile(frame)
    for frame in (
        rf"(?<!\w)(?P<owner>{_NAME})[’']s\s(?:own\s|official\s|corporate\s)?{_KINDS}{_POST}(?:\s(?:on|of|"
        rf"from)\s[\w ]{{1,20}})?,?\s{_TELLS}\b",
        rf"\b(?:[Ii]n|[Pp]er|[Aa]ccording\sto|from|cit(?:ed|es|ing))\s(?P<owner>{_NAME})[’']s\s{_KINDS}{_POST}\b",
        rf"\b{_POST}\s(?:written\s|published\s|issued\s|released\s)?(?:by|"
        rf"from)\s(?:the\s)?(?P<author>{_NAME}(?:\s(?:campaign|administration|team))?)(?!\w|[’'])",
        rf"(?<!\w)(?P<owner>{_NAME})(?:,[^,.\n]{{1,60}},)?\s(?:has\s|had\s|also\s|"
        rf"later\s){{0,2}}{_SAID}(?:\s\w+day|\slast\sweek|\son\s\w+day)?,?\s(?:\w+\s){{0,3}}?"
        rf"in\s(?:an?|its|their|his|her|the)\s{_KINDS}{_POST}\b(?!\s(?:\w+\s)?(?:to|with)\s(?:the\s)?[A-Z])",
        rf"\b[Aa]ccording\sto\s{_KINDS}(?P<paper>{_FILE})\b(?!\s(?:by|from)\s[A-Z])",
        rf"\b(?:[Tt]he|[Aa]n?|[Cc]ourt|[Tt]hose|[Tt]hat|[Tt]wo|[Ss]everal)\s(?:\w+\s)??(?P<paper>{_FILE})\s{_TELLS}\b",
        r"(?:^|(?<=[.\n]\s)|(?<=\n))(?P<paper>(?:Court|Internal|Leaked|Regulatory|Police)\s"
        r"(?:filings?|documents?|papers|records|emails?|memos?|recordings?))\s(?:[\w’ ]{1,40}\s)?"
        rf"{_TELLS}\b",
        rf"\bin\s(?:an?|the)\s{_KINDS}(?P<paper>(?:(?:SEC|court|regulatory|securities|legal|"
        rf"bankruptcy)\s(?:filing|documents?|papers)))\b",
        r"\b[Ff]ilings?\s(?:with|to|at)\s(?:the\s)?(?P<authority>SEC|"
        r"(?:U\.S\.\s)?Securities\sand\sExchange\sCommission)\b",
    )
)  # fmt: skip
_LEADING = re.compile(
    r"(?:(?:In|On|At|By|From|With|After|Before|As|But|And|The|A|An|That|This|Read|See|Per|To|Of|For|When|While|"
    r"Although|Though|"
    r"Later|Yesterday|Today|Still|Yet|So|Then|Meanwhile|However|Also|CEO|(?:Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Gen|Lt)\.)\s)+"
)
_NO_OWNERS = frozenset(
    DAY_WORDS | set(MONTHS) | set("he she it they we i who the this that a his her its their there what".split())
)
