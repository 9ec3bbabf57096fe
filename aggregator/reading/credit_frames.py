"""The words before and after a newsroom's name → what it is credited with: a table of frames, each read at the name.

The words come folded: small letters, straight apostrophes, single spaces, at most some hundred characters, so that each
frame costs the same however long the article is.
"""

from __future__ import annotations

import re

from aggregator.reading.types import Credit


def credited_before(words: str) -> Credit | None:
    """What the words that end right before a name credit it with ("… as first reported by"); None for nothing."""
    if _NOT_BEFORE.search(words):
        return None
    return next((what for what, frame in _BEFORE if frame.search(words)), None)


def credited_after(words: str, named_reporter: bool = False) -> Credit | None:
    """What the words that begin right after a name credit it with ("’s investigation found"); None for nothing.

    `named_reporter` tells that a person's name was taken out between ("CNN’s Ana Beck reports").
    """
    if news_of_itself(words):
        return None
    found = next((what for what, frame in _AFTER if frame.match(words)), None)
    return found if found != "told" or not named_reporter else None


def news_of_itself(words: str) -> bool:
    """Whether the words after a name make the outlet, its people or its business what the news is about."""
    return bool(_STAFF.match(words) or _BUSINESS.match(words) or _OF_ITSELF.match(words))


def is_ordered(words: str) -> bool:
    """Whether the words after "told CNN" make it a command or a demand ("told CNN to stop")."""
    return bool(_ORDERED.match(words))


def echoed(words: str) -> Credit | None:
    """What "the outlet", "the newspaper" is credited with by the words after it; None for nothing."""
    return next((what for what, frame in _AFTER if frame.match(words)), None)


