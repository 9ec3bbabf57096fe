"""A decision to take something down → its text deleted at once, a tombstone in its place, the rest told anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from aggregator.models import Article, Claim, Outlet, Quote
from aggregator.removal import Stored, remove_text, stored_of, withdraw
from aggregator.wording import counted
from coverage.announcing import may_have_changed
from coverage.assemble import refresh_facts, take_turn
from coverage.locks import keep, keep_articles, keep_stories
from coverage.models import (
    ArticleSketch,
    ClaimGroup,
    Difference,
    Membership,
    Posting,
    QuoteGroup,
    QuoteVariant,
    RetiredClaim,
    Story,
    StoryEvent,
    TakedownRequest,
    Tombstone,
)
from coverage.ready_pages import forget
from coverage.search.findable import heard_in
from coverage.search.writing import forget_words, index_speakers
from coverage.searching.words import folded_words
from coverage.struck import gone_with, strike
from coverage.withheld import one_at, stood, withhold

_TOGETHER = 100  # articles of an outlet that are taken down in one transaction
_AT_ONCE = 1000  # stories that one query keeps back
_SHOWN = (Story.State.PUBLIC, Story.State.WITHHELD)


@dataclass(frozen=True, slots=True)
class Why:
    """The public reason, the request that it answers (if any), and the moment."""

    words: str
    at: datetime
    request: TakedownRequest | None = None


@transaction.atomic
def take_down(articles: Iterable[int], why: Why) -> Stored:
    """Take articles down; gives what was deleted. Doing it again changes nothing."""
    wanted = list(articles)
    locked = keep_stories((), wanted)
    keep_articles(wanted)  # a worker that reads one of them is waited for: what it stores goes as well
    rows = list(Article.objects.kept().select_related("outlet", "membership__story").filter(pk__in=wanted))
    keys = [row.pk for row in rows]
    for story in locked:
        may_have_changed(story, [row for row in rows if _home(row) == story.pk], why.at)
    heard, words = heard_in([story.pk for story in locked]), _words_of(keys)
    _bury(rows, why)
    forget(story.pk for story in locked)
    _forget_headlines(keys, locked)
    _forget_comparison(keys, locked, why)
    deleted = remove_text(keys)
    ArticleSketch.objects.filter(article__in=keys).delete()
    Posting.objects.filter(article__in=keys).delete()
    StoryEvent.objects.filter(article__in=keys).delete()
    Membership.objects.filter(article__in=keys).delete()
    for story in locked:
        _tell_anew(story, why)
    index_speakers(heard)
    forget_words(words)
    return deleted


def take_down_outlet(outlet: Outlet, why: Why) -> Stored:
    """Take down all that an outlet published, the newest first; nothing of it is stored from then on. What ends this in
    the middle loses nothing: the workers go on (`take_down_what_is_left`).

    Readers see nothing of it from the first moment: a story that it is in is kept back until its articles went, for
    what was found by comparing repeats their words.
    """
    with transaction.atomic():
        take_turn(why.at)  # who places an article of it now is waited for
        stories = [row.pk for row in keep(lambda: _told_by(outlet))]
        withdraw(outlet, why.at)
        _keep_back(stories, outlet)
        _put("o", outlet.slug, Tombstone.Kind.OUTLET, why, outlet=outlet)
    found = []
    while some := _left_of(outlet):
        found.append(take_down(some, why))
    return Stored(*(sum(getattr(one, name) for one in found) for name in Stored.__slots__))


def take_down_what_is_left() -> int:
    """Go on where taking an outlet down was interrupted, some articles at a time; gives how many went now."""
    for stone in Tombstone.objects.filter(kind=Tombstone.Kind.OUTLET, outlet__withdrawn_at__isnull=False):
        if stone.outlet and (some := _left_of(stone.outlet)):
            return take_down(some, Why(stone.why, stone.removed_at, stone.request)).articles
    return 0


def stored_of_outlet(outlet: Outlet) -> Stored:
    """What taking an outlet down would delete."""
    return stored_of(outlet.articles.kept().values_list("pk", flat=True))


def told(stored: Stored) -> str:
    """Counts in words."""
    parts = (
        counted(stored.articles, "article"),
        counted(stored.texts, "text"),
        counted(stored.quotes, "quote"),
        counted(stored.claims, "claim"),
        counted(stored.pages, "stored page"),
    )
    return ", ".join(parts)


def meant(request: TakedownRequest) -> Article | Outlet | Quote | ClaimGroup | None:
    """What a request means: an outlet, or one quote or statement, where it says so, else an article; None while nobody
    knows."""
    match request.extent:
        case TakedownRequest.Extent.OUTLET:
            return request.outlet
        case TakedownRequest.Extent.QUOTE:
            return one_at(request.place)
    return request.article


def stored_for(requests: Iterable[TakedownRequest]) -> Stored:
    """What accepting the requests would delete."""
    found = [meant(request) for request in requests]
    articles = {one.pk for one in found if isinstance(one, Article)}
    outlets = [one for one in found if isinstance(one, Outlet)]
    articles |= set(Article.objects.kept().filter(outlet__in=outlets).values_list("pk", flat=True))
    return stored_of(articles)


def accept(request: TakedownRequest, why: Why, user: Any) -> None:
    """Take down what a request means, and tell its sender; one quote or statement is hidden, its article stays."""
    what = meant(request)
    if isinstance(what, Outlet):
        take_down_outlet(what, why)
    elif isinstance(what, Article):
        take_down([what.pk], why)
    elif what is not None:
        withhold(what, why.words, why.at, user)
        where, kind = ("q", Tombstone.Kind.QUOTE) if isinstance(what, Quote) else ("c", Tombstone.Kind.CLAIM)
        _put(where, what.pk, kind, why, **stood(what))
    decide(request, TakedownRequest.State.ACCEPTED, why.words, why.at, user)


def hidden_for(requests: Iterable[TakedownRequest]) -> int:
    """How many quotes and statements accepting the requests would hide."""
    return sum(isinstance(meant(request), (Quote, ClaimGroup)) for request in requests)


def decide(request: TakedownRequest, state: str, answer: str, now: datetime, user: Any) -> None:
    """Write down what was decided, and the reason that the sender is told."""
    request.state, request.answer, request.decided_at, request.decided_by = state, answer, now, user
    request.save(update_fields=["state", "answer", "decided_at", "decided_by"])


def _told_by(outlet: Outlet) -> set[int]:
    """Numbers of the stories with articles of the outlet, or with press reviews that carry its words."""
    rows = Story.objects.filter(Q(memberships__article__outlet=outlet) | Q(articles__quotes__carried_from=outlet))
    return set(rows.order_by().values_list("pk", flat=True))


def _keep_back(stories: Sequence[int], outlet: Outlet) -> None:
    for start in range(0, len(stories), _AT_ONCE):
        some = Story.objects.filter(pk__in=stories[start : start + _AT_ONCE])
        forget(some.values_list("pk", flat=True))
        some.update(stale=True, digest="")
        own = some.filter(state=Story.State.PUBLIC, memberships__article__outlet=outlet).order_by()
        Story.objects.filter(pk__in=list(own.values_list("pk", flat=True))).update(state=Story.State.WITHHELD)


def _left_of(outlet: Outlet) -> list[int]:
    rows = outlet.articles.kept().order_by(F("published_at").desc(nulls_last=True), "-pk")
    return list(rows.values_list("pk", flat=True)[:_TOGETHER])


def _home(article: Article) -> int | None:
    """The number of the story that it is in."""
    membership: Membership | None = getattr(article, "membership", None)
    return membership.story_id if membership else None


def _bury(articles: Sequence[Article], why: Why) -> None:
    for row in articles:
        membership = getattr(row, "membership", None)
        story = membership.story if membership else None
        on = row.published_at.date() if row.published_at else None
        _put("a", row.pk, Tombstone.Kind.ARTICLE, why, outlet=row.outlet, story=story, published_on=on)


def _forget_headlines(articles: Sequence[int], stories: Sequence[Story]) -> None:
    """A headline may have been the title of a story, and stand with quotes and claims in what the desk remembers."""
    gone = gone_with(articles)
    strike(gone, stories)
    for headline in gone.headlines:
        StoryEvent.objects.filter(story__in=stories, detail__contains=headline).delete()
        Story.objects.filter(merged_into__in=stories, title__startswith=headline).update(title="")


def _words_of(articles: Sequence[int]) -> set[str]:
    """The words that a search may have learnt from the articles."""
    texts = set(Article.objects.filter(pk__in=articles).values_list("title", flat=True))
    for model in (Quote, Claim):
        texts |= set(model._default_manager.filter(article__in=articles).values_list("text", flat=True))
    quotes = Quote.objects.filter(article__in=articles)
    texts |= {name for row in quotes.values_list("speaker__name", "speaker_name") for name in row if name}
    return {word for text in texts for word in folded_words(text)}


def _put(kind: str, name: object, what: str, why: Why, **stood: Any) -> None:
    values = {"kind": what, "removed_at": why.at, "why": why.words[:600], "request": why.request, **stood}
    Tombstone.objects.update_or_create(place=f"{kind}/{name}", defaults=values)


def _forget_comparison(articles: Sequence[int], stories: Sequence[Story], why: Why) -> None:
    """What a story shows of the articles goes; statements and quotes that others carry as well keep their numbers, in
    the others' words."""
    claims = set(Claim.objects.filter(article__in=articles).values_list("pk", flat=True))
    for group in ClaimGroup.objects.filter(clearest__in=claims).select_related("clearest__article__outlet"):
        other = Claim.objects.filter(cells__group=group).exclude(pk__in=claims).order_by("cells__position").first()
        if other is None:
            _put_finding("c", group, Tombstone.Kind.CLAIM, group.clearest, why)
        else:
            sentence = group.sentence if group.by_editor else other.text[:300]
            ClaimGroup.objects.filter(pk=group.pk).update(clearest=other, sentence=sentence)
    for retired in RetiredClaim.objects.filter(clearest__in=claims).select_related("clearest__article__outlet"):
        _put_finding("c", retired, Tombstone.Kind.CLAIM, retired.clearest, why)
    _bury_quotes(articles, stories, why)
    quoted = QuoteGroup.objects.filter(variants__quote__article__in=articles).distinct()
    for utterance in quoted.select_related("fullest"):
        _leave_quote_to_others(utterance, articles)
    for difference in Difference.objects.filter(story__in=stories):
        if claims & {evidence[0] for side in difference.sides for evidence in side["evidence"]}:
            StoryEvent.objects.filter(story=difference.story_id, kind="differs", key=difference.key).delete()
            difference.delete()


