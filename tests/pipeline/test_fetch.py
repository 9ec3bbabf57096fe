"""The fetcher against a real server on loopback: what it takes, and by which name it refuses the rest."""

from __future__ import annotations

import contextlib
import gzip
import os
import pickle
import socket
import threading
import time
import zlib
from dataclasses import replace

import pytest

from aggregator.fetch import fetch
from aggregator.wire.fetched import FetchError, FetchRules

from .loopback import CERTIFICATE, Asked, LoopbackSite, Reply, etagged, gzipped, page, redirect

ENDED_SECONDS = 20
"""What has a deadline of less than a second is over by then even on a busy machine; what has none goes on."""

AGENT = "Parallax/0.1 (+http://127.0.0.1/bot/)"
STORY = "<title>River budget</title><p>The council voted on Tuesday.</p>" * 20


@pytest.fixture
def site():
    with LoopbackSite() as running:
        yield running


def rules_for(*sites: LoopbackSite, **changes) -> FetchRules:
    allowed = frozenset(site.host for site in sites)
    return replace(FetchRules(AGENT, deadline_seconds=5, allow_private=allowed), **changes)


def refusal(url: str, rules: FetchRules, **options) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, rules, **options)
    return caught.value


# What is taken


def test_it_gives_a_page_with_its_type_and_size(site):
    site.pages["/a"] = page(STORY, ETag='"v1"', Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT")
    answer = fetch(f"{site.url}/a", rules_for(site), accept="page")
    assert answer.body == STORY.encode()
    assert (answer.status, answer.content_type, answer.wire_bytes) == (200, "text/html; charset=utf-8", len(STORY))
    assert (answer.etag, answer.last_modified) == ('"v1"', "Mon, 05 Jan 2026 10:00:00 GMT")
    assert (answer.final_url, answer.permanent_url, answer.unchanged) == (f"{site.url}/a", "", False)


def test_it_says_who_it_is_and_carries_nothing_else(site, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login reader password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    site.pages["/a"] = page(STORY, Set_Cookie="wall=1")
    fetch(f"{site.url}/a", rules_for(site))
    fetch(f"{site.url}/a", rules_for(site))
    for asked in site.asked:
        assert asked.headers["user-agent"] == AGENT
        assert asked.headers["host"] == site.host
        assert not {"cookie", "authorization", "referer"} & set(asked.headers)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_it_takes_no_proxy_from_the_environment(site, monkeypatch, name):
    with LoopbackSite() as proxy:
        monkeypatch.setenv(name, proxy.url)
        site.pages["/a"] = page(STORY)
        fetch(f"{site.url}/a", rules_for(site))
        assert (site.paths(), proxy.paths()) == (["/a"], [])


def test_it_keeps_validators_as_opaque_text_and_takes_the_304(site):
    site.pages["/feed"] = etagged("<rss/>", 'W/"odd,\t text"')
    rules = rules_for(site)
    first = fetch(f"{site.url}/feed", rules, accept="feed")
    site.pages["/feed"] = etagged("<rss/>", 'W/"odd, text"')
    second = fetch(f"{site.url}/feed", rules, etag='W/"odd, text"', last_modified="yesterday", accept="feed")
    assert (first.status, first.unchanged) == (200, False)
    assert (second.status, second.unchanged, second.body, second.etag) == (304, True, b"", 'W/"odd, text"')
    assert site.asked[-1].headers["if-modified-since"] == "yesterday"


def test_it_leaves_out_a_validator_that_would_break_the_request(site):
    site.pages["/feed"] = etagged("<rss/>", "x")
    fetch(f"{site.url}/feed", rules_for(site), etag="x\r\nEvil: 1")
    assert not {"if-none-match", "evil"} & set(site.asked[0].headers)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(STORY.encode(), mtime=0)),
        ("x-gzip", gzip.compress(STORY[:100].encode(), mtime=0) + gzip.compress(STORY[100:].encode(), mtime=0)),
        ("gzip", gzip.compress(STORY.encode(), mtime=0) + b"\0" * 512),
        ("deflate", zlib.compress(STORY.encode())),
        ("deflate", zlib.compress(STORY.encode())[2:-4]),
        ("identity", STORY.encode()),
    ],
)
def test_it_unpacks(site, encoding, body):
    site.pages["/a"] = Reply(200, {"Content-Type": "text/html", "Content-Encoding": encoding}, body)
    answer = fetch(f"{site.url}/a", rules_for(site))
    assert answer.body.decode() == STORY
    assert answer.wire_bytes == len(body)


