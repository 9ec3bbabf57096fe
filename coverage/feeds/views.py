"""A feed's address → its answer: the feed or one of its archives, in RSS, Atom or JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from coverage.answers import answer
from coverage.feeds import corrected, sources, speakers
from coverage.feeds.channel import Channel
from coverage.feeds.forms import MEDIA_TYPES, written
from coverage.feeds.source import Source, archive, newest
from coverage.last_act import last_act


def follow(source_of: Callable[..., Source]) -> Callable[..., HttpResponseBase]:
    """The view of everything that `source_of` finds by the parts of an address."""

    @require_safe
    def feed(request: HttpRequest, form: str, part: int | None = None, **named: Any) -> HttpResponseBase:
        source = source_of(**named)
        place = f"{source.base}.{form}" if part is None else f"{source.base}/{part}.{form}"
        if request.path != place:  # a merged story's feed: it goes on where the story does
            return redirect(place if part is None else f"{source.base}.{form}", permanent=True)
        channel = newest(source, form) if part is None else archive(source, form, part)
        if channel is None:
            raise Http404("No such archive")
        return answered(request, channel, form)

    feed.source_of = source_of  # type: ignore[attr-defined]  # for the hub, which knows feeds by their addresses
    return feed


stories = follow(sources.all_stories)
changes = follow(sources.all_changes)
story = follow(sources.story_articles)
story_changes = follow(sources.story_changes)
outlet = follow(sources.outlet_articles)
claim = follow(sources.claim_reports)
speaker = follow(speakers.speaker_quotes)
corrections = follow(corrected.all_corrections)


def answered(request: HttpRequest, channel: Channel, form: str) -> HttpResponseBase:
    """The channel in a form, with its validators and links. What a person took out leaves no trace in the entries, so
    the last thing that anybody did counts as a change: who asks by the moment alone never keeps what went."""
    links = [f'<{channel.address}>; rel="self"']
    if channel.hub:
        links.append(f'<{channel.hub}>; rel="hub"')
    changed = max(filter(None, (channel.updated, channel.compared, last_act())))
    return answer(request, written(channel, form), MEDIA_TYPES[form], changed, {"Link": ", ".join(links)})
