"""articles not yet placed → comparing → stories: grouping, on what editors have decided. Never overrides an editor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from aggregator.models import Article
from coverage.comparing.clusters import group
from coverage.comparing.headline import clearest_headline
from coverage.comparing.reconcile import stories_of
from coverage.comparing.types import ArticleProfile, Cluster, Decisions
from coverage.heirs import forget_elsewhere, take_in
from coverage.models import Exclusion, Membership, Story, StoryEvent

REACH = timedelta(days=30)  # how far around a new article others are grouped anew


def unplaced() -> list[int]:
    """Articles whose words are stored and that are in no story yet."""
    return list(Article.objects.read().of_listed_outlets().filter(membership=None).values_list("pk", flat=True))


def place(articles: Sequence[int], now: datetime) -> None:
    """Group the articles with those published around them, and keep every story's id, address and guid.

    The grouping is a function of the articles and of the editors' decisions alone: the order of arrival does not
    matter, and placing again changes nothing.
    """
    profiles = _around(articles)
    placed, decisions = _placed(profiles), _decisions()
    clusters = group(profiles, decisions)
    stories = stories_of(clusters, placed)
    with transaction.atomic():
        if (placed, decisions) != (_placed(profiles), _decisions()):
            return  # an editor decided something meanwhile: the next beat groups by that
        for cluster, story_id in zip(clusters, stories, strict=True):
            _write(cluster, story_id, placed, now)
        _retire({placed[p.id] for p in profiles if p.id in placed}, placed, now)


def _placed(profiles: Sequence[ArticleProfile]) -> dict[int, int]:
    rows = Membership.objects.filter(article__in=[profile.id for profile in profiles])
    return dict(rows.values_list("article", "story"))


def _around(articles: Sequence[int]) -> list[ArticleProfile]:
    """The articles, and all read ones published within reach of any of them."""
    dated = Article.objects.read().of_listed_outlets().annotate(at=Coalesce("published_at", "first_seen_at"))
    times = sorted(dated.filter(pk__in=articles).values_list("at", flat=True))
    near = Q(pk__in=articles)
    for start, end in _stretches(times):
        near |= Q(at__gte=start - REACH, at__lte=end + REACH)
    rows = dated.filter(near).select_related("outlet", "snapshot").order_by("pk")
    return [_profile(article) for article in rows]


def _stretches(times: Sequence[datetime]) -> list[tuple[datetime, datetime]]:
    """Runs of moments that lie within reach of each other, as (first, last)."""
    runs: list[tuple[datetime, datetime]] = []
    for time in times:
        if runs and time - runs[-1][1] <= 2 * REACH:
            runs[-1] = (runs[-1][0], time)
        else:
            runs.append((time, time))
    return runs


def _profile(article: Article) -> ArticleProfile:
    text = article.snapshot.text if article.snapshot else article.feed_summary
    return ArticleProfile(article.pk, article.outlet.slug, article.title, text, article.when)


def _decisions() -> Decisions:
    held = Membership.objects.filter(Q(placed_by=Membership.By.PERSON) | Q(story__locked=True))
    return Decisions(
        fixed=dict(held.values_list("article", "story")),
        barred=frozenset(Exclusion.objects.values_list("article", "story")),
        closed=frozenset(Story.objects.filter(locked=True).values_list("pk", flat=True)),
    )


def _write(cluster: Cluster, story_id: int | None, placed: dict[int, int], now: datetime) -> None:
    ids = [member.article for member in cluster.members]
    if story_id is not None and all(placed.get(article) == story_id for article in ids):
        return
    # Locked until it is written: an editor may be saving it at this moment.
    standing = Story.objects.select_for_update()
    story = standing.get(pk=story_id) if story_id else Story.objects.create(created_at=now, changed_at=now)
    for member in cluster.members:
        if placed.get(member.article) == story.pk:
            continue
        values = {"story": story, "score": member.score, "reasons": list(member.reasons)}
        forget_elsewhere({member.article}, story)
        kept = Membership.objects.filter(article=member.article, placed_by=Membership.By.PERSON)
        if not kept.exists():
            Membership.objects.update_or_create(
                article_id=member.article, defaults={**values, "placed_by": Membership.By.MACHINE, "joined_at": now}
            )
    refresh_facts(story, now)


def _retire(touched: set[int], before: dict[int, int], now: datetime) -> None:
    """A story that lost articles is compared again; one that lost all of them leads to where most of them went."""
    for story in Story.objects.standing().select_for_update().filter(pk__in=touched):
        own = story.memberships.filter(article__outlet__listed=True)
        members = set(own.values_list("article", flat=True))
        if members:
            if {article for article, old in before.items() if old == story.pk} - members:
                refresh_facts(story, story.changed_at)
            continue
        gone = Membership.objects.filter(article__in=[a for a, old in before.items() if old == story.pk])
        moved = gone.filter(article__outlet__listed=True).exclude(story=story)
        heirs = list(moved.order_by("story").values_list("story", flat=True))
        if heirs:
            heir = Story.objects.get(pk=max(sorted(set(heirs)), key=heirs.count))
            take_in(story, heir, now)  # its press reviews go where the articles went
            refresh_facts(heir, now)


def refresh_facts(story: Story, now: datetime) -> None:
    """What the story's row tells of its articles: title, first and last report, whether it is public, what joined."""
    articles = list(Article.objects.filter(membership__story=story).select_related("outlet", "snapshot"))
    own = [article for article in articles if article.outlet.listed]
    times = sorted(article.when for article in own or articles)
    story.first_published_at, story.last_published_at = (times[0], times[-1]) if times else (None, None)
    if "title" not in story.set_by_person:
        story.title = clearest_headline([_profile(article) for article in own or articles])[:300]
    if "state" not in story.set_by_person:
        enough = len({article.outlet_id for article in own}) >= 2
        shown = enough and (settings.PUBLISH_UNREVIEWED or story.reviewed)
        story.state = Story.State.PUBLIC if shown else Story.State.GATHERING
    story.stale = True
    story.save()
    for article in articles:
        StoryEvent.objects.get_or_create(
            story=story, article=article, kind=StoryEvent.Kind.JOINED, defaults={"at": article.when}
        )
