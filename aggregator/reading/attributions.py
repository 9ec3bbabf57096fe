"""One sentence's items into what it attributes: contents, speaker and cue, by the frames that reporting verbs take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aggregator.reading.adjuncts import adjuncts_end, hearer_end
from aggregator.reading.clauses import (
    OPENING_ADJUNCTS,
    Range,
    clause_begins,
    clause_end,
    clause_left,
    clause_like,
    clause_start,
    finite_soon,
    object_begins,
    object_end,
    quote_ahead,
    without_edges,
)
from aggregator.reading.cues import Cue, cue_at
from aggregator.reading.lexicon import CONJUNCTIONS, DETERMINERS
from aggregator.reading.phrases import main_subject, phrase_after, subject_before
from aggregator.reading.words import Item, low_at


@dataclass(frozen=True, slots=True)
class Attribution:
    """Ranges of items in one unit. `strength` is 0 to 1, how sure the frame is; `speech` is False for thoughts and
    stands; `trailing` tells that the cue follows what it reports."""

    contents: tuple[Range, ...]
    speaker: Range | None
    cue: Range
    strength: float
    speech: bool
    trailing: bool = False


def attributions(items: Sequence[Item]) -> tuple[Attribution, ...]:
    """Everything that a unit's items attribute, in order of the cues."""
    found: list[Attribution] = []
    speaker: Range | None = None
    for index in range(len(items)):
        one = _according(items, index) or _by_verb(items, index, speaker)
        if one:
            found.append(one)
            speaker = one.speaker or speaker
    return tuple(found or _by_mark(items[:64]))


def _according(items: Sequence[Item], index: int) -> Attribution | None:
    """ "According to X, …" and "…, according to X"."""
    if items[index].low != "according" or low_at(items, index + 1) != "to":
        return None
    speaker = phrase_after(items, index + 2, whole=True)
    if speaker is None:
        return None
    if index == 0 and speaker[1] >= len(items) - 1:  # no comma closes what seemed an apposition
        comma = next((at for at in range(index + 2, speaker[1]) if items[at].low == ","), speaker[1])
        speaker = (speaker[0], comma)
    after = speaker[1]
    contents: list[Range] = []
    before = without_edges(items, clause_start(items, 0) if index else 0, index)
    if before:
        contents.append((clause_left(items, index), before[1]))
    if low_at(items, after) == "," and (not contents or after + 3 < len(items)):
        rest = without_edges(items, after + 1, clause_end(items, after + 1))
        contents.extend([rest] if rest and low_at(items, rest[0]) not in {"which", "who", "and", "but"} else [])
    kept = tuple(span for span in contents if span[0] < span[1])
    return Attribution(kept, speaker, (index, index + 2), 0.9, True, bool(before)) if kept else None


def _by_verb(items: Sequence[Item], index: int, speaker: Range | None) -> Attribution | None:
    cue = cue_at(items, index)
    if cue is None:
        return None
    if cue.passive:
        return _passive(items, cue)
    if cue.verb.frames & {"say", "tell", "that"}:
        found = _trailing(items, cue)
        if found:
            return found
    return _leading(items, cue, speaker)


def _trailing(items: Sequence[Item], cue: Cue) -> Attribution | None:
    """ "…, X said", "…, said X" and "…, X said, …": the cue stands after what it reports or splits it."""
    subject = subject_before(items, cue.first)
    left = subject[0] if subject else cue.first
    after = cue.last
    if "tell" in cue.verb.frames and cue.verb.lemma != "ask":
        after = hearer_end(items, after)
    if subject is None or (items[subject[0] - 1 : subject[0]] and cue.form == "ing"):
        if cue.form not in {"ed", "s"} or cue.first == 0 or not _closes_content(items, cue.first):
            return None
        subject = phrase_after(items, cue.last)
        if subject is None:
            return None
        after = subject[1]
    if not _closes_content(items, left):
        return None
    inserted = low_at(items, after) == "," and left != cue.first
    after = after if inserted else adjuncts_end(items, after)
    first = without_edges(items, clause_left(items, left), left)
    if first is None:
        return None
    quoted = items[first[1] - 1].kind == "quote" and low_at(items, left - 1) != ","
    if not _follows(items, cue, first, left, after, quoted=quoted):
        return None
    contents = [first]
    if not _ended(items, after):
        contents.extend(_second_part(items, after, quoted))
    strength = 0.95 if quoted else 0.8
    return Attribution(tuple(contents), subject, (cue.first, cue.last), strength, cue.verb.speech, True)


