"""What deploy/ holds: an environment in which Django's deployment checks find nothing, and files that are sound."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, get_commands

from aggregator.management.commands.worker import queues_and_processes
from aggregator.supervision.command_lines import web_command
from tests.pipeline.running import environment, free_port, until

OF_NGINX = {
    "time_iso8601", "request_id", "request_method", "uri", "status", "body_bytes_sent", "request_time", "host",
    "scheme", "upstream_response_time", "request_uri", "remote_addr",
}  # fmt: skip
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
    assert "no issues" in told.stdout


@pytest.mark.parametrize(("said", "promised"), [("0", "False False"), ("1", "True True")])
def test_https_is_promised_for_the_domain_s_other_sites_on_request_alone(
    tmp_path: Path, said: str, promised: str
) -> None:
    asked = "from aggregator.settings import *; print(SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD)"
    env = {**example_environment(tmp_path), "HSTS_SUBDOMAINS": said}
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=env, capture_output=True, text=True)
    assert told.stdout.strip() == promised, told.stderr


def test_every_variable_of_the_example_is_one_that_the_settings_read() -> None:
    settings = (ROOT / "aggregator" / "settings.py").read_text()
    for line in (DEPLOY / "parallax.env.example").read_text().splitlines():
        if line and not line.startswith("#"):
            assert f'"{line.split("=")[0]}"' in settings


def test_compose_starts_each_queue_s_worker_one_beat_and_migrates_first() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    workers = [queues_and_processes(told["command"][-1])[0] for name, told in services.items() if "worker" in name]

    assert sorted(queue for queues in workers for queue in queues) == sorted(settings.QUEUES)
    assert all(
        told["command"][2] in get_commands() for told in services.values() if "manage.py" in told.get("command", ())
    )
    assert [name for name, told in services.items() if "beat" in str(told.get("command"))] == ["beat"]
    assert all("migrate" in services[name]["depends_on"] for name in ("web", "beat", "worker-fetch"))
    assert all(services[name]["stop_grace_period"] == "190s" for name in services if "worker" in name)


UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir())
INSTANCE = re.compile(r"parallax-worker@([^\s'`*…]+)")


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.endswith(".service")])
def test_a_unit_calls_commands_that_exist_and_stops_in_time(unit: str) -> None:
    text = (DEPLOY / "systemd" / unit).read_text()
    called = re.findall(r"^Exec\w+=.*?manage\.py (\S+)", text, re.MULTILINE)

    assert called
    assert set(called) <= set(get_commands())
    assert "EnvironmentFile=/etc/parallax/parallax.env" in text
    if "worker" in unit:
        assert "TimeoutStopSec=190" in text  # longer than a task may run


def documented_workers() -> list[str]:
    places = (
        ROOT / "docs" / "deploy.md",
        ROOT / "docs" / "runbook.md",
        DEPLOY / "systemd" / "parallax-worker@.service",
    )
    return sorted({name for path in places for name in INSTANCE.findall(path.read_text())})


@pytest.mark.parametrize("name", documented_workers())
def test_a_documented_worker_takes_from_queues_that_are_filled_and_systemd_leaves_its_name_alone(name: str) -> None:
    queues, processes = queues_and_processes(name)
    assert set(queues) <= set(settings.QUEUES)
    assert processes > 0
    assert re.fullmatch(r"[A-Za-z0-9:_.-]+", name), "systemctl would escape it, and hand the worker what it made"


def test_the_workers_that_the_guide_starts_take_from_every_queue() -> None:
    started = INSTANCE.findall((ROOT / "docs" / "deploy.md").read_text())
    assert {queue for name in started for queue in queues_and_processes(name)[0]} == set(settings.QUEUES)


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_itself_finds_no_fault_with_a_unit(unit: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not on this machine")
    for path in (DEPLOY / "systemd").iterdir():
        name = path.name.replace("@.", "@assemble-maintenance:2.")
        (tmp_path / name).write_text(path.read_text().replace("/opt/parallax/.venv/bin/python", sys.executable)
                                     .replace("/opt/parallax", str(ROOT)))  # fmt: skip
    told = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no",
         str(tmp_path / unit.replace("@.", "@assemble-maintenance:2."))],
        capture_output=True, text=True,
    )  # fmt: skip
    ours = [line for line in told.stderr.splitlines() if "parallax" in line and "Failed to create" not in line]

    assert not ours, told.stderr


@pytest.mark.parametrize("told", ["fetch", "fetch:", "fetch:0", r"assemble\x2cmaintenance:2", "fetsh:4", "fetch-:1"])
def test_a_worker_of_a_queue_that_nobody_fills_is_refused(told: str) -> None:
    with pytest.raises(CommandError, match=r"no queue|no number"):
        queues_and_processes(told)


def test_a_worker_becomes_celery_with_those_queues_and_processes(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "worker", "assemble-maintenance:3"]
    env = {**example_environment(tmp_path), "REDIS_URL": "redis://127.0.0.1:1/0", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        assert run.stdout is not None
        banner = ""
        while "[tasks]" not in banner and (line := run.stdout.readline()):
            banner += line
        run.kill()
    assert re.findall(r"\.> (\w+) +exchange", banner) == ["assemble", "compare", "maintenance"], banner
    assert "concurrency: 3" in banner


def test_the_web_command_serves_where_it_is_told_and_ends_when_asked(tmp_path: Path) -> None:
    env = environment(tmp_path, port := free_port())
    with subprocess.Popen([sys.executable, "manage.py", "web"], cwd=ROOT, env=env) as run:
        try:
            until(lambda: run.poll() is not None or says_ok(port), 120)
            assert says_ok(port)
        finally:
            run.terminate()
            run.wait(60)
    assert not says_ok(port), "something of it was left behind"


def says_ok(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.read() == b"ok\n")
    except OSError:
        return False


@pytest.mark.parametrize("command", ["web", "beat", "worker"])
def test_nothing_starts_on_settings_that_cannot_be_understood(command: str, tmp_path: Path) -> None:
    broken = {"SECRET_KEY": "", "DATABASE_URL": "postgress://u:p@127.0.0.1/parallax"}
    env = {**example_environment(tmp_path), **broken}
    told = subprocess.run(
        [sys.executable, "manage.py", command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )

    assert told.returncode == 1
    assert "DATABASE_URL is “postgress://…”" in told.stderr
    assert "Traceback" not in told.stderr


def test_no_server_of_one_s_own_serves_on_such_settings_either(tmp_path: Path) -> None:
    env = {**example_environment(tmp_path), "SECRET_KEY": ""}
    told = subprocess.run(
        [sys.executable, "-c", "import aggregator.wsgi"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )

    assert told.returncode == 1
    assert "ImproperlyConfigured: SECRET_KEY is unset" in told.stderr


KNOWN_TO_NGINX_1_22 = {
    "log_format", "upstream", "server", "keepalive", "listen", "server_name", "return", "ssl_certificate",
    "ssl_certificate_key", "ssl_protocols", "access_log", "client_max_body_size", "client_header_timeout",
    "client_body_timeout", "send_timeout", "server_tokens", "location", "proxy_pass", "proxy_http_version",
    "proxy_set_header", "proxy_connect_timeout", "proxy_read_timeout", "proxy_next_upstream", "allow", "deny",
}  # fmt: skip


def test_nginx_is_told_what_debian_s_oldest_knows_and_where_the_web_processes_are() -> None:
    """test_nginx.py lets an nginx itself judge it: whichever the machine has."""
    text = re.sub(r"^\s*#.*$|\s#.*$", "", (DEPLOY / "nginx.conf.example").read_text(), flags=re.MULTILINE)
    directives = set(re.findall(r"(?:^|[;{}])\s*([a-z_0-9]+)\s", text, re.MULTILINE))
    web = web_command()

    assert directives <= KNOWN_TO_NGINX_1_22
    assert text.count("{") == text.count("}")
    assert "listen 443 ssl http2;" in text
    assert f"server {web[web.index('--host') + 1]}:{web[web.index('--port') + 1]} " in text
    for name in set(re.findall(r"\$(\w+)", text)):
        assert name in OF_NGINX, f"${name} is nobody's"


def test_the_backup_s_unit_makes_the_folder_that_the_environment_names_for_its_user(tmp_path: Path) -> None:
    text = (DEPLOY / "systemd" / "parallax-backup.service").read_text()
    folder = example_environment(tmp_path)["BACKUP_DIR"]
    assert f"ExecStartPre=+/usr/bin/install -d -m 0700 -o parallax -g parallax {folder}\n" in text
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert services["services"]["backup"]["volumes"] == [f"backups:{folder}"]
    assert services["x-parallax"]["environment"]["BACKUP_DIR"] == folder
    assert folder in (DEPLOY / "Dockerfile").read_text()


def test_an_environment_with_secrets_stays_out_of_the_repository() -> None:
    assert {".env", "deploy/*.env"} <= set((ROOT / ".gitignore").read_text().splitlines())


def test_the_image_copies_folders_that_exist_and_all_that_python_needs() -> None:
    lines = [line.split() for line in (DEPLOY / "Dockerfile").read_text().splitlines() if line.startswith("COPY ")]
    copied = {word for words in lines for word in words[1:-1] if not word.startswith(("--", "/"))}

    assert all((ROOT / name).exists() for name in copied)
    assert {"aggregator", "coverage", "templates", "static", "manage.py"} <= copied
