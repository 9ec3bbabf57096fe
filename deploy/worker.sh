#!/usr/bin/env bash
# A Celery worker of some queues: worker.sh QUEUES:PROCESSES, as in worker.sh fetch:4 or worker.sh assemble,maintenance:1
set -euo pipefail
cd "$(dirname "$0")/.."
queues=${1%%:*} processes=${1##*:}
case $processes in '' | *[!0-9]*)
    echo "worker.sh QUEUES:PROCESSES, for example worker.sh fetch:4" >&2
    exit 2
    ;;
esac
python=.venv/bin/python
if [ ! -x $python ]; then python=python; fi # in the container
exec $python -m celery --app=aggregator worker --queues="$queues" --concurrency="$processes" \
    --hostname="${queues//,/-}@%h" --loglevel=INFO --without-gossip --without-mingle
