"""The coverage application."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Stories and the site."""

    name = "coverage"
