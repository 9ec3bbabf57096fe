"""The desk's page on which each person sets up, or replaces, their own second factor."""

from __future__ import annotations

from typing import Any

import django_otp
from django import forms
from django.contrib.admin import AdminSite
from django.contrib.auth import authenticate
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from aggregator.admin_asking import log
from coverage import second_factor


class PasswordForm(forms.Form):
    """Whoever finds a desk left open cannot put a telephone of their own in its owner's place."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request

    def clean_password(self) -> None:
        """Tried as in logging in, so that tries are counted."""
        known = authenticate(
            self.request, username=self.request.user.get_username(), password=self.cleaned_data["password"]
        )
        if known != self.request.user:
            raise forms.ValidationError(_("That is not your password."))


class CodeForm(forms.Form):
    """The first code of the new authenticator."""

    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("The six digits that the authenticator shows now."),
    )

    def __init__(self, device: Any, data: Any = None) -> None:
        super().__init__(data)
        self.device = device

    def clean_code(self) -> None:
        if not self.device.verify_token(self.cleaned_data["code"].replace(" ", "")):
            raise forms.ValidationError(_("That is not its code now. Wait a few seconds, and give the next one."))


def may_set_up(request: HttpRequest) -> bool:
    """Staff who are let in; and, so that there is a way in, those of whom a code is asked and who have none yet."""
    user: Any = request.user
    return bool(user.is_active and user.is_staff and (user.is_verified() or not second_factor.has_one(user)))


@sensitive_post_parameters()
@never_cache
def second_factor_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Asks for the password, then shows the key and asks for its first code, then shows the spare codes, once."""
    if not may_set_up(request):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    device = second_factor.begun(request.user) if "code" in request.POST else None
    if device is not None:
        form: Any = CodeForm(device, request.POST)
        if form.is_valid():
            return _shown(site, request, codes=_confirmed(request, device))
        return _key_shown(site, request, device, form)
    form = PasswordForm(request, request.POST if "password" in request.POST else None)
    if form.is_valid():
        device = second_factor.begin(request.user)
        return _key_shown(site, request, device, CodeForm(device))
    return _shown(site, request, form=form, has_one=second_factor.has_one(request.user))


def _confirmed(request: HttpRequest, device: Any) -> list[str]:
    codes = second_factor.confirm(device)
    django_otp.login(request, device)  # here the code was given; elsewhere the person is asked for one
    log(request, [request.user], "Second factor set up")
    return codes


def _key_shown(site: AdminSite, request: HttpRequest, device: Any, form: CodeForm) -> HttpResponse:
    return _shown(site, request, form=form, key=second_factor.key_of(device), address=device.config_url)


def _shown(site: AdminSite, request: HttpRequest, **told: Any) -> HttpResponse:
    context = {**site.each_context(request), "title": _("Second factor"), **told}
    return TemplateResponse(request, "admin/second_factor.html", context)
