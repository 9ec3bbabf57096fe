"""What an editor decided on stories and articles, as they would remember it; forgotten again where it is undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from coverage import decisions
from coverage.desk import DeskError
from coverage.models import Decision, Membership, Story
from tests.pipeline.scenes import NOON

Key = tuple[Any, ...]
"""("put", article) → the story that it was put or left in; ("free", article), which the workers may place; ("aside",
article); ("apart", article, story); ("order", story) → articles, and when that was said; ("locked", story) → its
articles; and ("title", story) and the other fields of a story."""

OF_A_STORY = ("title", "standfirst", "state", "pinned", "lead", "order", "locked")


@dataclass(frozen=True)
class Done:
    """A decision that was carried out, what it changed in the editor's memory, and where articles were around it."""

    decision: Decision
    changed: dict[Key, tuple[Any, Any]]
    before: dict[int, int]
    after: dict[int, int]


class Remembered:
    """An editor's memory, kept beside the database and never read from it."""

    editor: Any

    def begin_with_nothing_remembered(self) -> None:
        self.now = NOON
        self.memory: dict[Key, Any] = {}
        self.done: list[Done] = []

    def decided(self, kind: str, said: dict[Key, Any] | None = None, **asked: Any) -> Decision | None:
        """Decide, and remember it: what was said, and that it holds the articles of the stories that it was about; None
        where the desk says no."""
        before, homes = dict(self.memory), _homes()
        try:
            decision = decisions.decide(self.editor, kind, asked, "Decided.", self.later())
        except DeskError:
            return None
        now = _homes()
        self.memory |= said or {}
        if kind == Decision.Kind.RELEASE:
            self._let_go(asked["articles"])
        elif kind == Decision.Kind.ACCEPT:
            self.memory |= {("put", article): now[article] for article in asked["articles"]}
        elif decision.footprint:
            self.memory |= {("put", article): now[article] for article in self._held(kind, asked, homes, now)}
        for article in self.remembered("put").keys() & self.remembered("free").keys():
            del self.memory["free", article]
        self._see_what_left(homes, now)
        changed = {
            key: (before.get(key), self.memory.get(key))
            for key in {*before, *self.memory}
            if before.get(key) != self.memory.get(key)
        }
        self.done.append(Done(decision, changed, homes, now))
        return decision

    def undone(self, place: int) -> None:
        """Take the decision at that place back; what it changed is as it was before, where nothing changed it since."""
        one = self.done[place]
        homes = _homes()
        try:
            decisions.undo(one.decision, self.editor, "On second thoughts.", self.later())
        except DeskError:
            return
        del self.done[place]
        loosens = one.decision.kind in (Decision.Kind.ACCEPT, Decision.Kind.RELEASE)
        for key, (before, after) in one.changed.items():
            stayed = key[0] == "put" and one.before.get(key[1]) == one.after.get(key[1])
            if self.memory.get(key) == after and not (stayed and before is None and not loosens):
                self._remember(key, before)
        self._see_what_left(homes, _homes(), undoing=True)

    def see_what_ended(self, homes: dict[int, int]) -> None:
        """What the workers did since articles were there: a story all of whose articles they were let place leads to
        where those went, so that who left it before may be where it leads to."""
        free = self.remembered("free").keys()
        held = {story for article, story in homes.items() if article not in free}
        ended = set(Story.objects.exclude(merged_into=None).values_list("pk", flat=True))
        for article, story in list(self.remembered("apart")):
            if story in ended & {*homes.values()} - held and standing(story) == _homes().get(article):
                del self.memory["apart", article, story]

    def remembered(self, what: str) -> dict[Any, Any]:
        """All of one kind: by story or article, or by both."""
        return {key[1:] if len(key) > 2 else key[1]: value for key, value in self.memory.items() if key[0] == what}

    def later(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def _held(self, kind: str, asked: dict[str, Any], homes: dict[int, int], now: dict[int, int]) -> list[int]:
        """The articles that are held from then on: those of every story that an article came to, or was left in."""
        if kind in (Decision.Kind.REJECT, Decision.Kind.NOT_NEWS, Decision.Kind.HAND_BACK):
            return []
        chosen = asked.get("articles", ())
        about = {*asked.get("stories", ()), *(homes.get(one) for one in chosen), *(now.get(one) for one in chosen)}
        heirs = {standing(story) for story in about if story}
        return [article for article, story in now.items() if story in heirs]

    def _let_go(self, articles: list[int]) -> None:
        for key in [key for key in self.memory if key[0] in ("put", "apart") and key[1] in articles]:
            del self.memory[key]
        self.memory |= {("free", article): True for article in articles}

    def _see_what_left(self, homes: dict[int, int], now: dict[int, int], undoing: bool = False) -> None:
        """What follows from where articles are now: who left a story stays out, and is in no order and no lead of its;
        a story that ended, or has nothing left, is not remembered but for its being hidden."""
        for article, story in homes.items():
            if now.get(article) != story and not undoing:
                self.memory["apart", article, story] = True
        ended = set(Story.objects.exclude(merged_into=None).values_list("pk", flat=True))
        empty = set(Story.objects.filter(memberships=None).values_list("pk", flat=True))
        for key, value in list(self.memory.items()):
            what, row, *_ = key
            if what == "apart":
                kept = standing(key[2]) != now.get(row)
            elif what in ("put", "free"):
                kept = row in now
            elif what == "aside":
                kept = row not in now
            elif row in ended or (row in empty and (what, value) != ("state", Story.State.HIDDEN)):
                kept = False
            elif what == "lead":
                kept = now.get(value) == row
            else:
                kept = True
                if what == "order":
                    order, given = value
                    there = {a for a in order if now.get(a) == row and (undoing or homes.get(a) == row)}
                    self.memory[key] = (tuple(a for a in order if a in there), given)
                elif what == "locked":
                    self.memory[key] = frozenset(article for article, story in now.items() if story == row)
            if not kept:
                del self.memory[key]

    def _remember(self, key: Key, value: Any) -> None:
        if value is None:
            self.memory.pop(key, None)
        else:
            self.memory[key] = value


def standing(story: int) -> int:
    """The number of the story that a story's address leads to."""
    return Story.objects.get(pk=story).standing_story().pk


def _homes() -> dict[int, int]:
    """Where articles are: what an editor sees on the screen."""
    return dict(Membership.objects.values_list("article", "story"))
