"""Text into a web address that can be asked for without surprise, and the check of the machine behind it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import idna

from aggregator.wire.fetched import FetchError, FetchRules

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST_ADDRESS = 4000

_DEFAULT_PORT = {"http": 80, "https": 443}

# What parsers read differently or drop: control characters, white space other than the blank, the backslash.
_TREACHEROUS = re.compile(r"[\x00-\x1f\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PARTS = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::([0-9]{0,5}))?")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

# `is_global` alone lets some of these through, by version of Python: shared addresses (RFC 6598), multicast, and the
# forms that carry an IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo).
_NEVER = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10",
        "ff00::/8",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http(s) address in one spelling. `host` is ASCII without brackets, `target` is path and query, quoted."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """The host as an address spells it: brackets around IPv6, the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORT[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address, without a fragment."""
        return f"{self.scheme}://{self.netloc}{self.target}"


def read_address(text: str) -> WebAddress:
    """Reads an absolute http(s) address, strictly: what two parsers could read differently is refused.

    Raises FetchError (permanent): "not an address", "scheme not allowed", "credentials in the address", "odd spelling
    of a host".
    """
    _refuse_treachery(text)
    parts = _PARTS.match(text)
    if parts is None:
        scheme = _SCHEME.match(text)
        if scheme and scheme[1].lower() not in _DEFAULT_PORT:
            raise FetchError("scheme not allowed", True, scheme[1][:20])
        raise FetchError("not an address", True, text[:100])
    scheme_name, authority, rest = parts[1].lower(), parts[2], parts[3]
    if "@" in authority:
        raise FetchError("credentials in the address", True)
    host, port = _host_and_port(authority, _DEFAULT_PORT[scheme_name])
    return WebAddress(scheme_name, host, port, _target(rest))


def read_redirect(base: WebAddress, location: str) -> WebAddress:
    """Where a Location header leads from `base`; raises FetchError as `read_address` does, or for a lost https."""
    if not location.strip():
        raise FetchError("redirect without an address", False)
    location = _as_sent(location.strip(" "))
    _refuse_treachery(location)
    try:
        joined = urljoin(base.url, location)
    except ValueError as error:
        raise FetchError("not an address", True, location[:100]) from error
    address = read_address(joined)
    if base.scheme == "https" and address.scheme == "http":
        raise FetchError("redirect drops https", True, address.url[:200])
    return address


def check_port(port: int, rules: FetchRules) -> None:
    """Refuses, before any name is looked up, a port that is neither a web port nor one of an allowed private pair."""
    if port not in rules.ports and not any(pair.endswith(f":{port}") for pair in rules.allow_private):
        raise FetchError("port not allowed", True, str(port))


def check_machine(ip: str, port: int, rules: FetchRules) -> None:
    """Refuses an IP address that is not on the public Internet, unless the rules allow that address and port."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    spelled = f"[{address}]" if address.version == 6 else str(address)
    if f"{spelled}:{port}" in rules.allow_private:
        return
    if port not in rules.ports:
        raise FetchError("port not allowed", True, str(port))
    if not is_public(address):
        raise FetchError("address not public", True, str(address))


def is_public(address: IPAddress) -> bool:
    """Whether an address belongs to the public Internet and carries no other address inside it."""
    if any(address.version == block.version and address in block for block in _NEVER):
        return False
    return address.is_global and not address.is_multicast


def _refuse_treachery(text: str) -> None:
    if len(text) > LONGEST_ADDRESS:
        raise FetchError("not an address", True, f"{len(text)} characters")
    if _TREACHEROUS.search(text):
        raise FetchError("not an address", True, "control characters, white space or a backslash")


def _host_and_port(authority: str, default: int) -> tuple[str, int]:
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise FetchError("not an address", True, authority[:100])
    port = int(parts[2]) if parts[2] else default
    if not 0 < port < 65536:
        raise FetchError("port not allowed", True, str(port))
    return (_ipv6(parts[1]) if parts[1].startswith("[") else _name(parts[1])), port


def _ipv6(bracketed: str) -> str:
    try:
        return str(ipaddress.IPv6Address(bracketed[1:-1]))
    except ValueError as error:
        raise FetchError("not an address", True, bracketed) from error


def _name(host: str) -> str:
    """The host's name in ASCII; a number is let through only as four plain decimals, the one form all agree on."""
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
        except idna.IDNAError as error:
            raise FetchError("not an address", True, host[:100]) from error
    host = host.lower().removesuffix(".")
    if not _NAME.fullmatch(host):
        raise FetchError("not an address", True, host[:100])
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise FetchError("odd spelling of a host", True, host) from error
    return host


def _target(rest: str) -> str:
    path = rest if rest.startswith("/") else f"/{rest}"
    return quote(path, safe="/%:=&?~+!$,;'@()*[]|-._", encoding="utf-8", errors="replace")


def _as_sent(header: str) -> str:
    """A header's text as UTF-8 where it is that: it reaches us decoded as latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
