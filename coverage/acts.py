"""A kind of decision and what it asks → what it says in words, what it touches, and how it is carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from aggregator import adding
from aggregator.models import Addition, Article
from aggregator.wording import counted, shortened
from coverage import desk, inbox, quote_rulings, spans, speaker_rulings, statement_rulings
from coverage.desk import DeskError
from coverage.findings import FINDINGS
from coverage.gate import in_the_way
from coverage.models import Decision, Membership, Story

Asked = Mapping[str, Any]
"""What a decision asks: "stories", "articles" or "rows" by number, "into" or "to", "values"."""

VALUES = {"title", "standfirst", "state", "locked", "reviewed", "pinned", "lead", "order"}
"""Of a story: what an edit may set."""

_SAID = {"title": "title", "standfirst": "standfirst", "lead": "lead", "order": "order of the articles"}


@dataclass(frozen=True, slots=True)
class Act:
    """How a kind of decision is told in words, and how it is carried out (raising DeskError where it cannot be)."""

    told: Callable[[Asked], str]
    run: Callable[[Asked, datetime], Any]


def told(kind: str, asked: Asked) -> str:
    """The decision in words: "Merge “A” and “B” into “A”"."""
    return ACTS[kind].told(asked)[:600]


def carry_out(kind: str, asked: Asked, now: datetime) -> Any:
    """Do it. Raises DeskError, told for the editor, where it cannot be done as things stand now."""
    return ACTS[kind].run(asked, now)


def rows_of(kind: str, asked: Asked) -> list[Model]:
    """The rows that the decision is about, whose history tells of it."""
    if kind in FINDINGS:
        return list((FINDINGS[kind].subjects or FINDINGS[kind].rows)(asked))
    keys = {*asked.get("stories", ()), *filter(None, (asked.get("into"), asked.get("to")))}
    return [*_stories(keys), *_articles(asked)]


def _stories(keys: Iterable[int]) -> list[Story]:
    return list(Story.objects.filter(pk__in=set(keys)).order_by("pk"))


def _articles(asked: Asked) -> list[Article]:
    return list(Article.objects.filter(pk__in=asked.get("articles", ())).order_by("pk"))


def _story(key: int) -> Story:
    found = Story.objects.filter(pk=key).first()
    if found is None:
        raise DeskError("That story is no longer there.")
    return found


def _named(rows: Iterable[Model], one: str, many: str = "") -> str:
    """Rows by their names, or by how many they are."""
    found = [f"“{shortened(str(row), 90)}”" for row in rows]
    return " and ".join(found) if len(found) <= 2 else counted(len(found), one, many)


def _edit_told(asked: Asked) -> str:
    which = _named(_stories(asked["stories"]), "story", "stories")
    words = ", ".join(_value_told(*row) for row in sorted(asked["values"].items()))
    return f"{words[:1].upper()}{words[1:]}: {which}"


def _value_told(name: str, value: Any) -> str:
    match name:
        case "title":
            return f"rename to “{value}”" if value else "have the workers title it"
        case "state":
            return {"public": "publish", "hidden": "hide from readers"}.get(value, "take off the site")
        case "locked" | "reviewed" | "pinned":
            verbs = {"locked": ("lock", "unlock"), "reviewed": ("mark as reviewed", "mark as not reviewed")}
            return verbs.get(name, ("pin", "unpin"))[not value]
    return f"set the {_SAID[name]}"


def _edit(asked: Asked, now: datetime) -> None:
    values = dict(asked["values"])
    if not values.keys() <= VALUES:
        raise DeskError("That cannot be set at the desk.")
    order = values.pop("order", None)
    if "lead" in values:
        values["lead"] = Article.objects.filter(pk=values["lead"] or 0).first()
    for story in [_story(key) for key in asked["stories"]]:
        _check_lead(story, values)
        if values:
            desk.edit(story, now, **values)
        if order is not None:
            desk.arrange(story, order, now)
        _check_gate(story, asked_for=values.get("state") == Story.State.PUBLIC)


def _check_gate(before: Story, asked_for: bool = False) -> None:
    """Whatever makes a story public that was not, nothing stands in its way. A DeskError undoes what was done."""
    story = _story(before.pk)
    becomes = story.state == Story.State.PUBLIC != before.state
    if (asked_for or becomes) and (blocks := in_the_way(story)):
        raise DeskError(f"“{story}” cannot be published: {' '.join(map(str, blocks))}")


def _hand_back(asked: Asked, now: datetime) -> None:
    stories = _stories(asked["stories"])
    desk.hand_back(stories, now)
    for story in stories:
        _check_gate(story)


def _check_lead(story: Story, values: Mapping[str, Any]) -> None:
    lead = values.get("lead")
    if lead and not story.memberships.filter(article=lead).exists():
        raise DeskError(f"“{lead}” is not in “{story}”: only one of its articles can lead it.")


def _merge_told(asked: Asked) -> str:
    others = [story for story in _stories(asked["stories"]) if story.pk != asked["into"]]
    return f"Merge {_named(others, 'story', 'stories')} into “{_story(asked['into'])}”"


def _merge(asked: Asked, now: datetime) -> None:
    desk.merge(_stories(asked["stories"]), _story(asked["into"]), now)


def _split(asked: Asked, now: datetime) -> Story:
    chosen = _articles(asked)
    homes = list(Story.objects.filter(memberships__article__in=chosen).distinct())
    if len(homes) != 1:
        raise DeskError("Choose articles of one story.")
    return desk.split(homes[0], chosen, now)


def _move(asked: Asked, now: datetime) -> None:
    desk.move(_articles(asked), _story(asked["to"]), now)


def _articles_told(verb: str, after: str = "") -> Callable[[Asked], str]:
    return lambda asked: f"{verb} {_named(_articles(asked), 'article')}{after}"


def _move_told(asked: Asked) -> str:
    return f"Move {_named(_articles(asked), 'article')} to “{_story(asked['to'])}”"


def _reject_told(asked: Asked) -> str:
    placed = Membership.objects.filter(article__in=asked["articles"]).select_related("story")
    homes = {row.story_id: row.story for row in placed}
    return f"Take {_named(_articles(asked), 'article')} out of {_named(homes.values(), 'story', 'stories')}"


def _addition(asked: Asked) -> Addition:
    return Addition.objects.get(pk=asked["addition"])


def _add_told(asked: Asked) -> str:
    lines = [row.line for row in _addition(asked).addresses.all()]
    return f"Add {shortened(lines[0], 200) if len(lines) == 1 else counted(len(lines), 'article')}"


ACTS: Mapping[str, Act] = {
    Decision.Kind.EDIT: Act(_edit_told, _edit),
    Decision.Kind.MERGE: Act(_merge_told, _merge),
    Decision.Kind.SPLIT: Act(_articles_told("Split off", " into a story of their own"), _split),
    Decision.Kind.MOVE: Act(_move_told, _move),
    Decision.Kind.NEW: Act(
        _articles_told("Begin a new story with"), lambda asked, now: inbox.begin(_articles(asked), now)
    ),
    Decision.Kind.ACCEPT: Act(_articles_told("Leave", " where it is"), lambda asked, _: inbox.accept(_articles(asked))),
    Decision.Kind.REJECT: Act(_reject_told, lambda asked, now: inbox.take_out(_articles(asked), now)),
    Decision.Kind.NOT_NEWS: Act(
        _articles_told("Set aside", " as no news"), lambda asked, now: inbox.set_aside(_articles(asked), now)
    ),
    Decision.Kind.HAND_BACK: Act(
        lambda asked: f"Hand {_named(_stories(asked['stories']), 'story', 'stories')} back to the workers",
        _hand_back,
    ),
    Decision.Kind.RELEASE: Act(
        _articles_told("Hand", " back to the workers"), lambda asked, _: desk.release(_articles(asked))
    ),
    Decision.Kind.ADD: Act(_add_told, lambda asked, now: adding.enter(_addition(asked), now)),
    Decision.Kind.SPANS: Act(spans.told, spans.set_values),
    Decision.Kind.ALIGN: Act(quote_rulings.told, quote_rulings.rule),
    Decision.Kind.STATEMENT: Act(statement_rulings.told, statement_rulings.rule),
    Decision.Kind.SPEAKER: Act(speaker_rulings.told, speaker_rulings.rule),
}
