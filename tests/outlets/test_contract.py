"""One contract for every outlet: its saved page gives what its expected JSON says."""

import json
from pathlib import Path
from typing import Any

import pytest
import soupsieve

from aggregator.outlets import OUTLETS, outlet_of
from aggregator.reading.pages import read_page
from aggregator.reading.types import Page

PAGES = Path(__file__).parent / "pages"

each_outlet = pytest.mark.parametrize("slug", OUTLETS)


def read(slug: str) -> tuple[Page, dict[str, Any]]:
    expected = json.loads((PAGES / f"{slug}.json").read_text(encoding="utf-8"))
    return read_page((PAGES / f"{slug}.html").read_bytes(), expected["address"], "text/html"), expected


@each_outlet
def test_its_page_gives_what_is_expected(slug):
    page, expected = read(slug)
    found = {
        "address": expected["address"],
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


@each_outlet
def test_the_address_leads_to_the_outlet(slug):
    _, expected = read(slug)
    outlet = outlet_of(expected["address"])
    assert outlet is not None
    assert outlet.slug == slug


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
    assert {path.stem for path in PAGES.iterdir()} == set(OUTLETS)
