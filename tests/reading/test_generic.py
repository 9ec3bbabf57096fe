"""The article of any publisher's page, judged block by block."""

from aggregator.reading.generic import generic_reading, news_of
from aggregator.reading.markup import page_text, tree_of

URL = "https://news.example/harbour"
PARAGRAPHS = [
    "The harbour of Fjordby will be dredged next spring, the council decided on Friday after a debate of six hours.",
    "“We have waited for eleven years,” said Kari Lund, who leads the harbour office and its staff of nine people.",
    "The work is to cost 42 million kroner, according to a plan that the council published together with its minutes.",
    "Work begins in April and is to end before the summer, so that the ferries can go as they do in every other year.",
]


def reading(body: str):
    text = page_text(f"<!DOCTYPE html><html lang='en'><body>{body}</body></html>".encode(), "text/html; charset=utf-8")
    return generic_reading(tree_of(text), text, URL, "Harbour to be dredged")


def marked(texts):
    return "".join(f"<p>{text}</p>" for text in texts)


def found(body: str) -> list[str]:
    return [paragraph.text for paragraph in reading(body).paragraphs]


def test_menu_footer_and_headline_are_no_part_of_the_article():
    body = "<nav><a href='/'>Home</a><a href='/sport'>Sport</a></nav><article><h1>Harbour to be dredged</h1>"
    assert (
        found(f"{body}{marked(PARAGRAPHS)}</article><footer><p>All rights reserved by us.</p></footer>") == PARAGRAPHS
    )


def test_a_body_that_is_there_twice_is_read_once():
    body = f"<div class='desktop'>{marked(PARAGRAPHS)}</div><div class='mobile'>{marked(PARAGRAPHS)}</div>"
    assert found(f"<main><h1>Harbour to be dredged</h1>{body}</main>") == PARAGRAPHS


def test_its_links_are_absolute_and_lead_to_the_web():
    told = "as <a href='/plan'>the plan</a> says, <a href='javascript:x()'>and</a> <a href='#note'>a note</a> besides."
    found = reading(f"<article>{marked([*PARAGRAPHS, f'The city pays for all of it, {told}'])}</article>").paragraphs
    links = [(paragraph.text[link.start : link.end], link.href) for paragraph in found for link in paragraph.links]
    assert ("the plan", "https://news.example/plan") in links
    assert all(href.startswith("https://") for _, href in links)


def test_a_post_that_stands_within_the_article_is_read_with_it():
    post = "<blockquote class='twitter-tweet'><p>Six hours for a little mud. Good night, Fjordby.</p></blockquote>"
    assert found(f"<article>{marked(PARAGRAPHS[:2])}{post}{marked(PARAGRAPHS[2:])}</article>") == [
        *PARAGRAPHS[:2],
        "Six hours for a little mud. Good night, Fjordby.",
        *PARAGRAPHS[2:],
    ]


def test_readers_that_agree_are_trusted_more_than_readers_that_do_not():
    clear = reading(f"<article>{marked(PARAGRAPHS)}</article>")
    assert 0.95 <= clear.agreement <= 1
    assert reading("<p>Short.</p>").agreement <= clear.agreement


def test_a_page_without_prose_holds_no_article():
    assert found("<nav><a href='/'>Home</a></nav>") == []


def test_texts_that_repeat_what_was_told_are_found():
    text = " ".join(PARAGRAPHS[:2])
    assert news_of([text, PARAGRAPHS[0], "Short answer.", PARAGRAPHS[2], "Short answer."]) == [0, 2, 3, 4]
