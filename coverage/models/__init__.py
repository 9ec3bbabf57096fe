"""Stories, their comparison, and what persons decide about them."""

from coverage.models.comparison import (
    CellClaim,
    ClaimCell,
    ClaimGroup,
    ClaimHold,
    Difference,
    Passage,
    QuoteGroup,
    QuoteVariant,
)
from coverage.models.decisions import Correction, Decision, PublicName
from coverage.models.following import FollowedFeed
from coverage.models.inbox import InboxArticle
from coverage.models.index import ArticleSketch, Posting
from coverage.models.press_reviews import PressReview
from coverage.models.ready_pages import ReadyPage
from coverage.models.retired import RetiredClaim, RetiredUtterance
from coverage.models.rulings import QuoteLabel, QuoteTie
from coverage.models.search import SearchEntry, SearchPiece, SearchWord
from coverage.models.stories import Exclusion, Membership, Story, StoryEvent
from coverage.models.takedowns import TakedownRequest, Tombstone

__all__ = [
    "ArticleSketch",
    "CellClaim",
    "ClaimCell",
    "ClaimGroup",
    "ClaimHold",
    "Correction",
    "Decision",
    "Difference",
    "Exclusion",
    "FollowedFeed",
    "InboxArticle",
    "Membership",
    "Passage",
    "Posting",
    "PressReview",
    "PublicName",
    "QuoteGroup",
    "QuoteLabel",
    "QuoteTie",
    "QuoteVariant",
    "ReadyPage",
    "RetiredClaim",
    "RetiredUtterance",
    "SearchEntry",
    "SearchPiece",
    "SearchWord",
    "Story",
    "StoryEvent",
    "TakedownRequest",
    "Tombstone",
]
