"""Stories with words of our own, as the workers would have stored them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from aggregator.models import Article, Citation, Claim, Feed, Outlet, Quote, Snapshot
from aggregator.outlets import OUTLETS
from aggregator.speaker_links import link_speakers
from coverage.models import (
    CellClaim,
    ClaimCell,
    ClaimGroup,
    Difference,
    Membership,
    QuoteGroup,
    QuoteVariant,
    Story,
    StoryEvent,
)
from tests.site.made_once import made_once

FIRST = datetime(2022, 6, 17, 15, 31, tzinfo=UTC)
NAMES = ("buzzfeednews", "techcrunch", "wsj", "cnn", "gizmodo", "mashable")
SUBJECTS = (
    "The harbour board moved 40 cranes to the north quay",
    "Two engineers reached the tide records from abroad",
    "The old pumps stay in Bergen as backups for now",
    "Access to the gauges lasted from May to August",
    "A rival line had offered 3 million crowns for the quay",
    "The minister asked for a second audit of the locks",
    "Nine people spoke of the missing keys on tape",
    "The night ferry will run again from 4 July",
    "The union counts 12 posts that were not filled",
    "Insurers were told of the flood three days late",
    "The dredger Sigrid was sold before the inquiry began",
    "A court in Oslo hears the case in the autumn",
    "The harbour lost a tenth of its traffic in a year",
    "Divers found the second chain in February",
)
SAYINGS = (
    "We know that everyone looks at our quays, and we want to remove every doubt about them",
    "Nobody told us that the gate was open",
    "I have been through all of the keys and some of them I had never seen",
    "The water does not wait for a committee",
    "It was never about the cranes",
    "All that the tide brings in is written down twice",
    "We will publish the figures when they are counted",
    "They moved the records on a Friday night",
    "There is one man who holds every key",
    "It is an ordinary repair, and nothing more",
    "You cannot audit a lock that you have lost",
    "The next flood is not on our calendar",
)


def outlets(count: int = 6) -> list[Outlet]:
    """So many of the six, in the order in which the sample story's articles appear."""
    return [_outlet(slug) for slug in NAMES[:count]]


def article(outlet: Outlet, text: str, title: str = "", at: datetime = FIRST, **fields: Any) -> Article:
    """A read article with one snapshot."""
    url = fields.pop("url", f"{outlet.home}{at:%Y/%m/%d}/{hashlib.sha256(text.encode()).hexdigest()[:12]}")
    values: dict[str, Any] = {
        "link": url,
        "state": Article.State.READ,
        "origin": Article.Origin.ARCHIVE,
        "archive": "Example archive",
        "title": title or f"{outlet.name} on the harbour",
        "authors": ["Ada Lind", "Bo Ek"],
        "published_at": at,
        "published_zone": "-04:00",
        "published_source": "json-ld",
        "access": Article.Access.FULL,
        "captured_at": at + timedelta(hours=3),
        "first_seen_at": at + timedelta(hours=3),
    }
    reader, agreement = fields.pop("reader", "newspaper3k"), fields.pop("agreement", None)
    made = Article.objects.create(outlet=outlet, url=url, **{**values, **fields})
    sha = hashlib.sha256(text.encode()).hexdigest()
    made.snapshot = Snapshot.objects.create(
        article=made,
        sha256=sha,
        title=made.title,
        text=text,
        reader=reader,
        agreement=agreement,
        taken_at=at + timedelta(hours=3),
    )
    made.save()
    return made


def quote(of: Article, words: str, **fields: Any) -> Quote:
    """A quote that stands in the article's text."""
    assert of.snapshot
    start = of.snapshot.text.index(words)
    values: dict[str, Any] = {
        "kind": Quote.Kind.DIRECT,
        "speaker_words": "the harbour master",
        "speaker_name": "Karin Holm",
    }
    values |= {"confidence": 0.9, "found_by": "rules", "spans": [[start, start + len(words)]]}
    values |= {"speaker_kind": "person", "speaker_resolution": "role", "speaker_confidence": 0.8}
    made = Quote.objects.create(
        article=of, snapshot=of.snapshot, start=start, end=start + len(words), text=words, **{**values, **fields}
    )
    link_speakers(of.snapshot, of.when)
    made.refresh_from_db()
    return made


def claim(of: Article, words: str, **fields: Any) -> Claim:
    """A claim that stands in the article's text."""
    assert of.snapshot
    start = of.snapshot.text.index(words)
    return Claim.objects.create(
        article=of, snapshot=of.snapshot, start=start, end=start + len(words), text=words, **fields
    )


