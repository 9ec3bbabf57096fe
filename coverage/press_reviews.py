"""A story → its press review, ready to be shown in any form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aggregator.models import Article
from coverage.comparing.press_review import compose
from coverage.comparing.review_forms import Footnote, Paragraph, Run, Written
from coverage.comparing.review_parts import Note, Part
from coverage.languages import in_words
from coverage.models import Story
from coverage.review_phrases import runs_of
from coverage.site_address import absolute
from coverage.story_facts import articles_of, facts_of, limits
from coverage.templatetags.shown import told_moment


@dataclass(frozen=True, slots=True)
class Shown:
    """A press review as its page shows it; `by_editor` tells who put it together."""

    written: Written
    articles: Sequence[Article]
    by_editor: bool = False

    @property
    def sample(self) -> bool:
        """Whether words of the sample edition are in it."""
        return any(article.origin == Article.Origin.SAMPLE for article in self.articles)


def review_of(story: Story) -> Shown:
    """The story's review."""
    articles = articles_of(story)
    return Shown(_assembled(story, articles), articles)


def footnotes(notes: Sequence[Note], articles: Mapping[int, Article]) -> tuple[Footnote, ...]:
    """Footnotes in words: the outlet, the headline, when it was published."""
    return tuple(
        Footnote(note.number, told_article(articles[note.source.id]), note.address, note.source, _mark(note))
        for note in notes
    )


def told_article(article: Article) -> str:
    """An article in one line."""
    when = told_moment(article.when, "full", article.published_day_only)
    headline = f"“{article.title}”" if article.title else ""
    return ", ".join(filter(None, (in_words(article.outlet.name), headline, when)))


def credit(story: Story, by: str, sample: bool) -> tuple[str, ...]:
    """The lines that go with every copy."""
    address = absolute(story.get_absolute_url())
    lines = [by, _("The words in quotation marks are the outlets’ own, or marked; each note leads to the sentence.")]
    if sample:
        lines.append(_("Sample edition: written for this project, not the outlets’ words."))
    return (*lines, f"Parallax: {address}")


def _assembled(story: Story, articles: Sequence[Article]) -> Written:
    review = compose(facts_of(story, articles), limits())
    sample = any(article.origin == Article.Origin.SAMPLE for article in articles)
    by = _("Assembled by machine from the outlets’ words and fixed phrases of credit; not reviewed.")
    written = Written(
        title=str(story),
        paragraphs=tuple(paragraph for part in review.parts for paragraph in _paragraphs(part)),
        notes=footnotes(review.notes, {article.pk: article for article in articles}),
        credit=credit(story, by, sample),
    )
    return written.placed()


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


def _mark(note: Note) -> str:
    if note.source.at_home:
        return _("(its address is not known: the link leads to the outlet’s home page)")
    return "" if note.address else _("(no address is known)")
