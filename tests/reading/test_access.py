"""How much of an article a page lets one read."""

import pytest

from aggregator.reading.pages import read_page

URL = "https://news.example/harbour"
LINE = "In case {0} the council of Fjordby decided {0} to {1} that harbour {0} is to be dredged, and berth {1} is not. "
COUNT = "<meta property='article:word_count' content='{}'>"
NOT_FREE = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
WALL = "<div class='article-paywall'>The rest is for those who pay.</div>"


def access(lines: int, head: str = "", after: str = "") -> str:
    body = "".join(f"<p>{LINE.format(number, number + 100)}</p>" for number in range(lines))
    html = (
        f"<html><head><title>Harbour</title>{head}</head><body><article><h1>Harbour</h1>{body}</article>{after}</body>"
    )
    return read_page(html.encode(), URL).access


@pytest.mark.parametrize(
    ("lines", "head", "after", "found"),
    [
        (8, "", "", "full"),
        (8, COUNT.format(150), "", "full"),
        (8, COUNT.format(250), "", "full"),
        (8, COUNT.format(900), "", "partial"),
        (8, NOT_FREE, "", "full"),
        (30, NOT_FREE + COUNT.format(590), "", "full"),
        (4, NOT_FREE, "", "partial"),
        (4, "", WALL, "partial"),
        (4, "", "", "full"),
        (40, COUNT.format(6000), "", "full"),
        (40, COUNT.format(6000), WALL, "partial"),
        (8, '<script type="application/ld+json">{"@type":"NewsArticle","wordCount":900}</script>', "", "partial"),
        (8, COUNT.format("about 900"), "", "full"),
        (0, "", "", "none"),
    ],
)
def test_it_is_judged_by_words_found_and_by_what_the_page_shows(lines, head, after, found):
    assert access(lines, head, after) == found
