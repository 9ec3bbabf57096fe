"""What the API's lists hold: a page of items, and where the next one is."""

from __future__ import annotations

from ninja import Field, Schema

from coverage.api.shapes import ArticleShape, ChangeShape, ClaimShape, OutletShape, QuoteShape, StoryLine


class StoryPage(Schema):
    """Stories, the newest number first."""

    items: list[StoryLine]
    next: str | None = Field(description="the address of the next page; null on the last")


class ArticlePage(Schema):
    """Articles, the newest number first."""

    items: list[ArticleShape]
    next: str | None


class OutletPage(Schema):
    """All outlets."""

    items: list[OutletShape]
    next: str | None = None


class QuotePage(Schema):
    """Quotes, the newest number first."""

    items: list[QuoteShape]
    next: str | None


class ClaimPage(Schema):
    """Statements, the newest number first."""

    items: list[ClaimShape]
    next: str | None


class ChangePage(Schema):
    """Changes, the newest number first."""

    items: list[ChangeShape]
    next: str | None
