"""A decision on what was found in articles → the rows that it is about, what stands there, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from aggregator.models import Snapshot
from coverage import quote_rulings, spans, speaker_rulings, speaker_undoing, statement_rulings, statement_undoing
from coverage.locks import keep_articles, keep_stories
from coverage.models import ClaimGroup, Decision

Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a kind of decision on findings is about: `rows` (quotes or claims) by what it asks; `today`, what it asks
    of the articles' newest texts; `values`, by place, what stands where it sets something; `put_back`, from its
    footprint, what stood there before. `needed` names what a person who carries it out must be allowed to change.
    `also` gives further articles whose stories it is about; `subjects` the rows whose history tells of it, where these
    are others."""

    rows: Callable[[Asked], QuerySet[Any]]
    today: Callable[[Asked], dict[str, Any]]
    values: Callable[[Asked], dict[str, Any]]
    put_back: Callable[[Mapping[str, list[Any]], datetime], None]
    needed: Callable[[Asked], str]
    also: Callable[[Asked], set[int]] = lambda _: set()
    subjects: Callable[[Asked], QuerySet[Any]] | None = None

    def articles(self, asked: Asked) -> set[int]:
        """All articles that a decision is about."""
        return {*self.rows(asked).values_list("article", flat=True), *self.also(asked)}


FINDINGS: Mapping[str, Finding] = {
    Decision.Kind.SPANS: Finding(
        spans.rows_of,
        spans.today,
        spans.values_of,
        spans.put_back,
        lambda asked: f"aggregator.change_{asked['model']}",
    ),
    Decision.Kind.ALIGN: Finding(
        quote_rulings.rows_of,
        quote_rulings.today,
        quote_rulings.values_of,
        quote_rulings.put_back,
        lambda _: "aggregator.change_quote",
    ),
    Decision.Kind.STATEMENT: Finding(
        statement_rulings.rows_of,
        statement_rulings.today,
        statement_rulings.values_of,
        statement_undoing.put_back,
        lambda _: "aggregator.change_claim",
    ),
    Decision.Kind.SPEAKER: Finding(
        speaker_rulings.rows_of,
        speaker_rulings.today,
        speaker_rulings.values_of,
        speaker_undoing.put_back,
        lambda _: "aggregator.change_speaker",
        lambda asked: speaker_rulings.articles_of(speaker_rulings.speakers_of(asked).values_list("pk", flat=True)),
        speaker_rulings.speakers_of,
    ),
}


def values_of(kind: str, asked: Asked) -> dict[str, Any]:
    """What stands in the places that a decision on findings sets; nothing for other decisions."""
    return FINDINGS[kind].values(asked) if kind in FINDINGS else {}


def keep_findings(kind: str, asked: Asked) -> None:
    """Keep the stories and articles that a decision on findings is about from workers and other editors."""
    numbers = [number for number in (asked.get("group"), *asked.get("others", ())) if number]
    stories = set(ClaimGroup.objects.filter(pk__in=numbers).values_list("story", flat=True))
    articles = FINDINGS[kind].articles(asked)
    evidence = [snapshot for snapshot, *_ in asked.get("evidence", ())]
    articles |= set(Snapshot.objects.filter(pk__in=evidence).values_list("article", flat=True))
    keep_stories(stories, articles)
    keep_articles(articles)


def renumbered(kind: str, asked: Asked, print_: Mapping[str, list[Any]]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """What a decision on quotes or claims asked, and its footprint, by the numbers that their words have today."""
    if kind in (Decision.Kind.STATEMENT, Decision.Kind.SPEAKER) or kind not in FINDINGS:
        return dict(asked), dict(print_)
    numbers = spans.numbers_today(asked.get("model", "quote"), asked["rows"])
    later = {str(old): str(new) for old, new in numbers.items()}
    places = {"/".join(later.get(part, part) for part in place.split("/")): both for place, both in print_.items()}
    return {**asked, "rows": [numbers.get(row, row) for row in asked["rows"]]}, places
