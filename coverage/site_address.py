"""Paths and names of this installation → absolute addresses, and permanent names (RFC 4151)."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path of the site."""
    return f"{settings.SITE_URL}{path}"


def tag(name: str) -> str:
    """A permanent name of something in this installation (RFC 4151)."""
    return f"tag:{settings.TAG_AUTHORITY}:{name}"
