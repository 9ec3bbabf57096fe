"""A host's robots.txt into what a crawler may ask for there, by RFC 9309."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from protego import Protego

from aggregator.fetch import fetch
from aggregator.wire.fetched import FetchError, FetchRules

LONGEST_FILE = 500 * 1024
"""Bytes that are read of a robots.txt (RFC 9309, 2.5); what comes after is passed over."""

LONGEST_DELAY = 60.0
"""Seconds. A longer Crawl-delay is shortened to this."""

# The parser's work grows with the number of agents times the number of rules. Real files stay far below this; one that
# does not is made to keep a parser busy.
_MOST_WORK = 1_000_000

# Nothing at an address with one of these faults can be asked for, so it is told instead of "robots.txt not reachable".
_ADDRESS_FAULTS = frozenset(
    {
        "not an address",
        "scheme not allowed",
        "credentials in the address",
        "odd spelling of a host",
        "port not allowed",
        "address not public",
        "name not found",
    }
)


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says: `text` is the file, empty where `rule` decides alone.

    `rule` is "file", "allow all" (there is none: status 4xx) or "allow none" (status 5xx, or the host did not answer).
    """

    rule: str
    text: str = ""
    status: int | None = None
    detail: str = ""


def fetch_robots(origin: str, rules: FetchRules, on_redirect: Callable[[str], None] | None = None) -> Robots:
    """The robots.txt of an origin such as "https://example.org"; `on_redirect` is told where it leads, as by `fetch`.

    Raises FetchError only where the origin can never be asked at all: its address is not a public web address.
    """
    try:
        whole = replace(rules, max_wire_bytes=rules.max_body_bytes)
        answer = fetch(f"{origin.rstrip('/')}/robots.txt", whole, on_redirect=on_redirect)
    except FetchError as error:
        if error.reason in _ADDRESS_FAULTS:
            raise
        return _without_file(error)
    return parse_robots(answer.status, answer.body)


def parse_robots(status: int, body: bytes) -> Robots:
    """What an answer of this status and body allows (RFC 9309, 2.3.1)."""
    if 200 <= status < 300:
        return _file(status, body[:LONGEST_FILE].decode("utf-8", "replace").removeprefix("\ufeff").replace("\x00", ""))
    # 429 is the host asking us to stay away for now, which is no permission.
    if 400 <= status < 500 and status != 429:
        return Robots("allow all", status=status)
    return Robots("allow none", status=status)


def allows(robots: Robots, url: str, user_agent: str) -> bool:
    """Whether a crawler with this User-Agent header may ask for `url`."""
    if robots.rule != "file":
        return robots.rule == "allow all"
    return bool(Protego.parse(robots.text).can_fetch(url, product_of(user_agent)))


def crawl_delay(robots: Robots, user_agent: str) -> float:
    """Seconds between two requests that the file asks for; 0 where it asks for none."""
    if robots.rule != "file":
        return 0.0
    return min(Protego.parse(robots.text).crawl_delay(product_of(user_agent)) or 0.0, LONGEST_DELAY)


def product_of(user_agent: str) -> str:
    """The name that groups of a robots.txt are matched with: "Parallax" of "Parallax/0.1 (+https://…)"."""
    return user_agent.split("/")[0].split("(")[0].strip()


def _without_file(error: FetchError) -> Robots:
    if error.status is not None:
        return parse_robots(error.status, b"")
    # A chain of redirects that never ends counts as no file (RFC 9309, 2.3.1.2); everything else as not reachable.
    rule = "allow all" if error.reason == "too many redirects" else "allow none"
    return Robots(rule, detail=str(error))


def _file(status: int, text: str) -> Robots:
    lines = text.splitlines()
    agents = sum(line.lstrip().lower().startswith("user") for line in lines)
    if agents * (len(lines) - agents) > _MOST_WORK:
        return Robots("allow none", status=status, detail=f"{agents} agents in {len(lines)} lines")
    return Robots("file", text, status)
