"""deploy/nginx.conf.example in a real nginx: what reaches the web processes, what does not, and from whom."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.loopback import CERTIFICATE, LoopbackSite, Reply, page
from tests.pipeline.running import ROOT, free_port, until

NAME = "news.example"
EXAMPLE = (ROOT / "deploy" / "nginx.conf.example").read_text()
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Proxy:
    """An nginx in front of a web server of the test's, and of a second that does not answer."""

    plain: int
    tls: int
    web: LoopbackSite
    log: Path

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, source: str = "127.0.0.1", **headers: str
    ) -> http.client.HTTPResponse:
        """The answer over TLS to a client at that address; header names are given with underscores."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.tls, timeout=20, context=_trusting(), source_address=(source, 0)
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"Host": NAME, **named})
        return connection.getresponse()


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    with LoopbackSite() as web:
        proxy = Proxy(free_port(), free_port(), web, folder / "log" / "parallax.log")
        (folder / "nginx.conf").write_text(_configuration(proxy, folder))
        (folder / "log").mkdir()
        with subprocess.Popen([program, "-c", folder / "nginx.conf", "-g", "daemon off;"]) as nginx:
            try:
                until(lambda: nginx.poll() is not None or _listens(proxy.tls), 30)
                yield proxy
            finally:
                nginx.send_signal(signal.SIGQUIT)
                nginx.wait(30)


def _configuration(proxy: Proxy, folder: Path) -> str:
    """The example on ports and with files of the test's."""
    text = re.sub(r"listen \[::\]:.*", "", EXAMPLE)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{proxy.plain};")
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{proxy.tls} ssl http2;")
    text = re.sub(r"/etc/letsencrypt/\S+\.pem", str(CERTIFICATE), text)
    text = text.replace("/var/log/nginx", str(folder / "log"))
    web = "server 127.0.0.1:8000 max_fails=0;"
    assert web in text
    servers = f"server 127.0.0.1:{proxy.web.port} max_fails=0; server 127.0.0.1:{free_port()} max_fails=0;"
    text = text.replace(web, servers)
    own = "".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""
    return f"{user} pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ {own}\n{text} }}"


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=CERTIFICATE)


def test_plain_http_is_led_to_https_with_its_path_and_query(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=20)
    connection.request("GET", "/s/7/?in=order", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/s/7/?in=order")


@pytest.mark.parametrize("path", ["/front/", "/readyz"])
def test_what_the_web_processes_rely_on_is_the_proxy_s_word_whatever_a_client_sends(proxy: Proxy, path: str) -> None:
    proxy.web.pages[path] = page("well")
    forged: dict[str, Any] = {
        "X_Forwarded_For": "10.9.9.9",
        "X_Forwarded_Proto": "http",
        "X_Request_ID": "chosen-by-a-client",
    }
    assert proxy.ask(path, **forged).status == 200
    told = proxy.web.asked[-1].headers
    assert (told["host"], told["x-forwarded-for"], told["x-forwarded-proto"]) == (NAME, "127.0.0.1", "https")
    assert re.fullmatch(r"[0-9a-f]{32}", told["x-request-id"])
    # nginx writes its line once the answer is sent.
    until(lambda: told["x-request-id"] in proxy.log.read_text(), told=proxy.log.read_text)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "//metrics", "/%6detrics", "/./metrics?x=1"])
def test_watchers_are_let_in_from_inside_alone(proxy: Proxy, path: str) -> None:
    proxy.web.pages[path] = page("watched")
    assert proxy.ask(path).status == 200
    assert proxy.ask(path, source="127.0.0.2").status == 403


def test_an_answer_keeps_its_headers_and_its_packed_bytes_and_no_version_is_told(proxy: Proxy) -> None:
    kept = {"ETag": '"of-the-page"', "Cache-Control": "public, max-age=0, must-revalidate", "Vary": "Accept-Encoding",
            "Content-Encoding": "gzip", "Content-Security-Policy": "default-src 'none'"}  # fmt: skip
    proxy.web.pages["/packed/"] = Reply(200, {"Content-Type": "text/html", **kept}, b"these very bytes")
    answer = proxy.ask("/packed/", Accept_Encoding="gzip")
    assert answer.read() == b"these very bytes"
    assert {name: answer.headers[name] for name in kept} == kept
    assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_while_one_web_server_is_away_the_others_answer_everything(proxy: Proxy, method: str) -> None:
    proxy.web.pages["/here/"] = page("here")
    body = b"a=b" if method == "POST" else None
    assert [proxy.ask("/here/", method, body).status for _ in range(6)] == [200] * 6


def test_a_body_that_is_too_large_never_reaches_the_web(proxy: Proxy) -> None:
    before = len(proxy.web.asked)
    assert proxy.ask("/takedown/", "POST", b" " * 4_200_000).status == 413
    assert len(proxy.web.asked) == before


def test_clients_that_never_end_their_request_hold_no_web_process(proxy: Proxy) -> None:
    proxy.web.pages["/quick/"] = page("quick")
    before = len(proxy.web.asked)
    slow = [socket.create_connection(("127.0.0.1", proxy.tls), 20) for _ in range(40)]
    held = [_trusting().wrap_socket(client, server_hostname="127.0.0.1") for client in slow]
    for number, client in enumerate(held):
        more = b"X-Slow: " if number % 2 else b"Content-Length: 900\r\n\r\nhalf of it"
        client.sendall(b"POST /takedown/ HTTP/1.1\r\nHost: news.example\r\n" + more)
    assert proxy.ask("/quick/").status == 200
    assert [asked.path for asked in proxy.web.asked[before:]] == ["/quick/"]
    for client in held:
        client.close()
