"""The closed word classes of English that the language rules share, and the plainest open ones."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DETERMINERS = _set(
    "the a an this that these those his her its their our my your some any many most few several all both each every "
    "another no other one two three four five six seven eight nine ten dozens hundreds thousands more fewer"
)
PREPOSITIONS = _set(
    "of in on at for from with by to about against into over under between among during through within without after "
    "before near since until upon around across toward towards behind beyond amid as than like via per despite outside "
    "inside along throughout including following concerning regarding versus"
)
NOUN_PREPOSITIONS = _set("of for in at from with on to about against near by who whom whose inside behind")
AUXILIARIES = _set(
    "is are was were be been being am has have had having do does did will would can could may might must should shall "
    "'s 're 've 'll 'd cannot isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't "
    "can't couldn't shouldn't mustn't"
)
NEGATIONS = _set(
    "not never n't isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't "
    "couldn't shouldn't cannot neither nor"
)
SUBJECT_PRONOUNS = _set("he she it they we i you who")
CLAUSE_PRONOUNS = SUBJECT_PRONOUNS | _set("there this that these those nobody everyone everybody anyone nothing")
CONJUNCTIONS = _set("and but or nor yet so")
SUBORDINATORS = _set(
    "that as while when because if although though since after before where what how why whether than until unless "
    "once which whereas even whenever wherever"
)
WEEKDAYS = _set("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
DAY_WORDS = WEEKDAYS | _set("today yesterday tonight tomorrow")
NAME_PARTICLES = _set("de la le van von der den del da di du bin al el of the ibn dos")
TITLES = _set(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen lt col sgt capt maj adm rev hon president senator "
    "representative governor congressman congresswoman secretary attorney general judge justice mayor minister "
    "chairman chairwoman chair speaker director professor chancellor prince princess king queen pope sir lady lord "
    "ambassador commissioner officer chief executive spokesman spokeswoman spokesperson former vice prime first late "
    "deputy assistant sheriff detective captain lieutenant sergeant colonel coach rabbi bishop cardinal republican "
    "democratic democrat founder co-founder ceo cto cfo analyst reporter editor columnist author candidate"
)
