#!/usr/bin/env bash
# Collects what readers see into the French catalogue (which needs GNU gettext), and compiles it (Babel, which Courlan brings).
set -euo pipefail
cd "$(dirname "$0")/.."
if command -v xgettext > /dev/null; then
    .venv/bin/python manage.py makemessages --locale fr
else
    echo "GNU gettext is not here: no new messages are looked for." >&2
fi
.venv/bin/python -m babel.messages.frontend compile --domain django --directory locale
