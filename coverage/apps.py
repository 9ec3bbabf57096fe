"""The coverage application, and the desk that it gives Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CoverageConfig(AppConfig):
    """Stories and the site."""

    name = "coverage"
    verbose_name = _("Stories")
    default = True


class DeskConfig(AdminConfig):
    """Django's admin with the desk's front page and rules of who is let in."""

    default_site = "coverage.desk_site.DeskSite"
    default = False
