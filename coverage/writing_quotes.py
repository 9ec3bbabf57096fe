"""Aligned quotes → a story's utterances and each outlet's rendering of them."""

from __future__ import annotations

from collections.abc import Sequence

from coverage.comparing.types import AlignedQuote
from coverage.lasting_numbers import UTTERANCES, keep_or_begin, numbers
from coverage.models import QuoteVariant, Story
from coverage.models.retired import retire_utterances


def write_quotes(story: Story, aligned: Sequence[AlignedQuote]) -> None:
    """Store the utterances. One that goes on keeps its number; one that ends leaves it behind."""
    kept = numbers(UTTERANCES, story, [[(v.quote, v.words) for v in quote.variants] for quote in aligned])
    ended = story.quote_groups.exclude(pk__in=[key for key in kept if key])
    retire_utterances(ended)
    ended.delete()
    QuoteVariant.objects.filter(group__story=story).delete()
    groups = keep_or_begin(
        story.quote_groups,
        [
            (key, {"fullest_id": quote.fullest, "speaker": quote.speaker[:300], "position": position})
            for position, (quote, key) in enumerate(zip(aligned, kept, strict=True))
        ],
    )
    QuoteVariant.objects.bulk_create(
        QuoteVariant(
            group=group,
            quote_id=variant.quote,
            words=variant.words,
            rendering=variant.rendering,
            changes=[list(change) for change in variant.changes],
            position=place,
        )
        for group, quote in zip(groups, aligned, strict=True)
        for place, variant in enumerate(quote.variants)
    )
