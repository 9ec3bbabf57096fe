"""Labelled articles → how well whom speakers' words mean is told, and whether higher confidence means righter.

    .venv/bin/python benchmarks/speakers.py [--corpora ../shared/corpora]

Three tables: pronouns ("he", "she") with the name that people say they mean, resolved or left open; descriptions of
bodies ("the company", "the church") in texts with gold coreference; and, on PolNeAR's development part, how often the
speaker is the right one at each height of confidence. Ends with 2 where the corpora are not there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from aggregator.reading.drafts import drafts_by_rules, joined_over_paragraphs  # noqa: E402
from aggregator.reading.identity import folded, surname_of  # noqa: E402
from aggregator.reading.marks import stretches  # noqa: E402
from aggregator.reading.quotes import find_quotes  # noqa: E402
from aggregator.reading.speakers import Naming  # noqa: E402
from aggregator.reading.tagging.merging import with_tagged  # noqa: E402
from aggregator.reading.tagging.tagger import Tagger  # noqa: E402
from aggregator.reading.types import FoundSpeaker  # noqa: E402
from aggregator.reading.words import units  # noqa: E402
from aggregator.weights import load_tagger  # noqa: E402

BANDS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01))


@dataclass(frozen=True, slots=True)
class Told:
    """One speaker as found, and whether it is right: of a pronoun or description whom it means, else its words."""

    sort: str
    speaker: FoundSpeaker
    right: bool


def main() -> int:
    """Print the tables; 0, or 2 where there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("PARALLAX_CORPORA", ROOT.parent / "shared/corpora"))
    )
    corpora = parser.parse_args().corpora
    if not (corpora / "quotes" / "polnear_dev.jsonl").exists():
        print(f"NOT MEASURED: no labelled articles in {corpora}; set PARALLAX_CORPORA or --corpora", file=sys.stderr)
        return 2
    tagger = load_tagger()
    meant = [*pronouns(corpora, tagger), *coreferent(corpora, tagger)]
    console = Console(width=100)
    console.print(_resolved(meant))
    console.print(_by_confidence("whom pronouns and descriptions mean", meant))
    console.print(_by_confidence("whose words a quote is, PolNeAR's development part", list(chosen(corpora, tagger))))
    return 0


def pronouns(corpora: Path, tagger: Tagger | None) -> Iterator[Told]:
    """The 39 speakers of PolNeAR's articles whose name people gave."""
    rows = json.loads((corpora / "quotes" / "pronoun_antecedents_dev.json").read_text(encoding="utf-8"))
    texts = {one["id"]: one["text"] for one in _lines(corpora / "quotes" / "polnear_dev.jsonl")}
    read: dict[str, Naming] = {}
    for row in rows:
        naming = read.setdefault(row["id"], read.get(row["id"]) or heard(texts[row["id"]], tagger))
        speaker = naming.speaker((row["speaker"][0], row["speaker"][1]))
        golds = row["antecedent"].split("|")
        yield Told("he, she: PolNeAR", speaker, any(folded(gold) in folded(speaker.name).split() for gold in golds))


def coreferent(corpora: Path, tagger: Tagger | None) -> Iterator[Told]:
    """Pronouns and descriptions of GUM's news texts, outside quotation marks, whose gold cluster holds a name."""
    for one in _lines(corpora / "quotes" / "gum_news.jsonl"):
        text = one["text"]
        naming = heard(text, tagger)
        quoted = [(stretch.start, stretch.end) for stretch in stretches(text)]
        for cluster in one["clusters"]:
            words = [(start, end, text[start:end], kind) for start, end, kind in cluster]
            names = [folded(w) for _, _, w, _ in words if any(part[:1].isupper() for part in w.split()) and len(w) > 3]
            for start, end, mention, kind in words:
                sort = _sort(mention, kind)
                if sort and not any(a < start < b for a, b in quoted):
                    speaker = naming.speaker((start, end))
                    yield Told(sort, speaker, any(surname_of(speaker.name) in name.split() for name in names))


def chosen(corpora: Path, tagger: Tagger | None) -> Iterator[Told]:
    """Every quote that is found, with whether its speaker has the head word of the labelled one."""
    sys.path.insert(0, str(corpora))
    import score_quotes as scorer  # type: ignore[import-not-found]

    for one in _lines(corpora / "quotes" / "polnear_dev.jsonl"):
        article, found = scorer.Art(one["text"]), find_quotes(one["text"], (), tagger)
        gold = [article.words(scorer.spans_of(quote)) for quote in one["quotes"]]
        pairs = scorer.greedy(gold, [article.words(quote.spans) for quote in found], 0.5)
        for at, index in pairs.items():
            speaker, wanted = found[index].speaker, one["quotes"][at].get("speaker")
            if speaker:
                yield Told("chosen", speaker, bool(wanted) and _same_head(article, wanted, speaker))


def heard(text: str, tagger: Tagger | None) -> Naming:
    """The naming of a text all of whose speakers have been heard, as reading it does."""
    parts = units(text)
    ruled = drafts_by_rules(parts)
    told = tagger.attributions(text) if tagger else None
    drafts = with_tagged(text, parts, ruled, told)[0] if told is not None else ruled[0]
    naming = Naming(text, parts)
    for draft in sorted(joined_over_paragraphs(parts, drafts), key=lambda one: one.first):
        if draft.speaker:
            speaker = naming.speaker(draft.speaker)
            if draft.speech:
                naming.heard(speaker)
    return naming


def _same_head(article: Any, wanted: Sequence[int], found: FoundSpeaker) -> bool:
    span = (found.start, found.end)
    head, own, words = article.head(wanted), article.head(span), article.words([span])
    if head is None:
        return False
    inside = head in words and len(words) <= len(article.words([wanted])) + 3
    return head == own or inside or article.hstr(head) == article.hstr(own)


def _sort(mention: str, kind: str) -> str:
    low = mention.lower()
    if kind == "person" and low in {"he", "she"}:
        return "he, she: GUM"
    described = low.startswith(("the ", "this ")) and len(low.split()) == 2 and mention.split()[1].islower()
    return "the company …: GUM" if kind == "organization" and described else ""


def _resolved(told: Sequence[Told]) -> Table:
    table = Table("", *("speakers", "resolved", "of these right", "right of all"), title="whom words mean")
    for sort in dict.fromkeys(one.sort for one in told):
        own = [one for one in told if one.sort == sort]
        named = [one for one in own if one.speaker.is_named]
        right = sum(one.right for one in named)
        shares = (f"{100 * right / max(1, len(some)):.0f} %" for some in (named, own))
        table.add_row(sort, str(len(own)), str(len(named)), *shares)
    return table


def _by_confidence(title: str, told: Sequence[Told]) -> Table:
    table = Table("confidence", "speakers", "mean confidence", "right", title=title)
    for low, high in BANDS:
        own = [one for one in told if one.speaker.is_named and low <= one.speaker.confidence < high]
        if own:
            mean = sum(one.speaker.confidence for one in own) / len(own)
            right = sum(one.right for one in own) / len(own)
            table.add_row(f"{low:.2f} to {min(1.0, high):.2f}", str(len(own)), f"{mean:.2f}", f"{right:.2f}")
    return table


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
