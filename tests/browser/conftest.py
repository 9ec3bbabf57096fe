"""A real Chromium on the site as it is served; told loudly where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from coverage.models import Story
from tests.site import factories

SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def _async_unsafe() -> Iterator[None]:
    # Playwright's event loop runs in the thread of the tests, and Django refuses the database there by default.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def chromium(_async_unsafe: None) -> Iterator[Browser]:
    """The browser, started once."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("PARALLAX_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        why = "no Chromium: install it or name it in PARALLAX_CHROMIUM; the site was NOT walked in a browser"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=SWITCHES.split())
        yield browser
        browser.close()


@pytest.fixture
def story(live_server, settings) -> Story:
    """A story as large as a real one, on the site that the browser visits."""
    settings.SITE_URL = live_server.url
    return factories.full_story()


@pytest.fixture
def reader(chromium: Browser, live_server, story: Story) -> Iterator[Page]:
    """A reader without JavaScript; what the page complains of, or asks others for, fails the test."""
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on(
        "request", lambda r: complaints.append(f"foreign: {r.url}") if not r.url.startswith(live_server.url) else None
    )
    yield page
    context.close()
    assert not complaints
