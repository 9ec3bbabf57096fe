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
    """Front page, first story and its pages at three widths, light and dark, as high as `--height` or whole."""
    options = _options()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("There is no Chromium on this machine.")
    pages = {"front": options.site, **_story_pages(options.site)}
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


def _story_pages(site: str) -> dict[str, str]:
    """The story that leads the front page, the pages of it, and the first statement, quote and speaker on it."""
    base = site.rstrip("/")
    story = base + _found(r'class="lead.*?href="(/s/[^"]+)"', _text(site), f"There is no story on {site} yet.")
    text, number = _text(story), _found(r"/s/([0-9]+)-", story, "")
    pages = {name: f"{base}/s/{number}/{name}/" for name in ("compare", "timeline", "changes", "review", "quotes")}
    for name, letter in (("claim", "c"), ("quote", "q"), ("speaker", "p")):
        found = re.search(rf'href="(/{letter}/[^"/]+/)"', text)
        pages |= {name: base + found[1]} if found else {}
    return {"story": story, **pages}


def _text(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - the developer's own site
        return str(answer.read().decode())


def _found(pattern: str, text: str, told: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    if found is None:
        sys.exit(told)
    return found[1]


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
