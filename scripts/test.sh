#!/usr/bin/env bash
# Every check and test: on SQLite with the embedded broker, and beside it, told afterwards, what asks a database in its own
# way (the list at the end) once more on a real PostgreSQL and a real Redis. Both end with pytest's own summary, in which
# every skipped test stands with its reason.
set -uo pipefail
cd "$(dirname "$0")/.."

main() {
    install_programs & # Debian's packages come while pip works
    bash scripts/setup.sh dev || { wait && exit 1; }
    wait
    ensure_feeds
    missing=$(.venv/bin/python -m tests.services --missing)
    # Tests leave the data of a running installation alone.
    DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/parallax-test.XXXXXX")
    export DATA_DIR
    mkdir "$DATA_DIR/static" # WhiteNoise warns where there is none
    trap 'rm -rf "$DATA_DIR"' EXIT
    unset DATABASE_URL REDIS_URL BROKER_URL
    # Hundreds of processes start, and each would compile all that it imports. Kept out of the folders of others.
    unset PYTHONDONTWRITEBYTECODE
    export PYTHONPYCACHEPREFIX="$PWD/.venv/compiled"

    local checks=0 checking tests=0 stored=0 storing=
    # Beside the tests on SQLite, since much of all three is waiting. In groups of their own, so that Ctrl-C ends them.
    set -m
    bash scripts/check.sh >"$DATA_DIR/checks.log" 2>&1 </dev/null &
    checking=$!
    if [ -z "$missing" ]; then
        .venv/bin/python -m tests.services bash scripts/test.sh --on-services "$@" \
            >"$DATA_DIR/stored.log" 2>&1 </dev/null &
        storing=$!
    fi
    set +m
    trap 'kill -INT -- -$checking ${storing:+-$storing} 2>/dev/null; wait; rm -rf "$DATA_DIR"' EXIT
    echo "== tests on SQLite and the embedded broker (beside them the checks${storing:+, and tests on PostgreSQL and Redis})"
    on_all_cores "$@" | tee "$DATA_DIR/tests.log" || tests=$?
    wait $checking || checks=1
    cat "$DATA_DIR/checks.log"
    if [ -n "$storing" ]; then
        wait $storing || stored=$?
        echo "== tests on PostgreSQL and Redis"
        cat "$DATA_DIR/stored.log"
        # What was named may lie on one side alone.
        if [ $tests = 5 ] && [ $stored = 0 ]; then tests=0; fi
        if [ $stored = 5 ] && [ $tests = 0 ]; then stored=0; fi
    else
        echo "NOT tested on PostgreSQL and Redis: this machine lacks $missing (sudo apt-get install $missing)." >&2
        if [ "${CI:-}" = true ]; then stored=1; fi
    fi
    trap 'rm -rf "$DATA_DIR"' EXIT
    if [ $tests != 0 ]; then
        echo "The tests on SQLite, further up, failed:" >&2
        grep -aE '^(.\[[0-9;]*m)*(FAILED|ERROR)' "$DATA_DIR/tests.log" >&2
    fi
    if [ $checks != 0 ]; then
        echo "The checks, after those tests, failed (make check shows them alone)." >&2
    fi
    exit $((tests != 0 ? tests : stored != 0 ? stored : checks))
}

on_all_cores() { # a process for each core: much of the time goes by waiting for workers and browsers; a file stays in one
    local colour=auto
    if [ -t 2 ]; then colour=yes; fi # though it goes through a pipe
    tested -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder --color=$colour "$@"
}

tested() {
    .venv/bin/python -m pytest --durations=10 "$@"
}

install_programs() { # a browser, and servers that the tests start for themselves
    local name needed=() browser=
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v $name >/dev/null; then browser=$name; fi
    done
    if [ -z "$browser" ]; then needed+=(chromium fonts-dejavu-core); fi
    command -v xgettext >/dev/null || needed+=(gettext)
    command -v redis-server >/dev/null || needed+=(redis-server)
    PATH=$PATH:/usr/sbin command -v nginx >/dev/null || needed+=(nginx)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || needed+=(postgresql)
    if [ ${#needed[@]} = 0 ]; then return; fi
    echo "Programs: installing ${needed[*]} for the tests …"
    bash scripts/packages.sh "${needed[@]}" ||
        echo "What needs ${needed[*]} cannot be tested here. Install them (sudo apt-get install ${needed[*]})." >&2
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

# What writes rows, locks them, asks in a database's own way or kills servers: what a run takes by itself. The fault trial
# is first: it takes longest, and mostly waits while another process works.
# STORED=all make test runs all that touches a database on the servers too.
STORED_FIRST=(
    tests/faults tests/operations/test_copies.py tests/upgrades
    tests/pipeline/test_assemble.py tests/pipeline/test_compare_due.py tests/pipeline/test_desk_races.py
    tests/pipeline/test_placing.py tests/pipeline/test_placing_together.py tests/pipeline/test_store.py
    tests/pipeline/test_turns.py tests/site/test_ready_pages.py tests/site/test_search.py tests/site/test_search_walk.py
)
if [ "${1:-}" = --on-services ]; then
    shift
    if [ $# != 0 ]; then
        tested --stored "$@"
    elif [ "${STORED:-}" = all ]; then
        on_all_cores --stored
    else
        tested --stored "${STORED_FIRST[@]}" # one process: beside two others, and the longest mostly waits
    fi
else
    main "$@"
fi
