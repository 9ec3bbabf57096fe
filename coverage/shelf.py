"""The stories in the database as placing sees them: looked up by rare words, joined, begun and merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet

from aggregator.models import Article
from coverage.comparing.clusters import reasons
from coverage.comparing.placing import Placement
from coverage.comparing.shelves import POSTINGS, WINDOW_HOURS, best_articles
from coverage.comparing.sketches import Sketch
from coverage.comparing.story_sketches import LATEST, StorySketch, speaking
from coverage.heirs import forget_elsewhere, take_in
from coverage.locks import keep_stories, leading_to
from coverage.models import ArticleSketch, Exclusion, Membership, Posting, PressReview, Story, StoryEvent
from coverage.sketching import STEM_LENGTH, hours_of, profile_of, stored

DECIDED = 16  # articles that an editor put into a story, or took out of it, that are learnt from: the latest
WINDOW = timedelta(hours=WINDOW_HOURS)


class EditedMeanwhile(Exception):
    """An editor decided something about a story while it was being joined: place again by that."""


class OutOfTurn(Exception):
    """Another writer has a story that comes before some that are kept: begin again, and keep all of `stories` first."""

    def __init__(self, stories: Iterable[int]) -> None:
        super().__init__("out of turn")
        self.stories = frozenset(stories)


class DatabaseShelf:
    """For one transaction: everything is read afresh, but an article's sketch only once.

    `touched` has the ids of the stories that changed. Stories are kept from other writers as they come up, those of
    `first` from the start; one that another writer has is waited for only where it comes after all that are kept.
    """

    def __init__(self, now: datetime, first: Iterable[int] = ()) -> None:
        self.now = now
        self.touched: set[int] = set()
        self._kept = {row.pk for row in keep_stories(first)}
        self._new: set[int] = set()  # begun here: nobody else knows them yet
        self._sketches: dict[int, Sketch] = {}
        self._stories: dict[int, StorySketch] = {}
        self._near: list[int] = []  # the articles nearest to the one on its way, best first
        self._placing = 0  # the article on its way: it does not speak for the story that it may be leaving

    def near(self, article: Sketch, limit: int) -> list[int]:
        """Ids of the stories whose articles share the rarest words with it within the window, best first."""
        self._placing = article.id
        for story in Membership.objects.filter(article=article.id).values_list("story", flat=True):
            self._stories.pop(story, None)
        at = ArticleSketch.objects.values_list("at", flat=True).get(pk=article.id)
        shared: dict[int, float] = defaultdict(float)
        for stem in article.keys:
            for other in _carrying(stem[:STEM_LENGTH], at):
                shared[other] += article.text[stem] ** 2
        shared.pop(article.id, None)
        self._near = best_articles(shared)
        homes = self._homes(_grouped())
        return list(dict.fromkeys(homes[other] for other in self._near if other in homes))[:limit]

    def strays(self, home: int, among: Sequence[int], limit: int) -> list[tuple[Sketch, int]]:
        """Of the articles near the one just placed, the nearest that the workers put into another of these
        stories, with its id; none of one that an editor reviewed, locked or wrote of, or whose articles one chose."""
        chosen = Membership.objects.filter(placed_by=Membership.By.PERSON, story__in=among).values("story")
        touched = Q(story__reviewed=True) | Q(story__locked=True) | Q(story__exclusions__isnull=False)
        touched |= Q(story__in=PressReview.objects.published().values("story"))
        others = _grouped().filter(story__in=among).exclude(touched | Q(story=home) | Q(story__in=chosen))
        homes = self._homes(others)
        nearest = [other for other in self._near if other in homes][:limit]
        return [(found, homes[found.id]) for found in self._of(nearest)]

    def _homes(self, rows: QuerySet[Membership]) -> dict[int, int]:
        return dict(rows.filter(article__in=self._near).values_list("article", "story"))

    def story(self, id: int) -> StorySketch:
        """The story as it stands, with what editors decided about it."""
        if id not in self._stories:
            self._stories[id] = self._sketched(id)
        return self._stories[id]

    def put(self, article: Sketch, placement: Placement) -> int:
        """Store where the article is, and why; gives the story's id. An article that no story takes keeps the one that
        it is alone in."""
        self._placing = 0
        before = Membership.objects.filter(article=article.id).first()
        if (
            placement.story is None
            and before
            and not _grouped().filter(story=before.story_id).exclude(pk=before.pk).exists()
        ):
            Membership.objects.filter(pk=before.pk).update(released=False)
            return before.story_id
        story = self._begun() if placement.story is None else self._locked(placement.story)
        forget_elsewhere({article.id}, story)
        Membership.objects.update_or_create(
            article_id=article.id,
            defaults={
                "story": story, "score": placement.score, "reasons": self._reasons(article, story.pk),
                "placed_by": Membership.By.MACHINE, "released": False, "joined_at": self.now,
                "position": before.position if before and before.story_id == story.pk else None,
            },
        )  # fmt: skip
        self._give_first_its_reasons(story.pk)
        if before and before.story_id != story.pk:
            self._left(before.story_id, story)
        self._changed(story.pk)
        return story.pk

    def merge(self, kept: int, gone: int) -> None:
        """Pour one story into another: its address and guid lead there from now on."""
        rows = self._keep({kept, gone, *leading_to((gone,))})
        rows = {id: rows[id] for id in (kept, gone)}
        held = Membership.objects.filter(story=gone, placed_by=Membership.By.PERSON).exists() or _has_review(gone)
        if held or any(row.merged_into_id or row.locked for row in rows.values()):
            raise EditedMeanwhile
        if rows[gone].state == Story.State.PUBLIC:
            StoryEvent.objects.create(
                story=rows[kept], kind=StoryEvent.Kind.MERGED, at=self.now, detail=rows[gone].title
            )
        take_in(rows[gone], rows[kept], self.now)
        self._changed(kept)
        self._changed(gone)
        self.touched.discard(gone)

    def _begun(self) -> Story:
        story = Story.objects.create(created_at=self.now, changed_at=self.now)
        self._new.add(story.pk)
        return story

    def _locked(self, id: int) -> Story:
        """The story, kept from other writers; where an editor merged it meanwhile, the one that it leads to."""
        row = self._keep({id})[id]
        while row.merged_into_id:
            self._stories.clear()
            heir = row.standing_story().pk
            row = self._keep({heir})[heir]
        if row.locked:
            raise EditedMeanwhile
        return row

    def _keep(self, ids: set[int]) -> dict[int, Story]:
        """The stories as they stand now, by id, kept from other writers until the transaction is over."""
        others = ids - self._kept - self._new
        before = {id for id in others if id < max(self._kept, default=0)}
        rows = Story.objects.order_by("pk")
        if before and len(rows.select_for_update(skip_locked=True).filter(pk__in=before)) < len(before):
            raise OutOfTurn(self._kept | ids - self._new)
        found = {row.pk: row for row in rows.select_for_update().filter(pk__in=ids)}
        self._kept |= others
        return found

    def _left(self, id: int, heir: Story) -> None:
        """A story that lost an article is told anew; one that lost its last leads to where that went."""
        story = self._keep({id})[id]
        if _grouped().filter(story=story).exists():
            self._changed(id)
        else:
            self._keep(leading_to((id,)))
            take_in(story, heir, self.now)  # its press reviews go where the articles went
            self._stories.pop(id, None)

    def _changed(self, id: int) -> None:
        self.touched.add(id)
        self._stories.pop(id, None)

    def _sketched(self, id: int) -> StorySketch:
        members = ArticleSketch.objects.filter(article__membership__story=id, article__outlet__listed=True)
        members = members.exclude(pk=self._placing)
        facts = members.aggregate(size=Count("pk"), first=Min("at"), last=Max("at"))
        reports = members.filter(kind=ArticleSketch.Kind.REPORT)
        latest = list(reports.order_by("-at", "-article").values_list("pk", flat=True)[:LATEST])
        latest = latest or list(members.order_by("-at", "-article").values_list("pk", flat=True)[:LATEST])
        chosen = Membership.objects.filter(story=id, placed_by=Membership.By.PERSON).order_by("-joined_at", "-pk")
        chosen_first = list(chosen.values_list("article", flat=True)[:DECIDED])
        barred = Exclusion.objects.filter(story=id).order_by("-made_at", "-pk")
        refused = list(barred.values_list("article", flat=True))
        return StorySketch(
            id,
            speaking(self._of(latest)),
            facts["size"],
            hours_of(facts["first"] or self.now),  # one whose articles all went meanwhile is closed
            hours_of(facts["last"] or self.now),
            held=bool(chosen_first) or _has_review(id),
            closed=Story.objects.filter(Q(locked=True) | Q(merged_into__isnull=False), pk=id).exists(),
            refused=tuple(self._of(refused[:DECIDED])),
            chosen=tuple(self._of(chosen_first)),
            barred=frozenset(refused),
        )

    def _of(self, articles: Iterable[int]) -> list[Sketch]:
        wanted = list(articles)
        unknown = [article for article in wanted if article not in self._sketches]
        if unknown:
            self._sketches.update({found.id: found for found in stored(unknown)})
        return [self._sketches[article] for article in wanted if article in self._sketches]

    def _reasons(self, article: Sketch, story: int) -> list[str]:
        """What ties the article to those that speak for the story; empty in a story of its own."""
        others = self.story(story).members if _grouped().filter(story=story).exists() else ()
        row = Article.objects.select_related("outlet", "snapshot").get(pk=article.id)
        return list(reasons(profile_of(row), article, others))

    def _give_first_its_reasons(self, story: int) -> None:
        """The article that began a story has no reasons until a second one comes."""
        self._stories.pop(story, None)
        first = Membership.objects.filter(story=story, reasons=[], placed_by=Membership.By.MACHINE)
        if _grouped().filter(story=story).count() == 2:
            for membership in first.select_related("article__outlet", "article__snapshot"):
                for found in self._of([membership.article_id]):
                    told = reasons(profile_of(membership.article), found, self.story(story).members)
                    Membership.objects.filter(pk=membership.pk).update(reasons=list(told))
            self._stories.pop(story, None)


def _has_review(story: int) -> bool:
    """Whether readers see a press review of an editor's, which a merger might lose."""
    return PressReview.objects.published().filter(story=story).exists()


def _grouped() -> QuerySet[Membership]:
    """The outlets' own articles that are in a story and can be compared; not the press reviews."""
    return Membership.objects.filter(article__outlet__listed=True, article__sketch__isnull=False)


def _carrying(stem: str, at: datetime) -> list[int]:
    """The articles with the word that are nearest in time within the window, earlier ones and some later ones."""
    found = Posting.objects.filter(stem=stem).order_by("-at", "-article")
    before = found.filter(at__lte=at, at__gte=at - WINDOW).values_list("article", flat=True)[:POSTINGS]
    after = found.filter(at__gt=at, at__lte=at + WINDOW).order_by("at", "article")
    return [*before, *after.values_list("article", flat=True)[: POSTINGS // 2]]
