"""A story's rows → the values that its page is laid out from, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from aggregator.models import Article, Citation, Claim, Outlet, Quote
from coverage.comparing.excerpts import Limits
from coverage.comparing.shown import (
    CellFacts,
    ClaimWords,
    CreditFacts,
    DifferenceFacts,
    Publisher,
    QuoteWords,
    SideFacts,
    Source,
    StatementFacts,
    StoryFacts,
    UtteranceFacts,
    VariantFacts,
)
from coverage.models import ClaimCell, ClaimGroup, Difference, QuoteGroup, QuoteVariant, Story


def limits() -> Limits:
    """The excerpt limits as the settings have them."""
    return Limits(
        settings.EXCERPT_QUOTE_CHARACTERS, settings.EXCERPT_QUOTES_PER_SECTION, settings.EXCERPT_PAGE_CHARACTERS
    )


def articles_of(story: Story) -> list[Article]:
    """The story's articles in order of publication, press reviews last; without their words."""
    rows = story.articles.select_related("outlet", "snapshot", "membership").defer("snapshot__text", "feed_summary")
    return sorted(rows, key=lambda article: (not article.outlet.listed, article.when, article.pk))


def arranged(story: Story, articles: Sequence[Article]) -> list[tuple[int, Article]]:
    """The story's articles (of `articles_of`) with their numbers, in the order that an editor gave them: the lead, then
    those with a place, then the others by publication. A number stays what it is by publication."""

    def place(row: tuple[int, Article]) -> tuple[bool, bool, float, int]:
        number, article = row
        set_place = article.membership.position
        return (
            article.pk != story.lead_id,
            not article.outlet.listed,
            number + 1e6 if set_place is None else set_place,
            number,
        )

    return sorted(enumerate(articles, 1), key=place)


def facts_of(story: Story, articles: Sequence[Article]) -> StoryFacts:
    """The story as its page is laid out from: nine queries, whatever its size."""
    outlets = publishers()
    sources = {article.pk: source_of(article, number) for number, article in enumerate(articles, 1)}
    return StoryFacts(
        sources=tuple(sources.values()),
        claims=claims_of(_shown(Claim.objects.all(), sources), sources),
        statements=tuple(statements_of(story.claim_groups.shown(), outlets)),
        quotes=quotes_of(_shown(Quote.objects.all(), sources), sources, outlets),
        utterances=tuple(utterances_of(story.quote_groups.all())),
        differences=tuple(difference_facts(row) for row in story.differences.all()),
        credits=tuple(_credits(sources, outlets)),
        passages=dict(story.passages.values_list("quote", "claim")),
    )


def publishers() -> dict[int, Publisher]:
    """Every outlet by its id, in the order in which the site lists them."""
    return {outlet.pk: publisher_of(outlet) for outlet in Outlet.objects.all()}


def publisher_of(outlet: Outlet) -> Publisher:
    """An outlet by what a page shows of it."""
    return Publisher(outlet.slug, outlet.name, outlet.monogram, outlet.listed)


def source_of(article: Article, number: int) -> Source:
    """An article as the source of words."""
    return Source(
        id=article.pk,
        number=number,
        publisher=publisher_of(article.outlet),
        link=article.link,
        published=article.when,
        at_home=article.link_is_home,
        day_only=article.published_day_only or article.published_at is None,
        fetched=article.captured_at or (article.snapshot.taken_at if article.snapshot else None),
    )


def quotes_of(
    rows: QuerySet[Quote], sources: Mapping[int, Source], outlets: Mapping[int, Publisher]
) -> dict[int, QuoteWords]:
    """Quotes as their articles carry them, by id and in the order of the rows: one query, no rows of the model's."""
    columns = (
        "pk", "article_id", "text", "kind", "speaker_name", "speaker_words", "spans", "carried_from_id", "translated",
        "reviewed", "told_to", "speaker__slug", "speaker_kind",
    )  # fmt: skip
    return {row[0]: _quote_words(row, sources, outlets) for row in rows.values_list(*columns)}


def quote_words(quote: Quote, sources: Mapping[int, Source], outlets: Mapping[int, Publisher]) -> QuoteWords:
    """A quote as its article carries it; looks at its speaker."""
    row = (
        quote.pk, quote.article_id, quote.text, quote.kind, quote.speaker_name, quote.speaker_words, quote.spans,
        quote.carried_from_id, quote.translated, quote.reviewed, quote.told_to,
        quote.speaker.slug if quote.speaker else "", quote.speaker_kind,
    )  # fmt: skip
    return _quote_words(row, sources, outlets)


