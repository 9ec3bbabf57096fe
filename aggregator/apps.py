"""The aggregator application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AggregatorConfig(AppConfig):
    """Importing the Celery app here, and not in the package, lets `aggregator.reading` load without Django."""

    name = "aggregator"
    verbose_name = _("Sources and texts")

    def ready(self) -> None:
        from aggregator import celery, checks  # noqa: F401
        from aggregator.extra_outlets import register_extra_outlets

        register_extra_outlets()
