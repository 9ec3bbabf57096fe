"""An address as written anywhere → the one form under which it is stored and compared."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from aggregator.outlets import original_address, outlet_of
from aggregator.reading.types import ReadingError

NOT_AN_ADDRESS = "not a web address"
LONGEST = 4096  # characters; longer ones are attacks or data

_TRACKING = re.compile(
    r"utm_\w*|mc_[ce]id|_hs\w+|hsa_\w+|hss_channel|at_(?:medium|campaign|link\w*)|ns_\w+|pk_\w+|mtm_\w+|matomo_\w+|oly_\w+_id"
    r"|fbclid|fb_(?:action_ids|action_types|source|ref)|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id"
    r"|yclid|igshid|igsh|mkt_tok|vero_id|vero_conv|wickedid|s_cid|ncid|cmpid|ref_src|ref_url|wt_mc|wt_zmc|_ga|_gl|__s|xtor"
    r"|__twitter_impression|soc_src|soc_trk|sr_share|spm|rb_clickid|mibextid|guce_\w+|guccounter",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*|\[[0-9a-f:.]{2,45}\]")


def normalise(url: str) -> str:
    """The canonical form of a web address, which serves as an article's unique key; `normalise` of it is itself.

    Scheme and host in lower case, the host in its ASCII form, https for http on the default port, no default port,
    fragment or tracking parameter, an empty path as "/", escapes in one spelling, "." and ".." resolved; an Internet
    Archive snapshot counts as the page that it keeps. Paths keep their trailing slash and their index.html, and
    parameters their order, since only the publisher knows whether these matter.

    Raises ReadingError("not a web address") for other schemes, credentials, empty or impossible hosts and ports.
    """
    parts = _split(original_address(url))
    scheme, port = parts.scheme, _port(parts)
    if scheme == "http" and port in (None, 80):
        scheme, port = "https", None
    elif port == _DEFAULT_PORTS[scheme]:
        port = None
    host = _host(parts)
    path = _resolved(_respelled(parts.path, "/:@!$&'()*+,;="))
    result = urlunsplit((scheme, f"{host}:{port}" if port else host, path, _query(parts.query, url), ""))
    if len(result) > LONGEST:
        raise ReadingError(NOT_AN_ADDRESS, "too long")
    return result


def web_address(href: str, base: str = "") -> str:
    """A link's absolute http(s) address as its page means it, without its fragment; empty where it is none.

    Unlike `normalise` it keeps scheme, port and parameters, so that it can be fetched as given.
    """
    try:
        joined = urljoin(base, href.strip()) if base else href.strip()
        parts = _split(joined)
        host = _host(parts)
        port = _port(parts)
    except (ReadingError, ValueError):
        return ""
    path, query = _respelled(parts.path, "/:@!$&'()*+,;="), _respelled(parts.query, "/:@!$&'()*+,;=?")
    return urlunsplit((parts.scheme, f"{host}:{port}" if port else host, path or "/", query, ""))


def _split(url: str) -> SplitResult:
    url = url.strip()
    if len(url) > LONGEST or _CONTROL.search(url.replace(" ", "")):
        raise ReadingError(NOT_AN_ADDRESS, "too long, or control characters in it")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ReadingError(NOT_AN_ADDRESS, str(error)) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise ReadingError(NOT_AN_ADDRESS, f"scheme {parts.scheme or 'missing'!r}")
    # A backslash ends the host for browsers and not for urlsplit: two readings of one address are an attack.
    if "@" in parts.netloc or "\\" in url:
        raise ReadingError(NOT_AN_ADDRESS, "credentials or a backslash in it")
    return parts


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    try:
        if ":" in name:
            name = f"[{name}]"
        elif not name.isascii():
            name = name.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ReadingError(NOT_AN_ADDRESS, f"host {name!r}") from error
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise ReadingError(NOT_AN_ADDRESS, f"host {name!r}")
    return name


def _port(parts: SplitResult) -> int | None:
    try:
        port = parts.port
    except ValueError as error:
        raise ReadingError(NOT_AN_ADDRESS, "port") from error
    if port == 0:
        raise ReadingError(NOT_AN_ADDRESS, "port")
    return port


def _respelled(part: str, safe: str) -> str:
    """A path or query with one spelling: escapes of plain characters undone, the rest escaped in upper case."""
    part = _ESCAPE.sub(_plain_or_upper, part)
    return quote(part, safe=safe + "%", encoding="utf-8", errors="replace")


def _plain_or_upper(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _resolved(path: str) -> str:
    """A path without "." and ".." segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for segment in segments:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    # Two slashes at the start of a path would read as a host when the address is split again.
    return "/" + "/".join(kept).lstrip("/")


def _query(query: str, url: str) -> str:
    outlet = outlet_of(url)
    dropped = outlet.tracking if outlet else ()
    kept = [pair for pair in query.split("&") if pair and not _is_tracking(pair, dropped)]
    return _respelled("&".join(kept), "/:@!$&'()*+,;=?")


def _is_tracking(pair: str, dropped: tuple[str, ...]) -> bool:
    name = unquote(pair.partition("=")[0])
    return bool(_TRACKING.fullmatch(name)) or name in dropped
