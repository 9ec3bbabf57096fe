"""`python -m tests.faults [--articles 1000] [--faults 200] [--seed 8]`: the long trial, and its figures."""

from __future__ import annotations

import argparse
import sys

from tests.faults.trial import try_it


def main() -> int:
    """0 when nothing was lost or doubled and every timed recovery took less than a minute."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=8)
    asked = parser.parse_args()
    outcome = try_it(asked.articles, asked.faults, asked.seed)
    took = f"{outcome.struck_seconds:.0f} s, the rest of the work in {outcome.rest_seconds:.0f} s"
    print(f"{asked.articles} articles, {sum(outcome.blows.values())} faults in {took}; seed {asked.seed}")
    for kind, times in outcome.blows.most_common():
        print(f"  {times:4d}  {kind}")
    for kind, times in outcome.missed.items():
        print(f"  {times:4d}  {kind}: MISSED, nothing was there to hit")
    for kind, why in outcome.left_out.items():
        print(f"  LEFT OUT: {kind}: {why}")
    seconds = sorted(outcome.recoveries)
    if seconds:
        usual, (slowest, kind) = seconds[len(seconds) // 2][0], seconds[-1]
        print(f"recovery: {len(seconds)} timed, median {usual:.1f} s, slowest {slowest:.1f} s ({kind})")
    print("rows compared: " + ", ".join(f"{name} {count}" for name, count in outcome.counts.items()))
    print(f"lost {len(outcome.lost)}, doubled or other {len(outcome.doubled_or_other)}")
    for line in [*outcome.lost[:10], *outcome.doubled_or_other[:10]]:
        print(f"  {line[:300]}")
    return 1 if outcome.lost or outcome.doubled_or_other or outcome.slowest > 60 else 0


if __name__ == "__main__":
    sys.exit(main())
