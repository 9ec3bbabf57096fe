"""A story → its press review, ready to be shown in any form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aggregator.models import Article
from coverage.comparing.press_review import compose
from coverage.comparing.review_forms import Paragraph, Run, Written
from coverage.comparing.review_parts import Part
from coverage.models import PressReview, Story
from coverage.press_review_notes import credit, footnotes
from coverage.review_phrases import runs_of
from coverage.review_writing import written
from coverage.story_facts import articles_of, facts_of, limits


@dataclass(frozen=True, slots=True)
class Shown:
    """A press review as its page shows it; `by_editor` tells who put it together."""

    written: Written
    articles: Sequence[Article]
    by_editor: bool = False
    at: datetime | None = None
    preview: bool = False

    @property
    def sample(self) -> bool:
        """Whether words of the sample edition are in it."""
        return any(article.origin == Article.Origin.SAMPLE for article in self.articles)


def review_of(story: Story) -> Shown:
    """The story's review: an editor's where one is published, else an assembled one."""
    review = PressReview.objects.published().select_related("story").filter(story=story).first()
    if review is not None:
        return Shown(*written(review), by_editor=True, at=review.published_at)
    articles = articles_of(story)
    return Shown(_assembled(story, articles), articles)


def draft_of(review: PressReview) -> Shown:
    """What an editor is writing, as readers would see it."""
    return Shown(*written(review, published=False), by_editor=True, preview=True)


def _assembled(story: Story, articles: Sequence[Article]) -> Written:
    review = compose(facts_of(story, articles), limits())
    sample = any(article.origin == Article.Origin.SAMPLE for article in articles)
    by = _("Assembled by machine from the outlets’ words and fixed phrases of credit; not reviewed.")
    whole = Written(
        title=str(story),
        paragraphs=tuple(paragraph for part in review.parts for paragraph in _paragraphs(part)),
        notes=footnotes(review.notes, {article.pk: article for article in articles}),
        credit=credit(story, by, sample),
    )
    return whole.placed()


def _paragraphs(part: Part) -> list[Paragraph]:
    """A paragraph an outlet; what they differ on is one a point."""
    clauses = [runs_of(clause) for clause in part.clauses]
    if part.kind == "outlet":
        joined: list[Run] = []
        for runs in clauses:
            joined += [Run("text", " ")] if joined else []
            joined += runs
        return [Paragraph(tuple(joined))]
    heading = _("Where they differ") if part.kind == "differences" else _("By way of translation")
    return [Paragraph((Run("text", heading),), heading=True), *(Paragraph(runs) for runs in clauses)]
