"""Articles as the desk's inbox shows them."""

from __future__ import annotations

from aggregator.models import Article


class InboxArticle(Article):
    """An article with the story that the workers suggest for it."""

    class Meta:
        proxy = True
        ordering = ("-first_seen_at", "-id")
        verbose_name = "article in the inbox"
        verbose_name_plural = "inbox"
        default_permissions = ()  # who may look at articles may look into the inbox