def test_it_unpacks_a_sitemap_that_is_a_gzip_file(site):
    site.pages["/news.xml.gz"] = page(gzip.compress(b"<urlset/>"), "application/x-gzip")
    assert fetch(f"{site.url}/news.xml.gz", rules_for(site), accept="feed").body == b"<urlset/>"


def test_it_reads_chunks(site):
    site.pages["/a"] = Reply(200, {"Transfer-Encoding": "chunked"}, b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
    assert fetch(f"{site.url}/a", rules_for(site)).body == b"hello world"


# Redirects


def test_it_follows_redirects_and_says_where_the_page_is(site):
    site.pages |= {"/a": redirect("b?x=1"), "/b": redirect(f"{site.url}/c", 301), "/c": page(STORY)}
    answer = fetch(f"{site.url}/a", rules_for(site))
    assert (answer.final_url, answer.permanent_url) == (f"{site.url}/c", "")
    assert site.paths() == ["/a", "/b?x=1", "/c"]


def test_it_tells_a_move_for_good(site):
    site.pages |= {"/a": redirect("/b", 308), "/b": redirect("/c", 301), "/c": page(STORY)}
    assert fetch(f"{site.url}/a", rules_for(site)).permanent_url == f"{site.url}/c"


def test_it_asks_its_caller_before_each_redirect(site):
    site.pages |= {"/a": redirect("/b"), "/b": page(STORY)}

    def forbid(url: str) -> None:
        raise FetchError("robots.txt forbids it", True, url)

    error = refusal(f"{site.url}/a", rules_for(site), on_redirect=forbid)
    assert (error.reason, error.detail, site.paths()) == ("robots.txt forbids it", f"{site.url}/b", ["/a"])


def test_it_ends_a_loop_and_a_cookie_wall_at_the_hop_limit(site):
    site.pages["/loop"] = Reply(302, {"Location": "/loop", "Set-Cookie": "wall=1"})
    assert refusal(f"{site.url}/loop", rules_for(site)).reason == "too many redirects"
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2:{private}/x", "address not public"),
        ("http://127.0.0.1:{private}/x", "address not public"),
        ("http://localhost:{private}/x", "address not public"),
        ("http://[::1]:{private}/x", "address not public"),
        ("http://[::ffff:127.0.0.1]:{private}/x", "address not public"),
        ("http://0.0.0.0:{private}/x", "address not public"),
        ("http://2130706433:{private}/x", "odd spelling of a host"),
        ("http://0x7f000001:{private}/x", "odd spelling of a host"),
        ("http://0177.0.0.1:{private}/x", "odd spelling of a host"),
        ("http://127.1:{private}/x", "odd spelling of a host"),
        ("http://{allowed}@127.0.0.1:{private}/x", "credentials in the address"),
        ("http://169.254.169.254/latest/meta-data/", "address not public"),
        ("//10.0.0.1/x", "address not public"),
        ("http://127.0.0.1:22/", "port not allowed"),
        ("file:///etc/passwd", "scheme not allowed"),
        ("gopher://127.0.0.1:{private}/_x", "scheme not allowed"),
        ("data:text/html,<p>x", "scheme not allowed"),
        ("javascript:alert(1)", "scheme not allowed"),
        ("/\\127.0.0.1:{private}/x", "not an address"),
        ("", "redirect without an address"),
    ],
)
def test_it_follows_no_redirect_to_the_inside(site, location, reason):
    with LoopbackSite({"/x": page("secret")}) as private:
        to = location.format(private=private.port, allowed=site.host)
        site.pages["/a"] = redirect(to)
        # The private site's port counts as a web port here, so that its address alone must keep it safe.
        rules = rules_for(site, ports=frozenset({80, 443, private.port}))
        assert refusal(f"{site.url}/a", rules).reason == reason
        assert private.asked == []


