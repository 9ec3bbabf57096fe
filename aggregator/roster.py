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
        named = {feed.url for feed in spec.feeds}
        for feed in spec.feeds:
            _make_room(feed.url, named)
            values = {"outlet": outlet, "kind": feed.kind}
            Feed.objects.update_or_create(
                named_url=feed.url, defaults=values, create_defaults={**values, "url": feed.url}
            )
        outlet.feeds.exclude(named_url__in=named).delete()
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


def _make_room(url: str, named: set[str]) -> None:
    """A feed that had moved to an address which the code names now is that feed; where the code still names its old
    address too, it goes back there."""
    for moved in Feed.objects.filter(url=url).exclude(named_url=url):
        if moved.named_url in named:
            moved.url = moved.named_url
        else:
            moved.named_url = url
        moved.moved_at = None
        moved.save(update_fields=["url", "named_url", "moved_at"])


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
