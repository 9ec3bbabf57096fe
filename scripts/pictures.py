"""A running site → pictures of its pages for the documentation and for looking at: `make pictures`."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDTHS = (360, 768, 1280)
SCHEMES = ("light", "dark")
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync")  # fmt: skip


def main() -> None:
    """Front page and first story at three widths, light and dark, as high as `--height` or whole."""
    options = _options()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("There is no Chromium on this machine.")
    pages = {"front": options.site, "story": _first_story(options.site)}
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        for name, address in pages.items():
            _shoot(browser, name, address, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/pictures"))
    parser.add_argument("--site", default="http://127.0.0.1:8000/")
    parser.add_argument("--height", type=int, default=0, help="pixels; 0: the whole page")
    return parser.parse_args()


def _first_story(site: str) -> str:
    with urllib.request.urlopen(site, timeout=10) as answer:  # noqa: S310 - the developer's own site
        found = re.search(r'class="lead.*?href="(/s/[^"]+)"', answer.read().decode(), re.DOTALL)
    if found is None:
        sys.exit(f"There is no story on {site} yet.")
    return site.rstrip("/") + found[1]


def _shoot(browser: Browser, name: str, address: str, options: argparse.Namespace) -> None:
    for scheme in SCHEMES:
        for width in WIDTHS:
            viewport = {"width": width, "height": options.height or 900}
            context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(address)
            page.screenshot(path=options.folder / f"{name}-{width}-{scheme}.png", full_page=not options.height)
            context.close()


if __name__ == "__main__":
    main()
