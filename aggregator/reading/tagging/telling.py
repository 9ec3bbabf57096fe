"""A cue and the words it governs into whether somebody says them, or does, wants or thinks something with them.

The tagger marks every attribution, of stands and acts too ("ordered the firm to stop", "rejected the request"). They
are no one's words: quotes of them stay below the mark of speech, as those by rules do.
"""

from __future__ import annotations

from aggregator.reading.clauses import finite_soon
from aggregator.reading.cues import FORMS, reports_speech
from aggregator.reading.words import words_of


def is_said(cue: str, content: str, trailing: bool, quoted: bool) -> bool:
    """Whether `content`, of which some is `quoted` or none, is what `cue` ("has long argued") reports in words.
    `trailing` tells that the cue follows it, as it follows only words."""
    words = cue.split()[:LEADING]
    reported = reports_speech(" ".join(words))
    if quoted or not reported:
        return quoted if reported is None else reported
    verbs = [FORMS[word][0] for word in map(str.lower, words) if word in FORMS]
    if trailing or not verbs or any("object" not in verb.frames and verb.frames & _WORDS for verb in verbs):
        return True
    items = words_of(content, 0, len(content))
    opens = len(items) > 1 and (items[0].low in _OPENERS or finite_soon(items, 0))
    return opens and any(verb.frames & _WORDS for verb in verbs)


LEADING = 4
"""Words among which a cue has its verb; what comes later is whom or where ("… told him that jokes about")."""
_WORDS = frozenset({"say", "tell", "that"})
_OPENERS = frozenset("that whether how why when where what who if".split())
