"""What became of an article before and since: an edit that broke a shown quote, and the backfill that brought it in."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from aggregator.models import Article, Backfill, BackfillPlace, Quote, Snapshot, SpanCheck, TextChange
from coverage.models import PressReview, Story, TakedownRequest, Tombstone


def edited(article: Article) -> SpanCheck:
    """The article's text as it was before its first word was changed, with a quote of that word that readers saw."""
    assert article.snapshot
    newest = article.snapshot
    word = newest.text.split(" ")[0]
    text = "Once" + newest.text.removeprefix(word)
    earlier = Snapshot.objects.create(
        article=article,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=newest.title,
        text=text,
        reader="newspaper3k",
        taken_at=newest.taken_at - timedelta(hours=1),
    )
    quote = Quote.objects.create(
        article=article, snapshot=earlier, start=0, end=4, spans=[[0, 4]], text="Once", kind="direct", found_by="rules"
    )
    TextChange.objects.create(
        article=article, before=earlier, after=newest, kind="wording", rank=5, part="text",
        old_start=0, old_end=4, new_start=0, new_end=len(word),
    )  # fmt: skip
    return SpanCheck.objects.create(
        article=article, quote=quote, against=newest, fate="changed", spans=[[0, len(word)]], shown=True
    )


def taken_down(article: Article) -> TakedownRequest:
    """A request that was accepted for another article of the outlet, and its tombstone."""
    asked = TakedownRequest.objects.create(
        address=article.url, ground="rights", statement="It is mine.", name="Ada Lind", email="ada@lind.example"
    )
    values = {"outlet": article.outlet, "why": "The author asked for it.", "request": asked}
    Tombstone.objects.create(place="a/999999", kind=Tombstone.Kind.ARTICLE, **values)
    return asked


def reviewed(story: Story, words: str = "It is known:") -> PressReview:
    """A press review of the story that quotes its first quote."""
    quote = Quote.objects.filter(article__stories=story).earliest("pk")
    return PressReview.objects.create(story=story, title=words, body=f"{words} [[q:{quote.pk}]].")


def backfilled(article: Article, window: str = "2022-06-15/2022-06-20") -> Backfill:
    """A backfill that found the article, with one place that was looked through and one that was refused."""
    made = Backfill.objects.create(outlet=article.outlet, source=Backfill.Source.INDEX, window=window)
    made.articles.add(article)
    refused = {"outside the dates": 3}
    BackfillPlace.objects.create(backfill=made, address="url=a", state="done", found=1, new=1, refused=refused)
    BackfillPlace.objects.create(backfill=made, address="url=b", state="refused", reason="server error")
    return made
