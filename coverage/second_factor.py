"""A person of the desk → their second factor: an authenticator and spare codes, of which there is one set at a time."""

from __future__ import annotations

from base64 import b32encode
from typing import Any

from django.conf import settings
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

_CODES = 5


def has_one(user: Any) -> bool:
    """Whether a code is asked of the person besides the password."""
    return _exist(user=user.pk)


def lets_in(user: Any) -> bool:
    """Whether somebody who is logged in gave all that is asked of them: a code where they have one, or all must."""
    if user.is_verified():
        return True
    return not settings.SECOND_FACTOR and not has_one(user)


def is_used() -> bool:
    """Whether anybody at all is asked for a code."""
    return bool(settings.SECOND_FACTOR) or _exist()


@transaction.atomic
def begin(user: Any) -> TOTPDevice:
    """A new authenticator, which counts for nothing until a code of it has been given."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    made: TOTPDevice = TOTPDevice.objects.create(user=user, name="authenticator", confirmed=False)
    return made


def begun(user: Any) -> TOTPDevice | None:
    """The authenticator whose first code is awaited."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()
    return found


@transaction.atomic
def confirm(device: TOTPDevice) -> list[str]:
    """Let it take the place of what the person had, spare codes too; gives the new ones, which are told only once."""
    TOTPDevice.objects.filter(user=device.user_id).exclude(pk=device.pk).delete()
    StaticDevice.objects.filter(user=device.user_id).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    spare = StaticDevice.objects.create(user_id=device.user_id, name="spare codes", confirmed=True)
    return [spare.token_set.create(token=StaticToken.random_token()).token for _ in range(_CODES)]


@transaction.atomic
def remove(user: Any) -> None:
    """Take it away: a lost telephone."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def key_of(device: TOTPDevice) -> str:
    """The key as people type it into an authenticator: four characters at a time."""
    key = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def _exist(**whose: Any) -> bool:
    """One query."""
    codes, spare = (model.objects.filter(confirmed=True, **whose).values("pk") for model in (TOTPDevice, StaticDevice))
    return bool(codes.union(spare, all=True).exists())
