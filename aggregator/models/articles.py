"""Articles by address, the bytes they came in, and the texts that were read in them."""

from __future__ import annotations

import zlib
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from aggregator.history import PersonsHistory
from aggregator.models.leases import over
from aggregator.models.sources import Outlet
from aggregator.reading.decide import NO_LAYOUT_TRIED


class ArticleQuerySet(models.QuerySet["Article"]):
    """Articles by where they stand on their way in."""

    def due(self, now: datetime) -> ArticleQuerySet:
        """Not read yet, their time has come, and no worker holds them."""
        return self.filter(over("lease_until", now), state=Article.State.DUE, next_try_at__lte=now)

    def unqueued(self, now: datetime) -> ArticleQuerySet:
        """Articles for which no task waits (or has waited too long to be believed)."""
        return self.filter(over("queued_until", now))

    def to_look_at_again(self, now: datetime) -> ArticleQuerySet:
        """Live articles, read before, whose page is due for another look and that no worker holds."""
        live = self.read().filter(origin=Article.Origin.LIVE)
        return live.filter(over("lease_until", now), read_again_at__lte=now)

    def awaiting_snapshot(self) -> ArticleQuerySet:
        """Articles whose bytes must still be asked for at an archive."""
        return self.filter(awaits_snapshot())

    def gone(self) -> ArticleQuerySet:
        """Articles whose page went away after it had been read."""
        return self.filter(gone_at__isnull=False)

    def read(self) -> ArticleQuerySet:
        """Articles whose words are stored."""
        return self.filter(state=Article.State.READ)

    def unsettled(self) -> ArticleQuerySet:
        """Read articles that may lack a place in a story, or whose text it may not tell yet: an index holds these
        alone, however many articles there are."""
        return self.read().filter(unsettled=True)

    def refused(self) -> ArticleQuerySet:
        """Articles that could not be had, each with its reason."""
        return self.filter(state=Article.State.REFUSED)

    def kept(self) -> ArticleQuerySet:
        """Articles that were not taken down."""
        return self.exclude(state=Article.State.REMOVED)

    def of_listed_outlets(self) -> ArticleQuerySet:
        """The outlets' own articles; not the press reviews about them, nor what is left of an outlet taken down."""
        return self.filter(outlet__listed=True, outlet__withdrawn_at=None)


def awaits_snapshot() -> Q:
    """Of an article: that its bytes must still be asked for at an archive."""
    kept = Capture.objects.filter(url=OuterRef("url"), archive=OuterRef("archive"))
    at_archive = Q(captured_from__startswith="https://") | Q(captured_from__startswith="http://")
    return Q(at_archive, ~Exists(kept), origin=Article.Origin.ARCHIVE)


class Article(models.Model):
    """One article by its address. Its words live in snapshots, one for each text that was seen."""

    class State(models.TextChoices):
        DUE = "due", "waiting to be read"
        READ = "read", "read"
        REFUSED = "refused", "refused"
        REMOVED = "removed", "taken down"

    class Origin(models.TextChoices):
        LIVE = "live", "fetched from the outlet"
        ARCHIVE = "archive", "from an archive"
        SAMPLE = "sample", "sample edition"
        PRESS_REVIEW = "press review", "press review"
        PASTED = "pasted", "pasted by an editor"

    class Access(models.TextChoices):
        FULL = "full", "full text"
        PARTIAL = "partial", "part of the text"
        NONE = "none", "nothing"

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="articles")
    url = models.URLField(max_length=1000, unique=True, help_text="Normalised; the article's identity.")
    link = models.URLField(max_length=1000, help_text="Where readers are sent.")
    link_is_home = models.BooleanField(default=False, help_text="The address is not known: the outlet's home page.")
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.LIVE)
    archive = models.CharField(max_length=200, blank=True, help_text="The archive that its bytes came from.")
    captured_at = models.DateTimeField(null=True, blank=True, help_text="When its bytes were fetched or archived.")
    captured_from = models.CharField(
        max_length=1000,
        blank=True,
        help_text="Where its bytes stand in the archive: a snapshot's address, a record, a file.",
    )
    first_seen_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    reason = models.CharField(max_length=120, blank=True, help_text="Why the last try failed.")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    queued_until = models.DateTimeField(null=True, blank=True, help_text="A task for it waits in the queue.")
    lease_until = models.DateTimeField(null=True, blank=True, help_text="A worker holds it.")

    read_again_at = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text="When its page is looked at again; empty: no more."
    )
    looked_at = models.DateTimeField(null=True, blank=True, help_text="When its page was last asked for.")
    misses = models.PositiveSmallIntegerField(default=0, help_text="Looks that failed since the last good one.")
    gone_at = models.DateTimeField(null=True, blank=True, help_text="Since when its page has been gone (404, 410).")
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)

    title = models.CharField(max_length=500, blank=True)
    authors = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    published_zone = models.CharField(max_length=40, blank=True)
    published_source = models.CharField(max_length=20, blank=True, help_text="json-ld, meta, feed, address …")
    published_day_only = models.BooleanField(default=False)
    modified_at = models.DateTimeField(null=True, blank=True)
    access = models.CharField(max_length=8, choices=Access.choices, default=Access.NONE)
    feed_summary = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    snapshot = models.ForeignKey(
        "Snapshot", models.SET_NULL, null=True, blank=True, related_name="+", help_text="The newest text."
    )

    asked_for = models.BooleanField(
        default=False,
        db_default=False,
        help_text="An editor asked for it by its address: it is fetched though nothing is followed.",
    )
    not_news = models.BooleanField(
        default=False, db_default=False, db_index=True, help_text="An editor set it aside: it goes into no story."
    )

    unsettled = models.BooleanField(
        default=True,
        db_default=True,
        help_text="It may have no place in a story, or a text that the story was not compared by.",
    )

    objects = ArticleQuerySet.as_manager()
    history = PersonsHistory(
        excluded_fields=[
            "archive", "captured_at", "captured_from", "first_seen_at", "state", "reason", "attempts", "next_try_at",
            "queued_until", "lease_until", "read_again_at", "looked_at", "misses", "gone_at", "etag", "last_modified",
            "authors", "published_at", "published_zone", "published_source", "published_day_only", "modified_at",
            "access", "feed_summary", "language", "snapshot", "outlet", "title", "origin", "asked_for",
            "unsettled",
        ]
    )  # fmt: skip

    class Meta:
        ordering = ("-published_at", "-id")
        indexes = (
            models.Index(fields=("state", "next_try_at"), name="article_due"),
            models.Index(fields=("outlet", "-id"), name="article_live", condition=Q(origin="live", state="read")),
            models.Index(fields=("id",), condition=Q(state="read", unsettled=True), name="article_unsettled"),
        )

    def __str__(self) -> str:
        return self.title or self.url

    @property
    def when(self) -> datetime:
        """When it was published, or first seen where that is not known."""
        return self.published_at or self.first_seen_at

    @property
    def access_told(self) -> str:
        """How much of it was read, in words for readers."""
        if self.access == self.Access.PARTIAL and self.snapshot and self.snapshot.reader in NO_LAYOUT_TRIED:
            return gettext_noop("summary only (paywall)")
        return {
            self.Access.FULL: gettext_noop("full text"),
            self.Access.PARTIAL: gettext_noop("part of the text"),
            self.Access.NONE: gettext_noop("no text on its page"),
        }[self.Access(self.access)]

    @property
    def byline(self) -> str:
        """The authors as one line."""
        return " and ".join(filter(None, [", ".join(self.authors[:-1]), *self.authors[-1:]]))


class Capture(models.Model):
    """The bytes of a page or feed as they came, kept privately for reading (and for reading again)."""

    class Kind(models.TextChoices):
        PAGE = "page", "page"
        RSS = "rss", "RSS or Atom"
        SITEMAP = "sitemap", "news sitemap"

    url = models.URLField(max_length=1000)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PAGE)
    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="captures")
    packed = models.BinaryField(help_text="The body, deflated.")
    content_type = models.CharField(max_length=200, blank=True)
    captured_at = models.DateTimeField(default=timezone.now)
    archive = models.CharField(max_length=200, blank=True, help_text="Empty: fetched live.")
    origin = models.CharField(max_length=12, choices=Article.Origin.choices, default=Article.Origin.LIVE)
    captured_from = models.CharField(max_length=1000, blank=True, help_text="Where it stands in the archive.")
    read_at = models.DateTimeField(null=True, blank=True, help_text="Of a feed: when its entries were taken.")
    reason = models.CharField(max_length=120, blank=True, help_text="Of a feed: why it could not be read.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("url", "archive"), name="one_capture_an_archive"),)

    def __str__(self) -> str:
        return self.url

    @property
    def body(self) -> bytes:
        """The bytes as they came."""
        return zlib.decompress(bytes(self.packed))

    @staticmethod
    def pack(body: bytes) -> bytes:
        """Bytes as they are stored."""
        return zlib.compress(body, 6)


class Snapshot(models.Model):
    """One text of an article, hashed; every quote and claim is a span of it. Never shown whole."""

    class Reporting(models.TextChoices):
        ORIGINAL = "original", _("its own")
        SECOND_HAND = "second-hand", _("what others report")
        BOTH = "both", _("its own and what others report")

    article = models.ForeignKey(Article, models.CASCADE, related_name="snapshots")
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    reader = models.CharField(max_length=60, help_text="The path that read it.")
    agreement = models.FloatField(
        null=True, blank=True, help_text="0 to 1: how much an independent reader found the same; empty: not checked."
    )
    vector = models.BinaryField(blank=True, help_text="What title and beginning say: 384 numbers of 16 bits.")
    vector_weights = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the encoder that the vector is by; others' are no match for it.",
    )
    taken_at = models.DateTimeField(default=timezone.now)
    reporting = models.CharField(
        max_length=11, choices=Reporting.choices, blank=True, help_text="Whose work it reports; empty: it does not say."
    )
    signs = models.JSONField(default=list, blank=True, help_text="Where it claims work of its own: [[start, end], …].")

    class Meta:
        verbose_name = "stored text"
        verbose_name_plural = "stored texts"
        ordering = ("taken_at", "id")
        constraints = (models.UniqueConstraint(fields=("article", "sha256"), name="one_snapshot_a_text"),)

    def __str__(self) -> str:
        return f"{self.article} ({self.sha256[:12]})"
