"""A text → what we find said in it, and sentences → how check-worthy they are, as plain values that scorers take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aggregator.reading.checkable import checked_alone
from aggregator.reading.quotes import find_quotes
from aggregator.reading.tagging.tagger import Tagger
from aggregator.reading.types import FoundQuote


def predicted_quotes(text: str, tagger: Tagger | None) -> list[dict[str, Any]]:
    """The quotes of `text`, each with `content`, `spans`, `speaker` and `cue` as [start, end] of its characters (None:
    there is none), and besides `kind`, `speaker_name`, `confidence` and `found_by`. Without a `tagger`, by rules."""
    return [_as_scored(quote) for quote in find_quotes(text, (), tagger)]


def predicted_checks(sentences: Sequence[str], tagger: Tagger | None) -> list[float]:
    """How check-worthy each sentence is, 0 to 1; from 0.5 on it is. Without a `tagger`, by rules."""
    return checked_alone(sentences, tagger)


def _as_scored(quote: FoundQuote) -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "content": [quote.spans[0][0], quote.spans[-1][1]],
        "spans": [list(span) for span in quote.spans],
        "speaker": [speaker.start, speaker.end] if speaker else None,
        "cue": list(quote.cue) if quote.cue else None,
        "kind": quote.kind,
        "speaker_name": speaker.name if speaker else "",
        "confidence": round(quote.confidence, 3),
        "found_by": quote.found_by,
    }
