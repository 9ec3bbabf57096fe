"""The settings → the command lines of the web server, a worker and beat, the same wherever they are started."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.conf import settings

_WEB_THREADS = 4  # in each web worker; a slow client holds none of them

Command = tuple[str, ...]


def web_command(patience_seconds: int = 10) -> Command:
    """Granian at BIND and PORT; answers under way have so long to end when it is stopped."""
    options = {
        "--interface": "wsgi",
        "--host": settings.BIND,
        "--port": str(settings.PORT),
        "--workers": str(settings.WEB_WORKERS),
        "--blocking-threads": str(_WEB_THREADS),
        "--respawn-interval": "1",
        "--workers-kill-timeout": str(patience_seconds),
        "--http1-header-read-timeout": "15000",
        "--log-level": "warning",
    }
    words = (word for option in options.items() for word in option)
    flags = ("--respawn-failed-workers", "--no-ws")
    return (sys.executable, "-m", "granian", *words, *flags, "aggregator.wsgi:application")


def worker_command(queues: Sequence[str] = (), processes: int = 0, more: Sequence[str] = ()) -> Command:
    """A Celery worker that takes from some queues (none named: all), with so many processes (0: WORKERS)."""
    named = (f"--queues={','.join(queues)}", f"--hostname={'-'.join(queues)}@%h") if queues else ()
    number = f"--concurrency={processes or settings.CELERY_WORKER_CONCURRENCY}"
    return celery_command("worker", number, *named, _log_level(), "--without-gossip", "--without-mingle", *more)


def beat_command() -> Command:
    """Celery's beat; where it keeps its schedule stands in the settings."""
    return celery_command("beat", "--pidfile=", _log_level())


def celery_command(*words: str) -> Command:
    """One of Celery's own commands on our application."""
    return (sys.executable, "-m", "celery", "--app=aggregator", *words)


def _log_level() -> str:
    return f"--loglevel={settings.LOG_LEVEL}"  # Celery sets the root logger's, whatever the settings made it
