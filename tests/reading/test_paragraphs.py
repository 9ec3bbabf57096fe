"""Blocks of a tree become paragraphs, and what is no prose falls out."""

import pytest
from bs4 import BeautifulSoup

from aggregator.reading.paragraphs import Paragraph, article_text, joined, paragraphs
from aggregator.reading.prompts import is_prompt
from aggregator.reading.types import Link

BASE = "https://news.example/a"


def texts(markup: str) -> list[str]:
    soup = BeautifulSoup(f"<html><body><main>{markup}</main></body></html>", "lxml")
    return [paragraph.text for paragraph in paragraphs(soup.select("main"), BASE)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One</p><p>Two</p>", ["One", "Two"]),
        ("One<p>Two</p>three", ["One", "Two", "three"]),
        ("<div>One<div>Two</div></div>", ["One", "Two"]),
        ("<p>One<br>two</p>", ["One two"]),
        ("<p>One<br> <br/>two</p>", ["One", "two"]),
        ("<p>A<b>B</b><i> C</i></p>", ["AB C"]),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", ["One", "Two"]),
        ("<blockquote>Said<p>she</p></blockquote>", ["Said", "she"]),
        ("<table><tr><td>1</td><td>2</td></tr></table>", ["1", "2"]),
        ("<p>One<!-- two --><script>three</script></p>", ["One"]),
        ("<p>  </p><p>\u200b</p>", []),
    ],
)
def test_blocks_break_paragraphs_and_inline_elements_do_not(markup, expected):
    assert texts(markup) == expected


def test_a_block_within_a_chosen_block_is_read_once():
    soup = BeautifulSoup("<div><p>One</p><p>Two</p></div>", "lxml")
    assert [found.text for found in paragraphs(soup.select("div, p"), BASE)] == ["One", "Two"]


def test_a_link_around_a_block_is_known_as_a_link():
    soup = BeautifulSoup("<div><a href='/x'><h3>A whole line</h3></a></div>", "lxml")
    (found,) = paragraphs(soup.select("div"), BASE)
    assert found.links == (Link(0, 12, "https://news.example/x"),)
    assert article_text([found]) == []


def test_joined_paragraphs_move_their_links_along():
    text, links = joined([Paragraph("One"), Paragraph("See two", (Link(4, 7, "https://news.example/2"),))])
    assert text == "One\n\nSee two"
    assert [text[link.start : link.end] for link in links] == ["two"]


def test_pull_quotes_repeats_and_headings_at_the_end_fall_out():
    said = "“It will take a year, and then some,” she said."
    found = [
        Paragraph("The title"),
        Paragraph(said),
        Paragraph("“It will take a year, and then some,”", name="blockquote"),
        Paragraph("Twice"),
        Paragraph("Twice"),
        Paragraph("What comes next", name="h2"),
    ]
    assert [kept.text for kept in article_text(found, "The Title")] == [said, "Twice"]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: The other story",
        "SEE ALSO: Ten lamps",
        "Related",
        "Advertisement",
        "Sign up for our newsletter",
        "Subscribe to our channel",
        "Follow us on Instagram",
        "Follow Ada Lovelace on Twitter",
        "Photo credit: Example Pictures",
        "Image courtesy of someone",
        "Published June 17, 2022 • 3 minute read",
        "4 minute read",
        "Click here to read on",
        "By signing up, you agree to our terms",
        "Copyright 2022 Example. All rights reserved.",
        "This article is for subscribers only.",
        "This content is available exclusively to members.",
        "Members only: join us to read on",
        "You have reached your limit of free articles this month.",
        "Create an account or sign in to continue with your reading experience.",
        "Already a subscriber? Sign in",
        "Image 1 of 5",
        "2 / 9",
        "Back to Gallery",
        "Facebook Twitter Google+ Whatsapp",
        "desk@gazette.example",
        "More Great Gazette Stories",
        "Tuesday November 19, 2019",
    ],
)
def test_it_knows_a_prompt(line):
    assert is_prompt(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read more than 80 books a year and you will know, she said.",
        "Related claims were made in court on Friday.",
        "Advertisement revenue fell by 5% in June.",
        "Subscribers left in droves.",
        "Follow the money, he said.",
        "Published in 1998, the book sold a million copies.",
        "30 days after the ruling",
        "Watching the harbour was his job.",
        "Image problems plague the company.",
        "Updated rules take effect on July 1.",
        "Members of the council were told on Friday.",
        "Registered voters queued for hours.",
        "You have used the word four times, she said.",
        "More great stories were told that night.",
        "Facebook and Twitter fell by 4%.",
        "CNN's Per Lund contributed to this report.",
        "Update, 3:15 p.m.: This story now holds the mayor's answer.",
        "This story is updated as we learn more.",
    ],
)
def test_it_takes_no_sentence_for_a_prompt(line):
    assert not is_prompt(line)


def test_a_list_of_other_articles_under_its_label_falls_out():
    def item(text: str, linked: int, name: str = "li") -> Paragraph:
        return Paragraph(text, (Link(0, linked, "https://news.example/b"),) if linked else (), name)

    found = [
        item("Three things are known of the lamp:", 0, "p"),
        item("The lamp of 1911, now lost", 8),
        item("It was lit once a year", 0),
        item("More Great Gazette Stories", 0, "h3"),
        item("A lamp that sulks, and its owner", 17),
        item("It has not been seen since, says nobody", 0),
        item("The end of the matter is open.", 0, "p"),
        item("Lamps of the north are many", 12),
    ]
    assert [kept.text for kept in article_text(found)] == [
        "Three things are known of the lamp:",
        "The lamp of 1911, now lost",
        "It was lit once a year",
        "It has not been seen since, says nobody",
        "The end of the matter is open.",
        "Lamps of the north are many",
    ]


def test_a_block_in_what_is_dropped_is_not_read():
    soup = BeautifulSoup("<div><p>One</p><div class=x><p>Two</p></div></div>", "lxml")
    found = paragraphs(soup.select("p"), BASE, {id(element) for element in soup.select(".x")})
    assert [paragraph.text for paragraph in found] == ["One"]


def test_a_body_that_the_page_holds_twice_is_read_once():
    first = (
        "The harbour of Fjordby will be dredged in spring, said the council, and the ferry will wait until it is done."
    )
    texts = [first, "Why now?", "It has to be now.", first, "Why now?", "Nobody else will."]
    assert [kept.text for kept in article_text(map(Paragraph, texts))] == [
        first, "Why now?", "It has to be now.", "Why now?", "Nobody else will.",
    ]  # fmt: skip
