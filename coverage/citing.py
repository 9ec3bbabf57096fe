"""References in a press review → the words that they stand for, where those are read, and whether they still stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aggregator.models import Article, Claim, Quote, SpanCheck
from coverage.comparing.review_text import Cite, part_of
from coverage.comparing.shown import Source
from coverage.following_texts import all_today, same_words
from coverage.story_facts import source_of

STANDS, CHANGED, RECREDITED, HIDDEN, GONE = "stands", "changed", "recredited", "hidden", "gone"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a reference is to: words (empty where it has none such), their article, and what became of them."""

    cite: Cite
    state: str
    words: str = ""
    article: Article | None = None
    source: Source | None = None
    place: str = ""
    speaker: str = ""
    translated: bool = False

    @property
    def digest(self) -> str:
        """The hash of its words, by which a later change is known."""
        return hashlib.sha256(self.words.encode()).hexdigest()

    @property
    def shown(self) -> bool:
        """Whether its words may be shown at all."""
        return self.state in (STANDS, CHANGED, RECREDITED) and bool(self.words)


def cited(cites: Iterable[Cite], known: Mapping[str, str] | None = None) -> dict[Cite, Cited]:
    """What the references are to; `known` has the hashes of when they were published. Three queries, and
    two for each text that an article cited had since."""
    wanted = list(dict.fromkeys(cites))
    rows = {**_rows(Quote, "quote", wanted), **_rows(Claim, "claim", wanted)}
    fates = _fates(rows.values())
    today = {"quote": _today(rows, Quote), "claim": _today(rows, Claim)}
    standing = {key: today[key[0]].get(key[1]) or row for key, row in rows.items()}
    return {
        cite: _cited(cite, rows.get(key), standing.get(key), fates, known or {})
        for cite in wanted
        for key in [(cite.kind, cite.number)]
    }


def _rows(model: type[Quote] | type[Claim], kind: str, cites: list[Cite]) -> dict[tuple[str, int], Any]:
    keys = {cite.number for cite in cites if cite.kind == kind}
    rows = model._default_manager.filter(pk__in=keys).select_related("article__outlet", "article__snapshot")
    return {(kind, row.pk): row for row in rows}


def _today(rows: Mapping[tuple[str, int], Any], model: type[Quote] | type[Claim]) -> dict[int, Any]:
    """The same words in the articles' newest texts, where editors decide on them."""
    cited_ones = {row.pk: row for row in rows.values() if isinstance(row, model)}
    found = all_today(cited_ones.values())
    return {key: row for key, row in found.items() if same_words(cited_ones[key], row)}


def _fates(rows: Iterable[Quote | Claim]) -> dict[tuple[str, int], str]:
    """What became of those that are of an earlier text, by (kind, number)."""
    found = list(rows)
    quotes = [row.pk for row in found if isinstance(row, Quote)]
    claims = [row.pk for row in found if isinstance(row, Claim)]
    checks = SpanCheck.objects.filter(quote__in=quotes) | SpanCheck.objects.filter(claim__in=claims)
    told = checks.order_by("at", "pk").values_list("quote", "claim", "fate")
    return {("quote", quote) if quote else ("claim", claim): fate for quote, claim, fate in told}


def _cited(
    cite: Cite,
    row: Quote | Claim | None,
    standing: Quote | Claim | None,
    fates: Mapping[tuple[str, int], str],
    known: Mapping[str, str],
) -> Cited:
    if row is None or standing is None or row.article.snapshot is None or row.article.outlet.withdrawn_at:
        return Cited(cite, GONE)
    words = part_of(row.text, cite)
    source = source_of(row.article, 0)
    found = Cited(
        cite,
        HIDDEN if standing.hidden else _state(row, fates.get((cite.kind, cite.number), "")),
        words,
        row.article,
        source,
        source.place(row.text.split(" … ")[0]),
        (standing.speaker_name or standing.speaker_words) if isinstance(standing, Quote) else standing.source_name,
        isinstance(row, Quote) and row.translated,
    )
    return since(found, known)


def since(found: Cited, known: Mapping[str, str]) -> Cited:
    """The same, told against the hashes of when it was published: other words than then have changed."""
    then = known.get(found.cite.token)
    if found.state == STANDS and then is not None and then != found.digest:
        return replace(found, state=CHANGED)
    return found


def _state(row: Quote | Claim, fate: str) -> str:
    newest = row.article.snapshot
    assert newest is not None
    if not all(piece in newest.text for piece in row.text.split(" … ")):
        return CHANGED
    return RECREDITED if row.snapshot_id != newest.pk and fate == SpanCheck.Fate.RECREDITED else STANDS
