"""What a fetch is asked with and what it gives: rules in, an answer or a named refusal out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Accept = Literal["any", "page", "feed"]
"""What the caller can read: an article's page, a feed or sitemap, or anything."""

Resolver = Callable[[str, int], Sequence[str]]
"""Host and port to IP addresses as text; raises OSError where the name is not known."""

MEBIBYTE = 1024 * 1024


class FetchError(Exception):
    """An address that was not fetched.

    `reason` is a short fixed phrase that is counted, `detail` is for a person. `permanent` says that asking again later
    cannot help. `retry_after` is the wait in seconds that the server asked for, `status` its HTTP status if any came.
    """

    def __init__(
        self,
        reason: str,
        permanent: bool,
        detail: str = "",
        retry_after: int | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(reason, permanent, detail, retry_after, status)
        self.reason = reason
        self.permanent = permanent
        self.detail = detail
        self.retry_after = retry_after
        self.status = status

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


@dataclass(frozen=True, slots=True)
class FetchRules:
    """The limits of every fetch; sizes in bytes, times in seconds.

    `user_agent` names the crawler and an address at which its people can be reached. `allow_private` holds
    "address:port" pairs that may be asked although they are not public, such as "127.0.0.1:8099": for tests and for an
    outlet's mirror on the same machine. `ca_file` adds a certificate authority to the public ones. `resolve` replaces
    the system's name look-up.
    """

    user_agent: str
    connect_seconds: float = 5.0
    deadline_seconds: float = 20.0
    max_wire_bytes: int = 8 * MEBIBYTE
    max_body_bytes: int = 16 * MEBIBYTE
    max_header_bytes: int = 64 * 1024
    max_redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    allow_private: frozenset[str] = frozenset()
    ca_file: str = ""
    resolve: Resolver | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer of status 200, or 304 (`unchanged`, with an empty body).

    `permanent_url` is where the address has moved for good: the end of a chain of nothing but permanent redirects,
    empty otherwise. `etag` and `last_modified` are opaque text, to be given back as they are. `wire_bytes` counts the
    body as it was sent, `body` is unpacked.
    """

    url: str
    final_url: str
    permanent_url: str
    status: int
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    unchanged: bool
    retry_after: int | None
    milliseconds: int
    wire_bytes: int
