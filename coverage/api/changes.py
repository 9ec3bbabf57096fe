"""/api/v1/changes: what happened to stories, with the words of edits that matter, within the limits of one answer."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from coverage.api.lists import ChangePage
from coverage.api.paging import Before, Limit, NumberAsked, Since, in_utc, page
from coverage.api.shapes import ChangeShape, EditShape, Problem
from coverage.feeds.changes import Told, link_of, name_of, told, worth_telling
from coverage.models import StoryEvent
from coverage.site_address import tag

router = Router(tags=["changes"])


@router.get("/changes", response={200: ChangePage, 422: Problem}, summary="Changes")
def list_changes(
    request: HttpRequest, story: NumberAsked = None, since: Since = None, before: Before = None, limit: Limit = 20
) -> ChangePage:
    """Articles that joined a story, edits that matter, new differences and mergers."""
    rows = worth_telling(StoryEvent.objects.all())
    if story is not None:
        rows = rows.filter(story=story)
    if since is not None:
        rows = rows.filter(at__gte=in_utc(since))
    found, following = page(request, rows, before, limit)
    return ChangePage(items=[_shape(one) for one in told(found, together=True)], next=following)


def _shape(one: Told) -> ChangeShape:
    event = one.event
    return ChangeShape(
        id=event.pk,
        guid=tag(name_of(event)),
        kind=event.kind,
        at=event.at,
        title=one.title,
        story=event.story_id,
        article=event.article_id,
        outlet=event.article.outlet.slug if event.article else None,
        difference=one.difference.pk if one.difference else None,
        page=link_of(event, one.difference),
        edits=[EditShape(kind=edit.kind, old=edit.old, new=edit.new) for edit in one.edits],
    )
