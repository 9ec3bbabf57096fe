"""A text into the people whom it credits with having something first: "first spotted by …", "h/t …"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from aggregator.reading.types import Credit, FoundCitation, Sentence


def credited_people(
    text: str, around: Callable[[int], Sentence | None], newsrooms: re.Pattern[str]
) -> Iterator[FoundCitation]:
    """The people credited in words, unless they are of a newsroom that is credited itself. `around` gives the sentence
    of a place, `newsrooms` matches the names of outlets."""
    for match in _PERSON.finditer(text):
        sentence = around(match.start())
        name = match["one"] or match["other"]
        if sentence and not newsrooms.search(text, match.start(), min(sentence.end, match.end() + 60)):
            named = match.span("one" if match["one"] else "other")
            what: Credit = "first" if match["one"] else "report"
            yield FoundCitation(
                sentence.start, sentence.end, " ".join(name.split()), "", "words", "", named, what, "person"
            )


_NAME = r"(?:@\w{2,30}|[A-Z][\w’'-]{1,25}(?:\s(?:[A-Z]\.\s)?[A-Z][\w’'-]{1,25}){1,2})"
_PERSON = re.compile(
    r"\b(?:first|originally|previously|earlier|initially)\s(?:spotted|reported|noticed|discovered|flagged|revealed|tweeted|leaked|"
    r"shared|found|identified|documented|noted|posted|surfaced)\s(?:\w+\s)?by\s(?:(?:the|an?|independent|freelance|security|app|tech|"
    r"journalist|reporter|researcher|blogger|analyst|leaker|developer|engineer|user|Twitter|Reddit|reverse)\s){0,4}"
    rf"(?P<one>{_NAME})"
    rf"|(?:\b[Hh]/[Tt]|\b[Hh]at\stip)(?:\sto)?:?\s(?P<other>{_NAME})"
)
