"""The desk as a site of Django's admin: its front page with what waits, and who is let in."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage import second_factor
from coverage.admin_second_factor import may_set_up, second_factor_view
from coverage.admin_within import ToldChoices
from coverage.dashboard import dashboard
from coverage.login import CodeForm

_NAMES = {
    "otp_totp": _("Second factor: authenticators"),
    "otp_static": _("Second factor: spare codes"),
}


class DeskSite(AdminSite):
    """Django's own admin, at `ADMIN_PATH`. Who has a second factor gives its code; with `SECOND_FACTOR` all must."""

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

    def get_urls(self) -> list[Any]:
        return [path("second-factor/", self.second_factor, name="second_factor"), *super().get_urls()]

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Everybody's own."""
        return second_factor_view(request, self)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Asks for a code too where anybody has one; who needs one and has none is led to where it is set up."""
        if request.method == "GET" and not self.has_permission(request) and may_set_up(request):
            return HttpResponseRedirect(reverse("admin:second_factor"))
        if second_factor.is_used():
            self.login_form, self.login_template = CodeForm, "admin/login_with_code.html"
        else:
            self.login_form = self.login_template = None
        return super().login(request, extra_context)

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and verified where that is asked of them."""
        return super().has_permission(request) and second_factor.lets_in(request.user)
