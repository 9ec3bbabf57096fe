"""EXTRA_OUTLETS → outlets beside those in the code, without touching it."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from aggregator.outlets import OUTLETS
from aggregator.outlets.spec import OutletSpec


def register_extra_outlets() -> None:
    """Add each outlet that the setting names; a name that leads to none is reported by the system checks."""
    for path in settings.EXTRA_OUTLETS:
        try:
            spec = import_string(path)
        except ImportError as error:
            settings.SETTINGS_PROBLEMS.append(f"EXTRA_OUTLETS names {path}: {error}. Set it to package.module.NAME.")
            continue
        if not isinstance(spec, OutletSpec):
            settings.SETTINGS_PROBLEMS.append(f"EXTRA_OUTLETS names {path}, which is no OutletSpec.")
        else:
            OUTLETS.setdefault(spec.slug, spec)
