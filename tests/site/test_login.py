"""Who is let in to the desk: few tries, strict cookies, a second factor where one is asked for, its own address."""

from __future__ import annotations

import os
import subprocess
import sys
from base64 import b32decode

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as configured
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from aggregator.environment import Environment
from coverage.roles import ROLES

LOGIN = "/admin/login/"
PASSWORD = "seven harbour cranes"


@pytest.fixture
def editor() -> User:
    return User.objects.create_superuser("editor", password=PASSWORD)


def tried(client, password: str, name: str = "editor", **more):
    return client.post(f"{LOGIN}?next=/admin/", {"username": name, "password": password, **more})


def test_the_right_password_opens_the_desk(client, editor):
    assert tried(client, PASSWORD).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_after_five_wrong_ones_even_the_right_one_has_to_wait(client, editor):
    for _ in range(configured.AXES_FAILURE_LIMIT - 1):
        assert tried(client, "wrong").status_code == 200
    locked = tried(client, "wrong")
    assert (locked.status_code, locked.headers["Retry-After"]) == (429, "900")
    assert "Too many tries: wait 15 minutes." in locked.content.decode()
    assert tried(client, PASSWORD).status_code == 429


def test_who_tries_from_elsewhere_locks_nobody_out(client, editor):
    for _ in range(6):
        client.post(LOGIN, {"username": "editor", "password": "wrong"}, REMOTE_ADDR="198.51.100.7")
    assert tried(client, PASSWORD).status_code == 302


@pytest.mark.parametrize(("behind", "status"), [(True, 302), (False, 429)])
def test_where_a_try_came_from_is_told_by_our_own_proxy_alone(client, editor, settings, behind, status):
    settings.BEHIND_PROXY = behind
    for _ in range(6):
        tried_from(client, "wrong", "10.9.9.9, 198.51.100.7")
    assert tried_from(client, PASSWORD, "10.9.9.9, 198.51.100.8").status_code == status


def tried_from(client, password: str, forwarded: str):
    sent = {"username": "editor", "password": password}
    return client.post(f"{LOGIN}?next=/admin/", sent, headers={"X-Forwarded-For": forwarded})


def test_the_cookies_are_strict_and_readers_get_none(client, editor):
    tried(client, PASSWORD)
    for cookie in client.cookies.values():
        assert (cookie["samesite"], cookie["httponly"]) == ("Strict", True), cookie.key
    client.cookies.clear()
    for address in ("/", "/about/", "/feeds/", "/corrections/"):
        assert not client.get(address).cookies


def test_over_https_the_cookies_are_bound_to_the_host(tmp_path):
    names = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE"
    code = f"from django.conf import settings as s; print({names})"
    assert _settings(code, tmp_path, SITE_URL="https://news.example") == "__Host-session __Host-csrf True"


def test_the_desk_stands_where_the_setting_says(tmp_path):
    code = (
        "import django; django.setup(); from django.urls import reverse; from django.test import Client\n"
        "print(reverse('admin:index'), Client().get('/admin/').status_code, "
        "'admin' in Client().get('/robots.txt').content.decode())"
    )
    assert _settings(code, tmp_path, ADMIN_PATH="/back/room/", ALLOWED_HOSTS="testserver") == "/back/room/ 404 False"


@pytest.mark.parametrize("path", ["a b", "desk?", "../desk", "dé"])
def test_a_path_that_is_none_is_refused_with_a_sentence(path):
    env = Environment({"ADMIN_PATH": path})
    assert env.path("ADMIN_PATH", "admin") == "admin"
    assert env.problems[0].startswith(f"ADMIN_PATH is “{path.strip('/')}”: set it to letters")


def _settings(code: str, folder, **environment: str) -> str:
    env = {**os.environ, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "aggregator.settings", **environment}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, cwd=configured.BASE_DIR
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


# A second factor


@pytest.fixture
def second(settings, editor) -> TOTPDevice:
    settings.SECOND_FACTOR = True
    call_command("second_factor", "editor")
    return TOTPDevice.objects.get(user=editor)


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift):06d}"


def test_with_a_second_factor_the_password_alone_does_not_open_the_desk(client, second):
    assert 'autocomplete="one-time-code"' in client.get(LOGIN).content.decode()
    assert tried(client, PASSWORD).status_code == 200
    assert client.get("/admin/").status_code == 302
    assert tried(client, PASSWORD, otp_token="000000").status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert tried(client, PASSWORD, otp_token=code_of(second)).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_who_logged_in_before_it_was_switched_on_is_asked_for_it(client, editor, settings):
    tried(client, PASSWORD)
    settings.SECOND_FACTOR = True
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)


def test_a_spare_code_opens_the_desk_once(client, second, editor):
    token = editor.staticdevice_set.get().token_set.first().token
    assert tried(client, PASSWORD, otp_token=token).status_code == 302
    client.logout()
    assert tried(client, PASSWORD, otp_token=token).status_code == 200


