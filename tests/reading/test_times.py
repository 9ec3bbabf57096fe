"""Dates as publishers write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.reading.times import read_time, time_in_address

ET = "America/New_York"


@pytest.mark.parametrize(
    ("written", "moment", "zone"),
    [
        ("2022-06-17T16:00:00Z", (2022, 6, 17, 16, 0), "+00:00"),
        ("2022-06-17T12:00:00-04:00", (2022, 6, 17, 16, 0), "-04:00"),
        ("2022-06-17T12:00:00.123-0400", (2022, 6, 17, 16, 0), "-04:00"),
        ("2022-06-17 16:00:00 UTC", (2022, 6, 17, 16, 0), "+00:00"),
        ("2022-06-17 12:00:00", (2022, 6, 17, 16, 0), ""),
        ("20220617T160000Z", (2022, 6, 17, 16, 0), "+00:00"),
        ("Fri, 17 Jun 2022 12:00:00 -0400", (2022, 6, 17, 16, 0), "-04:00"),
        ("Fri, 17 Jun 2022 16:00:00 GMT", (2022, 6, 17, 16, 0), "+00:00"),
        ("Posted on June 17, 2022, at 12:00 p.m. ET", (2022, 6, 17, 16, 0), ET),
        ("June 17, 2022 4:00 p.m. BST", (2022, 6, 17, 15, 0), "+01:00"),
        ("9:00 AM PDT • June 17, 2022", (2022, 6, 17, 16, 0), "America/Los_Angeles"),
        ("Updated 1600 GMT (0000 HKT) June 17, 2022", (2022, 6, 17, 16, 0), "+00:00"),
        ("December 17, 2022: 12:30 am", (2022, 12, 17, 5, 30), ""),
        ("1655481600", (2022, 6, 17, 16, 0), "+00:00"),
    ],
)
def test_it_reads_a_time_of_day_with_its_zone(written, moment, zone):
    instant = read_time(written, "meta", ET)
    assert instant is not None
    assert instant.at.replace(second=0) == datetime(*moment, tzinfo=UTC)
    assert (instant.zone, instant.precision, instant.source) == (zone, "instant", "meta")


@pytest.mark.parametrize(
    "written",
    [
        "2022-06-17",
        "June 17, 2022",
        "June 17th, 2022",
        "17 June 2022",
        "17th of June, 2022",
        "Jun. 17 2022",
        "06/17/2022",
        "17/06/2022",
        "17.06.2022",
        "2022 Jun 17",
    ],
)
def test_a_bare_day_is_its_midnight_in_the_publishers_zone(written):
    instant = read_time(written, "time element", ET)
    assert instant is not None
    assert instant.at == datetime(2022, 6, 17, 4, tzinfo=UTC)
    assert (instant.zone, instant.precision) == ("", "day")


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("2022-06-18T01:30:00+05:30", "2022-06-18T01:30:00+05:30"),
        ("June 17, 2022 9:30 a.m. ET", "2022-06-17T09:30:00-04:00"),
        ("2022-06-17T12:00:00-04:00", "2022-06-17T12:00:00-04:00"),
        ("2022-06-17 12:00:00", "2022-06-17T16:00:00+00:00"),
    ],
)
def test_a_moment_keeps_the_publishers_own_clock(written, local):
    instant = read_time(written, "meta", ET)
    assert instant is not None
    assert instant.local.isoformat() == local


@pytest.mark.parametrize(
    "written",
    ["", "yesterday", "2022-24-06T01:06:40-05:00", "February 30, 2022", "1970-01-01T00:00:00Z", "12:30", "8 days"],
)
def test_it_finds_no_time_where_there_is_none(written):
    assert read_time(written, "meta") is None


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.com/2022/06/17/slug", (2022, 6, 17)),
        ("https://example.com/2022/US/06/07/slug/index.html", (2022, 6, 7)),
        ("https://example.com/2022/WORLD/africa/06/07/slug", (2022, 6, 7)),
        ("https://example.com/2022-06-17/slug", (2022, 6, 17)),
        ("https://example.com/article-1849078477", None),
        ("https://example.com/2022/13/45/slug", None),
    ],
)
def test_an_address_may_hold_the_day(address, day):
    instant = time_in_address(address)
    assert (instant and (instant.at.year, instant.at.month, instant.at.day)) == day


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789-:/ TZapm.,+JuneFri()GMTET", max_size=60))
def test_any_text_gives_a_time_in_utc_or_none(text):
    instant = read_time(text, "meta", ET)
    assert instant is None or instant.at.utcoffset() == datetime.now(UTC).utcoffset()
