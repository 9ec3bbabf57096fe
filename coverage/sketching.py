"""Articles → their sketches and their places in the index, kept with the texts they were made from."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings

from aggregator.models import Article
from aggregator.reading.tagging.vectors import from_bytes
from aggregator.vectors import article_vectors
from aggregator.weights import WeightsError, recorded_weights
from coverage.comparing.sketches import Counts, Dense, Sketch, counts_of, weighed
from coverage.comparing.types import ArticleProfile
from coverage.models import ArticleSketch, Posting, Story

logger = logging.getLogger(__name__)

STEM_LENGTH = 60  # what the index holds of a word


def profile_of(article: Article) -> ArticleProfile:
    """An article as grouping sees it, by its newest text or else by its feed's summary."""
    text = article.snapshot.text if article.snapshot else article.feed_summary
    return ArticleProfile(article.pk, article.outlet.slug, article.title, text, article.when)


def sketch(article: Article, dense: Dense | None = None) -> Sketch:
    """Count the article's words, store the counts, and enter its rarest words in the index."""
    counts = counts_of(profile_of(article))
    values = {
        "snapshot_id": article.snapshot_id, "at": article.when, "kind": counts.kind, "counts": counts.as_json(),
    }  # fmt: skip
    ArticleSketch.objects.update_or_create(article=article, defaults=values)
    found = weighed(article.pk, hours_of(article.when), counts, dense)
    Posting.objects.filter(article=article).delete()
    Posting.objects.bulk_create(Posting(stem=stem, at=article.when, article=article) for stem in index_words(found))
    return found


def sketch_anew(story: Story) -> int:
    """Sketch the story's articles whose text is not the one that their sketch was made from; gives how many."""
    texts = Article.objects.filter(membership__story=story).values_list("pk", "snapshot")
    known = dict(ArticleSketch.objects.filter(article__membership__story=story).values_list("article", "snapshot"))
    wanted = [article for article, text in texts if article not in known or known[article] != text]
    for article in Article.objects.filter(pk__in=wanted).select_related("outlet", "snapshot").order_by("pk"):
        sketch(article)
    return len(wanted)


def stored(articles: Iterable[int]) -> list[Sketch]:
    """The articles' sketches as they are stored, weighed again, with the vectors that are kept of their texts."""
    weights = recorded_weights(settings.TAGGER_FOLDER)
    rows = ArticleSketch.objects.filter(pk__in=articles).values_list(
        "pk", "at", "counts", "snapshot__vector", "snapshot__vector_weights"
    )
    return [
        weighed(key, hours_of(at), Counts.from_json(counts), _dense(vector) if made_by == weights else None)
        for key, at, counts, vector, made_by in rows
    ]


def dense_of(articles: Sequence[Article]) -> dict[int, Dense]:
    """The encoder's vector of each article's text, made where it is not kept yet; none at all, loudly, where there is
    no encoder: grouping then goes by words alone."""
    texts = {article.snapshot_id: article.pk for article in articles if article.snapshot}
    try:
        found = article_vectors(article.snapshot for article in articles if article.snapshot)
    except WeightsError as error:
        logger.warning("grouping by words alone: %s", error)
        return {}
    return {texts[snapshot]: row for snapshot, row in found.items()}


def _dense(vector: bytes | memoryview | None) -> Dense | None:
    return from_bytes([bytes(vector)])[0] if vector else None


def index_words(found: Sketch) -> list[str]:
    """The words by which an article is found, as the index holds them."""
    return list(dict.fromkeys(stem[:STEM_LENGTH] for stem in found.keys))


def hours_of(moment: datetime) -> float:
    """Hours since 1970."""
    return moment.timestamp() / 3600
