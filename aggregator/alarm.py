"""What an alarm is: one line that tells someone at the desk, or who runs the site, where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """`kind` is a fixed word, `about` what it concerns, `since` when it was raised (None: it is not known). What to do
    about each kind stands in docs/runbook.md."""

    kind: str
    about: str
    since: datetime | None
    detail: str
