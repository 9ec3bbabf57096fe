"""What an archive's index is asked and answers, in the forms that its server documents."""

import contextlib
import json
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.reading.cdx import (
    Snapshot,
    index_address,
    index_query,
    read_index,
    snapshot_address,
    snapshot_of,
)
from aggregator.reading.types import ReadingError

BASE = "https://web.archive.org/web/"
NAMES = ["timestamp", "original", "mimetype", "statuscode"]
ROW = ["20220617153102", "http://www.buzzfeednews.com:80/article/a/b", "text/html", "200"]


def answer(*rows: object) -> bytes:
    return ("[" + ",\n ".join(json.dumps(row) for row in rows) + "]").encode()


def test_it_asks_with_the_documented_parameters():
    query = index_query("cnn.com/2022/06/17/", "prefix", date(2022, 6, 17), date(2022, 6, 20))
    asked = parse_qsl(urlsplit(index_address("https://archive.example/cdx", query, 500, "com,cnn)/ 2022+!")).query)
    assert asked == [
        ("url", "cnn.com/2022/06/17/"),
        ("matchType", "prefix"),
        ("from", "20220617"),
        ("to", "20220620"),
        ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"),
        ("collapse", "urlkey"),
        ("fl", "timestamp,original,mimetype,statuscode"),
        ("output", "json"),
        ("limit", "500"),
        ("showResumeKey", "true"),
        ("resumeKey", "com,cnn)/ 2022+!"),
    ]


def test_it_reads_captures_and_the_key_of_the_next_part():
    found = read_index(answer(NAMES, ROW, [], ["com%2Cbuzzfeednews%29%2F+2022%21"]))
    assert found.captures == (Snapshot("20220617153102", "http://www.buzzfeednews.com:80/article/a/b"),)
    assert found.captures[0].at == datetime(2022, 6, 17, 15, 31, 2, tzinfo=UTC)
    assert found.resume_key == "com%2Cbuzzfeednews%29%2F+2022%21"
    assert not found.refused


def test_the_columns_are_those_that_the_first_row_names():
    found = read_index(answer(["urlkey", *NAMES[::-1]], ["com,x)/", *ROW[::-1]]))
    assert [capture.timestamp for capture in found.captures] == ["20220617153102"]


@pytest.mark.parametrize("body", [b"", b"[]", b"  \n", answer(NAMES)])
def test_nothing_captured_is_nothing_found(body):
    assert read_index(body) == read_index(b"")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([*ROW[:2], "warc/revisit", "-"], "revisit record"),
        ([*ROW[:3], "301"], "status other than 200"),
        ([*ROW[:2], "image/png", "200"], "not a page"),
        (["2022", *ROW[1:]], "broken line"),
        (["20221341000000", *ROW[1:]], "broken line"),
        (["20220617153102", "", "text/html", "200"], "broken line"),
        (ROW[:3], "broken line"),
        (7, "broken line"),
        ([None, "x", "y", "z"], "broken line"),
    ],
)
def test_a_row_that_is_no_page_s_capture_is_counted_and_the_next_one_read(row, reason):
    found = read_index(answer(NAMES, row, ROW))
    assert (len(found.captures), found.refused) == (1, {reason: 1})


def test_a_broken_line_costs_no_more_than_itself():
    body = answer(NAMES, ROW, ROW, ROW).replace(b'"200"],', b'"20', 1)
    found = read_index(body)
    assert (len(found.captures), found.refused) == (2, {"broken line": 1})


def test_an_answer_that_breaks_off_is_told_from_one_that_ends():
    with pytest.raises(ReadingError, match="index cut short"):
        read_index(answer(NAMES, ROW, ROW)[:-30])


@pytest.mark.parametrize(
    "body", [b"<html>Too many requests</html>", b"{}", b"7", b'[["a","b"],["c","d"]]', b"[" * 9999]
)
def test_anything_else_is_no_index(body):
    with pytest.raises(ReadingError, match=r"not an index|index cut short"):
        read_index(body)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_answer_raises_anything_but_a_named_refusal(body):
    with contextlib.suppress(ReadingError):
        read_index(body)


def test_a_snapshot_s_address_leads_back_to_it():
    snapshot = Snapshot("20220617153102", "http://www.cnn.com/a?b=c")
    assert snapshot_address(BASE, snapshot) == f"{BASE}20220617153102id_/http://www.cnn.com/a?b=c"
    assert snapshot_of(BASE, snapshot_address(BASE, snapshot)) == snapshot


@pytest.mark.parametrize(
    ("url", "original"),
    [
        (f"{BASE}20220617153102/https://cnn.com/a", "https://cnn.com/a"),
        (f"{BASE}20220617153102id_/https:/cnn.com/a", "https://cnn.com/a"),
        (f"{BASE}20220617153102if_/cnn.com/a", "http://cnn.com/a"),
        ("http://web.archive.org/web/20220617153102/https://cnn.com/a", "https://cnn.com/a"),
        (f"{BASE}2022*/cnn.com", None),
        (f"{BASE}20229917153102/https://cnn.com/a", None),
        ("https://elsewhere.example/web/20220617153102/https://cnn.com/a", None),
        ("https://cnn.com/a", None),
    ],
)
def test_only_an_address_of_the_archive_is_a_snapshot_s(url, original):
    found = snapshot_of(BASE, url)
    assert (found and found.original) == original
