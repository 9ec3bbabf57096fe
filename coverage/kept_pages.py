"""Pages that were made → the same bytes again, without making them.

Any public answer lives `PAGE_SECONDS` in a process's memory, whoever asks for it, and is given before other middleware
has worked. A story's page lives as long as what it was made from is the same (`page_version`): ten minutes in memory,
and beyond that in the row that a worker made ready (`ready_pages`).
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache as pages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language

from coverage.answers import answer_packed
from coverage.models import Story
from coverage.page_version import version_of
from coverage.ready_pages import pack, ready
from coverage.story_page import made

CACHE_CONTROL = "public, max-age=0, must-revalidate"
"""Of pages: a browser asks each time, and mostly hears that nothing changed."""

_MOST = 400  # answers in a process's memory
_LARGEST = 300_000  # bytes of one of them
_HTML = "text/html; charset=utf-8"


class KeptPagesMiddleware:
    """Gives an answer once more that was given to somebody a moment ago; only what says that it is public."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        seconds = settings.PAGE_SECONDS
        if not seconds or request.method != "GET" or request.META.get("HTTP_COOKIE"):
            return self.get_response(request)
        name = _named(request.META)
        kept = self._kept.get(name)
        if kept is not None and kept.until > time.monotonic() and (answer := kept.again(request)):
            return answer
        response = self.get_response(request)
        if _may_be_kept(response):
            self._keep(name, _kept(request, response, seconds))
        return response

    def _keep(self, name: tuple[str, ...], kept: _Kept) -> None:
        with self._lock:
            self._kept[name] = kept
            self._kept.move_to_end(name)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer, and until when (by the process's clock) it is given again; one of 304 has no content."""

    until: float
    content: bytes | None
    headers: dict[str, str]
    match: ResolverMatch | None

    def again(self, request: HttpRequest) -> HttpResponse | None:
        """It, or 304 where the client holds it; None where its content is wanted and not known."""
        modified = parse_http_date_safe(self.headers.get("Last-Modified", ""))
        told = get_conditional_response(request, self.headers["ETag"], modified)
        same = told is not None and told.status_code == 304
        if not same and self.content is None:
            return None
        request.resolver_match = self.match  # by which requests are counted
        response = HttpResponse(status=304) if same else HttpResponse(self.content)
        for header, value in self.headers.items():
            if not (same and header in _OF_A_BODY):
                response.headers[header] = value
        if same:
            del response.headers["Content-Type"]
        return response


def _kept(request: HttpRequest, response: HttpResponse, seconds: float) -> _Kept:
    headers = dict(response.items())
    content = response.content if response.status_code == 200 else None
    return _Kept(time.monotonic() + seconds, content, headers, request.resolver_match)


_OF_A_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Language"}
_OF_A_REQUEST = (
    "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "PATH_INFO", "QUERY_STRING",
    "HTTP_ACCEPT",
)  # fmt: skip
_TAKES_GZIP = re.compile(r"\bgzip\b")


def _named(meta: dict[str, Any]) -> tuple[str, ...]:
    """What an answer depends on."""
    packed = "gzip" if _TAKES_GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", "")) else ""
    return (packed, *(str(meta.get(name, "")) for name in _OF_A_REQUEST))


def _may_be_kept(response: HttpResponseBase) -> bool:
    return (
        response.status_code in (200, 304)
        and isinstance(response, HttpResponse)
        and "ETag" in response.headers
        and "public" in response.headers.get("Cache-Control", "")
        and not response.cookies
        and len(response.content) <= _LARGEST
    )


def kept_story(request: HttpRequest, story: int, slug: str) -> HttpResponseBase | None:
    """The story's page from this process's memory (one query), the row that a worker made ready (two), or made now.

    None where readers see no such story at this address, and while its comparison is due: then nothing is kept, so
    that what an editor hid is gone at once.
    """
    version = version_of(story) if settings.KEEP_PAGES else None
    if version is None or version.slug != slug:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    name = f"{language}/story/{story}/{version.digest}"
    packed: bytes | None = pages.get(name)
    if packed is None:
        packed = ready(story, language, version.digest) or pack(made(Story.objects.get(pk=story), language))
        pages.set(name, packed)
    return answer_packed(request, packed, _HTML, {"Cache-Control": CACHE_CONTROL})