_WORK = (
    r"(?:reports?|reporting|stor(?:y|ies)|articles?|investigations?|scoops?|pieces?|surveys?|poll|polls|polling|"
    r"analys[ie]s|"
    r"exclusives?|op-ed|column|features?|profile|essay|coverage|account|exposé|expose|documentary|review of \w+|"
    r"tally|count|database|"
    r"dispatch|editorial)"
)
_THAT = (
    r"(?:(?:an?|the|this|that|its|his|her|their|some|several|two|recent|new|news|bombshell|explosive|leaked|"
    r"earlier|previous|"
    r"joint|lengthy|long|damning|separate|similar|\w+day|\w+day's|\d{4}|january|february|march|april|may|june|"
    r"july|august|"
    r"september|october|november|december|exclusive|detailed|special|front-page|investigative|media|press|cover|"
    r"opinion|guest|"
    r"latest|original|\w+-\w+)\s){0,4}"
)
_FIRST = r"(?:first|previously|originally|earlier|initially|exclusively)"
_FOUND = (
    r"(?:reported|published|revealed|uncovered|disclosed|spotted|noticed|noted|detailed|obtained|unearthed|"
    r"broken|discovered|"
    r"leaked|surfaced|covered|announced|released|posted|described|confirmed|flagged|identified|documented|"
    r"shared|written about)"
)
_SEEN = (
    r"(?:reported|published|obtained|reviewed|seen|revealed|quoted|leaked|heard|interviewed|uncovered|surfaced|"
    r"detailed|cited|"
    r"compiled|conducted|viewed|verified|analy[sz]ed|collected|commissioned|gathered|exposed|described|"
    r"documented|noted|"
    r"outlined|examined|contacted|polled|surveyed|carried|aired|broadcast|run|printed|featured|told|relayed|monitored|"
    r"acquired|unearthed|profiled|accessed|shared|discussed|mentioned|highlighted|posted|released)"
)
_SPEAKS = (
    r"(?:said|says|saying|confirmed|confirms|confirming|admitted|acknowledged|explained|revealed|disclosed|"
    r"wrote|emailed|"
    r"clarified|denied|insisted|complained|stressed|announced|described|commented|conceded|hinted|suggested|"
    r"recalled|repeated|"
    r"declined to (?:speak|talk|comment|confirm|say)|talked|spoke|speaking|talking|speaks|responded|replied)"
)
_MESSAGE = (
    r"(?:statements?|e-?mails?|comments?|remarks|messages?|letters?|responses?|replies|reply|notes?|texts?|memo|"
    r"documents?|"
    r"op-ed|posts?|briefing|call|announcement|information|video|audio|images?|photos?)"
)
_BEFORE: tuple[tuple[Credit, re.Pattern[str]], ...] = tuple(
    (what, re.compile(rf"(?:^|[^\w-])(?:{frame})$"))  # type: ignore[misc]
    for what, frame in (
        ("first", rf"{_FIRST}(?: \w+ly)? {_FOUND}(?: (?:on|last|this|in|earlier) \w+)? (?:by|in|on|at)"),
        ("first", rf"{_FOUND} {_FIRST} (?:by|in|on|at)"),
        ("first", r"(?:broken|scooped) (?:\w+ )?by|scoop (?:by|from|in|of)|broken (?:\w+ )?(?:in|on)"),
        ("first", r"(?:first|originally) (?:to|in|by|with)"),
        ("told", r"(?:challenged|pressed|asked|questioned|confronted|grilled|quizzed)(?: \w+){0,4} (?:by|on)"),
        ("told", r"(?:went|going|goes|been) on|^on (?:[\w.,]+ ){1,3}on"),
        ("told", r"(?:told|tells|telling)(?: (?:reporters|journalists|editors) (?:at|from|of))?"),
        ("told", r"(?:interview(?:s|ed)?|conversations?|chat|exchange|sit-?down|appearance|q&a|phone call|"
                 r"discussion|segment)"
                 r"(?: \w+){0,4} (?:with|by|to|for|on|in|at)"),
        ("told", rf"{_MESSAGE}(?: (?:sent|given|provided|shared|made|issued|emailed|released|directly|"
                 rf"exclusively)){{0,2}}"
                 r" (?:to|with|for)|(?:comments|remarks|criticism)(?: \w+){0,4} on"),
        ("told", r"(?:speak|talk|speaking|spoke|speaks|spoken|talking|talked|talks)(?: \w+){0,3} (?:to|with|on|at)"),
        ("told", r"(?:said|says|saying|appeared|appears|appearing|argued|repeated|claimed)(?: \w+){0,4} on"),
        ("told", rf"{_SPEAKS}(?: \S+){{0,5}} to"),
        ("report", rf"according to(?: {_THAT}{_WORK}(?: (?:published|released|aired|posted|broadcast))?"
                   r"(?: \w+day)? (?:by|in|from|of|on|at))?"),
        ("report", rf"{_SEEN}(?: \w+ly| exclusively| \w+day| last \w+)? (?:by|in|to|with|on|for)"),
        ("report", r"(?:via|per|h ?/ ?t|hat tip(?: to)?|credit (?:goes )?to|thanks to|courtesy of|source) ?:?"),
        ("report", rf"(?:citing|cites|cited|quoting|quoted|referencing|referring to|echoing|pointing to|"
                   rf"pointed to|linked to|"
                   rf"confirming|matching|contradicting)(?: {_THAT}{_WORK} (?:by|in|from|of))?"),
        ("report", rf"{_WORK}[”\"']?(?: that \w+)?(?: (?:published|released|aired|posted|broadcast|out|"
                   rf"conducted|running|appearing|written))?"
                   r"(?: (?:\w+day|last \w+|this \w+|today|yesterday|earlier))?,? (?:by|from|in|of|at|"
                   r"for)(?: \w+,? and)?"),
        ("report", r"(?:wrote|writes|writing|written|published|reported|reports|reporting)(?: \S+){0,3} (?:in|for|at)"),
        ("report", r"(?:[,”\"]|'') (?:reports?|reported|notes|noted|writes|wrote|says|observes|observed|"
                   r"explains|adds)"),
        ("report", r"(?:discovery|findings|work|revelations?|discoveries) (?:by|of|from|in)"),
        ("report", r"(?:appeared|appearing|published|printed|excerpted|quoted) (?:\w+ )?in"),
    )
)  # fmt: skip
_NOT_BEFORE = re.compile(
    r"(?:\b(?:photos?|images?|pictures?|illustrations?|videos?|graphics?|photographs?|photographer|"
    r"getty(?: images)?)[ :/(]"
    r"(?:\w+ ){0,3}(?:by|via|from|for|credit|courtesy of)?|\b(?:former|ex-|sued|suing|sue|sues|against|bought|"
    r"buying|buy|owns?|"
    r"owned|acquired|acquire|left|leaving|joined|joining|works|worked|working)(?: (?:for|at|from|by|in))?|"
    r"\bin addition to"
    r"|\b(?:like|unlike|including|watch(?:ed|ing)?|read(?:ing)?|subscribe to|banned|barred|hosted by|sponsored by"
    r"|moderated by|(?:statement|letter|memo|announcement)(?: \w+)? by)|\bresponsed? to|\brespond(?:ed|ing)? to"
    r"|\b(?:sold|selling|sale|sell|sells|donated|moved|transferred|paid|payments?|apologi[sz]ed|objected|damage|"
    r"harm|subpoena|"
    r"answer|reply|gave up|access|gift|threats?)(?: \w+){0,4} to)$"
)
_VERBS = (
    r"(?:report(?:ed|s|ing)|said|says|wrote|writes|found|finds|revealed|reveals|obtained|published|publishes|"
    r"noted|notes|"
    r"cited|cites|quoted|quotes|reviewed|listened|recall(?:s|ed)|explain(?:s|ed)|observe[sd]|point(?:s|ed) out|"
    r"learned|heard|counted|saw|spoke|"
    r"details?|detailed|describes?|described|claim(?:s|ed)|confirm(?:s|ed)|uncovered|documented|discovered|"
    r"estimate[sd]|"
    r"interviewed|reviewed|identified|verified|viewed|investigates|investigated|examines|aired|relayed|tall(?:y|"
    r"ied)|calculated|analy[sz]ed|examined|"
    r"suggest(?:s|ed)|argue[sd]|call(?:s|ed)|put(?:s)? it|spotted|unearthed|outlined|disclosed|adds|added|"
    r"tweeted|admits|admitted|declare[sd]|exposed|exposes|predict(?:s|ed)|project(?:s|ed))"
)
_ADVERBS = (
    rf"(?:(?:\w+ly|has|had|have|also|{_FIRST}|then|later|now|recently|reportedly|since|just|itself|each|both|on \w+day|"
    r"last \w+|this \w+)\s){0,3}"
)
_PARTNER = r"(?:(?:/|-| and |, | / )[\w.]+(?: [\w.]+)?)?"
_AFTER: tuple[tuple[Credit, re.Pattern[str]], ...] = tuple(
    (what, re.compile(frame))  # type: ignore[misc]
    for what, frame in (
        ("first", r"(?: \w+ly)? (?:was|were) (?:\w+ )?(?:the )?first (?:\w+ )?to (?:report|reveal|publish|break|"
                  r"note|spot|get|disclose|obtain|"
                  r"write|identify|notice|announce)\b"),
        ("first", r"(?:,? which)? (?:broke|breaks|scooped)\b"),
        ("first", rf"(?:,? which| that)? (?:has |had |have )?{_FIRST} (?:(?:has|had) )?{_VERBS}\b"),
        ("first", rf" (?:report(?:ed|s)|revealed|wrote) {_FIRST}\b(?! in)"),
        ("first", r"(?:'s?)? (?:\w+ )?(?:scoop|exclusive)\b"),
        ("told", r"(?:'s?)? (?:\w+ )?(?:interviews?|interviewer)\b(?! process| room)"),
        ("report", rf",? which,? {_ADVERBS}{_VERBS}\b"),
        ("report", rf"(?: \(\w+\)|, (?:an?|the) [^,]{{1,60}},)?,?(?: (?:reporter|correspondent|columnist|"
                   rf"journalist)s?)? {_ADVERBS}{_VERBS}\b"),
        ("report", r"(?:/|-|, | and )[\w.]+(?:/[\w.]+)?(?: [\w.-]+){0,3} (?:poll|survey)\b"),
        ("report", rf" (?:(?:recently|also|once|just|later) )?(?:ran|runs|carried|printed|aired) (?:an?|"
                   rf"the) (?:\w+ ){{0,3}}{_WORK}\b"),
        ("report", rf"{_PARTNER}(?:'s?)? {_THAT}{_WORK}\b"),
        ("report", r"'s? (?:sources|own reporting|request|figures|data|findings|sister)\b(?! for comment)"),
    )
)  # fmt: skip
_STAFF = re.compile(
    r"(?:'s?)? (?:(?:(?:former|new|top|longtime|senior|then|corporate|own|two|some|many|"
    r"other) ){0,2}(?:spokes\w+|executives?|employees?|owners?|parent|chief|ceo|president|publisher|staff|"
    r"staffers?|union|"
    r"lawyers?|attorneys?|management|bosses|contributors?|subscribers?|readers?|viewers|shares|stock|logo|app|"
    r"headquarters|offices?|"
    r"building|newsroom|board|investors?|shareholders|founders?|co-founder|host|anchor|town hall|debate|"
    r"audience|ratings|"
    r"best ?-?sellers?|bestselling|bestseller list|website traffic|crew|studio|awards?|conference)\b)"
)
_BUSINESS = re.compile(
    r" (?:(?:has|had|also|later|\w+day) ){0,2}(?:reported|posted|announced|confirmed|disclosed|reports|"
    r"published) (?:an? |its |the |record |net |quarterly |annual |"
    r"operating |adjusted |first-quarter |second-quarter |third-quarter |fourth-quarter |lower |higher |strong |"
    r"better |weak ){0,4}"
    r"(?:loss(?:es)?|profits?|earnings|revenues?|sales|results|income|layoffs|subscribers?|sale|merger|"
    r"acquisition|deal|plans? to|"
    r"quarter|growth|job cuts|cuts|launch|partnership|price|redesign)\b"
)
_OF_ITSELF = re.compile(
    r" (?:(?:has|had|also|later) )?(?:said|says|announced|announces|claims|claimed|confirmed|added|wrote|argued|argues)"
    r"(?: (?:on|in|last|this|a|an|statement|letter|tweet|email|blog|post|memo|\w+day)){0,5},?(?: that)?"
    r" (?:(?:it|they) (?!ha[sd] (?:seen|obtained|reviewed|spoken|confirmed|verified|learned|viewed|heard|"
    r"listened|found|counted))"
    r"|its |their |no longer )| (?:said|says|announced) in an? (?:\w+ )?(?:statement|letter|memo|filing|"
    r"blog post|tweet)\b"
)
_ORDERED = re.compile(r" to (?!\w+day)[a-z]+\b(?! (?:editor|reporter))")
