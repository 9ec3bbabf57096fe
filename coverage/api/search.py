"""/api/v1/search: what the search page finds, newest first, within the limits of one answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from coverage.api.paging import Limit, following
from coverage.api.shapes import Problem
from coverage.search.asking import entries_at, understood
from coverage.search.index import search
from coverage.search.page import told
from coverage.search.results import Line, lines
from coverage.searching.index_words import KINDS
from coverage.searching.query import LONGEST
from coverage.site_address import absolute

router = Router(tags=["search"])
_OPERATORS = 'words, "phrases", -words, outlet:, speaker:, before: and after: as on the page'
Asked = Annotated[str, Query(min_length=1, max_length=LONGEST, description=_OPERATORS)]
Kind = Annotated[Literal["story", "article", "quote", "claim", "speaker"] | None, Query(description="only these")]
Place = Annotated[int | None, Query(ge=0, lt=2**63, description="only what stands further back; see `next`")]


class FoundShape(Schema):
    """Something that was found."""

    kind: str = Field(description="story, article, quote, claim or speaker")
    id: int = Field(description="of the story, article or speaker; of a quote or claim the number on its story's page")
    at: datetime = Field(description="when it was published, or last was")
    title: str
    words: str = Field(description="of a quote or claim, as far as they may be shown; empty: see `address`")
    speaker: str
    outlets: list[str]
    story: int | None
    article: int | None
    page: str
    address: str = Field(description="the sentence, or the article, in the outlet's own page")
    reviewed: bool


class FoundPage(Schema):
    """What was found, the newest first."""

    items: list[FoundShape]
    next: str | None


@router.get("/search", response={200: FoundPage, 422: Problem}, summary="Search")
def find(request: HttpRequest, q: Asked, kind: Kind = None, before: Place = None, limit: Limit = 20) -> FoundPage:
    """What readers may see and the query finds, newest first. Full texts are not searched; slips are not forgiven."""
    asked = understood(q, forgiving=False)
    if asked.typed.problems:
        raise HttpError(422, " ".join(told(problem) for problem in asked.typed.problems))
    if asked.query.is_empty:
        raise HttpError(422, "q: say what to look for.")
    places = search(asked.wanted(*((kind,) if kind else KINDS)), limit + 1, before)
    shown = lines(entries_at(places[:limit]), asked.stems)
    further = following(request, places[limit - 1]) if len(places) > limit else None
    return FoundPage(items=[_shape(line) for line in shown], next=further)


def _shape(line: Line) -> FoundShape:
    return FoundShape(
        kind=line.kind,
        id=line.key,
        at=line.at,
        title=line.title,
        words="" if line.kind == "article" else line.words,  # feeds' summaries are in no answer
        speaker=line.speaker,
        outlets=[outlet.slug for outlet in line.outlets],
        story=line.story.pk if line.story else None,
        article=line.article.pk if line.article else None,
        page=absolute(line.page),
        address=line.address,
        reviewed=line.reviewed,
    )
