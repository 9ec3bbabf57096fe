"""Numbers and names in an address → what readers find there today: the thing itself, or what went on in its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from aggregator.models import Claim, Quote, Speaker
from coverage.models import ClaimGroup, RetiredClaim, Story

Span = TypeVar("Span", Quote, Claim)


class Gone(Exception):
    """It was here, and nothing stands in its place; `story` is the public one that it was in, where there is one."""

    def __init__(self, story: Story | None = None) -> None:
        super().__init__("gone")
        self.story = story


def public_story(pk: int) -> Story:
    """The public story that a number leads to; another one than asked for where that was merged. Else Http404."""
    story = get_object_or_404(Story.objects.select_related("merged_into"), pk=pk).standing_story()
    if story.state != Story.State.PUBLIC:
        raise Http404("No such story")
    return story


def standing_claim(pk: int) -> ClaimGroup:
    """The statement of that number in a public story, or what its sentence shows now (its number is another).

    Raises Http404 where there never was one or an editor has hidden it, Gone where it is not compared any more.
    """
    shown = ClaimGroup.objects.select_related("story__merged_into", "clearest")
    found = shown.filter(pk=pk).first()
    if found is None:
        retired = get_object_or_404(RetiredClaim.objects.select_related("story__merged_into"), number=pk)
        found = _heir(shown, retired)
        if found is None:
            raise Gone(_if_public(retired.story))
    if found.story.state != Story.State.PUBLIC or found.story.merged_into_id or found.clearest.hidden or found.hidden:
        raise Http404("No such statement")
    return found


def standing_quote(pk: int) -> Quote:
    """The quote of that number in a public story, or what became of it in its article's newest text.

    Raises Http404 where there never was one or an editor has hidden it, Gone where the article has it no more.
    """
    named = get_object_or_404(
        Quote.objects.select_related("article__membership__story__merged_into", "snapshot"), pk=pk
    )
    today = span_today(named)
    if today is None:
        raise Gone(_story_of(named))
    return get_object_or_404(quotes_in_public().select_related("article__membership__story"), pk=today.pk)


def public_speaker(slug: str) -> Speaker:
    """The speaker whom an address leads to; another one than asked for where that was merged. Http404 where readers
    see no quote of theirs."""
    speaker = get_object_or_404(Speaker.objects.select_related("merged_into"), slug=slug).standing_speaker()
    if not quotes_in_public().filter(speaker=speaker).exists():
        raise Http404("No quote of this speaker is public")
    return speaker


def most_quoted(stories: Iterable[Story], most: int) -> list[Speaker]:
    """Whom the outlets quote most in these stories: one query."""
    quoted = quotes_in_public().filter(article__membership__story__in=list(stories), speaker__merged_into=None)
    rows = Speaker.objects.filter(quotes__in=quoted).annotate(given=Count("quotes"))
    return list(rows.order_by("-given", "pk")[:most])


def quotes_in_public() -> QuerySet[Quote]:
    """The outlets' own quotes that readers may see, in public stories."""
    public = {"article__membership__story__state": Story.State.PUBLIC, "article__membership__story__merged_into": None}
    rows: QuerySet[Quote] = Quote.objects.shown().filter(article__outlet__listed=True, **public)
    return rows


def speakers_in_public() -> QuerySet[Speaker]:
    """Speakers who stand and whom readers see quotes of."""
    return Speaker.objects.standing().filter(Exists(quotes_in_public().filter(speaker=OuterRef("pk"))))


def statements_in_public() -> QuerySet[ClaimGroup]:
    """Statements of public stories that nobody has hidden, nor the words that they are told in."""
    told = {"clearest__hidden": False, "clearest__article__outlet__listed": True}
    return ClaimGroup.objects.shown().filter(story__state=Story.State.PUBLIC, story__merged_into=None, **told)


def claims_in_public() -> QuerySet[Claim]:
    """The outlets' own claims that readers may see, in public stories; none on which a hidden statement rests."""
    public = {"article__membership__story__state": Story.State.PUBLIC, "article__membership__story__merged_into": None}
    hidden = ClaimGroup.objects.filter(hidden=True)
    resting = Q(clearest=OuterRef("pk")) | Q(cells__claims=OuterRef("pk"))
    rows: QuerySet[Claim] = Claim.objects.shown().filter(~Exists(hidden.filter(resting)), **public)
    return rows.filter(article__outlet__listed=True)


def span_today(span: Span) -> Span | None:
    """The quote or claim as it stands in its article's newest text; None where that has it no more."""
    newest = span.article.snapshot_id
    while span.snapshot_id != newest:
        check = span.checks.select_related("against").first()
        if check is None or not check.spans or check.against.taken_at <= span.snapshot.taken_at:
            return None
        first, last = check.spans[0][0], check.spans[-1][1]
        rows = type(span)._default_manager.filter(snapshot=check.against_id, start__lt=last, end__gt=first)
        following = max(rows, key=lambda row: min(row.end, last) - max(row.start, first), default=None)
        if following is None:
            return None
        span = following
    return span


def _heir(groups: QuerySet[ClaimGroup], retired: RetiredClaim) -> ClaimGroup | None:
    """The statement that the sentence of one that ended shows now: the one that it says best, else the first."""
    claim = span_today(retired.clearest)
    if claim is None:
        return None
    found = groups.filter(cells__claims=claim).distinct()
    return min(found, key=lambda group: (group.clearest_id != claim.pk, group.pk), default=None)


def _story_of(quote: Quote) -> Story | None:
    membership = getattr(quote.article, "membership", None)
    return _if_public(membership.story) if membership else None


def _if_public(story: Story) -> Story | None:
    heir = story.standing_story()
    return heir if heir.state == Story.State.PUBLIC else None
