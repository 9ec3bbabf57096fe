"""A web address into bytes, or a named refusal: the project's only socket to the outside.

No page or server can hold it up (one deadline over name, connection, headers and body), fill it (caps before and after
unpacking) or turn it against the network it runs in (the address that is connected to is the one that was checked, at
every redirect). No proxies, cookies or passwords are taken from anywhere.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from aggregator.wire.addresses import WebAddress, check_machine, check_port, read_address, read_redirect
from aggregator.wire.answers import check_content_type, check_length, check_status, refusal_of
from aggregator.wire.bodies import GZIP_MAGIC, unpack, unpack_gzip
from aggregator.wire.deadline import Deadline
from aggregator.wire.fetched import Accept, Fetched, FetchError, FetchRules
from aggregator.wire.politeness import retry_after_seconds

__all__ = ["FetchError", "FetchRules", "Fetched", "fetch", "post", "rules_from_settings"]

_ACCEPT: Mapping[Accept, str] = {
    "any": "*/*",
    "page": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
    "feed": "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1",
}
_PERMANENT_REDIRECTS = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_VALIDATOR = 2000  # characters
_PIECE = 64 * 1024


def fetch(
    url: str,
    rules: FetchRules,
    etag: str = "",
    last_modified: str = "",
    accept: Accept = "any",
    on_redirect: Callable[[str], None] | None = None,
) -> Fetched:
    """Asks for `url` once, following redirects; gives its answer of status 200, or 304 where a validator was sent.

    `on_redirect` is called with each address that a redirect leads to, before it is asked, and may raise FetchError
    (robots.txt of another host). Raises FetchError for everything else.
    """
    started = time.monotonic()
    headers = _request_headers(rules, etag, last_modified, accept)
    with Deadline(rules.deadline_seconds) as deadline:
        address, moved_for_good = read_address(url), True
        for _ in range(rules.max_redirects + 1):
            try:
                answer = _ask(address, rules, headers, deadline, accept)
            except FetchError as error:
                if error.status == 410 and not moved_for_good:
                    error.permanent = False  # gone is where a passing redirect led, not what was asked for
                raise
            if answer.location is None:
                permanent_url = address.url if moved_for_good and address != read_address(url) else ""
                return _fetched(url, address, permanent_url, answer, started)
            moved_for_good = moved_for_good and answer.status in _PERMANENT_REDIRECTS
            address = read_redirect(address, answer.location)
            if on_redirect:
                on_redirect(address.url)
    raise FetchError("too many redirects", False, f"more than {rules.max_redirects}")


def post(url: str, form: Sequence[tuple[str, str]], rules: FetchRules) -> int:
    """Sends a form to `url` once; gives the status, 200 to 299. Raises FetchError for all else; follows nowhere."""
    headers = _request_headers(rules, "", "", "any") | {"Content-Type": "application/x-www-form-urlencoded"}
    with Deadline(rules.deadline_seconds) as deadline:
        answer = _ask(read_address(url), rules, headers, deadline, "any", urlencode(form).encode())
    if answer.location is not None:
        raise FetchError("redirect not followed", False, answer.location[:200], status=answer.status)
    return answer.status


def rules_from_settings() -> FetchRules:
    """The rules that Django's settings ask for."""
    from django.conf import settings  # here: so that everything else in this file works without Django

    return FetchRules(
        user_agent=settings.FETCH_USER_AGENT,
        deadline_seconds=float(settings.FETCH_DEADLINE_SECONDS),
        max_wire_bytes=settings.FETCH_MAX_BYTES,
        max_body_bytes=2 * settings.FETCH_MAX_BYTES,
        max_redirects=settings.FETCH_MAX_REDIRECTS,
        allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """One hop's answer; `location` is None where it is the last."""

    status: int
    headers: Mapping[str, str]
    location: str | None = None
    body: bytes = b""
    wire_bytes: int = 0


def _request_headers(rules: FetchRules, etag: str, last_modified: str, accept: Accept) -> dict[str, str]:
    headers = {
        "User-Agent": rules.user_agent,
        "Accept": _ACCEPT[accept],
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
    }
    if _can_be_sent(etag):
        headers["If-None-Match"] = etag
    if _can_be_sent(last_modified):
        headers["If-Modified-Since"] = last_modified
    return headers


def _can_be_sent(validator: str) -> bool:
    """Whether an opaque validator fits in a header line; one that does not is never kept, which costs a full fetch."""
    return bool(validator) and len(validator) <= _LONGEST_VALIDATOR and validator.isprintable()


def _kept(validator: str) -> str:
    return validator if _can_be_sent(validator) else ""


def _ask(
    address: WebAddress,
    rules: FetchRules,
    headers: Mapping[str, str],
    deadline: Deadline,
    accept: Accept,
    form: bytes | None = None,
) -> _Answer:
    """One request to one checked machine (a POST where there is a form); every way to fail has its name."""
    check_port(address.port, rules)
    machines = _machines(address, rules, deadline)
    try:
        with closing(_connection(address, machines, rules, deadline)) as connection:
            method = "GET" if form is None else "POST"
            connection.request(method, address.target, form, headers, preload_content=False, decode_content=False)
            with closing(connection.getresponse()) as response:
                if form is not None and 200 <= response.status < 300:
                    return _Answer(response.status, response.headers)
                return _read_answer(response, headers, rules, deadline, accept)
    except FetchError:
        raise
    except Exception as error:
        raise refusal_of(error, deadline.passed) from error


def _machines(address: WebAddress, rules: FetchRules, deadline: Deadline) -> list[str]:
    """The IP addresses of a host, every one of them checked: one private address among public ones is a trap."""
    resolve = rules.resolve or _system_addresses
    try:
        found = deadline.bounded(lambda: resolve(address.host, address.port))
    except OSError as error:
        if deadline.passed:
            raise FetchError("took too long", False, "looking up the name") from error
        raise FetchError("name not found", False, address.host) from error
    if not found:
        raise FetchError("name not found", False, address.host)
    for machine in found:
        check_machine(machine, address.port, rules)
    return list(found)


def _system_addresses(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _connection(
    address: WebAddress, machines: Sequence[str], rules: FetchRules, deadline: Deadline
) -> HTTPConnection | HTTPSConnection:
    connect = _Connect(machines, address.port, rules.connect_seconds, deadline)
    if address.scheme == "https":
        return _HTTPS(address, connect, deadline.left(), ssl_context=_tls(rules.ca_file))
    return _HTTP(address, connect, deadline.left())


@cache
def _tls(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context


@dataclass(frozen=True, slots=True)
class _Connect:
    """Opens a socket to one of the machines that were checked; no name is looked up a second time."""

    machines: Sequence[str]
    port: int
    seconds: float
    deadline: Deadline

    def __call__(self) -> socket.socket:
        failure: OSError | None = None
        for machine in self.machines:
            try:
                sock = socket.create_connection((machine, self.port), min(self.seconds, self.deadline.left()))
            except OSError as error:
                failure = error
                continue
            self.deadline.watch(sock)
            sock.settimeout(self.deadline.left())
            return sock
        raise FetchError("cannot connect", False, str(failure)) from failure


class _HTTP(HTTPConnection):
    def __init__(self, address: WebAddress, connect: _Connect, timeout: float) -> None:
        super().__init__(address.host, address.port, timeout=timeout)
        self._open = connect

    def _new_conn(self) -> socket.socket:
        return self._open()


class _HTTPS(HTTPSConnection):
    def __init__(self, address: WebAddress, connect: _Connect, timeout: float, **options: Any) -> None:
        super().__init__(address.host, address.port, timeout=timeout, **options)
        self._open = connect

    def _new_conn(self) -> socket.socket:
        return self._open()


def _read_answer(
    response: BaseHTTPResponse, sent: Mapping[str, str], rules: FetchRules, deadline: Deadline, accept: Accept
) -> _Answer:
    status, headers = response.status, response.headers
    size = sum(len(name) + len(value) for name, value in headers.items())
    if size > rules.max_header_bytes:
        raise FetchError("headers too large", True, f"{size} bytes")
    if status in _REDIRECTS:
        return _Answer(status, headers, location=headers.get("Location", ""))
    retry_after = retry_after_seconds(headers.get("Retry-After", ""), datetime.now(UTC))
    check_status(status, retry_after, conditional="If-None-Match" in sent or "If-Modified-Since" in sent)
    if status == 304:
        return _Answer(status, headers)
    check_content_type(headers.get("Content-Type", ""), accept)
    check_length(headers.getlist("Content-Length"), rules.max_wire_bytes)
    return _with_body(response, rules, deadline, accept)


def _with_body(response: BaseHTTPResponse, rules: FetchRules, deadline: Deadline, accept: Accept) -> _Answer:
    wire = _Wire(response, rules.max_wire_bytes)
    body = unpack(wire, response.headers.get("Content-Encoding", ""), rules.max_body_bytes)
    if accept == "feed" and body.startswith(GZIP_MAGIC):
        body = unpack_gzip(body, rules.max_body_bytes)  # a sitemap may be a .gz file (sitemaps.org)
    if deadline.passed:  # the socket was shut under us, which looks like an ordinary end where no length was given
        raise FetchError("took too long", False)
    return _Answer(response.status, response.headers, body=body, wire_bytes=wire.count)


class _Wire:
    """The body as it was sent, piece by piece, counted and capped."""

    def __init__(self, response: BaseHTTPResponse, limit: int) -> None:
        self._response = response
        self._limit = limit
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._response.read(_PIECE, decode_content=False):
            self.count += len(piece)
            if self.count > self._limit:
                raise FetchError("too large", True, f"more than {self._limit} bytes")
            yield piece


def _fetched(url: str, address: WebAddress, permanent_url: str, answer: _Answer, started: float) -> Fetched:
    headers = answer.headers
    return Fetched(
        url=url,
        final_url=address.url,
        permanent_url=permanent_url,
        status=answer.status,
        body=answer.body,
        content_type=headers.get("Content-Type", ""),
        etag=_kept(headers.get("ETag", "")),
        last_modified=_kept(headers.get("Last-Modified", "")),
        unchanged=answer.status == 304,
        retry_after=retry_after_seconds(headers.get("Retry-After", ""), datetime.now(UTC)),
        milliseconds=round((time.monotonic() - started) * 1000),
        wire_bytes=answer.wire_bytes,
    )
