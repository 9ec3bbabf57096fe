"""An article's number → its place in its story, or where one stands that is in none."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from aggregator.models import Article
from coverage.feeds.articles import visible_story
from coverage.states import gone, tombstone_at
from coverage.story_facts import source_of


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the article in its story; else tells where it stands on its way."""
    rows = Article.objects.select_related("outlet", "membership__story").defer("feed_summary")
    found = get_object_or_404(rows.filter(outlet__listed=True), pk=pk)
    if found.state == Article.State.REMOVED:
        raise Http404("Taken down: the tombstone answers")
    if found.outlet.withdrawn_at and (stone := tombstone_at(f"/o/{found.outlet.slug}/")):
        return gone(request, stone)
    if story := visible_story(found):
        return redirect(f"{story.get_absolute_url()}#article-{found.pk}")
    context = {"article": found, "address": source_of(found, 0).address, "waits": _is_told_by_others(found)}
    return render(request, "coverage/article.html", context)


def _is_told_by_others(article: Article) -> bool:
    """Whether its story, which readers do not see, has another outlet's article."""
    membership = getattr(article, "membership", None)
    if membership is None:
        return False
    others = Article.objects.filter(membership__story=membership.story_id, outlet__listed=True)
    return others.exclude(outlet=article.outlet_id).exists()
