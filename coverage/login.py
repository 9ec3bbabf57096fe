"""Logging in to the desk: from where somebody tries, and what is said after too many tries."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_otp.admin import OTPAdminAuthenticationForm
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from coverage.second_factor import has_one


class CodeForm(OTPAdminAuthenticationForm):  # type: ignore[misc]  # it has no types
    """Name, password and, of who has a second factor, a code: of the authenticator where it is digits, else one of the
    spare codes."""

    def clean_otp(self, user: Any) -> None:
        """Choose the device that a code of that form is of, so that a wrong one counts against no other."""
        if user is None or not has_one(user):
            return  # who must have one all the same is let no further than to where it is set up
        kind = TOTPDevice if self.cleaned_data.get("otp_token", "").isdigit() else StaticDevice
        device = kind.objects.filter(user=user, confirmed=True).first()
        self.cleaned_data["otp_device"] = device.persistent_id if device else ""
        super().clean_otp(user)


def sender_of(request: HttpRequest) -> str:
    """The other end of the connection; behind a proxy of ours what that wrote last, never what the sender wrote."""
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    last = told.rpartition(",")[2].strip()
    return last if settings.BEHIND_PROXY and last else str(request.META.get("REMOTE_ADDR", ""))


def locked(request: HttpRequest, response: Any = None, credentials: Any = None, *_: Any) -> HttpResponse:
    """Too many tries: nothing is tried for a while, right or wrong."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    answer = render(request, "admin/locked.html", {"minutes": minutes, "title": ""}, status=429)
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer
