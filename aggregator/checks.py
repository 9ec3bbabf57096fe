"""System checks: a bad setting is refused with a sentence that says what to set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from aggregator.outlets import OUTLETS
from aggregator.weights import WeightsError, check_weights


@register()
def environment_is_sound(**_: Any) -> Iterator[CheckMessage]:
    """One error for each environment variable that could not be understood."""
    unknown = ", ".join(slug for slug in settings.FOLLOW if slug not in OUTLETS)
    if unknown:
        yield Error(f"FOLLOW names no outlet by {unknown}: set it to some of {', '.join(OUTLETS)}.", id="parallax.E002")
    yield from (Error(problem, id="parallax.E001") for problem in settings.SETTINGS_PROBLEMS)


@register()
def tagger_is_sound(**_: Any) -> Iterator[CheckMessage]:
    """A warning where the tagger's files are missing or not those that were shipped: quotes are then found by rules."""
    try:
        check_weights(settings.TAGGER_FOLDER)
    except WeightsError as error:
        yield Warning(f"Quotes are found by rules alone, less surely. {error}", id="parallax.W001")
