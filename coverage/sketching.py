"""Articles → their sketches and their places in the index, kept with the texts they were made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from aggregator.models import Article
from coverage.comparing.sketches import Counts, Sketch, counts_of, weighed
from coverage.comparing.types import ArticleProfile
from coverage.models import ArticleSketch, Posting, Story

STEM_LENGTH = 60  # what the index holds of a word


def profile_of(article: Article) -> ArticleProfile:
    """An article as grouping sees it, by its newest text or else by its feed's summary."""
    text = article.snapshot.text if article.snapshot else article.feed_summary
    return ArticleProfile(article.pk, article.outlet.slug, article.title, text, article.when)


def sketch(article: Article) -> Sketch:
    """Count the article's words, store the counts, and enter its rarest words in the index."""
    counts = counts_of(profile_of(article))
    values = {
        "snapshot_id": article.snapshot_id, "at": article.when, "kind": counts.kind, "counts": counts.as_json(),
    }  # fmt: skip
    ArticleSketch.objects.update_or_create(article=article, defaults=values)
    found = weighed(article.pk, hours_of(article.when), counts)
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


def stored(rows: Iterable[ArticleSketch]) -> list[Sketch]:
    """Sketches as they are stored, weighed again."""
    return [weighed(row.article_id, hours_of(row.at), Counts.from_json(row.counts)) for row in rows]


def index_words(found: Sketch) -> list[str]:
    """The words by which an article is found, as the index holds them."""
    return list(dict.fromkeys(stem[:STEM_LENGTH] for stem in found.keys))


def hours_of(moment: datetime) -> float:
    """Hours since 1970."""
    return moment.timestamp() / 3600
