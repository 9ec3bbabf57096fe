"""What an address asks for after its "?" → values that can be trusted, or the plainest ones."""

from __future__ import annotations

from django.http import HttpRequest

_DIGITS = 18  # of the largest number that a database column holds


def before_asked(request: HttpRequest) -> int | None:
    """`?before=`: only what has a smaller number; None where no number is given."""
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS else None
