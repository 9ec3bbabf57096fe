"""The Celery application: queues, schedule and limits come from the settings."""

from __future__ import annotations

import os

from celery import Celery

from aggregator.worker_watch import WorkerWatch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aggregator.settings")

app = Celery("parallax", task_cls="aggregator.operations.counted:CountedTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["aggregator", "coverage"])
app.steps["worker"].add(WorkerWatch)
