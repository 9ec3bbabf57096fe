"""The desk as a site of Django's admin: its front page with what waits, and who is let in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.admin_within import ToldChoices
from coverage.dashboard import dashboard
from coverage.login import CodeForm

_NAMES = {
    "otp_totp": _("Second factor: authenticators"),
    "otp_static": _("Second factor: spare codes"),
}


class DeskSite(AdminSite):
    """Django's own admin, at `ADMIN_PATH`. With `SECOND_FACTOR` only who gave a code besides the password is let in."""

    site_header = site_title = _("Parallax desk")
    index_title = _("The editors' desk")
    index_template = "admin/desk_index.html"

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The lists, and above them what waits for somebody."""
        told = {"dashboard": dashboard(request.user, timezone.now())}
        return super().index(request, {**told, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The lists by application, under names that say what is in them."""
        apps = super().get_app_list(request, app_label)
        return [{**app, "name": _NAMES.get(app["app_label"], app["name"])} for app in apps]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """What is offered to choose from, in words that tell the rows apart."""
        return ToldChoices.as_view(admin_site=self)(request)  # type: ignore[return-value]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Asks for a code too where that is switched on."""
        if settings.SECOND_FACTOR:
            self.login_form, self.login_template = CodeForm, "admin/login_with_code.html"
        else:
            self.login_form = self.login_template = None
        return super().login(request, extra_context)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and verified where that is asked for."""
        let_in = super().has_permission(request)
        return let_in and (not settings.SECOND_FACTOR or request.user.is_verified())  # type: ignore[union-attr]
