"""The settings → the programs that make up a running Parallax: broker, worker, beat, web and the sample's import."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from aggregator import broker
from aggregator.supervision.probes import redis_answers
from aggregator.supervision.supervise import Program

_WEB_THREADS = 4  # in each web worker; a slow client holds none of them


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
        Program("worker", _celery("worker", *_worker_options()), log_path("worker"), needs, stop_seconds=15),
        Program("beat", _celery("beat", "--pidfile=", "--loglevel=INFO"), log_path("beat"), needs),
        Program("web", _web(), log_path("web")),
    ]


def sample_import(needs: str) -> Program:
    """Queues the sample edition's pages; run again, it doubles nothing."""
    command = (sys.executable, "manage.py", "import_archive", str(settings.BASE_DIR / "sample"), "--no-wait")
    return Program("import", command, log_path("import"), needs, once=True)


def task_call(task: str, needs: str) -> Program:
    """Sends one task by its name."""
    name = task.rpartition(".")[2]
    return Program(name, _celery("call", task), log_path("import"), needs, once=True)


def address() -> str:
    """Where a browser on this machine finds the site."""
    if urlsplit(settings.SITE_URL).hostname not in {"127.0.0.1", "localhost", "::1"}:
        return f"{settings.SITE_URL}/ (here: http://127.0.0.1:{settings.PORT}/)"
    return f"{settings.SITE_URL}/"


def _celery(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "--app=aggregator", *words)


def _worker_options() -> tuple[str, ...]:
    # One worker node: nobody to gossip with.
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    return (f"--concurrency={settings.CELERY_WORKER_CONCURRENCY}", "--loglevel=INFO", *quiet)


def _web() -> tuple[str, ...]:
    options = {
        "--interface": "wsgi",
        "--host": settings.BIND,
        "--port": str(settings.PORT),
        "--workers": str(settings.WEB_WORKERS),
        "--blocking-threads": str(_WEB_THREADS),
        "--respawn-interval": "1",
        "--workers-kill-timeout": "5",
        "--http1-header-read-timeout": "15000",
        "--log-level": "warning",
    }
    words = (word for option in options.items() for word in option)
    return (
        sys.executable,
        "-m",
        "granian",
        *words,
        "--respawn-failed-workers",
        "--no-ws",
        "aggregator.wsgi:application",
    )
