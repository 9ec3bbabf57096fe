"""What an editor added → an outlet as the code knows outlets; and the outlets that are known in this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from aggregator.outlets import OUTLETS
from aggregator.outlets.spec import FeedSpec, OutletSpec

_known: dict[str, OutletSpec] = {}  # added ones that stand in OUTLETS; one of the code's name never gives way


def added_spec(slug: str, name: str, monogram: str, home: str, told: Mapping[str, Any]) -> OutletSpec:
    """An outlet from its row and what else was kept of it: domains, colours, feeds as [address, kind]."""
    return OutletSpec(
        slug=slug,
        name=name,
        monogram=monogram,
        colour=told["colour"],
        colour_dark=told["colour_dark"],
        home=home,
        domains=tuple(told["domains"]),
        access="open",
        owners=(),
        feeds=tuple(FeedSpec(address, kind) for address, kind in told["feeds"]),
        zone="UTC",
    )


def know(specs: Iterable[OutletSpec]) -> None:
    """Make these the added outlets that OUTLETS holds: new ones come in, changed ones change, others go."""
    given = {spec.slug: spec for spec in specs}
    for slug in [slug for slug in _known if slug not in given]:
        OUTLETS.pop(slug, None)
        del _known[slug]
    for slug, spec in given.items():
        if OUTLETS.get(slug) is _known.get(slug) and _known.get(slug) != spec:
            OUTLETS[slug] = _known[slug] = spec


def is_added(slug: str) -> bool:
    """Whether an outlet in OUTLETS was added by an editor."""
    return slug in _known
