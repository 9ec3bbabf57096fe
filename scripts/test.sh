#!/usr/bin/env bash
# Every check and test. Ends with pytest's own summary, in which every skipped test stands with its reason.
set -uo pipefail
cd "$(dirname "$0")/.."

main() {
    bash scripts/setup.sh dev || exit 1
    ensure_chromium
    ensure_feeds
    # Tests leave the data of a running installation alone.
    DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/parallax-test.XXXXXX")
    export DATA_DIR
    trap 'rm -rf "$DATA_DIR"' EXIT

    local checks=0 tests=0
    bash scripts/check.sh || checks=1
    echo "== tests"
    # A process for each core: much of the time goes by waiting for workers and browsers. Each file stays in one process.
    .venv/bin/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations=10 "$@" ||
        tests=$?
    if [ $checks != 0 ]; then
        echo "The tests stand above; the checks before them failed (make check shows them alone)." >&2
    fi
    exit $((tests != 0 ? tests : checks))
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

main "$@"