def _follows(items: Sequence[Item], cue: Cue, first: Range, left: int, after: int, *, quoted: bool) -> bool:
    """Whether the cue closes what stands left of it, rather than opening what stands right of it."""
    if _ended(items, after):
        return True
    split = low_at(items, after) in {",", ":"} or items[after].kind == "quote"
    if quoted:
        open_ended = items[first[1] - 1].text.rstrip("”\"'’» ")[-1:] in {",", "?", "!"}
        return split or left == cue.first or after > cue.last or open_ended
    if not split or low_at(items, after + 1) in {"who", "which"} or items[after].kind == "quote":
        return False
    followed = after + 1 < len(items) and items[after + 1].kind != "quote"
    return clause_like(items, *first) or (followed and items[first[0]].low not in OPENING_ADJUNCTS)


def _ended(items: Sequence[Item], after: int) -> bool:
    return after >= len(items) or items[after].low in {".", ";", "?", "!", "—", "–", ")"}


def _second_part(items: Sequence[Item], after: int, quoted: bool) -> Iterator[Range]:
    start = after + 1 if items[after].kind == "mark" else after
    if (
        items[after].kind == "word"
        or start >= len(items)
        or items[start].low in {"who", "which", "adding", "saying", "noting"} | CONJUNCTIONS
    ):
        return
    if quoted and items[start].kind != "quote":
        return
    cue = cue_at(items, start)
    if cue and cue.form == "ing":
        return
    rest = without_edges(items, start, clause_end(items, start))
    if rest:
        yield rest


def _closes_content(items: Sequence[Item], left: int) -> bool:
    """Whether content may end right before `left`: a comma, a dash or a quotation."""
    return left > 0 and (items[left - 1].kind == "quote" or items[left - 1].low in {",", "—", "–"})


def _leading(items: Sequence[Item], cue: Cue, known: Range | None) -> Attribution | None:
    """ "X said (that) …", "X told Y that …", "X urged Y to …", "X called it unfair"."""
    subject = _speaker_of(items, cue, known)
    if subject is None:
        return _inverted(items, cue)
    frames = cue.verb.frames
    after = cue.last
    if "tell" in frames:
        after = hearer_end(items, after)
        if after == cue.last and cue.verb.lemma == "tell":
            return None
    if low_at(items, cue.last) == "to" and "to" in frames and low_at(items, cue.last + 1) not in DETERMINERS:
        return _ending(items, cue, subject, cue.last, object_end(items, cue.last), 0.6)
    if "tell" in frames and after > cue.last and low_at(items, after) == "to":
        return _ending(items, cue, subject, after, object_end(items, after), 0.6)
    start = adjuncts_end(items, after) if frames & {"say", "tell"} else after
    if frames & {"say", "tell", "that"}:
        clause = clause_begins(items, start, cue)
        if clause is None and start > after:
            clause = clause_begins(items, after, cue)
        if clause is not None:
            return _ending(items, cue, subject, clause, clause_end(items, clause), _sureness(items, cue, clause))
        quote = quote_ahead(items, start)
        if quote is not None:
            return _ending(items, cue, subject, quote, clause_end(items, quote), 0.8)
    if "object" in frames and after < len(items) and object_begins(items, cue.last):
        end = object_end(items, cue.last)
        quoting = any(item.kind == "quote" for item in items[cue.last : end])
        return _ending(items, cue, subject, cue.last, end, 0.6 if quoting else 0.45)
    return None


