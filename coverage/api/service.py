"""The API's operations gathered: its answers with ETag and 304, its errors as problem+json, its OpenAPI document."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from coverage.answers import answer
from coverage.api import changes, claims, outlets, quotes, search, stories
from coverage.site_address import absolute
from coverage.states import tombstone_at

logger = logging.getLogger(__name__)

_ABOUT = (
    "Who reports what, in whose words, and where outlets differ. Read only, without keys. Every answer has an ETag: "
    "send it back as If-None-Match and pay nothing for what has not changed. Lists are paged by number: follow `next`. "
    "Of an article's text no answer holds more than {page} characters, and no quote more than {quote}; the rest "
    "is one click away at the outlet. Errors are application/problem+json. "
    "Machine findings are marked by `reviewed: false` until an editor has accepted them."
)


class _Service(NinjaAPI):
    """Ninja's operations, answered as all our documents for machines are."""

    def create_response(self, request: HttpRequest, data: Any, *, status: int | None = None, **_: Any) -> Any:
        """The data as JSON: with its ETag and 304 where all is well, as problem+json where it is not."""
        status = status or 200
        body = self.renderer.render(request, data, response_status=status)
        packed = body.encode() if isinstance(body, str) else body
        if status >= 400:
            return HttpResponse(packed, status=status, content_type="application/problem+json")
        return answer(request, packed, "application/json; charset=utf-8")


api = _Service(
    title="Parallax",
    version="1",
    description=_ABOUT.format(page=settings.EXCERPT_PAGE_CHARACTERS, quote=settings.EXCERPT_QUOTE_CHARACTERS),
    openapi_url=None,
    docs_url=None,
    servers=[{"url": settings.SITE_URL}],
)
for module in (stories, outlets, quotes, claims, changes, search):
    api.add_router("", module.router)


def problem(status: int, detail: str = "") -> dict[str, Any]:
    """An error as RFC 9457 gives it."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> Any:
    stone = tombstone_at(request.path)
    if stone:
        told = f"It was taken down on {stone.removed_at:%Y-%m-%d}: {stone.why}"
        return api.create_response(request, problem(410, told), status=410)
    return api.create_response(request, problem(404, "There is nothing of that number or name."), status=404)


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> Any:
    told = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors)
    return api.create_response(request, problem(422, told[:600]), status=422)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> Any:
    return api.create_response(request, problem(error.status_code, str(error)), status=error.status_code)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> Any:
    logger.exception("%s could not be answered", request.path, exc_info=error)
    return api.create_response(request, problem(500, "Something broke on our side."), status=500)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """What there is."""
    named = ("stories", "articles", "outlets", "quotes", "claims", "changes", "search")
    found = {name: absolute(f"/api/v1/{name}") for name in named}
    document = absolute("/api/v1/openapi.json")
    links = {"Link": f'<{document}>; rel="service-desc"'}
    body = json.dumps({**found, "openapi": document}, indent=1).encode()
    return answer(request, body, "application/json; charset=utf-8", headers=links)


@require_safe
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    body = json.dumps(_document(), ensure_ascii=False, separators=(",", ":"))
    return answer(request, body.encode(), "application/vnd.oai.openapi+json; charset=utf-8")


def _document() -> dict[str, Any]:
    """Ninja's document; with errors as what they are sent as, and 410 wherever a number can be one that ended."""
    document: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    for operation in (one for operations in document["paths"].values() for one in operations.values()):
        responses = operation["responses"]
        for status, told in responses.items():
            if int(status) >= 400:
                told["content"] = {"application/problem+json": told["content"]["application/json"]}
        if 404 in responses:
            responses[410] = {**responses[404], "description": HTTPStatus.GONE.phrase}
    return document
