"""The JSON API: documented, paged, revalidated, open to any site, and never more of an article than a page shows."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import timezone

from aggregator.models import Article, Claim, Quote
from coverage.models import ClaimGroup, QuoteGroup, Story
from tests.site import factories
from tests.site.edits import an_edit
from tests.site.recognised import characters_in, recognised_story

LISTS = ("stories", "articles", "outlets", "quotes", "claims", "changes")


@pytest.fixture
def story():
    return factories.full_story()


@pytest.mark.parametrize("name", ["stories", "changes"])
@pytest.mark.parametrize("since", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00%2B12:00"])
def test_a_moment_beyond_the_ends_of_time_is_taken_for_the_last_or_first(client, story, name, since):
    items = get(client, f"/api/v1/{name}?since={since}")["items"]
    assert bool(items) is since.startswith("0001")


@pytest.mark.parametrize("since", ["2022", "0.5", "20220617"])
def test_a_number_is_no_moment(client, story, since):
    answer = client.get(f"/api/v1/stories?since={since}")
    assert answer.status_code == 422
    assert "2022-06-17T15:31:00Z" in answer.json()["detail"]


@pytest.mark.parametrize("state", [Story.State.HIDDEN, Story.State.GATHERING])
def test_articles_are_not_told_by_a_story_that_readers_do_not_see(client, story, state):
    assert get(client, f"/api/v1/articles?story={story.pk}")["items"]
    Story.objects.update(state=state)
    assert not get(client, f"/api/v1/articles?story={story.pk}")["items"]


def get(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200, f"{address}: {response.status_code} {response.text[:300]}"
    return response.json()


def every_answer(client):
    """Every address that the API's own document and answers lead to, with its answer."""
    document = get(client, "/api/v1/openapi.json")
    for path in document["paths"]:
        if "{" in path:
            continue
        address = f"{path}?limit=7" if path != "/api/v1/outlets" else path
        address += "&q=harbour" if path == "/api/v1/search" else ""
        while address:
            answer = get(client, address)
            yield address, answer
            for item in answer["items"]:
                one = f"{path}/{{slug}}" if "slug" in item else f"{path}/{{pk}}"
                if one in document["paths"]:
                    detail = f"{path}/{item.get('slug', item.get('id'))}"
                    yield detail, get(client, detail)
            address = answer["next"] and answer["next"].removeprefix(settings.SITE_URL)


def texts_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, str) and not value.startswith(("http://", "https://")):
        yield value


def test_no_answer_shows_more_of_an_article_than_its_share(client, settings):
    recognised_story()
    for article in Article.objects.filter(outlet__listed=True):
        an_edit(article, *[(word, f"{word}99") for word in article.snapshot.text.split()[:40]])
    asked, most = 0, Counter()
    for address, answer in every_answer(client):
        shown = characters_in(texts_in(answer))
        assert max(shown.values(), default=0) <= settings.EXCERPT_PAGE_CHARACTERS, address
        most |= shown
        asked += 1
    assert asked > 150
    assert most["a"] > settings.EXCERPT_PAGE_CHARACTERS / 2, "the share should be used, not wasted"


def test_no_quote_is_longer_and_no_answer_has_more_quotes_of_an_article_than_the_limits(client, settings):
    recognised_story()
    for address, answer in every_answer(client):
        if "/quotes" not in address:
            continue
        quotes = answer.get("items") or [answer, *(variant["quote"] for variant in answer["variants"])]
        assert all(len(quote["words"]) <= settings.EXCERPT_QUOTE_CHARACTERS for quote in quotes)
        of_article = Counter(quote["article"] for quote in quotes if quote["words"])
        assert max(of_article.values(), default=0) <= settings.EXCERPT_QUOTES_PER_SECTION


def test_the_text_of_an_article_and_its_feeds_summary_are_in_no_answer(client, story):
    Article.objects.update(feed_summary="This is the summary that the feed gave.")
    texts = list(Article.objects.values_list("snapshot__text", flat=True))
    for address, answer in every_answer(client):
        told = json.dumps(answer, ensure_ascii=False)
        assert "summary that the feed gave" not in told, address
        assert not any(text[i : i + 300] in told for text in texts if text for i in range(0, len(text), 300)), address


