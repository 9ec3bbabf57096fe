"""A small real web server on loopback for the pipeline's tests: ordinary pages, and every way of misbehaving."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "certificates" / "loopback.pem"
"""A certificate and its key, for 127.0.0.1 and outlet.test, made for these tests and trusted by nothing else."""

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True)
class Asked:
    """A request as it came: path with query, headers with lower-case names, the monotonic clock's time, its body."""

    path: str
    headers: Mapping[str, str]
    at: float
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """An answer. Content-Length is added unless the headers hold one, or `headers` asks for chunks.

    `drip` waits so many seconds before each byte of the body, `head_drip` before each byte of the headers; `cut` closes
    after so many bytes of the body; `raw`, when given, is sent in place of everything else.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    drip: float = 0.0
    head_drip: float = 0.0
    cut: int | None = None
    raw: bytes | Iterator[bytes] | None = None


Answer = Reply | tuple[int, Mapping[str, str], bytes] | Callable[[Asked], Reply]


def page(html: str | bytes, content_type: str = HTML, **headers: str) -> Reply:
    """An ordinary answer of status 200; header names are given with underscores."""
    body = html.encode() if isinstance(html, str) else html
    return Reply(200, {"Content-Type": content_type, **{k.replace("_", "-"): v for k, v in headers.items()}}, body)


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(status, {"Location": to})


def gzipped(html: str | bytes, content_type: str = HTML) -> Reply:
    body = html.encode() if isinstance(html, str) else html
    return Reply(200, {"Content-Type": content_type, "Content-Encoding": "gzip"}, gzip.compress(body))


def etagged(body: str, etag: str, content_type: str = RSS) -> Callable[[Asked], Reply]:
    """Answers 304 to a request that already holds `etag`."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == etag:
            return Reply(304, {"ETag": etag})
        return page(body, content_type, ETag=etag)

    return answer


class LoopbackSite:
    """Serves `pages` (path → answer, changeable while it runs) on a free port of 127.0.0.1, each request in a thread.

    `asked` lists the requests in order; `most_at_once` counts those that waited for an answer at the same time: when a
    client has gone is not seen at once. A path that is not there gets 404; the query counts as part of the path only
    where a page is listed with it. With `tls`, the site speaks https with CERTIFICATE.
    """

    def __init__(self, pages: Mapping[str, Answer] | None = None, tls: bool = False) -> None:
        self.pages: dict[str, Answer] = dict(pages or {})
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._open = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._context: ssl.SSLContext | None = None
        if tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(CERTIFICATE)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]

    @property
    def host(self) -> str:
        """The "address:port" that a fetcher must be allowed to ask."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{'https' if self._context else 'http'}://{self.host}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def __enter__(self) -> LoopbackSite:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), sock:
            sock.settimeout(10)
            stream = self._context.wrap_socket(sock, server_side=True) if self._context else sock
            with stream:
                asked = _read_request(stream)
                self.asked.append(asked)
                with self._counted():
                    reply = self._reply(asked)
                self._send(stream, reply)
                with contextlib.suppress(OSError):
                    stream.shutdown(socket.SHUT_WR)
                    stream.recv(1)  # until the client has read all and closed: closing first could reset it

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        try:
            yield
        finally:
            with self._lock:
                self._open -= 1

    def _reply(self, asked: Asked) -> Reply:
        answer = self.pages.get(asked.path) or self.pages.get(asked.path.partition("?")[0])
        if answer is None:
            return Reply(404, {"Content-Type": "text/plain"}, b"no such page")
        if callable(answer):
            return answer(asked)
        return answer if isinstance(answer, Reply) else Reply(*answer)

    def _send(self, stream: socket.socket, reply: Reply) -> None:
        if reply.raw is not None:
            for piece in [reply.raw] if isinstance(reply.raw, bytes) else reply.raw:
                if self._closing.is_set():
                    return
                stream.sendall(piece)
            return
        self._send_slowly(stream, _head(reply), reply.head_drip)
        self._send_slowly(stream, reply.body[: reply.cut], reply.drip)

    def _send_slowly(self, stream: socket.socket, text: bytes, drip: float) -> None:
        if not drip:
            stream.sendall(text)
            return
        for byte in text:
            if self._closing.wait(drip):
                return
            stream.sendall(bytes([byte]))


def _head(reply: Reply) -> bytes:
    headers = {"Connection": "close", **reply.headers}
    names = {name.lower() for name in headers}
    if not names & {"content-length", "transfer-encoding"} and reply.status != 304:
        headers["Content-Length"] = str(len(reply.body))
    lines = [f"HTTP/1.1 {reply.status} Status", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _read_request(stream: socket.socket) -> Asked:
    text = b""
    while b"\r\n\r\n" not in text:
        piece = stream.recv(65536)
        if not piece:
            raise ValueError("no request")
        text += piece
    head, _, body = text.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += stream.recv(65536)
    return Asked(first.split(" ")[1], headers, time.monotonic(), first.split(" ")[0], body)
