"""What deploy/ holds: an environment in which Django's deployment checks find nothing, and files that are sound."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
OWN = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "METRICS_TOKEN": "t",
    "DATABASE_URL": "postgres://u:p@127.0.0.1:1/parallax",
}


def example_environment(data: Path) -> dict[str, str]:
    lines = (DEPLOY / "parallax.env.example").read_text().splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **pairs, **OWN, "DATA_DIR": str(data)}


def test_the_deployment_checks_find_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    told = subprocess.run(command, cwd=ROOT, env=example_environment(tmp_path), capture_output=True, text=True)

    assert told.returncode == 0, told.stderr
    assert "no issues (0 silenced)" in told.stdout


def test_every_variable_of_the_example_is_one_that_the_settings_read() -> None:
    settings = (ROOT / "aggregator" / "settings.py").read_text()
    for line in (DEPLOY / "parallax.env.example").read_text().splitlines():
        if line and not line.startswith("#"):
            assert f'"{line.split("=")[0]}"' in settings


def test_compose_starts_each_queue_s_worker_one_beat_and_migrates_first() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    workers = [told["command"][1].partition(":")[0].split(",") for name, told in services.items() if "worker" in name]

    assert sorted(queue for queues in workers for queue in queues) == ["assemble", "fetch", "maintenance", "read"]
    assert [name for name, told in services.items() if "beat" in str(told.get("command"))] == ["beat"]
    assert all("migrate" in services[name]["depends_on"] for name in ("web", "beat", "worker-fetch"))
    assert all(services[name]["stop_grace_period"] == "190s" for name in services if "worker" in name)


@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").iterdir()))
def test_a_unit_names_commands_that_exist_and_stops_in_time(unit: str) -> None:
    text = (DEPLOY / "systemd" / unit).read_text()

    for word in text.replace("/opt/parallax/", f"{ROOT}/").split():
        if word.startswith((f"{ROOT}/deploy", f"{ROOT}/manage.py")):
            assert Path(word).exists()
    if "worker" in unit:
        assert "TimeoutStopSec=190" in text  # longer than a task may run
    if unit.endswith(".service"):
        assert "EnvironmentFile=/etc/parallax/parallax.env" in text


@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").iterdir()))
def test_systemd_itself_finds_no_fault_with_a_unit(unit: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine")
    for path in (DEPLOY / "systemd").iterdir():
        name = path.name.replace("@.", "@fetch:1.")
        (tmp_path / name).write_text(path.read_text().replace("/opt/parallax/.venv/bin/python", sys.executable)
                                     .replace("/opt/parallax", str(ROOT)))  # fmt: skip
    told = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", str(tmp_path / unit.replace("@.", "@fetch:1."))],
        capture_output=True, text=True,
    )  # fmt: skip
    ours = [line for line in told.stderr.splitlines() if "parallax" in line and "Failed to create" not in line]

    assert not ours, told.stderr


def test_a_worker_s_script_says_how_it_is_called() -> None:
    told = subprocess.run(["bash", str(DEPLOY / "worker.sh"), "fetch"], capture_output=True, text=True)

    assert told.returncode == 2
    assert "QUEUES:PROCESSES" in told.stderr


def test_the_image_copies_folders_that_exist_and_all_that_python_needs() -> None:
    lines = [line.split() for line in (DEPLOY / "Dockerfile").read_text().splitlines() if line.startswith("COPY ")]
    copied = {word for words in lines for word in words[1:-1] if not word.startswith(("--", "/"))}

    assert all((ROOT / name).exists() for name in copied)
    assert {"aggregator", "coverage", "templates", "static", "manage.py"} <= copied
