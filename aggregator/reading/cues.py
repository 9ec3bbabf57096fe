"""Words into reporting cues: which word forms report what someone said, wrote, thinks or wants, and in which frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aggregator.reading.lexicon import AUXILIARIES, DETERMINERS, NEGATIONS, PREPOSITIONS
from aggregator.reading.words import Item

Form = Literal["base", "s", "ed", "en", "ing"]
Frame = Literal["say", "tell", "that", "to", "object"]
"""What may follow: `say` any clause or quotation, and the cue may follow what it reports; `tell` the same after a
hearer; `that` a clause; `to` an infinitive; `object` a noun phrase."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb: its frames, and whether it reports speech or writing (else a thought, a wish, a stand)."""

    lemma: str
    frames: frozenset[Frame]
    speech: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue among items: `items[first:last]` are its words ("has said"), `head` the verb's index."""

    first: int
    last: int
    head: int
    verb: Verb
    form: Form
    passive: bool = False
    negated: bool = False


def cue_at(items: Sequence[Item], head: int) -> Cue | None:
    """The cue whose verb is `items[head]`; None where the word is no cue or is a noun here."""
    forms = FORMS.get(items[head].low) if items[head].kind == "word" else None
    if forms is None:
        return None
    if head + 1 < len(items) and items[head + 1].low in _OTHER_SENSES.get(forms[0].lemma, ()):
        return None
    first = _first_of_group(items, head)
    before = {item.low for item in items[first:head]}
    form = _form(forms[1], before)
    if form is None or _is_noun(items, first, head, form):
        return None
    last = head + 1 + _particles(items, head, forms[0])
    passive = form in {"ed", "en"} and bool(before & _BE)
    return Cue(first, last, head, forms[0], form, passive, bool(before & NEGATIONS))


def reports_speech(words: str) -> bool | None:
    """Whether a cue's words ("has long argued", "in a statement") report speech or writing, rather than a thought or a
    stand; None where no word of them is known."""
    low = [word.strip(".,:;’'").lower() for word in words.split()]
    if not _SPEECH_WORDS.isdisjoint(low):
        return True
    known = [FORMS[word][0].speech for word in low if word in FORMS]
    return any(known) if known else None


def _first_of_group(items: Sequence[Item], head: int) -> int:
    """Where the verb group starts: over adverbs and auxiliaries to the left."""
    first = head
    index = head - 1
    while index >= 0 and head - index < 7 and items[index].kind == "word":
        low = items[index].low
        if low in AUXILIARIES or low in NEGATIONS or low == "to":
            first = index
        elif not (low in ADVERBS or (low.endswith("ly") and low not in _LY_NOUNS and not items[index].capital)):
            break
        else:
            first = index
        index -= 1
    while first < head and items[first].low in _LEADING_ADVERBS:
        first += 1
    return first


def _form(forms: frozenset[Form], before: set[str]) -> Form | None:
    """The one form that fits the words before: "ed" serves as participle after have or be."""
    if "ing" in forms:
        return "ing"
    if "s" in forms:
        return None if before & AUXILIARIES else "s"
    if "ed" in forms or "en" in forms:
        if before & (_BE | _HAVE):
            return "en" if "en" in forms else "ed"
        if "ed" in forms and not before & _MODALS:
            return "ed"
    return "base" if "base" in forms else None


def _is_noun(items: Sequence[Item], first: int, head: int, form: Form) -> bool:
    """Whether a form that may be a noun ("claims", "call") is one here, by its neighbours."""
    if form in {"ed", "en"}:
        return False
    if first < head and form == "base":
        return False
    previous = items[first - 1] if first else None
    if previous is None or previous.kind == "mark":
        return form == "base" or (form == "s" and previous is None)
    if previous.low in DETERMINERS or previous.low in {"'s", "'", "of", "no", "such"}:
        return previous.low not in _PRONOUN_LIKE or items[head].low in _NOUN_BASES
    if form == "base":
        return not (
            previous.low in {"i", "we", "you", "they", "who", "people"}
            or items[head].low in _NEVER_NOUNS
            or (previous.low.endswith("s") and previous.kind == "word" and items[head].low not in _NOUN_BASES)
        )
    return (
        form == "s"
        and items[head].low in _NOUN_FORMS
        and not (previous.capital or previous.low in _SUBJECT_PRONOUNS or _noun_like(previous))
    ) or previous.low in PREPOSITIONS


