"""Stories and their comparison."""

from coverage.models.comparison import CellClaim, ClaimCell, ClaimGroup, Difference, Passage, QuoteGroup, QuoteVariant
from coverage.models.following import FollowedFeed
from coverage.models.index import ArticleSketch, Posting
from coverage.models.retired import RetiredClaim
from coverage.models.stories import Exclusion, Membership, Story, StoryEvent
from coverage.models.takedowns import TakedownRequest, Tombstone

__all__ = [
    "ArticleSketch",
    "CellClaim",
    "ClaimCell",
    "ClaimGroup",
    "Difference",
    "Exclusion",
    "FollowedFeed",
    "Membership",
    "Passage",
    "Posting",
    "QuoteGroup",
    "QuoteVariant",
    "RetiredClaim",
    "Story",
    "StoryEvent",
    "TakedownRequest",
    "Tombstone",
]
