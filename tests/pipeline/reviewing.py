"""An editor who decides on quotes and statements between whatever else happens, and remembers what was decided."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from aggregator.models import Quote
from coverage.decisions import decide
from coverage.desk import DeskError
from coverage.models import ClaimCell, ClaimGroup, QuoteGroup, QuoteLabel, RetiredClaim, Story
from tests.pipeline.scenes import NOON

ANY = st.integers(0, 99)
SAYINGS = ("We would rather close a road", "It looks like a burnt")
Key = tuple[int, str]
"""An article's number and how its quote begins: what stays of a quote from text to text."""


class FindingsDesk:
    """Rules and invariants for quotes and statements, beside those for stories."""

    def begin_with_nothing_decided(self) -> None:
        self.editor = User.objects.create(username="editor", is_superuser=True)
        self.quotes: dict[Key, dict[str, Any]] = {}
        self.labels: dict[Key, str] = {}
        self.ties: dict[tuple[Key, Key], bool] = {}
        self.statements: dict[int, dict[str, Any]] = {}
        self.cells: dict[tuple[int, int], str] = {}
        self.numbers: set[int] = set()

    # What an editor does

    @rule(which=ANY, what=st.sampled_from(["accept", "hide", "show", "name", "ends"]))
    @precondition(lambda self: _current().exists())
    def a_quote_is_decided_on(self, which: int, what: str) -> None:
        quote = _any(_current(), which)
        start, words = quote.start, " ".join(quote.text.split()[:7])
        choices: dict[str, dict[str, Any]] = {
            "accept": {"reviewed": True}, "hide": {"hidden": True}, "show": {"hidden": False},
            "name": {"speaker_name": "Ada Lind"}, "ends": {"spans": [[start, start + len(words.rstrip(",."))]]},
        }  # fmt: skip
        values = choices[what]
        if what == "ends" and values["spans"] == quote.spans:
            return
        self._decide("spans", {"model": "quote", "rows": [quote.pk], "values": values})
        told = self.quotes.setdefault(_key(quote), {})
        told |= {"text": words.rstrip(",.")} if what == "ends" else values
        told |= {"reviewed": True} if what in ("name", "ends") else {}

    @rule(which=ANY, label=st.sampled_from(["translated", "reworded", ""]))
    @precondition(lambda self: _current().exists())
    def a_quote_is_labelled(self, which: int, label: str) -> None:
        quote = _any(_current(), which)
        self._decide("align", {"rows": [quote.pk], "label": label})
        self.labels[_key(quote)] = label
        self.quotes.setdefault(_key(quote), {})["reviewed"] = True

    @rule(one=ANY, other=ANY, same=st.booleans())
    @precondition(lambda self: _current().count() > 1)
    def two_quotes_are_linked_or_parted(self, one: int, other: int, same: bool) -> None:
        first, second = _any(_current(), one), _any(_current(), other)
        try:
            self._decide("align", {"rows": [first.pk, second.pk], "same": same})
        except DeskError:
            return  # of two stories, or against another decision
        self.ties.pop((_key(second), _key(first)), None)
        self.ties[_key(first), _key(second)] = same
        self.quotes.setdefault(_key(first), {})["reviewed"] = True

    @rule(which=ANY, what=st.sampled_from(["word", "accept", "hide", "none", "own"]), place=ANY)
    @precondition(lambda self: ClaimGroup.objects.exists())
    def a_statement_is_decided_on(self, which: int, what: str, place: int) -> None:
        group = _any(ClaimGroup.objects.filter(cells__claims__isnull=False).distinct().order_by("pk"), which)
        if group is None:
            return
        if what in ("none", "own"):
            self._set_cell(group, what, place)
            return
        sentence = f"Statement {group.pk} in neutral words, version {place}."
        self._decide("statement", {"group": group.pk, "do": what, **({"sentence": sentence} if what == "word" else {})})
        told = self.statements.setdefault(group.pk, {})
        outcomes: dict[str, dict[str, Any]] = {
            "word": {"sentence": sentence, "reviewed": True},
            "accept": {"reviewed": True},
        }
        told |= outcomes.get(what, {"hidden": True})

    def _set_cell(self, group: ClaimGroup, stance: str, place: int) -> None:
        cell = _any(ClaimCell.objects.filter(group=group, claims__isnull=False).distinct().order_by("pk"), place)
        if cell is None:
            return
        claim = cell.claims.all()[0]
        asked = {"group": group.pk, "do": "cell", "outlet": cell.outlet_id, "stance": stance,
                 "evidence": [[claim.snapshot_id, claim.start, claim.end]]}  # fmt: skip
        try:
            self._decide("statement", asked)
        except DeskError:
            return  # its article was moved, or edited, and the workers have not come by yet
        self.cells[group.pk, cell.outlet_id] = stance
        self.statements.setdefault(group.pk, {})

    @rule(which=ANY, place=ANY)
    @precondition(lambda self: ClaimGroup.objects.count() > 1)
    def two_statements_are_merged(self, which: int, place: int) -> None:
        group = _any(ClaimGroup.objects.order_by("pk"), which)
        other = _any(ClaimGroup.objects.filter(story=group.story_id).exclude(pk=group.pk).order_by("pk"), place)
        if other is None:
            return
        kept = {outlet for held, outlet in self.cells if held == group.pk}
        self._decide("statement", {"group": group.pk, "do": "merge", "others": [other.pk]})
        self.statements.setdefault(group.pk, {})
        self.statements.pop(other.pk, None)
        for held, outlet in [key for key in self.cells if key[0] == other.pk]:
            stance = self.cells.pop((held, outlet))
            if outlet not in kept:
                self.cells[group.pk, outlet] = stance

    # What must hold

    @invariant()
    def what_was_decided_on_a_quote_stands_while_its_words_do(self) -> None:
        for (article, begins), told in self.quotes.items():
            found = list(_current().filter(article=article, text__startswith=begins))
            assert len(found) < 2, "one quote is two"
            for quote in found:
                assert quote.is_verbatim()
                assert {name: getattr(quote, name) for name in told} == told

    @invariant()
    def every_quote_and_claim_is_what_its_text_has(self) -> None:
        assert all(quote.is_verbatim() for quote in Quote.objects.select_related("snapshot"))

    @invariant()
    def labels_and_ties_hold_in_what_was_compared(self) -> None:
        waiting = Story.objects.to_compare().values("pk")
        done = QuoteGroup.objects.exclude(story__in=waiting)
        carried: dict[Key, set[int]] = {}
        for group in done.prefetch_related("variants__quote"):
            for variant in group.variants.all():
                key = _key(variant.quote)
                carried.setdefault(key, set()).add(group.pk)
                if self.labels.get(key):
                    assert variant.rendering == self.labels[key]
        for (one, other), same in self.ties.items():
            homes = [carried.get(key, set()) for key in (one, other)]
            if all(homes) and self._in_one_story(one, other):
                assert bool(homes[0] & homes[1]) == same
        assert QuoteLabel.objects.count() == len([label for label in self.labels.values() if label])

    @invariant()
    def what_was_decided_on_a_statement_stands(self) -> None:
        rows = ClaimGroup.objects.in_bulk(list(self.statements))
        for number, told in self.statements.items():
            assert {name: getattr(rows[number], name) for name in told} == told
        for (number, outlet), stance in self.cells.items():
            cell = ClaimCell.objects.get(group=number, outlet=outlet)
            assert (cell.stance, cell.set_by_person) == (stance, True)

    @invariant()
    def every_number_of_a_statement_leads_somewhere(self) -> None:
        standing = set(ClaimGroup.objects.values_list("pk", flat=True))
        self.numbers |= standing
        assert self.numbers - standing <= set(RetiredClaim.objects.values_list("number", flat=True))

    def _decide(self, kind: str, asked: dict[str, Any]) -> None:
        decide(self.editor, kind, asked, "Decided.", NOON)

    def _in_one_story(self, one: Key, other: Key) -> bool:
        return Story.objects.filter(memberships__article=one[0]).filter(memberships__article=other[0]).exists()


def _current() -> Any:
    """The quotes of ours that stand in the newest texts."""
    rows = Quote.objects.current().filter(kind="direct", article__membership__isnull=False)
    return rows.select_related("snapshot").order_by("article", "start")


def _key(quote: Quote) -> Key:
    return quote.article_id, next((begins for begins in SAYINGS if quote.text.startswith(begins)), quote.text)


def _any(rows: Any, which: int) -> Any:
    found = list(rows)
    return found[which % len(found)] if found else None
