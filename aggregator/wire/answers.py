"""An answer's status, type and length, or the error in its place, into the name of its refusal, if it is refused."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Sequence

from urllib3 import exceptions as urllib3

from aggregator.wire.bodies import BodyError
from aggregator.wire.fetched import Accept, FetchError

_REFUSALS = {
    401: ("forbidden", True),
    402: ("forbidden", True),
    403: ("forbidden", True),
    404: ("not found", True),
    408: ("unavailable", False),
    410: ("gone", True),
    425: ("unavailable", False),
    429: ("too many requests", False),
    451: ("unavailable for legal reasons", True),
    503: ("unavailable", False),
}

_READABLE = (200, 203)

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain", "")
_NO_FEED_TYPES = ("image/", "audio/", "video/", "font/", "application/json", "application/pdf", "application/zip")


def check_status(status: int, retry_after: int | None, conditional: bool) -> None:
    """Refuses every status but 200 and 203, and 304 where the request was conditional."""
    if status in _READABLE or (status == 304 and conditional):
        return
    reason, permanent = _REFUSALS.get(status) or _refusal_of_class(status)
    raise FetchError(reason, permanent, f"status {status}", retry_after, status)


def check_content_type(content_type: str, accept: Accept) -> None:
    """Refuses a type that the caller cannot read. Feeds come under many names: only what is surely none is refused."""
    kind = content_type.partition(";")[0].strip().lower()
    if accept == "page" and kind not in _PAGE_TYPES:
        raise FetchError("not a page", True, kind[:100])
    if accept == "feed" and kind.startswith(_NO_FEED_TYPES):
        raise FetchError("not a feed", True, kind[:100])


def check_length(lengths: Sequence[str], limit: int) -> None:
    """Refuses Content-Length headers that contradict each other, are no number, or promise more than `limit` bytes."""
    given = {part.strip() for length in lengths for part in length.split(",")}
    if not given:
        return
    length = given.pop()
    if given or not (length.isascii() and length.isdigit() and len(length) < 20):
        raise FetchError("length makes no sense", False, ", ".join(lengths)[:100])
    if int(length) > limit:
        raise FetchError("too large", True, f"{length} bytes promised")


def refusal_of(error: Exception, late: bool) -> FetchError:
    """The refusal that a library's error means; a deadline that has passed is the cause, whatever it looks like.

    Raises the error again where it is none of the network's: then it is a mistake of ours.
    """
    if late or isinstance(error, TimeoutError | urllib3.TimeoutError):
        return FetchError("took too long", False)
    detail = f"{type(error).__name__}: {error}"[:200]
    match error:
        case BodyError():
            return FetchError(error.reason, error.reason in ("too large", "encoding unknown"), error.detail)
        case http.client.RemoteDisconnected():
            return FetchError("connection broken", False, detail)
        case ssl.SSLCertVerificationError():
            return FetchError("certificate refused", False, detail)
        case http.client.LineTooLong():
            return FetchError("headers too large", True, detail)
        case http.client.IncompleteRead() | urllib3.IncompleteRead() | urllib3.ProtocolError():
            return FetchError("cut short", False, detail)
        case urllib3.InvalidHeader():
            return FetchError("length makes no sense", False, detail)
        case http.client.HTTPException() if "headers" in str(error):
            return FetchError("headers too large", True, detail)
        case http.client.HTTPException() | ValueError():
            return FetchError("answer is not HTTP", False, detail)
        case OSError() | urllib3.HTTPError():
            return FetchError("connection broken", False, detail)
    raise error


def _refusal_of_class(status: int) -> tuple[str, bool]:
    if 400 <= status < 500:
        return "refused by the server", True
    if 500 <= status < 600:
        return "server error", False
    return "unexpected status", False