def _bury_quotes(articles: Sequence[int], stories: Sequence[Story], why: Why) -> None:
    """A tombstone for each quote that a story showed."""
    shown = Quote.objects.filter(article__in=articles, variants__group__story__in=stories).distinct()
    rows = shown.values_list("pk", "article__outlet", "variants__group__story")
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                place=f"q/{pk}", kind=Tombstone.Kind.QUOTE, outlet_id=outlet, story_id=story, removed_at=why.at,
                why=why.words[:600], request=why.request,
            )
            for pk, outlet, story in rows
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _leave_quote_to_others(group: QuoteGroup, articles: Sequence[int]) -> None:
    others = Quote.objects.filter(variants__group=group).exclude(article__in=articles)
    other = others.order_by("variants__position").first()
    if other and group.fullest.article_id in articles:
        QuoteGroup.objects.filter(pk=group.pk).update(fullest=other)
    # Word changes repeat words of the fullest form; the next comparison tells them anew.
    QuoteVariant.objects.filter(group=group).update(changes=[])


def _put_finding(kind: str, row: Any, what: str, span: Quote | Claim, why: Why) -> None:
    _put(kind, row.pk, what, why, outlet=span.article.outlet, story_id=row.story_id)


def _tell_anew(story: Story, why: Why) -> None:
    """The story without them: compared again by the workers, and no longer public where it is nobody's any more."""
    was_shown = story.state in _SHOWN
    story.digest, story.changed_at = "", why.at
    if not Article.objects.filter(Q(membership__story=story), outlet__listed=True).exists():
        story.set_by_editor(state=Story.State.HIDDEN)
    refresh_facts(story, why.at)
    Story.objects.filter(pk=story.pk).update(digest="")
    if was_shown and story.state not in _SHOWN:
        _put("s", story.pk, Tombstone.Kind.STORY, why)
