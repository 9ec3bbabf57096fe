"""A press review as runs of words with footnotes → plain text, and Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from coverage.comparing.shown import Source

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_AT_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")
_DOUBLE = re.compile('[“”"]')


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are shown in one way: plain "text", an "outlet" (`slug`), a "quote" of an article, a "lost" quote that
    may not be shown any more. `note` is the footnote after them, 0 for none; `mark` says what a reader must know of a
    quote ("translated"), `place` opens the article at the sentence that the note is to."""

    kind: Literal["text", "outlet", "quote", "lost"]
    words: str
    note: int = 0
    slug: str = ""
    mark: str = ""
    place: str = ""

    @property
    def marks(self) -> tuple[str, str]:
        """Quotation marks around a quote: single ones where its words bring double ones."""
        return ("‘", "’") if _DOUBLE.search(self.words) else ("“", "”")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs that stand together, or a heading."""

    runs: tuple[Run, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where words stand: `told` names outlet, headline and time; `address` opens the article there (may be empty);
    `mark` says what a reader must know ("translated …")."""

    number: int
    told: str
    address: str
    source: Source | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """The footnotes to one article: they have its `told` and `mark` in common."""

    told: str
    mark: str
    notes: tuple[Footnote, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A press review ready to be shown in any form; `credit` are the lines that go with every copy."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Footnote, ...]
    credit: tuple[str, ...] = ()

    @property
    def by_article(self) -> list[Notes]:
        """The footnotes put together by article, in the order in which the articles are first called for."""
        groups: dict[str, list[Footnote]] = {}
        for note in self.notes:
            groups.setdefault(note.told, []).append(note)
        return [Notes(told, found[0].mark, tuple(found)) for told, found in groups.items()]

    def placed(self) -> Written:
        """The same, each run with the place that its note is to; none where that is only an outlet's home page."""
        places = {note.number: "" if note.mark else note.address for note in self.notes}
        paragraphs = tuple(
            replace(one, runs=tuple(replace(run, place=places.get(run.note, "")) for run in one.runs))
            for one in self.paragraphs
        )
        return replace(self, paragraphs=paragraphs)


def as_text(review: Written) -> str:
    """Plain text: footnotes in brackets, their list and the attribution below."""
    body = ["".join(_plain(run) for run in paragraph.runs) for paragraph in review.paragraphs]
    notes = [" ".join(filter(None, (f"[{n.number}]", n.told, n.mark, n.address))) for n in review.notes]
    return "\n\n".join([review.title, *body, "\n".join(notes), "\n".join(review.credit)]) + "\n"


def as_markdown(review: Written) -> str:
    """Markdown with footnotes as PHP Markdown Extra, Pandoc and GitHub have them; everything else is escaped."""
    body = [
        ("## " if paragraph.heading else "") + _line("".join(_marked(run) for run in paragraph.runs))
        for paragraph in review.paragraphs
    ]
    notes = [
        f"[^{n.number}]: {' '.join(filter(None, (escaped(n.told), escaped(n.mark), _linked(n.address))))}"
        for n in review.notes
    ]
    credit = "  \n".join(escaped(line) for line in review.credit)
    return "\n\n".join([f"# {escaped(review.title)}", *body, "\n".join(notes), credit]) + "\n"


def escaped(words: str) -> str:
    """Words in which nothing is Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()) if "\n" in words else words)


def _plain(run: Run) -> str:
    note = f"[{run.note}]" if run.note else ""
    return f"{_shown(run, run.words)}{note}"


def _marked(run: Run) -> str:
    note = f"[^{run.note}]" if run.note else ""
    return f"{_shown(run, escaped(run.words))}{note}"


def _shown(run: Run, words: str) -> str:
    if run.kind != "quote":
        return words
    opening, closing = run.marks
    told = f" ({run.mark})" if run.mark else ""
    return f"{opening}{words}{closing}{told}"


def _line(text: str) -> str:
    """A paragraph that begins no list."""
    return _AT_START.sub(lambda found: f"{found[1]}\\{found[2]}" if len(found[2]) == 1 else _number(found), text)


def _number(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2][:-1]}\\{found[2][-1]}"


def _linked(address: str) -> str:
    return f"<{address.replace('<', '%3C').replace('>', '%3E')}>" if address else ""
