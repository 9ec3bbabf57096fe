"""A worker that its broker forgot → ended, so that whatever keeps it running starts it anew.

After a broker came back a consumer has been seen to wait for ever on a connection that brings nothing. So each worker
looks at the queues that it takes from: messages that wait while it is idle, and none taken up for a while, mean that it
is deaf.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from celery import bootsteps
from celery.worker import state

LOOKED_AT = 5.0
DEAF_AFTER = 30.0
_BUSY_AFTER = 240.0  # longer than any task may run: what counts as active since then was forgotten too
_GRACE = 20.0

logger = logging.getLogger(__name__)


class WorkerWatch(bootsteps.StartStopStep):  # type: ignore[misc]
    """A thread of the worker's main process."""

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self._over = threading.Event()

    def start(self, worker: Any) -> None:
        """Called when the worker starts."""
        threading.Thread(target=self._watch, args=(worker,), daemon=True).start()

    def stop(self, worker: Any) -> None:
        """Called when it ends in its own way."""
        self._over.set()

    def _watch(self, worker: Any) -> None:
        taken, since = state.all_total_count[0], time.monotonic()
        while not self._over.wait(LOOKED_AT):
            now = time.monotonic()
            if state.all_total_count[0] != taken or not _messages_wait(worker):
                taken, since = state.all_total_count[0], now
            elif now - since > (_BUSY_AFTER if state.active_requests else DEAF_AFTER):
                logger.critical("messages wait and none arrives here: this worker ends, to be started anew")
                _end(self._over)


def _messages_wait(worker: Any) -> bool:
    from aggregator.operations.queues import NoBroker, queue_lengths  # needs the settings, which name this app

    try:
        lengths = queue_lengths()
    except NoBroker:
        return False
    return any(lengths.get(name, 0) for name in worker.app.amqp.queues.consume_from)


def _end(over: threading.Event) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    if not over.wait(_GRACE):
        os.killpg(os.getpgid(0), signal.SIGKILL)
    over.wait(_GRACE)
