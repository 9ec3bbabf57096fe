"""The outlets in code → rows: names, access and feeds follow the code; switches stay as editors left them."""

from __future__ import annotations

from django.db import transaction

from aggregator.models import Feed, Outlet
from aggregator.outlets import OUTLETS
from aggregator.outlets.spec import OutletSpec

PRESS_REVIEW = "press-review"


@transaction.atomic
def sync_outlets() -> int:
    """Write every outlet and its feeds; gives how many outlets there are. Feeds that the code no longer names go."""
    for position, spec in enumerate(OUTLETS.values()):
        outlet = _write(position, spec)
        for feed in spec.feeds:
            Feed.objects.update_or_create(url=feed.url, defaults={"outlet": outlet, "kind": feed.kind})
        outlet.feeds.exclude(url__in=[feed.url for feed in spec.feeds]).delete()
    return len(OUTLETS)


def press_review_outlet() -> Outlet:
    """The source that press reviews are kept under: not compared, never fetched."""
    outlet, _ = Outlet.objects.get_or_create(
        slug=PRESS_REVIEW,
        defaults={
            "name": "Press review",
            "monogram": "PR",
            "home": "https://parallax.example/",
            "access": Outlet.Access.CLOSED,
            "position": 999,
            "listed": False,
            "enabled": False,
        },
    )
    return outlet


def _write(position: int, spec: OutletSpec) -> Outlet:
    outlet, _ = Outlet.objects.update_or_create(
        slug=spec.slug,
        defaults={
            "name": spec.name,
            "monogram": spec.monogram,
            "home": spec.home,
            "access": spec.access,
            "position": position,
        },
    )
    return outlet
