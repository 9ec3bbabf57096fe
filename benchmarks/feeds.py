"""`python benchmarks/feeds.py`: 10,000 polls of 100 feeds while stories are renamed, merged, split and edited.

Runs tests/site/test_guids.py with so many polls (`--polls`), each followed by a conditional one that must answer 304,
and tells how long it took. Ends with 1 where a guid changed, came twice, or an unchanged feed was sent again.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_TEST = "tests/site/test_guids.py::test_polling_changes_no_guid_and_an_unchanged_feed_answers_304_every_time"


def main() -> int:
    """Poll, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polls", type=int, default=10_000)
    polls: int = parser.parse_args().polls
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", _TEST]
    ended = subprocess.run(command, cwd=_ROOT, env={**os.environ, "PARALLAX_POLLS": str(polls)})
    took = time.monotonic() - started
    print(f"{polls} polls of 100 feeds, each with a conditional one after it, in {took:.0f} s: ", end="")
    print("no guid changed, none came twice" if ended.returncode == 0 else "FAILED")
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
