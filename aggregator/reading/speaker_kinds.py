"""A speaker's words and the name they mean → what sort of thing speaks: a person, a body, a document, a group."""

from __future__ import annotations

from collections.abc import Sequence

from aggregator.reading.names import NameKind
from aggregator.reading.types import SpeakerKind


def kind_of_name(kind: NameKind) -> SpeakerKind:
    """What a proper name of that kind is as a speaker: a place speaks as its government or its people."""
    return {"person": "person", "body": "organisation", "place": "organisation"}.get(kind, "unknown")  # type: ignore[return-value]


def kind_of_words(words: Sequence[str]) -> SpeakerKind:
    """What the lower-case words of a description without a name tell, by the last of them ("senior U.S. officials") and
    by how many they speak of."""
    if not words:
        return "unknown"
    noun = words[-1]
    if words[0] in {"i", "he", "she", "who"} and len(words) == 1:
        return "person"
    if words[0] in _MANY or noun in _MANY or noun in _GROUPS:
        return "group"
    if noun in ROLE_NOUNS or noun.endswith(_PERSONAL):
        return "person"
    if noun in DOCUMENT_NOUNS or _singular(noun) in DOCUMENT_NOUNS:
        return "document"
    if noun in BODY_NOUNS:
        return "organisation"
    if noun.endswith("s") and not noun.endswith("ss"):
        return "group"
    return "unknown"


def is_role(noun: str) -> bool:
    """Whether a singular noun is what a person can be."""
    return noun in ROLE_NOUNS or noun.endswith(_PERSONAL)


def _singular(noun: str) -> str:
    return noun.removesuffix("s")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMPANY_NOUNS = _set(
    "company platform group firm app startup start-up business giant service maker retailer corporation conglomerate "
    "network carrier developer publisher manufacturer unicorn parent organization organisation nonprofit charity "
    "foundation"
)
OUTLET_NOUNS = _set("newspaper paper outlet site website publication magazine newsroom daily broadcaster")
AGENCY_NOUNS = _set("agency department regulator commission administration bureau watchdog ministry")
PAPER_NOUNS = _set("report story article investigation")
BODY_NOUNS = COMPANY_NOUNS | OUTLET_NOUNS | AGENCY_NOUNS | _set(
    "campaign committee party government team court police union church army military navy congress senate house "
    "parliament university college school bank council board office legislature chamber coalition association "
    "institute league federation panel jury management country state city town county hospital airline embassy "
    "delegation institution fund authority cabinet majority opposition industry community caucus"
)  # fmt: skip
DOCUMENT_NOUNS = PAPER_NOUNS | _set(
    "letter memo memorandum email e-mail lawsuit suit complaint filing statement study survey poll post tweet "
    "transcript document affidavit indictment ruling opinion bill law order text message recording tape audio video "
    "book editorial column ad advertisement sign headline release record data analysis policy amendment constitution "
    "motto slogan note plan proposal resolution petition declaration dossier brief blog notice label contract "
    "agreement treaty warrant testimony page profile caption newsletter review essay speech paper"
)  # fmt: skip
ROLE_NOUNS = _set(
    "president mayor governor senator congressman congresswoman representative lawmaker legislator chairman "
    "chairwoman chair chairperson spokesman spokeswoman spokesperson chief director professor lawyer attorney judge "
    "justice sheriff candidate nominee billionaire businessman businesswoman author analyst engineer founder "
    "co-founder ceo executive minister chancellor secretary ambassador coach pastor bishop pope actor actress singer "
    "general commissioner prosecutor detective officer student teacher activist economist historian scientist "
    "researcher doctor physician nurse strategist adviser advisor aide manager consultant pollster reporter "
    "journalist columnist editor host anchor moderator correspondent producer writer blogger critic republican "
    "democrat official employee worker member leader owner man woman boy girl mother father son daughter wife husband "
    "brother sister resident voter witness person source someone somebody nobody friend neighbor neighbour colleague "
    "insider expert scholar speaker king queen prince princess star veteran captain commander lieutenant colonel "
    "sergeant deputy head principal dean superintendent diver mogul tycoon entrepreneur "
    "newcomer incumbent challenger priest rabbi imam counsel counselor banker investor operator user customer "
    "supporter opponent rival whistleblower hacker tutor supervisor trustee treasurer ranger firefighter policeman "
    "policewoman inspector envoy diplomat negotiator reader citizen demonstrator protester protestor proponent "
    "authority investigator organizer advocate viewer listener neighbor parent patient donor delegate reviewer"
)  # fmt: skip
_PERSONAL = ("woman", "man", "ologist", "person")
_GROUPS = _set("people police officials sources critics others some many most both several men women children crowd")
_MANY = _set(
    "some many several most other others both few two three four five six seven eight nine ten dozens hundreds "
    "thousands they we more one-third half those"
)
