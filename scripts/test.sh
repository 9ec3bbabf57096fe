#!/usr/bin/env bash
# Every check and test: first on SQLite with the embedded broker, then what touches a database or broker once more on a
# real PostgreSQL and a real Redis. Both end with pytest's own summary, in which every skipped test stands with its reason.
set -uo pipefail
cd "$(dirname "$0")/.."

main() {
    bash scripts/setup.sh dev || exit 1
    ensure_chromium
    ensure_feeds
    ensure_services
    # Tests leave the data of a running installation alone.
    DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/parallax-test.XXXXXX")
    export DATA_DIR
    trap 'rm -rf "$DATA_DIR"' EXIT
    unset DATABASE_URL REDIS_URL BROKER_URL

    local checks=0 tests=0 stored=0
    bash scripts/check.sh || checks=1
    echo "== tests on SQLite and the embedded broker"
    on_all_cores "$@" || tests=$?
    if [ -z "$missing" ]; then
        echo "== tests on PostgreSQL and Redis"
        .venv/bin/python -m tests.services bash scripts/test.sh --on-services "$@" || stored=$?
        # What was named may lie on one side alone.
        if [ $tests = 5 ] && [ $stored = 0 ]; then tests=0; fi
        if [ $stored = 5 ] && [ $tests = 0 ]; then stored=0; fi
    else
        echo "NOT tested on PostgreSQL and Redis: this machine lacks $missing (sudo apt-get install $missing)." >&2
        if [ "${CI:-}" = true ]; then stored=1; fi
    fi
    if [ $tests != 0 ] && [ $stored = 0 ]; then echo "The tests on SQLite, further up, failed." >&2; fi
    if [ $checks != 0 ]; then
        echo "The tests stand above; the checks before them failed (make check shows them alone)." >&2
    fi
    exit $((tests != 0 ? tests : stored != 0 ? stored : checks))
}

on_all_cores() { # a process for each core: much of the time goes by waiting for workers and browsers; a file stays in one
    .venv/bin/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations=10 "$@"
}

missing=
ensure_services() { # a PostgreSQL and a Redis that the tests start for themselves
    missing=$(.venv/bin/python -m tests.services --missing)
    if [ -z "$missing" ]; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Services: installing $missing for the tests …"
        # shellcheck disable=SC2086 # names of packages
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $missing >/dev/null
        missing=$(.venv/bin/python -m tests.services --missing)
    fi
}

ensure_chromium() { # the browser tests drive the machine's own
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v $name >/dev/null; then return; fi
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Browser: installing Chromium for the browser tests …"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null && return
    fi
    echo "There is no Chromium on this machine: the browser tests cannot run. Install it (sudo apt-get install chromium)." >&2
}

ensure_feeds() { # feedparser's own test feeds, which only its source distribution carries
    local pinned folder=.venv/feedparser log=.venv/feedparser.log
    pinned=$(sed -n 's/^\(feedparser==[^ ]*\).*/\1/p' requirements.txt)
    if [ -e "$folder/${pinned/==/-}.tar.gz" ]; then return; fi
    echo "Feeds: fetching the source distribution of $pinned for its test feeds …"
    PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip download --quiet --no-deps --no-binary feedparser \
        --dest "$folder" "$pinned" >"$log" 2>&1 && return
    echo "It could not be fetched ($log tells why): the test that goes through its feeds is skipped." >&2
}

if [ "${1:-}" = --on-services ]; then
    shift
    on_all_cores --stored "$@"
else
    main "$@"
fi
