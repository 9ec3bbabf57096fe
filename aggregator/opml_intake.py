"""A list of sources (OPML) → outlets beside those in the code, with their feeds; the rest refused by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from tld import is_tld

from aggregator.added_outlets import know_added_outlets
from aggregator.fetch import rules_from_settings
from aggregator.journal import note
from aggregator.limits import bounded
from aggregator.listing.naming import colours_for, monogram_for, slug_for
from aggregator.listing.opml import ListedSource, SourceList
from aggregator.models import Feed, Outlet
from aggregator.outlets import OUTLETS, outlet_of
from aggregator.outlets.added import is_added
from aggregator.reading.types import ReadingError
from aggregator.wire.addresses import WebAddress, check_port, read_address
from aggregator.wire.fetched import FetchError

MOST = 100
"""Outlets that one list may add."""

_LONGEST_HOME = 200  # characters that its column holds


@dataclass
class Intake:
    """What a list brought: new outlets, feeds of new and known ones, and what was refused, by reason and by address."""

    outlets: list[Outlet] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    told: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, reason: str, address: str) -> None:
        """Count a source that was not taken."""
        self.refused[reason] += 1
        self.told.append((reason, address))


@transaction.atomic
def take_in(body: bytes, name: str) -> Intake:
    """Add what the list names; taken in again it changes nothing. Raises ReadingError for a list that is refused whole.

    Reasons for a source: those of `read_opml` and `read_address`, "port not allowed", "no site of its own" (an IP
    address, or a name under which others register theirs), "known already", "belongs to a known outlet" (one in the
    code, or one whose domain lies within), "too many outlets at once".
    """
    listed = cast(SourceList, bounded("aggregator.listing.opml:read_opml", body))
    know_added_outlets()
    intake = Intake(refused=Counter(listed.refused))
    for source in listed.sources:
        try:
            _take(source, intake)
        except (FetchError, ReadingError) as error:
            intake.refuse(error.reason, source.address)
    _note(intake.refused, name)
    know_added_outlets()
    return intake


def _take(source: ListedSource, intake: Intake) -> None:
    address = checked(source.address)
    site = site_of(source, address)
    if Feed.objects.filter(Q(url=address.url) | Q(named_url=address.url)).exists():
        raise ReadingError("known already")
    outlet = outlet_at(site, source, intake)
    told = outlet.added or {}
    told["feeds"] = [*told["feeds"], [address.url, source.kind]]
    outlet.added = told
    outlet.save(update_fields=["added"])
    intake.feeds.append(Feed.objects.create(outlet=outlet, named_url=address.url, url=address.url, kind=source.kind))


def checked(text: str) -> WebAddress:
    """An address that could be asked for. Raises FetchError."""
    address = read_address(text)
    check_port(address.port, rules_from_settings())
    return address


def site_of(source: ListedSource, feed: WebAddress) -> WebAddress:
    """The publisher's own address: of its page, or where none is given, of its feed."""
    site = checked(source.site) if source.site else feed
    if f"{site.host}:{site.port}" in settings.FETCH_ALLOW_PRIVATE:
        return site
    if _is_number(site.host) or "." not in site.host or is_tld(_domain(site), search_private=True):
        raise ReadingError("no site of its own", site.host)
    return site


def outlet_at(site: WebAddress, source: ListedSource, intake: Intake) -> Outlet:
    """The added outlet at a site, made where there is none. Raises ReadingError where it is another's."""
    domain = _domain(site)
    known = outlet_of(f"http://{domain}/")
    if known and is_added(known.slug):
        return Outlet.objects.get(slug=known.slug)
    if known or any(other.endswith(f".{domain}") for spec in OUTLETS.values() for other in spec.domains):
        raise ReadingError("belongs to a known outlet", domain)
    if len(intake.outlets) >= MOST:
        raise ReadingError("too many outlets at once")
    return _made(site, source, intake)


def _made(site: WebAddress, source: ListedSource, intake: Intake) -> Outlet:
    domain = _domain(site)
    title = source.title if source.title and not source.title.startswith(("http://", "https://")) else domain
    slug = slug_for(title, domain, {*OUTLETS, *Outlet.objects.values_list("slug", flat=True)})
    light, dark = colours_for(slug)
    last = Outlet.objects.listed().aggregate(last=Max("position"))["last"]
    outlet = Outlet.objects.create(
        slug=slug,
        name=title[:120],
        monogram=monogram_for(title, set(Outlet.objects.values_list("monogram", flat=True))),
        home=site.url if source.site and len(site.url) <= _LONGEST_HOME else f"{site.scheme}://{site.netloc}/",
        position=(last or 0) + 1,
        added={"domains": [domain], "colour": light, "colour_dark": dark, "feeds": []},
    )
    intake.outlets.append(outlet)
    know_added_outlets()
    return outlet


def _domain(site: WebAddress) -> str:
    return site.host.removeprefix("www.")


def _is_number(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _note(refused: Mapping[str, int], name: str) -> None:
    for reason, count in refused.items():
        note(reason, f"opml:{name[:200]}", detail="in a list of sources", count=count)