def test_it_does_not_go_from_https_to_http(site):
    with LoopbackSite(tls=True) as secure:
        secure.pages["/a"] = redirect(f"{site.url}/a")
        site.pages["/a"] = page(STORY)
        error = refusal(f"{secure.url}/a", rules_for(site, secure, ca_file=str(CERTIFICATE)))
    assert error.reason == "redirect drops https"
    assert site.asked == []


# TLS


def test_it_reads_https_where_the_certificate_is_trusted():
    with LoopbackSite({"/a": page(STORY)}, tls=True) as secure:
        trusted = rules_for(secure, ca_file=str(CERTIFICATE))
        assert fetch(f"{secure.url}/a", trusted).body == STORY.encode()
        assert refusal(f"{secure.url}/a", rules_for(secure)).reason == "certificate refused"


def test_it_checks_the_certificate_against_the_name_that_was_asked_for():
    with LoopbackSite({"/a": page(STORY)}, tls=True) as secure:
        rules = rules_for(secure, ca_file=str(CERTIFICATE), resolve=lambda host, port: ["127.0.0.1"])
        assert fetch(f"https://outlet.test:{secure.port}/a", rules).status == 200
        assert refusal(f"https://other.test:{secure.port}/a", rules).reason == "certificate refused"


# The name behind the address


def test_it_connects_to_the_address_it_checked_though_the_name_changes_its_answer(site):
    site.pages["/a"] = page(STORY)
    with LoopbackSite({"/a": page("secret")}) as private:
        answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
        rules = rules_for(site, resolve=lambda host, port: next(answers))
        assert fetch(f"http://rebind.test:{site.port}/a", rules).body == STORY.encode()
        assert next(answers) == ["127.0.0.2"]  # it was asked once
        assert private.asked == []


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.2"], ["93.184.215.14", "127.0.0.2"], ["2606:4700::1111", "fe80::1%eth0"], ["64:ff9b::7f00:1"]],
)
def test_it_refuses_a_name_with_any_address_that_is_not_public(addresses):
    rules = FetchRules(AGENT, resolve=lambda host, port: addresses)
    assert refusal("http://mixed.test/", rules).reason == "address not public"


def test_it_names_a_host_that_does_not_exist():
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert refusal("http://nowhere.test/", FetchRules(AGENT, resolve=unknown)).reason == "name not found"
    assert refusal("http://nowhere.test/", FetchRules(AGENT, resolve=lambda host, port: [])).reason == "name not found"


def test_a_name_server_that_never_answers_does_not_hold_it_up():
    forever = threading.Event()
    rules = FetchRules(AGENT, deadline_seconds=0.3, resolve=lambda host, port: [str(forever.wait())])
    started = time.monotonic()
    assert refusal("http://silent.test/", rules).reason == "took too long"
    assert time.monotonic() - started < ENDED_SECONDS
    forever.set()


def test_it_names_a_port_where_nobody_answers(site):
    closed = LoopbackSite()
    closed.__exit__()
    assert refusal(f"{closed.url}/", rules_for(closed)).reason == "cannot connect"


# What hangs


def _silent(start: bytes = b""):
    yield start
    while True:
        time.sleep(0.05)
        yield b""


