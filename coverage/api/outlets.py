"""/api/v1/outlets and /api/v1/articles: publishers, and what is known of their articles beside the text."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router

from aggregator.models import Article, Outlet
from aggregator.models.articles import ArticleQuerySet
from coverage.api.lists import ArticlePage, OutletPage
from coverage.api.paging import Before, Limit, Number, NumberAsked, Slug, page
from coverage.api.shapes import ArticleShape, OutletShape, Problem
from coverage.feeds.articles import visible_story
from coverage.models import Story
from coverage.site_address import absolute
from coverage.story_facts import source_of

router = Router(tags=["outlets"])


@router.get("/outlets", response=OutletPage, summary="All outlets")
def list_outlets(request: HttpRequest) -> OutletPage:
    """The outlets that the site compares, in its order."""
    return OutletPage(items=[_outlet(outlet) for outlet in Outlet.objects.listed()])


@router.get("/outlets/{slug}", response={200: OutletShape, 404: Problem}, summary="One outlet")
def one_outlet(request: HttpRequest, slug: str) -> OutletShape:
    """An outlet by its slug."""
    return _outlet(get_object_or_404(Outlet.objects.listed(), slug=slug.replace("\x00", "")))


@router.get("/articles", response={200: ArticlePage, 422: Problem}, summary="Articles, metadata only")
def list_articles(
    request: HttpRequest, outlet: Slug = None, story: NumberAsked = None, before: Before = None, limit: Limit = 20
) -> ArticlePage:
    """Articles that have been read, of an outlet or a public story where one is named."""
    rows = _read()
    if outlet is not None:
        rows = rows.filter(outlet__slug=outlet)
    if story is not None:
        rows = rows.filter(membership__story__in=Story.objects.visible().filter(pk=story))
    found, following = page(request, rows, before, limit)
    return ArticlePage(items=[article_shape(article) for article in found], next=following)


@router.get(
    "/articles/{pk}", response={200: ArticleShape, 404: Problem, 422: Problem}, summary="One article's metadata"
)
def one_article(request: HttpRequest, pk: Number) -> ArticleShape:
    """An article by its number."""
    return article_shape(get_object_or_404(_read(), pk=pk))


def article_shape(article: Article) -> ArticleShape:
    """An article, with `membership__story`, as the API tells of it."""
    story = visible_story(article)
    return ArticleShape(
        id=article.pk,
        outlet=article.outlet.slug,
        headline=article.title,
        authors=article.authors,
        address=source_of(article, 0).address,
        address_known=not article.link_is_home,
        published=article.published_at,
        published_day_only=article.published_day_only,
        first_seen=article.first_seen_at,
        modified=article.modified_at,
        access=article.access,
        origin=article.origin,
        archive=article.archive,
        language=article.language,
        sha256=article.snapshot.sha256 if article.snapshot else "",
        story=story.pk if story else None,
    )


def _read() -> ArticleQuerySet:
    rows = Article.objects.read().of_listed_outlets().select_related("outlet", "snapshot", "membership__story")
    return rows.defer("snapshot__text", "feed_summary")


def _outlet(outlet: Outlet) -> OutletShape:
    return OutletShape(
        slug=outlet.slug,
        name=outlet.name,
        monogram=outlet.monogram,
        home=outlet.home,
        access=outlet.access,
        owner=outlet.owner_at(timezone.now()),
        page=absolute(outlet.get_absolute_url()),
        feed=absolute(f"{outlet.get_absolute_url()}feed.json"),
    )
