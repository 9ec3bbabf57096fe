"""System checks: a bad setting is refused with a sentence that says what to set."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def environment_is_sound(**_: Any) -> list[CheckMessage]:
    """One error for each environment variable that could not be understood."""
    return [Error(problem, id="parallax.E001") for problem in settings.SETTINGS_PROBLEMS]