@pytest.mark.parametrize(
    "reply",
    [
        lambda: Reply(raw=_silent()),
        lambda: Reply(raw=_silent(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")),
        lambda: Reply(200, {}, b"x" * 1000, drip=0.1),
        lambda: Reply(200, {"Transfer-Encoding": "identity"}, b"x" * 1000, drip=0.1),
        lambda: Reply(200, {"X-Slow": "a" * 1000}, head_drip=0.1),
    ],
    ids=["says nothing", "stops after headers", "drips its body", "drips with no length", "drips its headers"],
)
def test_the_deadline_ends_what_is_slow(site, reply):
    site.pages["/a"] = reply()
    started = time.monotonic()
    error = refusal(f"{site.url}/a", rules_for(site, deadline_seconds=0.8))
    assert (error.reason, error.permanent) == ("took too long", False)
    assert 0.7 < time.monotonic() - started < ENDED_SECONDS


def test_the_deadline_counts_over_all_redirects(site):
    def slowly(asked: Asked) -> Reply:
        time.sleep(0.3)
        return redirect("/a")

    site.pages["/a"] = slowly
    assert refusal(f"{site.url}/a", rules_for(site, deadline_seconds=0.7)).reason == "took too long"
    assert len(site.asked) < 5


def test_the_deadline_holds_while_tls_is_being_agreed_on():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_drip_a_handshake, args=(listener,), daemon=True).start()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        started = time.monotonic()
        error = refusal(f"https://{host}/", FetchRules(AGENT, deadline_seconds=0.8, allow_private=frozenset({host})))
        assert error.reason == "took too long"
        assert time.monotonic() - started < ENDED_SECONDS


def _drip_a_handshake(listener: socket.socket) -> None:
    sock, _ = listener.accept()
    with contextlib.suppress(OSError), sock:
        sock.sendall(b"\x16\x03\x03\x3f\x00\x02\x00\x3e\xfc")  # a record and a message of 16,000 bytes begin
        while True:
            sock.sendall(b"\x00")
            time.sleep(0.1)


def test_it_leaves_no_connection_or_thread_behind(site):
    site.pages |= {"/a": page(STORY), "/slow": Reply(200, {}, b"x" * 100, drip=0.1)}
    rules = rules_for(site, deadline_seconds=0.5)
    fetch(f"{site.url}/a", rules)
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for _ in range(5):
        fetch(f"{site.url}/a", rules)
        refusal(f"{site.url}/none", rules)
    refusal(f"{site.url}/slow", rules)
    time.sleep(0.5)
    after = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    assert after <= before + 2  # the site's own side of the last request may still be closing
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


# What lies, swells or breaks


def _endless():
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"10000\r\n" + b"x" * 65536 + b"\r\n"


BOMB = gzip.compress(b"a" * 20_000_000, mtime=0)


@pytest.mark.parametrize(
    ("reply", "reason", "permanent"),
    [
        (lambda: Reply(raw=_endless()), "too large", True),
        (lambda: Reply(200, {}, b"x" * 2_000_000), "too large", True),
        (lambda: Reply(200, {"Content-Length": str(8 << 30)}, b"x"), "too large", True),
        (lambda: Reply(200, {"Content-Encoding": "gzip"}, BOMB), "too large", True),
        (lambda: Reply(200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(BOMB)), "encoding unknown", True),
        (lambda: Reply(200, {"Content-Encoding": "x-rot26"}, b"abc"), "encoding unknown", True),
        (lambda: Reply(200, {"Content-Encoding": "gzip"}, b"plain text"), "compression broken", False),
        (lambda: Reply(200, {"Content-Encoding": "deflate"}, b"plain text"), "compression broken", False),
        (lambda: Reply(200, {"Content-Encoding": "gzip"}, gzip.compress(STORY.encode())[:-9]), "cut short", False),
        (lambda: Reply(200, {"Content-Encoding": "gzip"}, b""), "cut short", False),
        (lambda: Reply(200, {"Content-Length": "1000"}, b"half"), "cut short", False),
        (lambda: Reply(200, {}, b"half" * 50, cut=20), "cut short", False),
        (lambda: Reply(200, {"Transfer-Encoding": "chunked"}, b"5\r\nhello\r\n"), "cut short", False),
        (lambda: Reply(200, {"Transfer-Encoding": "chunked"}, b"zz\r\nhello\r\n"), "cut short", False),
        (lambda: Reply(200, {"Content-Length": "-5"}, b"x"), "length makes no sense", False),
        (lambda: Reply(200, {"Content-Length": "50, 60"}, b"x"), "length makes no sense", False),
        (lambda: Reply(200, {"Content-Length": "1e3"}, b"x"), "length makes no sense", False),
        (lambda: Reply(200, {"X-Big": "a" * 5_000_000}, b"x"), "headers too large", True),
        (lambda: Reply(200, {f"X-{n}": "1" for n in range(20_000)}, b"x"), "headers too large", True),
        (lambda: Reply(200, {f"X-{n}": "a" * 5000 for n in range(90)}, b"x"), "headers too large", True),
        (lambda: Reply(raw=b"HTTP/9.9 banana\r\n\r\n"), "answer is not HTTP", False),
        (lambda: Reply(raw=STORY.encode()), "answer is not HTTP", False),
        (lambda: Reply(raw=b""), "connection broken", False),
    ],
)  # fmt: skip
def test_it_names_what_is_wrong_with_an_answer(site, reply, reason, permanent):
    site.pages["/a"] = reply()
    error = refusal(f"{site.url}/a", rules_for(site, max_wire_bytes=1_000_000, max_body_bytes=2_000_000))
    assert (error.reason, error.permanent) == (reason, permanent)


# Statuses and types


@pytest.mark.parametrize(
    ("status", "reason", "permanent"),
    [
        (401, "forbidden", True),
        (402, "forbidden", True),
        (403, "forbidden", True),
        (404, "not found", True),
        (410, "gone", True),
        (418, "refused by the server", True),
        (429, "too many requests", False),
        (451, "unavailable for legal reasons", True),
        (500, "server error", False),
        (503, "unavailable", False),
        (599, "server error", False),
        (204, "unexpected status", False),
        (206, "unexpected status", False),
        (300, "unexpected status", False),
        (304, "unexpected status", False),
        (600, "unexpected status", False),
    ],
)
def test_every_other_status_has_its_refusal(site, status, reason, permanent):
    site.pages["/a"] = Reply(status, {"WWW-Authenticate": 'Basic realm="x"'}, b"error")
    error = refusal(f"{site.url}/a", rules_for(site))
    assert (error.reason, error.permanent, error.status) == (reason, permanent, status)
    assert len(site.asked) == 1


def test_it_hands_on_how_long_the_server_asks_to_wait(site):
    site.pages["/a"] = Reply(503, {"Retry-After": "120"}, b"busy")
    assert refusal(f"{site.url}/a", rules_for(site)).retry_after == 120


@pytest.mark.parametrize(
    ("accept", "content_type", "reason"),
    [
        ("page", "application/json", "not a page"),
        ("page", "image/png", "not a page"),
        ("page", "application/rss+xml", "not a page"),
        ("page", "Text/HTML ; charset=x-klingon", ""),
        ("page", "", ""),
        ("feed", "image/png", "not a feed"),
        ("feed", "application/json", "not a feed"),
        ("feed", "text/plain", ""),
        ("feed", "application/octet-stream", ""),
        ("any", "image/png", ""),
    ],
)
def test_it_refuses_types_that_its_caller_cannot_read(site, accept, content_type, reason):
    site.pages["/a"] = page(STORY, content_type)
    try:
        found = fetch(f"{site.url}/a", rules_for(site), accept=accept) and ""
    except FetchError as error:
        found = error.reason
    assert found == reason


def test_a_refusal_survives_being_pickled():
    error = pickle.loads(pickle.dumps(FetchError("gone", True, "status 410", 7, 410)))
    assert (error.reason, error.permanent, error.detail, error.retry_after, error.status) == (
        "gone",
        True,
        "status 410",
        7,
        410,
    )
    assert str(error) == "gone: status 410"


def test_an_ordinary_gzip_page_is_read(site):
    site.pages["/a"] = gzipped(STORY)
    assert fetch(f"{site.url}/a", rules_for(site), accept="page").body.decode() == STORY
