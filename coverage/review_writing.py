"""An editor's press review → what readers see of it, what it takes of each article, and what stops its publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aggregator.history import by_hand
from coverage.citing import CHANGED, GONE, HIDDEN, RECREDITED, Cited, cited, since
from coverage.comparing.excerpts import Granted, Limits, Wish, grant
from coverage.comparing.review_forms import Paragraph, Run, Written
from coverage.comparing.review_parts import Notes
from coverage.comparing.review_text import Block, Cite, Draft, parse, pasted, without_note
from coverage.corrections import tell_review
from coverage.desk import hold
from coverage.locks import keep_stories
from coverage.models import PressReview
from coverage.press_review_notes import credit, footnotes
from coverage.review_phrases import unstopped
from coverage.story_facts import limits


@dataclass(frozen=True, slots=True)
class Used:
    """How much of one article a review shows, against what it may."""

    told: str
    characters: int
    quotes: int
    limits: Limits

    @property
    def too_much(self) -> bool:
        """Whether it is more."""
        return self.characters > self.limits.page or self.quotes > self.limits.quotes_a_section


def written(review: PressReview, published: bool = True) -> tuple[Written, list[Any]]:
    """The review as readers see it (or would, by what is written now), and the articles that it quotes."""
    body = review.published_body if published else review.body
    title = review.published_title if published else review.title
    draft = parse(body)
    found = cited(draft.cites, review.cited if published else None)
    granted = _granted(found)
    notes = Notes()
    paragraphs = tuple(
        Paragraph(tuple(_run(part, found, granted, notes) for part in block.parts), block.heading)
        for block in draft.blocks
    )
    articles = {one.article.pk: one.article for one in found.values() if one.article}
    sample = any(article.origin == "sample" for article in articles.values())
    by = _("Written by an editor; every quotation is a reference to the outlet’s article.")
    told = footnotes(notes.taken, articles)
    whole = Written(title or str(review.story), paragraphs, told, credit(review.story, by, sample))
    return whole.placed(), list(articles.values())


def used(draft: Draft, found: Mapping[Cite, Cited]) -> list[Used]:
    """The meter: by article, in order of publication."""
    characters: Counter[int] = Counter()
    quotes: Counter[int] = Counter()
    articles = {one.article.pk: one.article for one in found.values() if one.article}
    for cite in draft.cites:
        one = found[cite]
        if one.article and not cite.silent:
            characters[one.article.pk] += len(one.words)
            quotes[one.article.pk] += 1
    ordered = sorted(articles.values(), key=lambda article: (article.when, article.pk))
    bounds = limits()
    return [Used(f"{a.outlet.name}: {a.title[:80]}", characters[a.pk], quotes[a.pk], bounds) for a in ordered]


def stops(review: PressReview) -> list[str]:
    """What must be put right before what is written may be published, as sentences; empty: nothing."""
    draft = parse(review.body)
    found = cited(draft.cites)
    told = [] if draft.cites else [_("It quotes nobody yet.")]
    told += [_("Its story was merged into another story.")] if review.story.merged_into_id else []
    told += [_("{} is no reference that can be understood.").format(token) for token in draft.malformed]
    told += [_told_of(one) for one in found.values() if _told_of(one)]
    articles = list(review.story.articles.select_related("outlet", "snapshot"))
    told += _from_elsewhere(found, {article.pk for article in articles})
    told += [
        _("{} gives more than may be shown: {} characters, {} quotes.").format(one.told, one.characters, one.quotes)
        for one in used(draft, found)
        if one.too_much
    ]
    told += [_("No note: “{}”").format(sentence[:160]) for sentence in without_note(draft)]
    texts: dict[str, list[str]] = {}
    for article in articles:
        texts.setdefault(article.outlet.name, []).append(article.snapshot.text if article.snapshot else "")
    told += [
        _("These words stand in {}’s article; quote them by reference: “{} …”").format(outlet, words)
        for outlet, words in pasted(draft, texts)
    ]
    return told


def broken(review: PressReview) -> list[Cited]:
    """References of what is published whose words have changed, or are gone, since."""
    return broken_in([review])[review.pk]


def broken_in(reviews: Sequence[PressReview]) -> dict[int, list[Cited]]:
    """The same of many press reviews, by number, with the queries of one."""
    cites = {review.pk: list(dict.fromkeys(parse(review.published_body).cites)) for review in reviews}
    found = cited(cite for of_one in cites.values() for cite in of_one)
    told = {review.pk: [since(found[cite], review.cited) for cite in cites[review.pk]] for review in reviews}
    return {key: [one for one in of_one if one.state in (CHANGED, RECREDITED, HIDDEN, GONE)]
            for key, of_one in told.items()}  # fmt: skip


@transaction.atomic
def publish(review: PressReview, user: Any, now: datetime, why: str = "") -> list[str]:
    """Let readers see what is written now; gives what stops it (then nothing changes). The workers leave the story's
    articles in it from then on. Where readers saw another text they are told, and `why`."""
    [story] = keep_stories([review.story_id])
    if told := stops(review):
        return told
    hold(story)  # else the workers might merge it, or take its articles away
    before = (review.published_title, review.published_body)
    if review.is_published and before != (review.title, review.body):
        tell_review(story, False, why, user, now)
    with by_hand([review], user, _with(_("Published"), why), now):
        review.published_title, review.published_body, review.published_at = review.title, review.body, now
        review.cited = {cite.token: one.digest for cite, one in cited(parse(review.body).cites).items()}
        review.save(update_fields=["published_title", "published_body", "published_at", "cited"])
    return []


@transaction.atomic
def withdraw(review: PressReview, user: Any, now: datetime, why: str = "") -> None:
    """Take it off the site; what is written stays at the desk. Readers are told, and `why`."""
    if review.is_published:
        tell_review(review.story, True, why, user, now)
    with by_hand([review], user, _with(_("Taken off the site"), why), now):
        review.published_title, review.published_body, review.published_at, review.cited = "", "", None, {}
        review.save(update_fields=["published_title", "published_body", "published_at", "cited"])


def _with(done: str, why: str) -> str:
    """What was done, and why where that is said."""
    return f"{done}: {why.strip()}" if why.strip() else done


def _from_elsewhere(found: Mapping[Cite, Cited], own: Collection[int]) -> list[str]:
    """References to articles that are not in the story."""
    told = _("{} is from {}, “{}”, which is not in this story: move that article here first, or leave it out.")
    return [
        told.format(cite.token, one.article.outlet.name, one.article.title[:80])
        for cite, one in found.items()
        if one.article and one.article.pk not in own
    ]


def _told_of(one: Cited) -> str:
    """What stops one reference; empty for nothing."""
    token, most = one.cite.token, limits().quote
    if one.state == GONE:
        return _("{} is no quote or claim that is stored any more.").format(token)
    if one.state == HIDDEN:
        return _("{} was hidden by an editor.").format(token)
    if not one.words:
        return _("{} has no such words.").format(token)
    if one.state == CHANGED:
        return _("{}: its words do not stand in the article’s newest text.").format(token)
    if one.state == RECREDITED:
        return _("{}: the article credits it to someone else now.").format(token)
    if len(one.words) > most and not one.cite.silent:
        return _("{} has {} characters; choose {} at most, as in [[q:1 3-20]].").format(token, len(one.words), most)
    return ""


def _granted(found: Mapping[Cite, Cited]) -> Mapping[Any, Granted]:
    """Limits hold on the page whatever was published: settings may have changed since."""
    bounds = limits()
    wishes = [
        Wish(cite, one.article.pk, "review", one.words, None, bounds.quote, 1, quoted=True)
        for cite, one in found.items()
        if one.article and one.shown and not cite.silent
    ]
    return grant(wishes, bounds, {})


def _run(part: str | Cite, found: Mapping[Cite, Cited], granted: Mapping[Any, Granted], notes: Notes) -> Run:
    if isinstance(part, str):
        return Run("text", part)
    one = found[part]
    if one.source is None or not one.shown:
        return Run("lost", _("[withdrawn]"))
    note = notes.at(one.source, one.place)
    if part.silent:
        return Run("text", "", note)
    if part not in granted:
        return Run("lost", _("[its words are in the article]"), note)
    return Run("quote", unstopped(granted[part].words), note, mark=_mark(one))


def _mark(one: Cited) -> str:
    marks = {
        CHANGED: _("the article has other words since"),
        RECREDITED: _("the article credits someone else since"),
    }
    told = [_("translated")] if one.translated else []
    return ", ".join([*told, *([marks[one.state]] if one.state in marks else [])])


__all__ = ["Block", "Used", "broken", "publish", "stops", "used", "withdraw", "written"]
