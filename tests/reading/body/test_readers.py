"""Independent readers, each given the tree that is there, none of them able to end the reading."""

import copy

import newspaper
import pytest
from lxml import etree

from aggregator.reading.body.readers import MOST_TAGS, html_tree, newspaper_text, second_opinion, texts_of

URL = "https://news.example/harbour"
PARAGRAPHS = [
    "The harbour of Fjordby will be dredged next spring, the council decided on Friday after a debate of six hours.",
    "“We have waited for eleven years,” said Kari Lund, who leads the harbour office and its staff of nine people.",
    "The work is to cost 42 million kroner, according to a plan that the council published together with its minutes.",
]
PAGE = (
    "<!DOCTYPE html><html lang='en'><head><title>Harbour</title></head><body><nav><a href='/'>Home</a></nav><article>"
    f"<h1>Harbour to be dredged</h1>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</article></body></html>"
)


@pytest.mark.parametrize("reader", ["newspaper3k", "trafilatura", "readability"])
def test_each_finds_the_article_of_a_plain_page(reader):
    text = texts_of(html_tree(PAGE), URL)[reader]
    assert [line for line in text.split("\n") if len(line) > 40] == PARAGRAPHS


def test_newspapers_steps_on_a_tree_give_what_its_own_parse_gives():
    config = newspaper.Config()
    config.fetch_images = config.memoize_articles = False
    article = newspaper.Article(URL, config=config)
    article.set_html(PAGE)
    article.parse()
    assert newspaper_text(html_tree(PAGE), URL) == article.text != ""


def test_a_language_that_newspaper_has_no_words_for_is_read_all_the_same():
    assert newspaper_text(html_tree(PAGE.replace("lang='en'", "lang='xx'")), URL) != ""


def test_no_reader_changes_the_tree_of_the_next():
    tree = html_tree(PAGE)
    before = etree.tostring(copy.deepcopy(tree))
    texts_of(tree, URL)
    assert etree.tostring(tree) == before


@pytest.mark.parametrize("html", ["", " ", "<!-- -->", "<p>", "<?xml version='1.0' encoding='utf-16'?><p>One</p>"])
def test_what_holds_no_article_gives_no_text_and_no_error(html):
    assert set(texts_of(html_tree(html), URL)) == {"newspaper3k", "trafilatura", "readability"}


def test_pages_of_very_many_elements_are_not_given_to_them():
    html = PAGE.replace("<nav>", "<nav>" + "<i>x</i>" * MOST_TAGS)
    assert set(texts_of(html_tree(html), URL).values()) == {""}
    assert second_opinion(html, URL) is None


def test_a_second_opinion_is_one_readers_text():
    assert PARAGRAPHS[1] in (second_opinion(PAGE, URL) or "")
    assert second_opinion("", URL) is None