def _quote_words(row: Sequence[Any], sources: Mapping[int, Source], outlets: Mapping[int, Publisher]) -> QuoteWords:
    pk, article, text, kind, name, words, spans, carried_from, translated, reviewed, told_to, speaker, whose = row
    return QuoteWords(
        id=pk,
        source=sources[article],
        text=text,
        kind=kind,
        speaker=name or words,
        first=spans[0][1] - spans[0][0] if spans else len(text),
        credited=outlets.get(carried_from) if carried_from else None,
        translated=translated,
        reviewed=reviewed,
        told_to=told_to,
        speaker_slug=speaker or "",
        speaker_kind=whose,
    )


def _shown(rows: QuerySet[Any], articles: Iterable[int]) -> QuerySet[Any]:
    return rows.shown().filter(article__in=list(articles)).order_by("article_id", "start")  # type: ignore[attr-defined, no-any-return]


def claims_of(rows: QuerySet[Claim], sources: Mapping[int, Source]) -> dict[int, ClaimWords]:
    """Claims as their articles make them, by id and in the order of the rows: one query."""
    columns = ("pk", "article_id", "text", "start", "figures", "source_words", "reviewed")
    return {
        pk: ClaimWords(pk, sources[article], text, start, _focus(text, start, figures, credited), reviewed)
        for pk, article, text, start, figures, credited, reviewed in rows.values_list(*columns)
    }


def _focus(text: str, start: int, figures: Sequence[Any], credited: str) -> tuple[int, int] | None:
    """The part of a claim that a reader looks for: its first figure, or whom it credits."""
    for figure in figures:
        return figure["start"] - start, figure["end"] - start
    at = text.find(credited) if credited else -1
    return (at, at + len(credited)) if at >= 0 else None


def statements_of(groups: QuerySet[ClaimGroup], outlets: Mapping[int, Publisher]) -> Iterable[StatementFacts]:
    """Statements with how each outlet stands to them: two queries."""
    rows = list(groups.values_list("pk", "clearest_id", "sentence", "background", "set_by_person", "reviewed"))
    cells = _cells_of([row[0] for row in rows], outlets)
    for pk, clearest, sentence, background, set_by_person, reviewed in rows:
        found = tuple(cells.get(pk, ()))
        by_editor = "sentence" in set_by_person
        yield StatementFacts(pk, clearest, sentence, background, found, by_editor=by_editor, reviewed=reviewed)


def _cells_of(groups: Sequence[int], outlets: Mapping[int, Publisher]) -> dict[int, list[CellFacts]]:
    """The cells of statements, with their claims, best first."""
    rows = ClaimCell.objects.filter(group__in=groups).order_by("position", "id", "cellclaim__position", "cellclaim__id")
    columns = ("group_id", "pk", "outlet_id", "stance", "credited", "why", "cellclaim__claim_id")
    found: dict[int, list[CellFacts]] = {}
    for (group, _, outlet, stance, credited, why), same in groupby(rows.values_list(*columns), lambda row: row[:-1]):
        claims = tuple(row[-1] for row in same if row[-1] is not None)
        found.setdefault(group, []).append(CellFacts(outlets[outlet], stance, claims, credited, why))
    return found


def utterances_of(groups: QuerySet[QuoteGroup]) -> Iterable[UtteranceFacts]:
    """Utterances with their renderings: two queries."""
    rows = list(groups.values_list("pk", "fullest_id", "speaker"))
    variants = _variants_of([row[0] for row in rows])
    for pk, fullest, speaker in rows:
        yield UtteranceFacts(pk, fullest, speaker, tuple(variants.get(pk, ())))


def _variants_of(groups: Sequence[int]) -> dict[int, list[VariantFacts]]:
    rows = QuoteVariant.objects.filter(group__in=groups).order_by("position", "id")
    found: dict[int, list[VariantFacts]] = {}
    for group, quote, rendering, changes, words in rows.values_list(
        "group_id", "quote_id", "rendering", "changes", "words"
    ):
        told = tuple((kind, text) for kind, text in changes)
        found.setdefault(group, []).append(VariantFacts(quote, rendering, told, words))
    return found


def difference_facts(row: Difference) -> DifferenceFacts:
    """A difference with the places of the words that give each value."""
    sides = tuple(
        SideFacts(str(side["value"]), tuple((claim, start, end) for claim, start, end in side["evidence"]))
        for side in row.sides
    )
    return DifferenceFacts(row.pk, row.kind, row.topic, sides)


def _credits(sources: Mapping[int, Source], outlets: Mapping[int, Publisher]) -> Iterable[CreditFacts]:
    rows = Citation.objects.current().filter(article__in=list(sources)).order_by("start")
    columns = ("article_id", "name", "text", "by", "outlet_id", "what", "whom")
    for article, name, text, by, outlet, what, whom in sorted(
        rows.values_list(*columns), key=lambda row: sources[row[0]].number
    ):
        yield CreditFacts(sources[article], name, text, by, outlets.get(outlet) if outlet else None, what, whom)
