"""A made-up stream → rows of a database, stored without placing, or placed as the workers do."""

from __future__ import annotations

import logging
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from stream import stream

from aggregator.models import Article, Outlet, Snapshot
from coverage.assemble import place
from coverage.comparing.sketches import counts_of, sketch_of
from coverage.comparing.types import ArticleProfile
from coverage.models import ArticleSketch, Membership, Posting, Story
from coverage.sketching import index_words


class StoredStream:
    """An empty database that fills with the stream. Without the encoder: what it costs is the same whatever is
    stored."""

    def __init__(self, nothing: Path) -> None:
        settings.TAGGER_FOLDER = nothing
        logging.disable(logging.WARNING)
        call_command("migrate", verbosity=0)
        self._outlet = Outlet.objects.create(slug="stream", name="Stream", home="https://stream.example/")
        self._articles = stream()
        self._stories: dict[int, int] = {}

    def store(self, count: int) -> None:
        """The next articles, in the stories that they were made for."""
        arriving = list(islice(self._articles, count))
        rows = {article.id: self._row(article) for article, _ in arriving}
        Article.objects.bulk_create(rows.values())
        new = [key for key in dict.fromkeys(story for _, story in arriving) if key not in self._stories]
        begun = Story.objects.bulk_create(Story(stale=False) for _ in new)
        self._stories |= {key: row.pk for key, row in zip(new, begun, strict=True)}
        sketches, postings, members = [], [], []
        for article, story in arriving:
            key = rows[article.id].pk
            counts = counts_of(article)
            sketches.append(ArticleSketch(article_id=key, at=article.published, counts=counts.as_json()))
            words = index_words(sketch_of(article))
            postings += [Posting(stem=stem, at=article.published, article_id=key) for stem in words]
            members.append(Membership(article_id=key, story_id=self._stories[story]))
        ArticleSketch.objects.bulk_create(sketches)
        Posting.objects.bulk_create(postings, batch_size=5000)
        Membership.objects.bulk_create(members)

    def arrived(self) -> int:
        """The next article, read and not yet placed."""
        article, _ = next(self._articles)
        row = self._row(article)
        row.save()
        row.snapshot = Snapshot.objects.create(
            article=row, title=article.title, text=article.text, sha256=str(row.pk), reader="stream"
        )
        row.save()
        return row.pk

    def place(self, article: int) -> None:
        """As the workers do."""
        place([article], timezone.now())

    def _row(self, article: ArticleProfile) -> Article:
        url = f"https://stream.example/{article.id}"
        return Article(
            outlet=self._outlet, url=url, link=url, title=article.title, published_at=article.published,
            state=Article.State.READ, feed_summary=article.text[:200],
        )  # fmt: skip
