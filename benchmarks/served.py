"""A WSGI application → its server on one core, as `make run` starts it, and the CPU time that a request costs there."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psutil

HELLO = '''"""What `startproject` makes, with one view."""
import os
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(
    SECRET_KEY="of a benchmark", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True,
    INSTALLED_APPS=["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes",
                    "django.contrib.sessions", "django.contrib.messages", "django.contrib.staticfiles"],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware",
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.middleware.common.CommonMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
                "django.contrib.messages.middleware.MessageMiddleware",
                "django.middleware.clickjacking.XFrameOptionsMiddleware"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                                   "django.contrib.auth.context_processors.auth",
                                                   "django.contrib.messages.context_processors.messages"]}}],
)
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
application = get_wsgi_application()
'''


class Served:
    """One worker with one thread, on the first core that this process may use."""

    def __init__(self, application: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.port = _free_port()
        core = min(os.sched_getaffinity(0))
        command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        command += ["--workers", "1", "--blocking-threads", "1", "--log-level", "warning", application]
        self._process = subprocess.Popen(
            [sys.executable, *command],
            cwd=folder,
            env={**os.environ, **environment},
            preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        )
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            self._wait()
        except BaseException:
            self.end()
            raise

    def get(self, path: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """An answer, read to its end; over a new connection where the server closed the last one for idleness."""
        try:
            return self._answer(path, headers)
        except http.client.RemoteDisconnected:
            self._connection.close()
            return self._answer(path, headers)

    def milliseconds(self, path: str, headers: Mapping[str, str], requests: int, status: int) -> float:
        """CPU time of the server's processes for each of so many requests."""
        before = self._cpu()
        for _ in range(requests):
            if self.get(path, headers).status != status:
                raise RuntimeError(f"{path} did not answer {status}")
        return (self._cpu() - before) * 1000 / requests

    def end(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait(60)

    def _answer(self, path: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        self._connection.request("GET", path, headers=dict(headers))
        response = self._connection.getresponse()
        response.read()
        return response

    def _cpu(self) -> float:
        own = psutil.Process(self._process.pid)
        times = [one.cpu_times() for one in (own, *own.children(recursive=True))]
        return float(sum(one.user + one.system for one in times))

    def _wait(self) -> None:
        for _ in range(600):
            try:
                self.get("/", {})
                return
            except (OSError, http.client.HTTPException):
                self._connection.close()
                time.sleep(0.2)
        raise RuntimeError("the server did not answer")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