def story(articles: list[Article], title: str = "The harbour moves its cranes", **fields: Any) -> Story:
    """A public story of these articles."""
    times = sorted(a.when for a in articles if a.outlet.listed)
    values = {"state": Story.State.PUBLIC, "first_published_at": times[0], "last_published_at": times[-1]}
    values |= {"changed_at": times[-1], "created_at": times[0], "stale": False}
    made = Story.objects.create(title=title, **{**values, **fields})
    for one in articles:
        Membership.objects.create(story=made, article=one, joined_at=one.when)
        StoryEvent.objects.create(story=made, article=one, kind=StoryEvent.Kind.JOINED, at=one.when)
    return made


def quote_group(of: Story, quotes: list[Quote], renderings: list[tuple[str, list[Any]]] | None = None) -> QuoteGroup:
    """The quotes as renderings of one utterance; the first is the fullest."""
    position = of.quote_groups.count()
    group = QuoteGroup.objects.create(story=of, fullest=quotes[0], speaker=quotes[0].speaker_name, position=position)
    for place, one in enumerate(quotes):
        rendering, changes = renderings[place] if renderings else ("verbatim", [["same", one.text]])
        QuoteVariant.objects.create(group=group, quote=one, rendering=rendering, changes=changes, position=place)
    return group


def claim_group(of: Story, cells: list[tuple[Outlet, str, list[Claim]]], **fields: Any) -> ClaimGroup:
    """A statement with (outlet, stance, claims) cells."""
    clearest = next(claims[0] for _, _, claims in cells if claims)
    values = {"clearest": clearest, "sentence": clearest.text[:300], "position": of.claim_groups.count()}
    group = ClaimGroup.objects.create(story=of, **{**values, **fields})
    for position, (outlet, stance, claims) in enumerate(cells):
        credited = "BuzzFeed News" if stance == "cites" else ""
        why = "summary only (paywall)" if stance == "unread" else ""
        cell = ClaimCell.objects.create(
            group=group, outlet=outlet, stance=stance, credited=credited, why=why, position=position
        )
        for place, one in enumerate(claims):
            CellClaim.objects.create(cell=cell, claim=one, position=place)
    return group


@made_once
def full_story(outlet_count: int = 6, statements: int = 14, utterances: int = 12, review: bool = True) -> Story:
    """A story as large as a real one: an article an outlet, aligned statements and quotes, a difference, credit."""
    found = outlets(outlet_count)
    articles = [_long_article(outlet, index) for index, outlet in enumerate(found)]
    made = story(articles + ([_press_review()] if review else []))
    for index in range(statements):
        _statement(made, articles, index)
    for index in range(utterances):
        _utterance(made, articles, index)
    _difference(made, articles)
    for one in articles[1:]:
        _credit(one, found[0])
    return made


def _outlet(slug: str) -> Outlet:
    spec = OUTLETS[slug]
    made, new = Outlet.objects.get_or_create(
        slug=slug,
        defaults={
            "name": spec.name,
            "monogram": spec.monogram,
            "home": spec.home,
            "access": spec.access,
            "position": list(OUTLETS).index(slug),
        },
    )
    if new:
        for feed in spec.feeds:
            Feed.objects.create(outlet=made, named_url=feed.url, url=feed.url, kind=feed.kind)
    return made


def _long_article(outlet: Outlet, index: int) -> Article:
    name = outlet.name
    statements = [_report(subject, name) for subject in SUBJECTS]
    sayings = [f"“{saying},” the harbour master told {name} on the quay." for saying in SAYINGS]
    credit = f"According to BuzzFeed News, whose account {name} has read, the keys were never counted."
    text = "\n\n".join([*statements, *sayings, credit])
    at = FIRST + timedelta(minutes=(0, 112, 130, 185, 340, 362)[index])
    access = Article.Access.PARTIAL if outlet.access == "summary" else Article.Access.FULL
    home = {"link_is_home": True, "link": outlet.home} if index == 1 else {}
    changed = {"modified_at": at + timedelta(minutes=95)} if index == 0 else {}
    title = f"{SUBJECTS[index]}, and what {name} makes of it"
    reader = "summary" if outlet.access == "summary" else f"{outlet.slug}/2020"
    return article(outlet, text, title, at, access=access, reader=reader, **home, **changed)


def _report(subject: str, name: str) -> str:
    return f"{subject}, {name} reports after reading the board’s own minutes of that week."


