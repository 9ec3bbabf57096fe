"""Articles that are to be taken down → their rows without a word of theirs, so that nothing fetches them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from aggregator.added_outlets import know_added_outlets
from aggregator.models import (
    AddedAddress,
    Article,
    Capture,
    Citation,
    Claim,
    Outlet,
    Quote,
    Snapshot,
    Speaker,
    SpeakerPin,
    TextChange,
)
from aggregator.outlets import outlet_of
from aggregator.reading.types import ReadingError
from aggregator.reading.urls import normalise

TAKEN_DOWN = "taken down"
"""The reason under which what was taken down is refused when it comes again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """How much of some articles is stored."""

    articles: int
    texts: int
    quotes: int
    claims: int
    pages: int


def refuse_if_removed(article: Article) -> None:
    """Raises ReadingError where an article was taken down, or its outlet withdrawn, while somebody held it.

    From here on a removal waits until the caller's transaction is over: a lock on a condition would hold no kept row.
    """
    held = Article.objects.select_for_update(of=("self",), no_key=True).select_related("outlet")
    row = held.get(pk=article.pk)
    if row.state == Article.State.REMOVED or row.outlet.withdrawn_at:
        raise ReadingError(TAKEN_DOWN, article.url)


def stored_of(articles: Iterable[int]) -> Stored:
    """What a removal of these articles would delete."""
    wanted = list(articles)
    of = {"article__in": wanted}
    return Stored(
        articles=Article.objects.kept().filter(pk__in=wanted).count(),
        texts=Snapshot.objects.filter(**of).count(),
        quotes=Quote.objects.filter(**of).count(),
        claims=Claim.objects.filter(**of).count(),
        pages=_captures(wanted).count(),
    )


@transaction.atomic
def remove_text(articles: Iterable[int]) -> Stored:
    """Delete all that is stored of the articles' words: texts with their vectors, quotes, claims, credit and changes,
    pages as they came, feeds from archives that tell of them, texts pasted for their addresses, headlines and bylines,
    what logs and histories repeat.

    What is left of each is its address, so that it is known and not fetched again. Gives what was deleted.
    """
    rows = list(Article.objects.select_for_update().filter(pk__in=list(articles)).order_by("pk"))
    wanted = [row.pk for row in rows]
    told = stored_of(wanted)
    speakers = _speakers_of(wanted)
    _forget_in_histories(wanted)
    _captures(wanted).delete()
    urls = {row.url for row in rows}
    _forget_feeds(urls, {row.outlet_id for row in rows})
    _forget_pasted(lambda url: url in urls)
    SpeakerPin.objects.filter(article__in=wanted).delete()
    Article.objects.filter(pk__in=wanted).update(snapshot=None, **_WORDLESS)
    Snapshot.objects.filter(article__in=wanted).delete()  # and with it all that stands in it
    forget_unheard(speakers)
    return told


def withdraw(outlet: Outlet, now: Any) -> None:
    """Nothing of the outlet may be stored from now on; what is there is for `remove_text`."""
    Outlet.objects.filter(pk=outlet.pk).update(enabled=False, withdrawn_at=now)
    Capture.objects.filter(outlet=outlet).delete()
    know_added_outlets()
    _forget_pasted(lambda url: (known := outlet_of(url)) is not None and known.slug == outlet.slug)
    Quote.objects.filter(carried_from=outlet).delete()  # its words by way of press reviews


def forget_unheard(speakers: Iterable[int]) -> None:
    """Delete those of the speakers whom no stored text names any more."""
    unheard = Speaker.objects.filter(pk__in=list(speakers), quotes=None, claims=None, pins=None, merged=None)
    _forget_rows(Speaker, list(unheard.values_list("pk", flat=True)))
    unheard.delete()


def _speakers_of(articles: Sequence[int]) -> set[int]:
    found: set[int | None] = set(Quote.objects.filter(article__in=articles).values_list("speaker", flat=True))
    found |= set(Claim.objects.filter(article__in=articles).values_list("source", flat=True))
    return {pk for pk in found if pk}


def _captures(articles: Sequence[int]) -> models.QuerySet[Capture]:
    return Capture.objects.filter(kind=Capture.Kind.PAGE, url__in=Article.objects.filter(pk__in=articles).values("url"))


def _forget_feeds(urls: set[str], outlets: set[int]) -> None:
    """Feeds from archives give summaries of articles: those whose entries were taken, and that name one of these."""
    taken = Capture.objects.filter(outlet__in=outlets, read_at__isnull=False).exclude(kind=Capture.Kind.PAGE)
    naming = [row.pk for row in taken.iterator(chunk_size=20) if _names(row, urls)]
    Capture.objects.filter(pk__in=naming).delete()


def _forget_pasted(goes: Callable[[str], bool]) -> None:
    """Texts that somebody pasted and nobody has entered, by their normalised addresses."""
    for row in AddedAddress.objects.exclude(pasted=None):
        try:
            url = normalise(row.line.strip())
        except ReadingError:
            continue
        if goes(url):
            AddedAddress.objects.filter(pk=row.pk).update(pasted=None)


def _names(feed: Capture, urls: set[str]) -> bool:
    body = feed.body
    return any(url.split("//", 1)[-1].rstrip("/").encode() in body for url in urls)


def _forget_in_histories(articles: Sequence[int]) -> None:
    """The desk's log repeats the first words of what it is about; so does a model's history, where one is kept."""
    for model in (Quote, Claim, Citation, Snapshot, TextChange):
        found = model._default_manager.filter(article__in=articles)
        _forget_rows(model, list(found.values_list("pk", flat=True)))
    _log_of(Article, articles).update(object_repr=TAKEN_DOWN)


def _forget_rows(model: type[models.Model], pks: Sequence[int]) -> None:
    _log_of(model, pks).update(object_repr=TAKEN_DOWN, change_message="")
    if hasattr(model, "history"):
        model.history.filter(id__in=list(pks)).delete()


def _log_of(model: type[models.Model], pks: Sequence[int]) -> models.QuerySet[LogEntry]:
    """Under all names of the model: an article's headline is told of the inbox's row, too."""
    same = [one for one in apps.get_models() if one._meta.concrete_model is model]
    kinds = ContentType.objects.get_for_models(*same, for_concrete_models=False).values()
    return LogEntry.objects.filter(content_type__in=kinds, object_id__in=[str(pk) for pk in pks])


_WORDLESS: dict[str, Any] = {
    "state": Article.State.REMOVED, "reason": TAKEN_DOWN, "title": "", "authors": [], "feed_summary": "",
    "access": Article.Access.NONE, "etag": "", "last_modified": "", "captured_from": "", "read_again_at": None,
    "queued_until": None, "lease_until": None,
}  # fmt: skip
