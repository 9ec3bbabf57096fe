"""A story's rows → the values that its page is laid out from, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

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
from coverage.models import CellClaim, ClaimCell, ClaimGroup, Difference, QuoteGroup, QuoteVariant, Story


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
    """The story as its page is laid out from: ten queries, whatever its size."""
    outlets = publishers()
    sources = {article.pk: source_of(article, number) for number, article in enumerate(articles, 1)}
    return StoryFacts(
        sources=tuple(sources.values()),
        claims={claim.pk: claim_words(claim, sources) for claim in _shown(Claim.objects.all(), sources)},
        statements=tuple(statements_of(story.claim_groups.shown(), outlets)),
        quotes={quote.pk: quote_words(quote, sources, outlets) for quote in _shown(with_speakers(), sources)},
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


def quote_words(quote: Quote, sources: Mapping[int, Source], outlets: Mapping[int, Publisher]) -> QuoteWords:
    """A quote as its article carries it."""
    return QuoteWords(
        id=quote.pk,
        source=sources[quote.article_id],
        text=quote.text,
        kind=quote.kind,
        speaker=quote.speaker_name or quote.speaker_words,
        first=quote.spans[0][1] - quote.spans[0][0] if quote.spans else len(quote.text),
        credited=outlets.get(quote.carried_from_id) if quote.carried_from_id else None,
        translated=quote.translated,
        reviewed=quote.reviewed,
        told_to=quote.told_to,
        speaker_slug=quote.speaker.slug if quote.speaker else "",
        speaker_kind=quote.speaker_kind,
    )


def with_speakers() -> QuerySet[Quote]:
    """Quotes with the speakers that `quote_words` looks at."""
    return Quote.objects.select_related("speaker")


def _shown(rows: QuerySet[Any], articles: Iterable[int]) -> QuerySet[Any]:
    return rows.shown().filter(article__in=list(articles)).order_by("article_id", "start")  # type: ignore[attr-defined, no-any-return]


def claim_words(claim: Claim, sources: Mapping[int, Source]) -> ClaimWords:
    """A claim as its article makes it."""
    return ClaimWords(claim.pk, sources[claim.article_id], claim.text, claim.start, _focus(claim), claim.reviewed)


def _focus(claim: Claim) -> tuple[int, int] | None:
    """The part of a claim that a reader looks for: its first figure, or whom it credits."""
    for figure in claim.figures:
        return figure["start"] - claim.start, figure["end"] - claim.start
    at = claim.text.find(claim.source_words) if claim.source_words else -1
    return (at, at + len(claim.source_words)) if at >= 0 else None


def statements_of(groups: QuerySet[ClaimGroup], outlets: Mapping[int, Publisher]) -> Iterable[StatementFacts]:
    """Statements with how each outlet stands to them: three queries."""
    through = CellClaim.objects.order_by("position", "id")
    cells = ClaimCell.objects.prefetch_related(Prefetch("cellclaim_set", through, to_attr="shown"))
    for group in groups.prefetch_related(Prefetch("cells", cells)):
        found = tuple(
            CellFacts(
                outlets[cell.outlet_id],
                cell.stance,
                tuple(row.claim_id for row in cell.shown),  # type: ignore[attr-defined]
                cell.credited,
                cell.why,
            )
            for cell in group.cells.all()
        )
        told = (group.pk, group.clearest_id, group.sentence, group.background, found)
        yield StatementFacts(*told, by_editor=group.by_editor, reviewed=group.reviewed)


def utterances_of(groups: QuerySet[QuoteGroup]) -> Iterable[UtteranceFacts]:
    """Utterances with their renderings: two queries."""
    variants = Prefetch("variants", QuoteVariant.objects.order_by("position", "id"))
    return (_utterance(group) for group in groups.prefetch_related(variants))


def _utterance(group: QuoteGroup) -> UtteranceFacts:
    variants = tuple(
        VariantFacts(v.quote_id, v.rendering, tuple((kind, words) for kind, words in v.changes), v.words)
        for v in group.variants.all()
    )
    return UtteranceFacts(group.pk, group.fullest_id, group.speaker, variants)


def difference_facts(row: Difference) -> DifferenceFacts:
    """A difference with the places of the words that give each value."""
    sides = tuple(
        SideFacts(str(side["value"]), tuple((claim, start, end) for claim, start, end in side["evidence"]))
        for side in row.sides
    )
    return DifferenceFacts(row.pk, row.kind, row.topic, sides)


def _credits(sources: Mapping[int, Source], outlets: Mapping[int, Publisher]) -> Iterable[CreditFacts]:
    rows = Citation.objects.current().filter(article__in=list(sources)).order_by("start")
    for row in sorted(rows, key=lambda row: sources[row.article_id].number):
        outlet = outlets.get(row.outlet_id) if row.outlet_id else None
        yield CreditFacts(sources[row.article_id], row.name, row.text, row.by, outlet, row.what, row.whom)
