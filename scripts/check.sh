#!/usr/bin/env bash
# Formatting, lint, types, Django's checks and migrations: all of them, then the names of those that failed.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()

step() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

python=.venv/bin/python
step "formatting" $python -m ruff format --check .
step "lint" $python -m ruff check .
step "types" $python -m mypy aggregator coverage benchmarks tests manage.py
step "system checks" $python manage.py check
step "migrations" $python manage.py makemigrations --check --dry-run

if [ ${#failed[@]} -gt 0 ]; then
    printf 'failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