def _noun_like(item: Item) -> bool:
    return item.kind == "word" and item.low not in PREPOSITIONS and not item.low.endswith(("al", "ive", "ous", "ic"))


def _particles(items: Sequence[Item], head: int, verb: Verb) -> int:
    """How many items after the verb belong to the cue ("out" of "pointed out")."""
    following = tuple(item.low for item in items[head + 1 : head + 3])
    for particles in PARTICLES.get(verb.lemma, ()):
        if following[: len(particles)] == particles:
            return len(particles)
    return 0


def _forms_of(lemma: str) -> dict[str, set[Form]]:
    past = _IRREGULAR.get(lemma)
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    doubled = lemma + lemma[-1] if lemma in _DOUBLING else stem
    y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    forms: dict[str, set[Form]] = {}
    third = lemma[:-1] + "ies" if y else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    regular = lemma[:-1] + "ied" if y else doubled + "ed"
    ed, en = past or (regular, regular)
    for word, form in ((lemma, "base"), (third, "s"), (ed, "ed"), (en, "en"), (doubled + "ing", "ing")):
        forms.setdefault(word, set()).add(form)  # type: ignore[arg-type]
    return forms


def _table() -> dict[str, tuple[Verb, frozenset[Form]]]:
    table: dict[str, tuple[Verb, frozenset[Form]]] = {}
    for frames, speech, lemmas in _VERBS:
        for lemma in lemmas.split():
            known = table.get(lemma)
            told = known[0] if known and known[0].lemma == lemma else Verb(lemma, frozenset(), False)
            verb = Verb(lemma, told.frames | frozenset(frames.split()), told.speech or speech)  # type: ignore[arg-type]
            table.update({word: (verb, frozenset(forms)) for word, forms in _forms_of(lemma).items()})
    return table