def test_a_story_has_its_grid_quotes_differences_and_credit(client, story):
    found = get(client, f"/api/v1/stories/{story.pk}")
    assert [column["outlet"] for column in found["grid"]["outlets"]] == list(factories.NAMES)
    assert len(found["grid"]["statements"]) + len(_left_out(client, story)) == ClaimGroup.objects.count()
    assert all(len(row["cells"]) == 6 for row in found["grid"]["statements"])
    stances = {cell["stance"] for row in found["grid"]["statements"] for cell in row["cells"]}
    assert stances == {"own", "cites", "differs", "none", "unread"}
    assert len(found["quotes"]) == QuoteGroup.objects.count()
    reworded = [r for quote in found["quotes"] for r in quote["renderings"] if r["rendering"] == "reworded"]
    assert any(rendering["changes"] for rendering in reworded)
    assert [side["value"] for side in found["disagreements"][0]["sides"]] == ["40 cranes", "more than 40"]
    assert found["citations"][0]["name"] in {"BuzzFeed News", "Port Authority"}
    assert len(found["citations"][0]["citers"]) == 5
    assert {article["outlet"] for article in found["coverage"]} == set(factories.NAMES)
    assert found["coverage"][0]["story"] == story.pk


def _left_out(client, story):
    """Statements that the limits leave no words for."""
    shown = {row["id"] for row in get(client, f"/api/v1/stories/{story.pk}")["grid"]["statements"]}
    return set(ClaimGroup.objects.values_list("pk", flat=True)) - shown


def test_a_merged_storys_number_gives_what_it_was_merged_into(client, story):
    old = Story.objects.create(title="Old", merged_into=story)
    assert get(client, f"/api/v1/stories/{old.pk}")["id"] == story.pk


def test_every_item_of_a_list_comes_once_however_short_the_pages_are(client, story):
    for name in ("quotes", "claims", "articles", "changes"):
        whole = [item["id"] for item in get(client, f"/api/v1/{name}?limit=100")["items"]]
        assert len(whole) > 5
        paged, address = [], f"/api/v1/{name}?limit=2"
        while address:
            answer = get(client, address)
            paged += [item["id"] for item in answer["items"]]
            address = answer["next"] and answer["next"].removeprefix(settings.SITE_URL)
        assert paged == whole == sorted(whole, reverse=True)


def test_lists_can_be_narrowed(client, story):
    other = factories.story([factories.article(factories.outlets()[3], "Another text of the CNN.")], "Another")
    assert [s["id"] for s in get(client, "/api/v1/stories?outlet=gizmodo")["items"]] == [story.pk]
    assert {s["id"] for s in get(client, "/api/v1/stories?outlet=cnn")["items"]} == {story.pk, other.pk}
    assert len(get(client, f"/api/v1/articles?story={other.pk}")["items"]) == 1
    assert {q["outlet"] for q in get(client, "/api/v1/quotes?outlet=wsj&limit=100")["items"]} == {"wsj"}
    assert get(client, "/api/v1/quotes?speaker=Nobody")["items"] == []
    Story.objects.filter(pk=other.pk).update(changed_at=timezone.now())
    since = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S")
    assert [s["id"] for s in get(client, f"/api/v1/stories?since={since}")["items"]] == [other.pk]
    assert get(client, f"/api/v1/changes?since={since}Z")["items"] == []


def test_an_edit_is_told_with_its_words(client, story):
    article = Article.objects.get(outlet__slug="cnn")
    an_edit(article, ("40", "50"), kind="number")
    [change] = [c for c in get(client, "/api/v1/changes")["items"] if c["kind"] == "text"]
    assert change["title"] == "CNN changed a number or date"
    assert change["edits"] == [{"kind": "number or date", "old": "50", "new": "40"}]
    assert change["article"] == article.pk


def test_what_readers_may_not_see_is_in_no_answer(client, story):
    Quote.objects.update(hidden=True)
    Claim.objects.update(hidden=True)
    assert get(client, "/api/v1/quotes")["items"] == []
    assert get(client, "/api/v1/claims")["items"] == []
    Story.objects.update(state=Story.State.HIDDEN)
    for name in ("stories", "changes"):
        assert get(client, f"/api/v1/{name}")["items"] == []
    assert client.get(f"/api/v1/stories/{story.pk}").status_code == 404
    assert all(article["story"] is None for article in get(client, "/api/v1/articles")["items"])


