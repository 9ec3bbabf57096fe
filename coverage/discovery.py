"""What programs ask for beside the pages: robots.txt, llms.txt, oEmbed, and a story's grid as CSV."""

from __future__ import annotations

import json
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from aggregator.models import Outlet
from coverage.answers import answer
from coverage.comparing import sheet
from coverage.front_page import NEWEST, Card, cards, with_rows
from coverage.grid_csv import grid_as_csv
from coverage.languages import bare
from coverage.llms_text import told_to_models
from coverage.models import Story
from coverage.site_address import absolute
from coverage.standing import most_quoted, public_story
from coverage.story_facts import articles_of, facts_of, limits

_TEXT = "text/plain; charset=utf-8"
_WIDTH, _HEIGHT = 600, 220  # pixels of an embedded story, where the one who embeds it sets no less
_LEAST = 120
_SPEAKERS = 24  # in llms.txt
_KEPT = 3600  # seconds that who embeds a story may keep it


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """Everything may be read but the desk."""
    # A desk at an address of its own is not told here; its pages say themselves that they are not to be indexed.
    hidden = ["Disallow: /admin/"] if settings.ADMIN_PATH == "admin" else ["Disallow:"]
    lines = ["User-agent: *", *hidden, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return answer(request, "\n".join(lines).encode(), _TEXT)


@require_safe
def llms(request: HttpRequest) -> HttpResponseBase:
    """What the site is and where its machine-readable forms are (llmstxt.org): three queries."""
    stories = list(Story.objects.visible().order_by("-last_published_at", "-pk")[:NEWEST])
    told = told_to_models(Outlet.objects.listed(), stories, most_quoted(stories, _SPEAKERS), limits())
    return answer(request, told.encode(), _TEXT)


@require_safe
def grid(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A story's grid as CSV, within the limits of a page."""
    story = public_story(pk)
    if story.pk != pk:
        return redirect("story-grid", story.pk, permanent=True)
    laid_out = sheet.lay_out(facts_of(story, articles_of(story)), limits())
    named = {"Content-Disposition": f'attachment; filename="story-{story.pk}.csv"'}
    return answer(request, grid_as_csv(laid_out.grid).encode(), "text/csv; charset=utf-8; header=present", None, named)


@require_safe
def oembed(request: HttpRequest) -> HttpResponseBase:
    """A story to be set into another site's page (oembed.com): its headline, who covers it, and a link; no script."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return HttpResponse("format: json or xml.\n", status=400, content_type=_TEXT)
    story = _story_at(request.GET.get("url", ""))
    [card] = cards([story], list(Outlet.objects.listed()))
    embedded = _embedded(request, card)
    if form == "xml":
        return answer(request, _as_xml(embedded), "text/xml; charset=utf-8")
    body = json.dumps(embedded, ensure_ascii=False, separators=(",", ":")).encode()
    return answer(request, body, "application/json; charset=utf-8")


def _as_xml(embedded: dict[str, object]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in embedded.items():
        ElementTree.SubElement(root, name).text = str(value)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _embedded(request: HttpRequest, card: Card) -> dict[str, object]:
    page = absolute(card.story.get_absolute_url())
    return {
        "version": "1.0",
        "type": "rich",
        "title": str(card.story),
        "provider_name": "Parallax",
        "provider_url": absolute("/"),
        "cache_age": _KEPT,
        "width": _size(request, "maxwidth", _WIDTH),
        "height": _size(request, "maxheight", _HEIGHT),
        "html": render_to_string("coverage/embedded.html", {"card": card, "page": page}).strip(),
    }


def _size(request: HttpRequest, name: str, usual: int) -> int:
    asked = request.GET.get(name, "")
    return max(_LEAST, min(usual, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 6 else usual


def _story_at(url: str) -> Story:
    """The public story at one of our addresses; Http404 for any other address."""
    if not url.startswith(f"{settings.SITE_URL}/"):
        raise Http404("Not an address of this site")
    try:
        found = resolve(bare(urlsplit(url).path))
    except (Resolver404, ValueError) as error:
        raise Http404("No such page") from error
    if found.url_name not in ("story", "story-by-number"):
        raise Http404("Not a story")
    named = get_object_or_404(Story.objects.select_related("merged_into"), pk=found.kwargs["pk"])
    return get_object_or_404(with_rows(Story.objects.visible()), pk=named.standing_story().pk)
