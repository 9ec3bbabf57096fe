"""A search → its feed and the archives behind it (RFC 5005).

What is found changes with every word that is written, so that archives cannot be counted off from it: each covers a
block of `BLOCK` numbers of the index, which an entry keeps for as long as it can be found. The feed has the newest
entries and whatever lies in the block that is not full yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coverage.comparing.excerpts import cut
from coverage.feeds.articles import article_items, with_quotes
from coverage.feeds.channel import Channel, Item
from coverage.feeds.source import SIZE
from coverage.feeds.sources import story_items
from coverage.feeds.views import answered
from coverage.front_page import with_rows
from coverage.models import SearchEntry
from coverage.search import index, page, visible
from coverage.search.asking import Asked, Entry, entries_at, understood
from coverage.search.results import Line, lines
from coverage.searching.index_words import KINDS, block_of, in_block, number_of
from coverage.site_address import absolute, tag

_FOLLOWED = ("story", "article", "quote", "claim")  # without a kind; speakers are never new
_LOOKED_BACK = 400  # newest entries among which the archives' blocks are looked for
_TITLE = 90  # characters of a quote or claim that is an entry's title


@require_safe
def found(request: HttpRequest, form: str, part: int | None = None) -> HttpResponseBase:
    """What is found for `q` (of `kind` alone, where one is given), as a feed or one of its archives."""
    asked = understood(request.GET.get("q", ""), forgiving=False)
    kind = request.GET.get("kind", "")
    if asked.query.is_empty or asked.typed.problems or (kind and kind not in KINDS):
        return HttpResponse(_why(asked), status=400, content_type="text/plain; charset=utf-8")
    channel = _channel(asked, kind, form, part)
    if channel is None:
        raise Http404("No such archive")
    return answered(request, channel, form)


def _channel(asked: Asked, kind: str, form: str, part: int | None) -> Channel | None:
    kinds = (kind,) if kind else _FOLLOWED
    newest_entry = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    current = block_of(newest_entry or 1)
    if part is not None and not 1 <= part < current:
        return None
    wanted = asked.wanted(*kinds)
    places = index.search(wanted, _LOOKED_BACK)
    shown = index.search(in_block(wanted, part or current), _LOOKED_BACK + SIZE)
    shown = sorted({*shown, *(() if part else places[:SIZE])}, reverse=True)
    blocks = _blocks(places, current)
    before = max((block for block in blocks if block < (part or current)), default=0)
    after = min((block for block in blocks if block > part), default=0) if part else 0

    def at(part: int | None) -> str:
        return absolute(page.feed_address(asked.query, kind, form, part))

    name = hashlib.sha256(f"{kind} {asked.query.written}".encode()).hexdigest()[:24]
    return Channel(
        guid=tag(f"search/{name}"),
        title=_("Parallax: search for %(query)s") % {"query": asked.query.written},
        about=_("What Parallax finds for this search: %(query)s") % {"query": asked.query.written},
        link=absolute(page.address(asked.query, kind)),
        address=at(part),
        items=_items(entries_at(shown)),
        previous=at(before) if before else "",
        following=at(after) if after else "",
        current=at(None) if part else "",
    )


def _blocks(places: Sequence[int], current: int) -> Iterable[int]:
    """The full blocks that have something of the search: where more was found than was looked at, any may."""
    if len(places) == _LOOKED_BACK:
        return range(1, current)
    return {block for place in places if (block := block_of(number_of(place))) < current}


def _items(entries: Sequence[Entry]) -> tuple[Item, ...]:
    """The entries as those of a feed: stories and articles as every other feed has them."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    keys = {kind: [entry.key for entry in rows] for kind, rows in by_kind.items()}
    made: dict[tuple[str, int], Item] = {}
    if stories := keys.get("story"):
        rows = list(with_rows(visible.stories().filter(pk__in=stories)))
        made |= {("story", row.pk): item for row, item in zip(rows, story_items(rows), strict=True)}
    if articles := keys.get("article"):
        found = list(with_quotes(visible.articles().filter(pk__in=articles)))
        made |= {("article", row.pk): item for row, item in zip(found, article_items(found), strict=True)}
    others = [entry for kind in ("quote", "claim", "speaker") for entry in by_kind.get(kind, ())]
    made |= {(line.kind, line.key): _item(line) for line in lines(others, frozenset(), apart=True)}
    return tuple(made[entry.kind, entry.key] for entry in entries if (entry.kind, entry.key) in made)


def _item(line: Line) -> Item:
    """A quote, statement or speaker as an entry, within the limits of one."""
    title = cut(line.title or line.words, _TITLE) or _("Words in %(outlet)s") % {"outlet": line.outlets[0].name}
    return Item(
        guid=tag(f"found/{line.kind}/{line.key}"),
        title=f"{line.speaker}: {title}" if line.kind == "quote" and line.speaker else title,
        link=absolute(line.page),
        published=line.at,
        updated=line.at,
        author=line.article.outlet.name if line.article else "Parallax",
        body=render_to_string("coverage/feeds/found.html", {"line": line, "here": absolute(line.page)}),
    )


def _why(asked: Asked) -> str:
    told = [page.told(problem) for problem in asked.typed.problems]
    return "\n".join(told or [_("Say what to look for, as in ?q=oracle, and of which kind, if of one.")]) + "\n"