def test_an_unchanged_answer_is_a_304_and_a_changed_one_is_not(client, story):
    addresses = [f"/api/v1/{name}" for name in LISTS]
    for address in ["/api/v1/", "/api/v1/openapi.json", f"/api/v1/stories/{story.pk}", *addresses]:
        etag = client.get(address).headers["ETag"]
        assert etag.startswith('"'), "a strong one"
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    etag = client.get("/api/v1/stories").headers["ETag"]
    Story.objects.update(title="Another title")
    assert client.get("/api/v1/stories", headers={"If-None-Match": etag}).status_code == 200


def test_any_sites_script_may_read_it_and_none_may_write(client, story):
    answer = client.get("/api/v1/stories", headers={"Origin": "https://elsewhere.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert not answer.cookies
    preflight = client.options("/api/v1/stories", headers={"Origin": "https://elsewhere.example"})
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for method in ("post", "put", "patch", "delete", "trace"):
        refused = getattr(client, method)("/api/v1/stories")
        assert refused.status_code == 405
        assert refused.headers["Content-Type"] == "application/problem+json"
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


def test_a_head_request_gets_the_headers_alone(client, story):
    whole, head = client.get("/api/v1/stories"), client.head("/api/v1/stories")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert int(head.headers["Content-Length"]) == len(whole.content)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("stories/999999", 404),
        ("stories/99999999999999999999", 422),
        ("stories/x", 422),
        ("stories?limit=1000", 422),
        ("stories?limit=0", 422),
        ("stories?before=-1", 422),
        ("stories?outlet=%00", 422),
        ("stories?since=yesterday", 422),
        ("quotes?speaker=%00", 422),
        ("articles/0", 422),
        ("claims/999999", 404),
        ("quotes/999999", 404),
        ("outlets/nobody", 404),
        ("outlets/%00", 404),
        ("outlets/press-review", 404),
        ("nothing", 404),
    ],
)
def test_an_error_is_a_problem_in_json(client, story, address, status):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    told = response.json()
    assert told["status"] == status
    assert told["type"] == "about:blank"
    assert told["title"]


def test_what_breaks_is_a_problem_that_tells_no_secrets(client, story):
    ClaimGroup.objects.update(sentence="")
    Story.objects.update(created_at=timezone.now())
    from django.db import connection

    with connection.execute_wrapper(_break):
        response = client.get("/api/v1/outlets")
    assert response.status_code == 500
    assert response.json()["detail"] == "Something broke on our side."
    assert "secret table" not in response.text


def _break(execute, sql, params, many, context):
    raise RuntimeError("a secret table")


def test_the_document_describes_every_operation_and_leads_to_nowhere_else(client, story):
    document = get(client, "/api/v1/openapi.json")
    assert document["openapi"].startswith("3.")
    assert document["servers"] == [{"url": settings.SITE_URL}]
    for operations in document["paths"].values():
        assert set(operations) == {"get"}
        assert operations["get"]["summary"]
        assert operations["get"]["description"]
        for status, told in operations["get"]["responses"].items():
            assert list(told["content"]) == ["application/json" if status == "200" else "application/problem+json"]
    hosts = {urlsplit(address).netloc for address in get(client, "/api/v1/").values()}
    assert hosts == {urlsplit(settings.SITE_URL).netloc}
    assert 'rel="service-desc"' in client.get("/api/v1/").headers["Link"]


@pytest.mark.parametrize("outlets", [2, 6])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, outlets):
    story = factories.full_story(outlets, statements=4 * outlets, utterances=2 * outlets)
    for _ in range(outlets):
        factories.story([factories.article(one, f"Words {Article.objects.count()}.") for one in factories.outlets(2)])
    an_edit(Article.objects.filter(outlet__slug="techcrunch").first(), ("reports", "says"), kind="quote")
    claim, quote = ClaimGroup.objects.first(), Quote.objects.filter(article__outlet__listed=True).first()
    expected = {
        "stories": 4,
        f"stories/{story.pk}": 15,
        "outlets": 1,
        "articles": 1,
        "quotes": 1,
        f"quotes/{quote.pk}": 3,
        "claims": 2,
        f"claims/{claim.pk}": 4,
        "changes": 2,
    }
    for name, queries in expected.items():
        with django_assert_num_queries(queries):
            client.get(f"/api/v1/{name}")
