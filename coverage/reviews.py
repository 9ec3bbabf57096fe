"""Press reviews that are in no story yet → the story that each tells."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from aggregator.models import Article
from coverage.assemble import refresh_facts
from coverage.comparing.reviews import story_told
from coverage.models import Membership, Story


def unplaced_reviews() -> list[Article]:
    """Press reviews that wait for a story like them; they are looked at again whenever stories change."""
    reviews = Article.objects.unsettled().filter(outlet__listed=False, membership=None, not_news=False)
    return list(reviews.select_related("snapshot").order_by("pk"))


def place_reviews(now: datetime) -> int:
    """Put each press review into the story that it tells, beside the outlets' own articles; gives how many found it."""
    reviews = unplaced_reviews()
    texts = _story_texts() if reviews else {}
    found = 0
    for review in reviews:
        barred = set(review.exclusions.values_list("story", flat=True))
        allowed = {key: text for key, text in texts.items() if key not in barred}
        key = story_told(f"{review.title}\n{review.snapshot.text if review.snapshot else ''}", allowed)
        if key is not None:
            with transaction.atomic():
                story = Story.objects.select_for_update().get(pk=key)
                Membership.objects.get_or_create(article=review, defaults={"story": story, "joined_at": now})
                refresh_facts(story, now)
            found += 1
    return found


def _story_texts() -> dict[int, str]:
    """By story, the words of its articles; a locked story takes nothing in by itself."""
    rows = Article.objects.read().of_listed_outlets()
    rows = rows.filter(membership__story__merged_into=None, membership__story__locked=False)
    texts: dict[int, list[str]] = {}
    for key, title, text in rows.values_list("membership__story", "title", "snapshot__text"):
        if key is not None:
            texts.setdefault(key, []).append(f"{title}\n{text or ''}")
    return {key: "\n".join(parts) for key, parts in texts.items()}
