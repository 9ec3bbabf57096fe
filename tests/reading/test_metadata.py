"""What a page's head says, in all the shapes in which publishers say it."""

import pytest
from bs4 import BeautifulSoup

from aggregator.reading.metadata import read_metadata

URL = "https://news.example/a"


def metadata(head: str):
    return read_metadata(BeautifulSoup(f"<html><head>{head}</head><body></body></html>", "lxml"), URL)


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "script",
    [
        ld('{"@type":"NewsArticle","headline":"One"}'),
        ld('[{"@type":"WebSite","name":"N"},{"@type":"NewsArticle","headline":"One"}]'),
        ld('{"@graph":[{"@type":"WebPage"},{"@type":["Article","Thing"],"headline":"One"}]}'),
        ld('{"@type":"WebPage","mainEntity":{"@type":"OpinionNewsArticle","headline":"One"}}'),
        ld('<!-- {"@type":"BlogPosting","headline":"One"} -->'),
        ld('//<![CDATA[\n{"@type":"NewsArticle","headline":"One"}\n//]]>'),
        ld('{"@type":"NewsArticle","headline":"One",}'),
        ld('{"@type":"NewsArticle","headline":"One",\n"description":"a\nb"}'),
        ld("{broken") + ld('{"@type":"http://schema.org/NewsArticle","headline":"<b>One</b>"}'),
    ],
)
def test_it_finds_the_article_in_json_ld(script):
    assert metadata(script).said("headline") == "One"


@pytest.mark.parametrize(
    "script", [ld('{"@type":"VideoObject","headline":"One"}'), ld("[" * 50_000), ld("null"), ld("")]
)
def test_what_is_no_article_is_passed_over(script):
    assert metadata(script).said("headline") == ""


def test_of_several_articles_the_one_for_this_page_counts():
    other = '{"@type":"NewsArticle","headline":"Other","url":"https://news.example/b"}'
    own = '{"@type":"NewsArticle","headline":"Own","mainEntityOfPage":{"@id":"http://www.news.example/a/?x=1"}}'
    assert metadata(ld(f"[{other},{own}]")).said("headline") == "Own"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Ada Lovelace"', ("Ada Lovelace",)),
        ('{"@type":"Person","name":"Ada Lovelace"}', ("Ada Lovelace",)),
        ('["Ada Lovelace",{"name":"Alan Turing"}]', ("Ada Lovelace", "Alan Turing")),
        ('{"name":["Ada Lovelace","Alan Turing"]}', ("Ada Lovelace", "Alan Turing")),
        ('{"@id":"#p"}', ("Grace Hopper",)),
        ("null", ()),
        ("17", ()),
    ],
)
def test_it_reads_authors_in_every_shape(author, names):
    person = '{"@type":"Person","@id":"#p","name":"Grace Hopper"}'
    assert metadata(ld(f'[{{"@type":"NewsArticle","author":{author}}},{person}]')).ld_authors() == names


def test_names_of_meta_elements_are_folded_and_the_first_filled_one_counts():
    found = metadata(
        "<meta name='Author' content=''><meta property='ARTICLE:AUTHOR' content=' Ada '><meta itemprop='x'>"
    )
    assert found.meta("author", "article:author") == "Ada"
    assert found.meta("x") == ""


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ("<link rel='canonical' href='/b'>", "https://news.example/b"),
        (
            "<link rel='canonical' href=''><meta property='og:url' content='https://news.example/c'>",
            "https://news.example/c",
        ),
        ("<link rel='canonical' href='data:x'>", URL),
        ("", URL),
    ],
)
def test_it_finds_the_canonical_address(head, canonical):
    assert metadata(head).canonical == canonical
