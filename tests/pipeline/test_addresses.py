"""Web addresses: one spelling, no surprises, and which machines may stand behind them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.wire.addresses import check_machine, is_public, read_address, read_redirect
from aggregator.wire.fetched import FetchError, FetchRules


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://Example.ORG", "http://example.org/"),
        ("HTTPS://example.org.:443/a b?q=ü#part", "https://example.org/a%20b?q=%C3%BC"),
        ("http://example.org:8080?x", "http://example.org:8080/?x"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://[2001:DB8::0:1]/%41%zz", "http://[2001:db8::1]/%41%zz"),
        ("http://example.org:/a", "http://example.org/a"),
        ("http://127.0.0.2#@127.0.0.1:99/", "http://127.0.0.2/"),
        ("http://①②⑦.⓪.⓪.①/", "http://127.0.0.1/"),
    ],
)
def test_it_spells_an_address_in_one_way(text, url):
    assert read_address(text).url == url
    assert read_address(url).url == url


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not an address"),
        ("example.org/a", "not an address"),
        ("//example.org/a", "not an address"),
        ("http:///example.org/a", "not an address"),
        ("http:example.org", "not an address"),
        ("http://[::1", "not an address"),
        ("http://[fe80::1%25eth0]/", "not an address"),
        ("http://a..b/", "not an address"),
        ("http://exa mple.org/", "not an address"),
        ("http://example.org/\r\nHost: evil", "not an address"),
        ("http://example.org/\t", "not an address"),
        ("http://example.org\\@127.0.0.1/", "not an address"),
        ("http://example.org/" + "a" * 5000, "not an address"),
        ("http://user:pw@example.org/", "credentials in the address"),
        ("http://@example.org/", "credentials in the address"),
        ("http://127.0.0.1:99999/", "port not allowed"),
        ("http://127.0.0.1:0/", "port not allowed"),
        ("http://127.000.000.001/", "odd spelling of a host"),
        ("http://1.2.3.4.5/", "odd spelling of a host"),
        ("http://example.0x7f/", "odd spelling of a host"),
        ("ftp://example.org/", "scheme not allowed"),
        ("feed:http://example.org/", "scheme not allowed"),
        ("FILE:/etc/passwd", "scheme not allowed"),
    ],
)
def test_it_refuses_an_address_that_parsers_may_read_differently(text, reason):
    with pytest.raises(FetchError) as caught:
        read_address(text)
    assert (caught.value.reason, caught.value.permanent) == (reason, True)


@settings(max_examples=300)
@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://a", "//", "http://[", "http:/\\"]))
def test_any_text_is_an_address_in_plain_ascii_or_a_refusal(text, start):
    try:
        address = read_address(start + text)
    except FetchError:
        return
    assert address.url.isascii()
    assert address.url.isprintable()
    assert " " not in address.url
    assert read_address(address.url) == address


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        *[
            (private, False)
            for private in (
                "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "169.254.169.254", "172.16.0.1",
                "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
                "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1",
                "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
                "ff02::1",
            )
        ],
    ],
)  # fmt: skip
def test_it_knows_public_addresses(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


INSIDE = st.sampled_from(
    ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "0.0.0.0/8"]
)
SPELLINGS = (
    str,
    lambda ip: str(int(ip)),
    lambda ip: hex(int(ip)),
    lambda ip: f"0{int(ip):o}",
    lambda ip: ".".join(hex(byte) for byte in ip.packed),
    lambda ip: ".".join(f"0{byte:o}" for byte in ip.packed),
    lambda ip: ".".join(f"{byte:03d}" for byte in ip.packed),
    lambda ip: f"{ip.packed[0]}.{int(ip) & 0xFFFFFF}",
    lambda ip: f"{ip.packed[0]}.{ip.packed[1]}.{int(ip) & 0xFFFF}",
    lambda ip: str(ip).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    lambda ip: str(ip).replace(".", "。"),
    lambda ip: f"{ip}.",
    lambda ip: f"[::ffff:{ip}]",
    lambda ip: f"[::{ip}]",
    lambda ip: f"[64:ff9b::{ip}]",
    lambda ip: f"[2002:{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}::1]",
)


@settings(max_examples=400)
@given(INSIDE.map(ipaddress.ip_network), st.integers(0, 2**32), st.sampled_from(SPELLINGS), st.booleans())
def test_no_spelling_of_an_address_inside_gets_through(block, number, spelling, redirected):
    host = spelling(block[number % block.num_addresses])
    start = read_address("http://example.org/")

    def reach() -> None:
        address = read_redirect(start, f"//{host}/x") if redirected else read_address(f"http://{host}/x")
        check_machine(address.host, address.port, FetchRules("Parallax/0.1"))

    with pytest.raises(FetchError) as caught:
        reach()
    assert caught.value.permanent
    assert caught.value.reason in ("address not public", "odd spelling of a host", "not an address")
