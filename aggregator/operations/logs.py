"""Log records → lines for a person, or a JSON object a line; each says which request or task it belongs to."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that this thread answers; empty elsewhere."""

FORMATS = ("line", "json")


class BelongsTo(logging.Filter):
    """Gives every record `request`, `task` and `task_name`, empty where there is none."""

    def filter(self, record: logging.LogRecord) -> bool:
        request, (task, task_name) = REQUEST_ID.get(), _task()
        of = f" [{request or task}]" if request or task else ""
        record.__dict__.update(request_id=request, task_id=task, task_name=task_name, of=of)
        return True


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, logger, message; request, task and error where there are some."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        for name, key in (("request_id", "request"), ("task_id", "task"), ("task_name", "task_name")):
            if value := getattr(record, name, ""):
                told[key] = value
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def logging_config(level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING for one of FORMATS: everything goes to standard error, as systemd and containers want it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"belongs": {"()": "aggregator.operations.logs.BelongsTo"}},
        "formatters": {
            "line": {"format": "{asctime} {levelname:<7} {name}{of}: {message}", "style": "{"},
            "json": {"()": "aggregator.operations.logs.JsonLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["belongs"]}},
        "root": {"handlers": ["console"], "level": level},
    }


def _task() -> tuple[str, str]:
    from celery import current_task  # settings are read before Celery may be

    if not current_task or not current_task.request.id:
        return "", ""
    return str(current_task.request.id), str(current_task.name)