def test_a_lost_one_is_taken_away_and_nobody_is_made_up(second):
    call_command("second_factor", "editor", "--remove")
    assert not TOTPDevice.objects.exists()
    with pytest.raises(CommandError, match="No user is called nobody"):
        call_command("second_factor", "nobody")


# One's own


OWN = "/admin/second-factor/"
KINDS = ["superuser", *ROLES]


def somebody(kind: str) -> User:
    """Of the desk, with a password."""
    if kind == "superuser":
        return User.objects.create_superuser("someone", password=PASSWORD)
    user = User.objects.create_user("someone", password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=kind))
    return user


def set_up(client) -> list[str]:
    """Give the password, then the code of the key that is shown; the spare codes."""
    page = posted(client, password=PASSWORD)
    [shown] = page.select(".factor-key code")
    key = shown.get_text().replace(" ", "")
    done = posted(client, code=f"{totp(b32decode(key)):06d}")
    codes = [code.get_text() for code in done.select(".spare-codes code")]
    assert len(set(codes)) == 5, done.get_text()
    return codes


def posted(client, **sent) -> BeautifulSoup:
    return BeautifulSoup(client.post(OWN, sent).content.decode(), "lxml")


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_everybody_of_the_desk_sets_up_and_replaces_their_own(client, settings, kind, required):
    settings.SECOND_FACTOR = required
    user = somebody(kind)
    assert tried(client, PASSWORD, "someone").status_code == 302
    if required:  # there is a way in, and it leads through here
        assert client.get("/admin/", follow=True).redirect_chain[-1] == (OWN, 302)
    else:
        assert f'href="{OWN}"' in client.get("/admin/").content.decode()
    first = set_up(client)
    assert client.get("/admin/").status_code == 200
    second = set_up(client)
    assert client.get("/admin/").status_code == 200
    assert user.totpdevice_set.count() == user.staticdevice_set.count() == 1
    assert [entry.change_message for entry in LogEntry.objects.filter(user=user)] == ["Second factor set up"] * 2
    client.logout()
    assert tried(client, PASSWORD, "someone").status_code == 200
    assert tried(client, PASSWORD, "someone", otp_token=first[0]).status_code == 200
    StaticDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert tried(client, PASSWORD, "someone", otp_token=second[0]).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_who_has_one_is_asked_for_it_and_who_has_none_is_not(client, editor):
    tried(client, PASSWORD)
    set_up(client)
    User.objects.create_superuser("other", password=PASSWORD)
    client.logout()
    assert tried(client, PASSWORD).status_code == 200
    assert tried(client, PASSWORD, "other").headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_elsewhere_whoever_sets_one_up_is_asked_for_a_code(client, editor):
    elsewhere = Client()
    for one in (client, elsewhere):
        tried(one, PASSWORD)
    set_up(client)
    assert elsewhere.get("/admin/").headers["Location"].startswith(LOGIN)
    assert elsewhere.get(OWN).headers["Location"].startswith(LOGIN)
    assert elsewhere.post(OWN, {"password": PASSWORD}).headers["Location"].startswith(LOGIN)
    assert TOTPDevice.objects.count() == 1


def test_a_wrong_code_or_password_sets_nothing_up_and_tries_are_counted(client, editor):
    tried(client, PASSWORD)
    posted(client, code="000000")  # of no key that was shown
    assert not TOTPDevice.objects.exists()
    posted(client, password=PASSWORD)
    assert "That is not its code now" in posted(client, code="no code").get_text()
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    for _ in range(configured.AXES_FAILURE_LIMIT - 1):
        assert "That is not your password" in posted(client, password="wrong").get_text()
    assert client.post(OWN, {"password": "wrong"}).status_code == 429
    assert client.post(OWN, {"password": PASSWORD}).status_code == 429


def test_nobody_sets_one_up_who_is_not_of_the_desk(client):
    for user in (None, User.objects.create_user("reader", password=PASSWORD)):
        if user:
            client.force_login(user)
        assert client.get(OWN).headers["Location"].startswith(LOGIN)
        assert client.post(OWN, {"password": PASSWORD}).headers["Location"].startswith(LOGIN)
    assert not TOTPDevice.objects.exists()


def test_spare_codes_alone_are_a_second_factor_too(client, editor, settings):
    settings.SECOND_FACTOR = True
    tried(client, PASSWORD)
    StaticDevice.objects.create(user=editor, name="paper")
    assert client.get(OWN).headers["Location"].startswith(LOGIN)
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)


def test_the_key_is_kept_by_no_cache(client, editor):
    tried(client, PASSWORD)
    assert "no-store" in client.post(OWN, {"password": PASSWORD}).headers["Cache-Control"]
