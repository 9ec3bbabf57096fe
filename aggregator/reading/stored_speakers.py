"""Speakers stored before their kind and likelihood were told → both, from the text that they stand in."""

from __future__ import annotations

from aggregator.reading.speaker_kinds import kind_of_name
from aggregator.reading.speakers import Naming
from aggregator.reading.types import FoundSpeaker
from aggregator.reading.words import units

SURE = 0.9  # that the words are those of who speaks, as rules find them
DOUBTED = 0.4
"""How likely an old name is that reading no longer gives for the same words, unless an editor accepted it."""


class StoredSpeakers:
    """The speakers of one stored text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._naming = Naming(text, units(text))

    def told(self, words: str, name: str, at: int, accepted: bool) -> FoundSpeaker:
        """The stored `words` and `name` of the speaker of what begins at `at`, with what reading now tells of them. An
        `accepted` name is an editor's: it stands whatever reading says."""
        before, after = self._text.rfind(words, 0, at), self._text.find(words, at)
        start = after if before < 0 or (after >= 0 and after - at < at - before) else before
        if start >= 0 and words:
            found = self._naming.speaker((start, start + len(words)), SURE)
            self._naming.heard(found)
            if found.name == name:
                return found
        kind = kind_of_name(self._naming.kind_of(name))
        return FoundSpeaker(at, at, words, name, kind, "full name", SURE if accepted else DOUBTED)
