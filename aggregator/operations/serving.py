"""Every request → its id, its time and count; and the addresses for those who watch the site.

`/healthz` answers while the process does. `/readyz` answers 200 once the database does and its tables are this code's.
`/metrics` is there only for who sends METRICS_TOKEN. All three come before host names are looked at: probes use none.
"""

from __future__ import annotations

import hmac
import json
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

from aggregator.operations import metrics
from aggregator.operations.counters import count_request
from aggregator.operations.logs import REQUEST_ID
from aggregator.operations.schema import unapplied

_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class WatchedMiddleware:
    """Answers the watchers itself; gives every other request an id, and counts and times it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if watcher := _WATCHERS.get(request.path):
            return _unkept(watcher(request))
        given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
        token = REQUEST_ID.set(given if _ID.fullmatch(given) else uuid.uuid4().hex)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = REQUEST_ID.get()
            if response.status_code >= 400:  # here, since Django's own line comes when the id is forgotten
                log_response("%s: %s", response.reason_phrase, request.path, response=response, request=request)
            _count(request, response, time.perf_counter() - began)
            return response
        finally:
            REQUEST_ID.reset(token)


def _health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _readiness(request: HttpRequest) -> HttpResponse:
    problem = _why_not_ready()
    body = json.dumps({"ready": not problem, "database": problem or "ok"})
    return HttpResponse(body + "\n", status=503 if problem else 200, content_type="application/json")


def _metrics(request: HttpRequest) -> HttpResponse:
    wanted, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not wanted or not hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        return HttpResponse("Not found\n", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


_WATCHERS = {"/healthz": _health, "/readyz": _readiness, "/metrics": _metrics}


def _why_not_ready() -> str:
    """Empty when pages can be served. The broker is not asked: pages need none."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if unapplied():
            return "migrations are still to be applied"
    except DatabaseError:
        return "it does not answer"
    finally:
        connections.close_all() if not connection.in_atomic_block else None
    return ""


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _count(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    found = request.resolver_match
    view = (found.view_name or "unnamed") if found else "none"
    method = request.method if request.method in _METHODS else "other"  # a client may send any word
    count_request(view, method, response.status_code, seconds)
