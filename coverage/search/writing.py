"""What readers may find → entries of the index, in the transaction of whoever changed it; twice is as once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from coverage.models import SearchEntry, SearchPiece, SearchWord, Story
from coverage.search import index, visible
from coverage.search.findable import findable, findable_speakers, heard_in
from coverage.searching.index_words import Found, anywhere, index_words, place_of, vocabulary
from coverage.searching.spelling import pieces
from coverage.searching.words import stem
from coverage.standing import speakers_in_public

TOGETHER = 50  # stories that are written in one transaction


def index_story(story: Story) -> int:
    """Make the index tell what readers may see of the story now; gives how many entries were written or dropped."""
    return index_stories([story.pk])


@transaction.atomic
def index_stories(stories: Sequence[int]) -> int:
    """The same for some stories; queries do not grow with their number."""
    speakers = heard_in(stories)
    own, told = _keep(findable(stories), SearchEntry.objects.filter(story__in=stories))
    heard, names = _keep(
        findable_speakers(speakers), SearchEntry.objects.filter(kind=SearchEntry.Kind.SPEAKER, key__in=speakers)
    )
    _learn(told | names)
    return own + heard


def index_speakers(speakers: Iterable[int]) -> int:
    """The same for speakers, some of whom may be no more."""
    keys = list(speakers)
    written, words = _keep(
        findable_speakers(keys), SearchEntry.objects.filter(kind=SearchEntry.Kind.SPEAKER, key__in=keys)
    )
    _learn(words)
    return written


def forget_words(words: Iterable[str]) -> None:
    """Drop those of the words from the vocabulary that no entry has any more."""
    for row in SearchWord.objects.filter(word__in=set(words)):
        if not index.search(anywhere(row.word), 1):
            row.delete()


def hand_over(story: Story, heir: Story) -> None:
    """A story that ends is found no more; its articles are, under their numbers, in the story that they go to."""
    entries = SearchEntry.objects.filter(story=story)
    entries.exclude(kind=SearchEntry.Kind.ARTICLE).delete()
    entries.update(story=heir)


def missing(most: int) -> list[int]:
    """Public stories that the index does not have: those from before there was one."""
    known = SearchEntry.objects.filter(kind=SearchEntry.Kind.STORY).values("key")
    return list(visible.stories().exclude(pk__in=known).order_by("-pk").values_list("pk", flat=True)[:most])


def reindex() -> Iterator[int]:
    """Look through everything and write what differs; yields how many stories were looked through so far."""
    index.mend()
    stories = list(Story.objects.standing().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(stories), TOGETHER):
        index_stories(stories[start : start + TOGETHER])
        yield min(start + TOGETHER, len(stories))
    _drop_stale()


def _drop_stale() -> None:
    """Entries of what no story leads to any more."""
    SearchEntry.objects.filter(Q(story=None) & ~Q(kind=SearchEntry.Kind.SPEAKER)).delete()
    SearchEntry.objects.filter(story__merged_into__isnull=False).delete()
    standing = speakers_in_public().values("pk")
    SearchEntry.objects.filter(kind=SearchEntry.Kind.SPEAKER).exclude(key__in=standing).delete()


def _keep(found: Sequence[Found], scope: QuerySet[SearchEntry]) -> tuple[int, set[str]]:
    """Make the entries of a scope those that were found; gives how many were written or dropped, and their words.

    Speakers are many stories': everybody writes them in one order, so that nobody waits for who waits for them."""
    wanted = {(one.kind, one.key): one for one in sorted(found, key=lambda one: (one.kind, one.key))}
    known = {(row.kind, row.key): row for row in scope.order_by("pk")}
    known |= {(row.kind, row.key): row for row in _of_keys(wanted.keys() - known.keys())}
    gone = [row.pk for name, row in known.items() if name not in wanted]
    SearchEntry.objects.filter(pk__in=gone).delete()
    new = [SearchEntry(kind=one.kind, key=one.key, at=one.at) for name, one in wanted.items() if name not in known]
    SearchEntry.objects.bulk_create(new, ignore_conflicts=True)  # another writer may have heard the speaker meanwhile
    rows = known | {(row.kind, row.key): row for row in _of_keys((row.kind, row.key) for row in new)}
    written, words = _write([(rows[name], one) for name, one in wanted.items()])
    return len(gone) + written, words


def _of_keys(names: Iterable[tuple[str, int]]) -> Iterator[SearchEntry]:
    """Entries that are there under another story."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, key in names:
        by_kind[kind].append(key)
    for kind, keys in by_kind.items():
        yield from SearchEntry.objects.filter(kind=kind, key__in=keys)


def _write(pairs: Sequence[tuple[SearchEntry, Found]]) -> tuple[int, set[str]]:
    changed, moved, told = [], [], []
    words: set[str] = set()
    for row, one in pairs:
        spoken = index_words(one, row.pk)
        digest = _digest(one.at, one.story, one.article, spoken)
        if digest == row.digest:
            continue
        place = place_of(one.at, row.pk)
        moved += [row.place] if row.place is not None and row.place != place else []
        row.at, row.place, row.title_stems, row.digest = one.at, place, one.title_stems, digest
        row.story_id, row.article_id = one.story, one.article
        changed.append(row)
        told.append((row.pk, place, spoken))
        words |= vocabulary(one)
    if changed:
        index.forget(moved)
        SearchEntry.objects.bulk_create(  # many times as fast as bulk_update
            changed, update_conflicts=True, unique_fields=["kind", "key"], update_fields=_WRITTEN
        )
        index.write(told)
    return len(changed), words


_WRITTEN = ["at", "place", "title_stems", "digest", "story", "article"]


def _digest(at: datetime, story: int | None, article: int | None, words: Sequence[str]) -> str:
    return hashlib.sha256(f"{at.isoformat()} {story} {article} {' '.join(words)}".encode()).hexdigest()


def _learn(words: set[str]) -> None:
    """Add words to the vocabulary, always in the same order, so that two writers do not wait for each other."""
    known = set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
    new = sorted(words - known)
    if not new:
        return
    SearchWord.objects.bulk_create([SearchWord(word=word, stem=stem(word)) for word in new], ignore_conflicts=True)
    rows = SearchWord.objects.filter(word__in=new, pieces=None).order_by("word")
    SearchPiece.objects.bulk_create(SearchPiece(key=key, word=row) for row in rows for key in pieces(row.word))