def _inverted(items: Sequence[Item], cue: Cue) -> Attribution | None:
    """ "Said X: “…”": the sentence begins with its verb."""
    subject = phrase_after(items, cue.last) if cue.first == 0 and "say" in cue.verb.frames else None
    quote = quote_ahead(items, subject[1]) if subject else None
    if subject is None or quote is None:
        return None
    return _ending(items, cue, subject, quote, clause_end(items, quote), 0.8)


def _sureness(items: Sequence[Item], cue: Cue, clause: int) -> float:
    """How sure it is that words are reported: a quotation or "that" tell it, a bare noun phrase tells of an act."""
    if items[clause].kind == "quote":
        return 0.9
    if any(item.low == "to" for item in items[cue.first : cue.head]):
        return 0.45  # "declined to say", "had to ask": nothing was said
    if low_at(items, clause) == "that":
        return 0.9
    finite = cue.verb.lemma in {"say", "tell"} or finite_soon(items, clause)
    return 0.75 if finite else 0.45


def _speaker_of(items: Sequence[Item], cue: Cue, known: Range | None) -> Range | None:
    subject = subject_before(items, cue.first)
    if subject and (cue.form != "ing" or cue.first < cue.head):
        return subject
    if cue.form == "ing":
        previous = low_at(items, cue.first - 1)
        if previous in {",", "—", "–", "and", "by", "in", "while", "after", "before", "for"}:
            return known or main_subject(items)
        return subject if cue.first and previous in {"statement", "letter", "people"} else None
    if low_at(items, cue.first - 1) in {"and", "but", ",", "then"} or cue.first != cue.head:
        return known or main_subject(items)
    return None


def _ending(
    items: Sequence[Item], cue: Cue, subject: Range, start: int, end: int, strength: float
) -> Attribution | None:
    content = without_edges(items, start, end)
    if content is None:
        return None
    return Attribution((content,), subject, (cue.first, cue.last), strength, cue.verb.speech)


def _passive(items: Sequence[Item], cue: Cue) -> Attribution | None:
    """ "X was accused of … by Y", "X is expected to …": what is said of the subject, by Y if Y is named."""
    subject = subject_before(items, cue.first)
    if subject is None or not _passes(items, cue):
        return None
    end = object_end(items, cue.last)
    by = next((index for index in range(cue.last, min(end, cue.last + 12)) if items[index].low == "by"), None)
    speaker = phrase_after(items, by + 1) if by is not None else None
    rest = without_edges(items, cue.last, by if by is not None else end)
    contents = (subject, rest) if rest else (subject,)
    return Attribution(contents, speaker, (cue.first, cue.last), 0.4, cue.verb.speech)


def _passes(items: Sequence[Item], cue: Cue) -> bool:
    return low_at(items, cue.last) in {"to", "by", "as", "of", "for"}


def _by_mark(items: Sequence[Item]) -> Iterator[Attribution]:
    """Without a cue verb: "TikTok: “…”" and "“…” — Jane Roe, chief executive"."""
    for index, item in enumerate(items):
        if item.kind != "quote":
            continue
        if index > 1 and items[index - 1].low == ":" and index <= 10:
            speaker = phrase_after(items, 0)
            if speaker and speaker[1] == index - 1:
                yield Attribution(((index, index + 1),), speaker, (index - 1, index), 0.8, True)
                return
        if low_at(items, index + 1) in {"—", "–", "-", "--"} and index == 0:
            speaker = phrase_after(items, index + 2)
            if speaker and speaker[1] >= len(items) - 1:
                yield Attribution(((index, index + 1),), speaker, (index + 1, index + 2), 0.8, True, True)
                return
