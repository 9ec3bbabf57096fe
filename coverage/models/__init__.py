"""Stories and their comparison."""

from coverage.models.comparison import CellClaim, ClaimCell, ClaimGroup, Difference, Passage, QuoteGroup, QuoteVariant
from coverage.models.index import ArticleSketch, Posting
from coverage.models.stories import Exclusion, Membership, Story, StoryEvent

__all__ = [
    "ArticleSketch",
    "CellClaim",
    "ClaimCell",
    "ClaimGroup",
    "Difference",
    "Exclusion",
    "Membership",
    "Passage",
    "Posting",
    "QuoteGroup",
    "QuoteVariant",
    "Story",
    "StoryEvent",
]
