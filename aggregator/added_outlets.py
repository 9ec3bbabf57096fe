"""Rows of outlets that editors added → outlets that this process knows, as it knows those in the code."""

from __future__ import annotations

from aggregator.models import Outlet
from aggregator.outlets.added import know


def know_added_outlets() -> None:
    """Learn of outlets that were added, here or in another process: one query. Tasks and commands begin with it."""
    rows = Outlet.objects.exclude(added=None)
    know([spec for outlet in rows if (spec := outlet.added_spec)])
