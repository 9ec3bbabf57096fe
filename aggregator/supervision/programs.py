"""The settings → the programs that make up a running Parallax: broker, worker, beat, web and the sample's import."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from aggregator import broker
from aggregator.supervision.command_lines import beat_command, celery_command, web_command, worker_command
from aggregator.supervision.probes import redis_answers
from aggregator.supervision.supervise import Program


def log_path(name: str) -> Path:
    """The log of a program."""
    return Path(settings.DATA_DIR) / "logs" / f"{name}.log"


def embedded_redis() -> Program | None:
    """The broker, where it is ours to start: no server was given and there is a redis-server to run.

    Raises OSError where its folders can't be made.
    """
    server = broker.find_redis_server()
    if settings.BROKER_URL or settings.REDIS_URL or not server:
        return None
    return Program(
        "broker",
        broker.redis_command(server, settings.DATA_DIR),
        log_path("broker"),
        ready=lambda: redis_answers(settings.REDIS_SOCKET),
    )


def workers_and_web(needs: str) -> list[Program]:
    """Worker, beat and web server; the first two wait for the broker that they need (empty: none of ours)."""
    return [
        # One worker node: nobody to hear its heart beat.
        Program("worker", worker_command(more=("--without-heartbeat",)), log_path("worker"), needs, stop_seconds=15),
        Program("beat", beat_command(), log_path("beat"), needs),
        Program("web", web_command(patience_seconds=5), log_path("web")),
    ]


def sample_import(needs: str) -> Program:
    """Queues the sample edition's pages; run again, it doubles nothing."""
    command = (sys.executable, "manage.py", "import_archive", str(settings.BASE_DIR / "sample"), "--no-wait")
    return Program("import", command, log_path("import"), needs, once=True)


def task_call(task: str, needs: str) -> Program:
    """Sends one task by its name."""
    name = task.rpartition(".")[2]
    return Program(name, celery_command("call", task), log_path("import"), needs, once=True)


def address() -> str:
    """Where a browser on this machine finds the site."""
    if urlsplit(settings.SITE_URL).hostname not in {"127.0.0.1", "localhost", "::1"}:
        return f"{settings.SITE_URL}/ (here: http://127.0.0.1:{settings.PORT}/)"
    return f"{settings.SITE_URL}/"
