"""What somebody said and what outlets report keep their guids: through comparisons, new texts, mergers and splits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aggregator.models import Article, Quote
from aggregator.roster import sync_outlets
from coverage import desk
from coverage.assemble import refresh_facts
from coverage.compare import compare
from coverage.models import ClaimGroup, QuoteGroup, RetiredClaim, RetiredUtterance, SearchEntry, Story
from coverage.tasks import assemble
from tests.pipeline.scenes import DAM, NOON, comet_story, dam_story, read_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
SEARCHES = ("dam", "comet", "road", "potato", "held")


@pytest.fixture(autouse=True)
def stories():
    sync_outlets()
    dam_story()
    comet_story()
    assemble()


def guids(client, kind: str = "") -> dict[str, str]:
    """By what they tell of, the guids of all quotes or statements that the searches find; none stands twice."""
    found: dict[str, str] = {}
    for query in SEARCHES:
        for one in ("quote", "claim") if not kind else (kind,):
            items = client.get("/search/feed.json", {"q": query, "kind": one}).json()["items"]
            ids = [item["id"] for item in items]
            assert len(ids) == len(set(ids))
            found |= {f"{one}: {item['title']}": item["id"] for item in items}
    assert len(set(found.values())) == len(found)
    return found


def story_of(key: str) -> Story:
    return Story.objects.get(memberships__article__url__endswith=f"/{key}")


def article(key: str) -> Article:
    return Article.objects.get(url__endswith=f"/{key}")


def compared(*stories: Story) -> None:
    """Compare the stories in this order, whatever was compared before."""
    for story in stories:
        Story.objects.filter(pk=story.pk).update(digest="")
        compare(Story.objects.get(pk=story.pk), LATER)


def test_comparing_again_changes_no_guid(client):
    before = guids(client)
    assert len(before) == 8
    compared(*Story.objects.standing())
    assert guids(client) == before


def test_a_new_text_with_the_same_words_changes_no_guid(client):
    before = guids(client)
    texts = set(Quote.objects.current().values_list("snapshot", flat=True))
    for key, title in (("comet-1", "Comet probe Lantern sends a picture"), ("dam-1", "Harrow Dam closed after crack")):
        outlet = article(key).outlet.slug
        words = article(key).snapshot.text.split("\n\n")
        read_in(outlet, title, "A first line that was not there before.", *words, key=key)
    assert assemble() == 2
    assert not texts >= set(Quote.objects.current().values_list("snapshot", flat=True)), "the quotes are other rows"
    after = guids(client)
    assert {name: after.get(name) for name in before} == before


def test_a_merger_and_its_undoing_by_a_split_change_no_guid(client):
    before = guids(client)
    dam, comet = story_of("dam-1"), story_of("comet-1")
    desk.merge([comet], dam, LATER)
    assemble()
    assert guids(client) == before
    desk.split(Story.objects.get(pk=dam.pk), [article("comet-1"), article("comet-2")], LATER)
    assemble()
    assert guids(client) == before


@pytest.mark.parametrize("new_first", [True, False])
def test_a_split_changes_no_guid_whichever_half_is_compared_first(client, new_first):
    before = guids(client, "quote")
    dam = story_of("dam-1")
    read_in("wsj", "Harrow Dam crack: engineers speak", *DAM[:2], "“It held,” said Ann Holm, an engineer at the dam.",
            key="dam-4", hours=4)  # fmt: skip
    read_in("techcrunch", "Harrow Dam crack: engineers speak of it", *DAM[:2],
            "“It held,” said Ann Holm, an engineer at the dam.", key="dam-5", hours=5)  # fmt: skip
    assemble()
    assert story_of("dam-4") == dam == story_of("dam-5")
    whole = guids(client, "quote")
    assert len(whole) > len(before)
    new = desk.split(dam, [article("dam-4"), article("dam-5")], LATER)
    compared(*((new, dam) if new_first else (dam, new)))
    assert guids(client, "quote") == whole
    assert story_of("dam-4") == new != dam


def test_of_two_halves_that_carry_one_quote_one_keeps_the_guid_and_the_other_gets_its_own(client):
    dam = story_of("dam-1")
    read_in("wsj", "Harrow Dam closed, valley emptied", *DAM, key="dam-4", hours=4)
    read_in("techcrunch", "Harrow Dam closed, and the valley left", *DAM, key="dam-5", hours=5)
    assemble()
    [group] = QuoteGroup.objects.filter(story=dam, fullest__text__startswith="We would rather")
    entries = client.get("/search/feed.json", {"q": "road", "kind": "quote"}).json()["items"]
    assert [item["id"].rpartition("/")[2] for item in entries] == [str(group.pk)]
    desk.split(dam, [article("dam-4"), article("dam-5")], LATER)
    assemble()
    ids = [item["id"] for item in client.get("/search/feed.json", {"q": "road", "kind": "quote"}).json()["items"]]
    assert len(ids) == len(set(ids)) == 2
    assert entries[0]["id"] in ids


def test_what_was_hidden_comes_back_under_its_guid(client):
    before = guids(client)
    Quote.objects.filter(text__startswith="It looks like").update(hidden=True)
    compared(story_of("comet-1"))
    assert guids(client) != before
    assert RetiredUtterance.objects.count() == 1
    Quote.objects.update(hidden=False)
    compared(story_of("comet-1"))
    assert guids(client) == before
    assert not RetiredUtterance.objects.exists()


def test_a_statement_keeps_its_address_when_its_story_is_merged(client):
    comet = story_of("comet-1")
    addresses = [f"/c/{number}/" for number in comet.claim_groups.values_list("pk", flat=True)]
    assert addresses
    desk.merge([comet], story_of("dam-1"), LATER)
    assemble()
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    assert not RetiredClaim.objects.exists()
    assert set(ClaimGroup.objects.values_list("story", flat=True)) == {story_of("dam-1").pk}


def test_no_number_is_given_to_other_words(client):
    """Deleting the newest group frees its number nowhere."""
    dam, comet = story_of("dam-1"), story_of("comet-1")
    told = set(QuoteGroup.objects.values_list("pk", flat=True))
    QuoteGroup.objects.order_by("-pk").first().delete()
    RetiredUtterance.objects.all().delete()
    read_in("gizmodo", "Comet probe Lantern speaks", "“We never saw one so close,” said Tomas Lind of Lantern’s comet.",
            key="comet-8", hours=3)  # fmt: skip
    desk.move([article("comet-8")], comet, LATER)
    for story in (dam, comet):
        refresh_facts(Story.objects.get(pk=story.pk), LATER)
    compared(dam, comet)
    [new] = QuoteGroup.objects.filter(fullest__article=article("comet-8"))
    assert new.pk not in told
    assert SearchEntry.objects.filter(kind="quote", key=new.pk).count() == 1
