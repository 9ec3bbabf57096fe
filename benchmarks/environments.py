"""A peer's pinned requirements → a virtual environment of its own, made when it is first asked for."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv-peers"


class NoEnvironment(Exception):
    """An environment that could not be made; its words say why."""


def python_of(peer: str) -> Path:
    """The interpreter of `peer`, whose requirements stand in benchmarks/peers/`peer`.txt.

    Raises NoEnvironment where pip cannot install them.
    """
    requirements = ROOT / "benchmarks" / "peers" / f"{peer}.txt"
    environment = FOLDER / peer
    python, stamp = environment / "bin" / "python", environment / "installed"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == wanted):
        _run(sys.executable, "-m", "venv", "--clear", str(environment))
        _run(str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements))
        stamp.write_text(wanted)
    return python


def is_made(peer: str) -> bool:
    """Whether the environment is there; making it takes a network and up to a minute."""
    return (FOLDER / peer / "installed").is_file()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        raise NoEnvironment(f"{' '.join(command[1:4])}: {'; '.join(errors[-3:])}")
