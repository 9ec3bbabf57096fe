"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from coverage.languages import editions, english_mark, language_at


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's own address, for absolute links; the page's language, its editions, and `en`, which stands in the
    tag of every element that holds an outlet's words."""
    return {
        "SITE_URL": settings.SITE_URL,
        "language": language_at(request.path_info),
        "editions": editions(request.path_info),
        "en": english_mark(),
    }
