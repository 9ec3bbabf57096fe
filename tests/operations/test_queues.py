"""A broker that hangs, as one that swaps or was stopped does, holds up nobody who asks how much waits."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.running import ROOT, environment


@pytest.mark.embedded
def test_a_broker_that_takes_connections_and_answers_nothing_is_told_as_away(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        env = environment(tmp_path, 8000, REDIS_URL=f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        told = subprocess.run(
            [sys.executable, "manage.py", "metrics"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
        )

    assert "parallax_broker_up 0.0" in told.stdout, told.stderr


@pytest.mark.embedded
def test_the_same_of_one_behind_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "redis.sock"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen(50)
        env = environment(tmp_path, 8000, REDIS_URL=f"unix://{path}")
        told = subprocess.run(
            [sys.executable, "manage.py", "metrics"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
        )

    assert "parallax_broker_up 0.0" in told.stdout, told.stderr
