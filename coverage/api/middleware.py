"""What holds for every address of the API: read by any site's scripts, HEAD as GET, errors as problem+json."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from coverage.answers import OPEN

PREFIX = "/api/v1/"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}


class OpenToAllSitesMiddleware:
    """Answers preflights, and gives each of the API's answers its CORS headers. No cookie is ever asked for or set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**OPEN, **_PREFLIGHT})
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = _as_problem(self.get_response(request))
        if asked == "HEAD":
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        for name, value in OPEN.items():
            response.headers[name] = value
        return response


def _as_problem(response: HttpResponse) -> HttpResponse:
    """An error that no operation of the API gave (no such address, method not allowed) in the API's own form."""
    if response.status_code < 400 or response.headers.get("Content-Type", "").startswith("application/problem+json"):
        return response
    told = {"type": "about:blank", "title": response.reason_phrase, "status": response.status_code, "detail": ""}
    made = HttpResponse(json.dumps(told), status=response.status_code, content_type="application/problem+json")
    if "Allow" in response.headers:
        made.headers["Allow"] = "GET, HEAD, OPTIONS"
    return made
