"""The outlets that Parallax follows, and from an address to the outlet that published it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from aggregator.outlets import buzzfeednews, cnn, gizmodo, mashable, techcrunch, wsj
from aggregator.outlets.spec import OutletSpec

__all__ = ["OUTLETS", "OutletSpec", "original_address", "outlet_of"]

OUTLETS: dict[str, OutletSpec] = {
    outlet.slug: outlet
    for outlet in (
        techcrunch.OUTLET,
        buzzfeednews.OUTLET,
        wsj.OUTLET,
        gizmodo.OUTLET,
        cnn.OUTLET,
        mashable.OUTLET,
    )
}
"""Slug to outlet, in the order in which the site lists them."""

_SNAPSHOT = re.compile(r"https?://web\.archive\.org/web/\d{1,14}(?:[a-z]{2}_)?/", re.IGNORECASE)
_SCHEME = re.compile(r"https?:/+", re.IGNORECASE)
_RESERVED = re.compile(r"\.(?:example|test)$")


def outlet_of(url: str) -> OutletSpec | None:
    """The outlet that an article's address belongs to; None for other publishers and for what is no address.

    Subdomains count, an Internet Archive snapshot counts as the page that it keeps, and an outlet's name under a
    top-level domain that is reserved for examples (RFC 2606), such as www.cnn.example, counts as its real one.
    """
    host, path = _host_and_path(original_address(url))
    for outlet in tuple(OUTLETS.values()):  # an editor may be adding one at this moment
        own = any(host == domain or host.endswith(f".{domain}") for domain in outlet.domains)
        if own or any(re.fullmatch(pattern, host + path) for pattern in outlet.also):
            return outlet
    return None


def original_address(url: str) -> str:
    """The address whose page an Internet Archive snapshot keeps; any other address as it is."""
    url = url.strip()
    while found := _SNAPSHOT.match(url):
        kept = url[found.end() :]
        url = _SCHEME.sub(_with_two_slashes, kept, count=1) if _SCHEME.match(kept) else f"http://{kept}"
    return url


def _with_two_slashes(found: re.Match[str]) -> str:
    # Some software folds the "//" of an address that stands inside another address's path.
    return found.group().rstrip("/") + "//"


def _host_and_path(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "", ""
    return _RESERVED.sub(".com", host), parts.path
