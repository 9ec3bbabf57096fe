"""requirements*.txt and constraints.txt → whether a lock is of them: `locked.py run` or `locked.py dev`, exit 0 or 1.

Needs nothing but Python, since it comes before everything else is installed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins(path: Path) -> dict[str, str]:
    """Names, folded as registries fold them, and versions."""
    found = _PIN.findall(path.read_text(encoding="utf-8")) if path.exists() else []
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def missing(kind: str) -> list[str]:
    """What is asked for and not locked so, as "name==version"."""
    locked = pins(ROOT / LOCKS[kind])
    asked = pins(ROOT / "requirements.txt") | (pins(ROOT / "requirements-dev.txt") if kind == "dev" else {})
    others = pins(ROOT / "constraints.txt")
    wrong = {name: version for name, version in others.items() if locked.get(name, version) != version}
    return sorted(f"{name}=={version}" for name, version in ({**asked, **wrong}).items() if locked.get(name) != version)


if __name__ == "__main__":
    print(*missing(sys.argv[1]), end="")
    sys.exit(bool(missing(sys.argv[1])))
