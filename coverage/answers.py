"""A document for machines → its answer: strong ETag, Last-Modified, 304, gzip under an ETag of its own."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

MAX_AGE = 60
"""Seconds for which an answer may be taken from a cache without asking."""

OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Retry-After"}
"""Headers by which any site's scripts may read a document for machines: a feed reader in a browser could not else."""

_TOO_SHORT = 200  # bytes that gzip would make longer
_TAKES_GZIP = re.compile(r"\bgzip\b")  # as Django's own middleware has it, which packs the pages


def answer(
    request: HttpRequest,
    body: bytes,
    content_type: str,
    modified: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    """The body, or 304 where the client holds it already; the same body always has the same ETag.

    The gzipped form is other bytes and so has another strong ETag; either is good for a 304.
    """
    pack = len(body) >= _TOO_SHORT and takes_gzip(request)
    etags = _etags(body)
    response = _unchanged(request, etags, pack, modified)
    if response is None:
        response = HttpResponse(gzip.compress(body, 6, mtime=0) if pack else body, content_type=content_type)
    return _completed(response, etags, pack, modified, {**OPEN, **(headers or {})})


def answer_packed(
    request: HttpRequest, packed: bytes, content_type: str, headers: Mapping[str, str]
) -> HttpResponseBase:
    """The same for a body that lies gzipped, which is unpacked only for who takes no gzip."""
    pack, etags = takes_gzip(request), _etags(packed)
    response = _unchanged(request, etags, pack, None)
    if response is None:
        response = HttpResponse(packed if pack else gzip.decompress(packed), content_type=content_type)
    return _completed(response, etags, pack, None, headers)


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the client unpacks gzip."""
    return _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")) is not None


def _completed(
    response: HttpResponseBase,
    etags: tuple[str, str],
    pack: bool,
    modified: datetime | None,
    headers: Mapping[str, str] | None,
) -> HttpResponseBase:
    if pack and response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = etags[pack]
    if modified:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    patch_vary_headers(response, ("Accept-Encoding",))
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def digest(body: bytes) -> str:
    """A short name of some bytes: SHA-256, cut to 128 bits, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()[:32]


def _etags(body: bytes) -> tuple[str, str]:
    name = digest(body)
    return quote_etag(name), quote_etag(f"{name}-gzip")


def _unchanged(
    request: HttpRequest, both: tuple[str, str], pack: bool, modified: datetime | None
) -> HttpResponseBase | None:
    """The answer to a conditional request that needs no body; None where the body is to be sent."""
    etags = (both[pack], *both)
    seconds = int(modified.astimezone(UTC).timestamp()) if modified else None
    answers = [get_conditional_response(request, etag, seconds) for etag in etags]
    if answers[0] is None or answers[0].status_code == 304:
        return next((found for found in answers if found is not None and found.status_code == 304), None)
    return None if None in answers else answers[0]