def _press_review() -> Article:
    outlet, _ = Outlet.objects.get_or_create(
        slug="press-review",
        defaults={"name": "Press review", "monogram": "PR", "home": "https://parallax.example/", "listed": False},
    )
    text = "\n\n".join(f"“In other words, {saying.lower()} and so on.” says the keeper." for saying in SAYINGS[:10])
    made = article(
        outlet,
        text,
        "The harbour entrusts its cranes",
        FIRST + timedelta(days=1),
        origin=Article.Origin.PRESS_REVIEW,
        link="https://parallax.example/",
        link_is_home=True,
    )
    named = {known.slug: known for known in Outlet.objects.filter(listed=True)}
    for index, saying in enumerate(SAYINGS[:10]):
        quote(
            made,
            f"In other words, {saying.lower()} and so on.",
            carried_from=named.get(NAMES[index % len(named)]) if index < 9 else None,
            translated=True,
            speaker_words="the keeper",
            speaker_name="the keeper",
        )
    return made


def _statement(made: Story, articles: list[Article], index: int) -> None:
    cells: list[tuple[Outlet, str, list[Claim]]] = []
    for place, one in enumerate(articles):
        alone = index % 5 == 4 and place != index % len(articles)
        if one.outlet.slug == "wsj" and index % 3:
            cells.append((one.outlet, "unread", []))
        elif alone or (index % 3 == 1 and place % 2 and place != index % len(articles)):
            cells.append((one.outlet, "none", []))
        else:
            words = _report(SUBJECTS[index % len(SUBJECTS)], one.outlet.name)
            stance = "own" if place == 0 else ("differs" if (place + index) % 5 == 4 else "cites")
            known = Claim.objects.filter(article=one, text=words).first()
            cells.append((one.outlet, stance, [known or claim(one, words)]))
    if any(claims for _, _, claims in cells):
        claim_group(made, cells, background=index == 12)


def _utterance(made: Story, articles: list[Article], index: int) -> None:
    saying = SAYINGS[index % len(SAYINGS)]
    carriers = articles if index < 2 else articles[index % len(articles) :][: 3 if index < 6 else 1]
    quotes = [quote(one, saying) for one in carriers]
    words = saying.split()
    renderings: list[tuple[str, list[Any]]] = [("verbatim", [["same", saying]]) for _ in quotes]
    if index == 1 and len(quotes) > 2:
        changed = " ".join(["We", *words[1:]])
        _say_otherwise(quotes[2], changed)
        renderings[2] = ("reworded", [["removed", words[0]], ["added", "We"], ["same", " ".join(words[1:])]])
    if index == 0 and len(quotes) > 1:
        part = " ".join(words[:7])
        _say_otherwise(quotes[1], part)
        renderings[1] = ("shortened", [["same", part], ["removed", " ".join(words[7:])]])
    review = Quote.objects.filter(article__outlet__slug="press-review", text__icontains=saying.lower()).first()
    if review and index < 4:
        quotes.append(review)
        renderings.append(("translated", [["removed", saying], ["added", review.text]]))
    quote_group(made, quotes, renderings)


def _say_otherwise(made: Quote, words: str) -> None:
    """Give the quote other words, which its text holds too."""
    snapshot = made.snapshot
    if words not in snapshot.text:
        snapshot.text += f"\n\n“{words},” the harbour master said again."
        snapshot.save()
    made.start = snapshot.text.index(words)
    made.end, made.text = made.start + len(words), words
    made.spans = [[made.start, made.end]]
    made.save()


def _difference(made: Story, articles: list[Article]) -> None:
    claims = list(Claim.objects.filter(article__in=articles, text__startswith=SUBJECTS[0]).order_by("article_id"))
    if len(claims) < 2:
        return
    at = claims[0].text.index("40")
    sides = [
        {
            "value": "40 cranes",
            "evidence": [[c.pk, c.start + at, c.start + at + 2] for c in claims[: len(claims) // 2]],
        },
        {
            "value": "more than 40",
            "evidence": [[c.pk, c.start + at, c.start + at + 2] for c in claims[len(claims) // 2 :]],
        },
    ]
    Difference.objects.create(story=made, kind="count", topic="cranes moved", weight=0.8, sides=sides)


def _credit(of: Article, to: Outlet) -> None:
    assert of.snapshot
    text = next(line for line in of.snapshot.text.split("\n\n") if line.startswith("According to"))
    start = of.snapshot.text.index(text)
    Citation.objects.create(
        article=of,
        snapshot=of.snapshot,
        start=start,
        end=start + len(text),
        text=text,
        name=to.name,
        outlet=to,
        by="words",
    )
    Citation.objects.create(
        article=of,
        snapshot=of.snapshot,
        start=start,
        end=start + len(text),
        text=text,
        name="Port Authority",
        by="link",
    )
