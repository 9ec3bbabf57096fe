"""Footnotes of a press review, and the lines that go with every copy, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from aggregator.models import Article
from coverage.comparing.quotation_marks import in_marks
from coverage.comparing.review_forms import Footnote
from coverage.comparing.review_parts import Note
from coverage.languages import in_words
from coverage.models import Story
from coverage.site_address import absolute
from coverage.templatetags.shown import told_moment


def footnotes(notes: Sequence[Note], articles: Mapping[int, Article]) -> tuple[Footnote, ...]:
    """Footnotes in words: the outlet, the headline, when it was published."""
    return tuple(
        Footnote(note.number, told_article(articles[note.source.id]), note.address, note.source, _mark(note))
        for note in notes
    )


def told_article(article: Article) -> str:
    """An article in one line."""
    when = told_moment(article.when, "full", article.published_day_only)
    headline = in_marks(article.title) if article.title else ""
    return ", ".join(filter(None, (in_words(article.outlet.name), headline, when)))


def credit(story: Story, by: str, sample: bool) -> tuple[str, ...]:
    """The lines that go with every copy."""
    address = absolute(story.get_absolute_url())
    lines = [by, _("The words in quotation marks are the outlets’ own, or marked; each note leads to the sentence.")]
    if sample:
        lines.append(_("Sample edition: written for this project, not the outlets’ words."))
    return (*lines, f"Parallax: {address}")


def _mark(note: Note) -> str:
    if note.source.at_home:
        return _("(its address is not known: the link leads to the outlet’s home page)")
    return "" if note.address else _("(no address is known)")