_IRREGULAR = {
    "say": ("said", "said"), "tell": ("told", "told"), "write": ("wrote", "written"), "think": ("thought", "thought"),
    "know": ("knew", "known"), "find": ("found", "found"), "show": ("showed", "shown"), "see": ("saw", "seen"),
    "feel": ("felt", "felt"), "swear": ("swore", "sworn"), "hold": ("held", "held"), "read": ("read", "read"),
    "speak": ("spoke", "spoken"), "understand": ("understood", "understood"), "mean": ("meant", "meant"),
    "seek": ("sought", "sought"), "choose": ("chose", "chosen"), "hear": ("heard", "heard"), "go": ("went", "gone"),
    "quip": ("quipped", "quipped"), "brag": ("bragged", "bragged"), "learn": ("learned", "learned"),
    "put": ("put", "put"), "slam": ("slammed", "slammed"), "rip": ("ripped", "ripped"),
    "foresee": ("foresaw", "foreseen"),
    "retweet": ("retweeted", "retweeted"), "make": ("made", "made"), "forget": ("forgot", "forgotten"),
    "rebut": ("rebutted", "rebutted"), "dub": ("dubbed", "dubbed"), "tout": ("touted", "touted"),
}  # fmt: skip
_DOUBLING = frozenset("quip brag slam rip dub rebut plan admit permit refer vet".split())
_IRREGULAR |= {"plan": ("planned", "planned"), "admit": ("admitted", "admitted"), "refer": ("referred", "referred")}
_VERBS: tuple[tuple[str, bool, str], ...] = (
    ("say that", True, "say add note argue explain continue declare insist acknowledge conclude recall warn observe "
     "state reply respond answer assert contend maintain remark quip joke concede admit predict tweet write reiterate "
     "emphasize stress boast brag lament counter claim allege testify complain caution mention elaborate "
     "recount confess affirm proclaim opine muse exclaim shout yell echo retort signal retweet interject theorize"),
    ("say that object", True, "report announce suggest confirm reveal estimate post disclose repeat deny imply "
     "clarify relate summarize specify chant read chime cry agree propose point quote intone whisper text email "
     "vow pledge promise indicate demand request"),
    ("say tell that to", True, "ask"),
    ("tell that to", True, "tell assure remind inform advise notify"),
    ("that", False, "believe think know fear hope worry realize doubt learn understand hear notice recognize assume "
     "suspect guess figure feel expect discover decide mean conclude surmise reckon dream wish forget decree"),
    ("that object", True, "find show demonstrate prove hint speculate dispute question foresee underscore "
     "highlight rule"),
    ("to", True, "vow pledge promise threaten decline refuse offer volunteer"),
    ("to", False, "want hope plan intend seek wish hesitate opt desire aim"),
    ("object", True, "criticize accuse praise urge blast denounce condemn dismiss reject defend blame mock cite "
     "discuss question attack applaud hail tout criticise ridicule decry deride deplore slam rip rebuke bash commend "
     "thank lambaste apologize challenge dispute rebut endorse express outline detail order describe invoke "
     "call characterize dub refer portray label encourage implore instruct congratulate welcome recommend advocate "
     "advertise tease bemoan"),
    ("object", False, "support oppose back favor want consider view regard see deem prefer like love hate expect"),
)  # fmt: skip
PARTICLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "point": (("out",), ("to",)), "call": (("on",), ("for",), ("out",)), "refer": (("to",),), "go": (("on",),),
    "chime": (("in",),), "talk": (("about",),), "speak": (("of",), ("about",)), "make": (("clear",),),
    "hint": (("at",),), "agree": (("to",), ("with",)), "respond": (("to",),), "apologize": (("for",),),
    "look": (("for",),), "allude": (("to",),), "complain": (("about",), ("of",)), "warn": (("of",), ("about",)),
    "object": (("to",),), "lash": (("out", "at"), ("out",)), "rule": (("out",),), "ask": (("about",), ("for",)),
    "boast": (("about",), ("of",)), "joke": (("about",),), "worry": (("about",),), "brag": (("about",),),
}  # fmt: skip
_OTHER_SENSES = {
    "add": ("up", "to"), "call": ("up", "off", "in", "back"), "answer": ("for",), "point": ("at",),
    "show": ("up", "off"),
    "find": ("out",), "hold": ("up", "on"), "put": ("up", "on", "off"), "see": ("to",), "post": ("up",),
    "back": ("up", "down", "out", "off", "away"), "hear": ("from",), "know": ("as", "for"), "order": ("up",),
}  # fmt: skip
"""What turns a verb into another: "adds up", "called off"."""
FORMS = _table()
_BE = frozenset("is are was were be been being 's 're get got gets".split())
_HAVE = frozenset("has have had having 've 'd".split())
_MODALS = frozenset("will would can could may might must should shall to do does did 'll cannot".split())
ADVERBS = frozenset(
    "also then later once often never still even recently again soon now just always ever already long further first "
    "twice thus only yet not instead so".split()
)
_LEADING_ADVERBS = frozenset("then so later now still even soon just yet not".split())
_LY_NOUNS = frozenset("family ally rally bully july italy monopoly assembly supply reply anomaly".split())
_PRONOUN_LIKE = frozenset("this that these those some many most few all both others".split())
_SUBJECT_PRONOUNS = frozenset("he she it who which that this one".split())
_NOUN_FORMS = frozenset(
    "claims reports notes calls plans hopes fears promises pledges threats shows finds means offers orders posts "
    "tweets quotes questions requests demands doubts guesses feels views labels attacks challenges doubts "
    "backs".split()
)
_NEVER_NOUNS = frozenset("say believe think argue insist describe acknowledge contend tell".split())
_NOUN_BASES = frozenset(
    "state report claim plan hope fear promise pledge offer order post tweet quote question view".split()
)
_SPEECH_WORDS = frozenset(
    "according per statement statements criticism talk talks talked talking spoke speak speaks speaking spoken "
    "message allegation allegations suggestion suggestions assertion assertions response responses comment comments "
    "argument arguments announcement complaint complaints accusation accusations reportedly allegedly voiced words "
    "speech railed assailed pleaded referenced titled wrote remark remarks letter interview testimony warning "
    "warnings prediction headline headlined caption captioned recounting retort".split()
)
"""Words of reporting that are no verb of the table."""
