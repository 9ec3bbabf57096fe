"""One contract for every outlet: each page in its markup, through the years, gives what its expected JSON says.

A page is SLUG.html, in the outlet's newest markup, or SLUG-LAYOUT.html in an older one.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import soupsieve

from aggregator.outlets import OUTLETS, outlet_of
from aggregator.reading.pages import read_page
from aggregator.reading.types import Page

PAGES = Path(__file__).parent / "pages"

NAMES = sorted(path.stem for path in PAGES.glob("*.html"))

each_outlet = pytest.mark.parametrize("slug", OUTLETS)
each_page = pytest.mark.parametrize("name", NAMES)


def read(name: str) -> tuple[Page, dict[str, Any]]:
    """The page as read and what it should give; with "summary_only" false its body is read whatever its access."""
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    body = (PAGES / f"{name}.html").read_bytes()
    return read_page(body, expected["address"], "text/html", summary_only=expected.get("summary_only")), expected


def slug_of(name: str) -> str:
    return name.partition("-")[0]


@each_page
def test_its_page_gives_what_is_expected(name):
    page, expected = read(name)
    found = {
        **{key: expected[key] for key in ("address", "summary_only") if key in expected},
        "url": page.url,
        "title": page.title,
        "authors": list(page.authors),
        "published": page.published and page.published.at.isoformat(),
        "modified": page.modified and page.modified.at.isoformat(),
        "access": page.access,
        "reader": page.reader,
        "language": page.language,
        "description": page.description,
        "paragraphs": page.text.split("\n\n"),
        "links": [[page.text[link.start : link.end], link.href] for link in page.links],
    }
    assert found == expected


@each_page
def test_the_address_leads_to_the_outlet(name):
    _, expected = read(name)
    outlet = outlet_of(expected["address"])
    assert outlet is not None
    assert outlet.slug == slug_of(name)


@each_page
def test_a_page_is_named_by_the_layout_that_reads_it(name):
    page, _ = read(name)
    assert name in {slug_of(name), page.reader.replace("/", "-")}


@each_outlet
def test_its_layouts_are_named_once_and_their_selectors_are_sound(slug):
    layouts = OUTLETS[slug].layouts
    assert len({layout.name for layout in layouts}) == len(layouts) > 0
    for layout in layouts:
        assert layout.shows
        assert layout.body
        for selector in (layout.shows, layout.body, layout.drop, layout.title, layout.byline, layout.time):
            soupsieve.compile(selector or "*")


def test_no_page_lies_there_without_an_outlet():
    assert {path.stem for path in PAGES.iterdir()} == set(NAMES)
    assert {slug_of(name) for name in NAMES} == set(OUTLETS) == set(OUTLETS) & set(NAMES)
