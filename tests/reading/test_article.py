from datetime import UTC, datetime

import pytest

from aggregator.reading.article import outlet_names, read_article
from aggregator.reading.types import Instant, Link, Page

TEXT = (
    "BoatNet said on Friday that its 80 files are safe.\n\n"
    "“We moved them in May,” said Ada Finch, a BoatNet engineer, according to CNN. She wants to sell the port.\n\n"
    "The move took at least five months, BuzzFeed News reported."
)


def page(text=TEXT, at=datetime(2022, 6, 18, 1, 30, tzinfo=UTC), zone="-04:00", links=()):
    published = Instant(at, zone, "meta") if at else None
    return Page("https://gizmodo.com/boatnet-1", "BoatNet", text, (), published, None, "full", "test", links=links)


def test_a_page_yields_quotes_claims_and_citations():
    read = read_article(page(links=(Link(0, 7, "https://techcrunch.com/2022/06/17/boatnet-files/"),)))
    assert [one.speaker.name for one in read.quotes if one.kind == "direct"] == ["Ada Finch"]
    assert {(one.outlet, one.by) for one in read.citations} == {
        ("techcrunch", "link"),
        ("cnn", "words"),
        ("buzzfeednews", "words"),
    }
    assert read.claims[-1].source_outlet == "buzzfeednews"
    assert read.claims[-1].figures[0].bound == "at least"


def test_thoughts_and_stands_are_no_quotes_of_an_article():
    assert all("sell" not in one.text for one in read_article(page()).quotes)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("-04:00", "2022-06-17"), ("America/New_York", "2022-06-17"), ("", "2022-06-17"), ("+00:00", "2022-06-17")],
)
def test_a_weekday_is_counted_on_the_publishers_calendar(zone, day):
    (figure,) = [
        one for claim in read_article(page(zone=zone)).claims for one in claim.figures if one.words == "Friday"
    ]
    assert datetime.fromordinal(int(figure.low)).date().isoformat() == day


def test_a_name_of_a_zone_that_nobody_knows_is_read_as_utc():
    read = read_article(page(text="It was sold on Saturday for $5.", zone="Nowhere/Land"))
    (figure,) = [one for one in read.claims[0].figures if one.kind == "date"]
    assert datetime.fromordinal(int(figure.low)).date().isoformat() == "2022-06-18"


def test_without_a_time_of_publication_weekdays_mean_nothing():
    read = read_article(page(at=None))
    assert all(one.words != "Friday" for claim in read.claims for one in claim.figures)


def test_an_empty_text_yields_nothing():
    read = read_article(page(text=""))
    assert (read.quotes, read.claims, read.citations) == ((), (), ())


def test_every_span_is_the_text_it_says():
    read = read_article(page())
    for quote in read.quotes:
        assert " … ".join(TEXT[start:end] for start, end in quote.spans) == quote.text
    for claim in read.claims:
        assert TEXT[claim.start : claim.end] == claim.words


def test_an_outlets_own_name_comes_before_its_other_names():
    names = list(outlet_names().items())
    assert names.index(("BuzzFeed News", "buzzfeednews")) < names.index(("BuzzFeed", "buzzfeednews"))
