"""What the API's answers hold. Each type is a part of the OpenAPI document, and each comment a description there."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""


class OutletShape(Schema):
    """A publisher that the site compares."""

    slug: str
    name: str
    monogram: str
    home: str
    access: str = Field(description="open, summary (feed fields and metadata only) or closed")
    owner: str = Field(description="its owner today; empty where that is not known")
    page: str
    feed: str


class ArticleShape(Schema):
    """An article's metadata. Its text is in no answer."""

    id: int
    outlet: str
    headline: str
    authors: list[str]
    address: str = Field(description="where readers are sent; empty where nothing can be linked")
    address_known: bool = Field(description="false: `address` is the outlet's home page")
    published: datetime | None
    published_day_only: bool
    first_seen: datetime
    modified: datetime | None
    access: str = Field(description="how much of it was read: full, partial or none")
    origin: str = Field(description="live, archive or sample (the sample edition, not the outlet's words)")
    archive: str
    language: str
    sha256: str = Field(description="of the text that was read last")
    story: int | None


class StoryLine(Schema):
    """A story in a list."""

    id: int
    title: str
    page: str
    api: str
    first_published: datetime | None
    last_published: datetime | None
    changed: datetime
    reviewed: bool
    outlets: list[str]
    articles: int
    differences: int
    sample: bool = Field(description="true: the sample edition is in it")


class Words(Schema):
    """Words of an article as far as they may be shown; empty: its share of this answer is used up, see `address`."""

    outlet: str
    article: int
    words: str
    address: str = Field(description="the sentence in the outlet's own page, by a text fragment")
    reviewed: bool


class CellShape(Schema):
    """How one outlet stands to a statement."""

    outlet: str
    stance: str = Field(description="own, cites, differs, none (not found in its text) or unread (could not be read)")
    label: str
    in_heading: bool = Field(default=False, description="its words are those of the statement")
    evidence: list[Words] = Field(default_factory=list)


class StatementShape(Schema):
    """A statement in one outlet's words, and every outlet's stance."""

    id: int
    band: str
    words: str
    worded_by: str = Field(description="the outlet whose words it is in; empty: an editor's own")
    reviewed: bool = Field(default=False, description="an editor has accepted it")
    count: str
    page: str
    cells: list[CellShape]


class ColumnShape(Schema):
    """An outlet of the grid."""

    outlet: str
    published: datetime
    published_day_only: bool
    first: bool
    after: str = Field(description="how long after the first report")
    unread: str = Field(description="why its text could not be read; empty where it was")


class GridShape(Schema):
    """Claims × outlets, columns in order of publication."""

    outlets: list[ColumnShape]
    statements: list[StatementShape]


class ChangeOfWords(Schema):
    """Words that are the same, removed or added."""

    kind: str
    words: str


class RenderingShape(Schema):
    """An outlet's rendering of a quote. Where there are `changes`, they hold its words and `words` is empty."""

    outlet: str
    article: int
    rendering: str
    words: str
    changes: list[ChangeOfWords]
    as_above: bool = Field(description="the same words as the quote's own")
    by_way_of_press_review: bool
    address: str


class UtteranceShape(Schema):
    """The same quote across outlets."""

    id: int
    words: str
    in_quotation_marks: bool
    speaker: str
    outlet: str = Field(description="whose words head it")
    first_in: str
    page: str
    reviewed: bool
    renderings: list[RenderingShape]


class SideShape(Schema):
    """One value that outlets give."""

    value: str
    evidence: list[Words]


class DifferenceShape(Schema):
    """A point on which outlets differ."""

    id: int
    kind: str
    topic: str
    reviewed: bool
    sides: list[SideShape]


class CiterShape(Schema):
    """An outlet that gives credit, and where."""

    outlet: str
    ways: str
    addresses: list[str]


class CreditedShape(Schema):
    """Whom outlets credit."""

    name: str
    outlet: str | None
    citers: list[CiterShape]


class StoryShape(StoryLine):
    """A story with everything that its page shows, within the same limits."""

    standfirst: str
    coverage: list[ArticleShape]
    grid: GridShape
    quotes: list[UtteranceShape]
    disagreements: list[DifferenceShape]
    citations: list[CreditedShape]


class QuoteShape(Schema):
    """A quote as one article carries it."""

    id: int
    outlet: str
    article: int
    story: int
    words: str
    kind: str = Field(description="direct, mixed or indirect")
    speaker: str
    translated: bool
    reviewed: bool
    address: str
    page: str = Field(description="the quote across outlets, for readers")
    speaker_page: str = Field(description="empty: nobody whom other articles name")


class VariantShape(Schema):
    """Another article's rendering of the same utterance."""

    rendering: str
    quote: QuoteShape


class QuoteDetail(QuoteShape):
    """A quote with its renderings elsewhere."""

    variants: list[VariantShape]


class ClaimShape(Schema):
    """A statement in a list: who takes which stance, without their words."""

    id: int
    story: int
    words: str
    outlet: str = Field(description="whose words it is in; empty: an editor's own")
    reviewed: bool = Field(default=False, description="an editor has accepted it")
    background: bool
    page: str
    feed: str
    cells: list[CellShape]


class EditShape(Schema):
    """Words that gave way to others; both empty: the article's share of this answer is used up."""

    kind: str
    old: str
    new: str


class ChangeShape(Schema):
    """Something that happened to a story."""

    id: int
    guid: str
    kind: str = Field(description="joined, headline, text, differs, merged or renamed")
    at: datetime
    title: str
    story: int
    article: int | None
    outlet: str | None
    difference: int | None
    page: str
    edits: list[EditShape]
