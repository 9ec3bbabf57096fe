#!/usr/bin/env bash
# Makes .venv and installs the pinned requirements into it, when they or Python changed since the last time.
#   scripts/setup.sh run    what the site and its workers need
#   scripts/setup.sh dev    and what the tests and checks need
# With hashes, from requirements.lock or requirements-dev.lock. PYTHON names the interpreter (3.11.5 or newer).
set -euo pipefail
cd "$(dirname "$0")/.."

main() {
    local kind=${1:-run} python stamp
    python=$(choose_python)
    if command -v flock >/dev/null; then # two terminals, one set-up
        exec 9<scripts/setup.sh
        flock 9
    fi
    stamp=$(stamp_of "$python" "$kind")
    if is_current "$kind" "$stamp"; then return; fi
    make_environment "$python"
    install_requirements "$kind"
    echo "$stamp" >".venv/installed-$kind"
    if [ "$kind" = dev ]; then stamp_of "$python" run >.venv/installed-run; fi
}

choose_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    if [ -n "${PYTHON:-}" ]; then
        fail "PYTHON=$PYTHON is no Python of version 3.11.5 or newer ($("$PYTHON" --version 2>&1 | head -1))." \
            "Set PYTHON to one that is, or unset it."
    fi
    fail "Parallax needs Python 3.11.5 or newer, and this machine has $(python3 --version 2>&1 | head -1)." \
        "Install it, or name it: make run PYTHON=/path/to/python3.11"
}

stamp_of() { # what the environment depends on, as one line
    local python=$1 files=(requirements.txt constraints.txt requirements.lock)
    if [ "$2" = dev ]; then files+=(requirements-dev.txt requirements-dev.lock); fi
    {
        "$python" -c 'import platform, sys; print(sys.version, platform.machine(), sys.base_prefix)'
        cat "${files[@]}" 2>/dev/null || true
    } | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}

is_current() {
    [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$2" ] && .venv/bin/python -c '' 2>/dev/null
}

make_environment() {
    local python=$1
    if same_python "$python"; then return; fi
    echo "Virtual environment: making .venv with $("$python" --version) …"
    need_venv "$python"
    rm -rf .venv
    "$python" -m venv .venv
}

same_python() {
    local asked='import sys; print(sys.version, sys.base_prefix)'
    [ -x .venv/bin/pip ] && [ "$(.venv/bin/python -c "$asked" 2>/dev/null)" = "$("$1" -c "$asked")" ]
}

need_venv() { # Debian keeps ensurepip in a package of its own
    local python=$1 package
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then return; fi
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    echo "Virtual environment: installing the package $package …"
    bash scripts/packages.sh "$package" || fail "This Python cannot make virtual environments: the package $package is" \
        "missing and could not be installed here. Install it (sudo apt-get install $package), then try again."
}

install_requirements() {
    local file=requirements missing compiled=()
    # Of what the tests and checks need, much is never imported: Python compiles the rest as it is.
    if [ "$1" = dev ]; then file=requirements-dev compiled=(--no-compile); fi
    echo "Requirements: installing $file.lock (a minute or two the first time) …"
    # pip first: 23.2 cannot resolve what newspaper3k asks of lxml.
    pip_install --upgrade pip
    if missing=$(.venv/bin/python scripts/locked.py "$1"); then
        pip_install "${compiled[@]}" --require-hashes -r "$file.lock"
    else
        echo "$file.lock is older than $file.txt ($missing): installing WITHOUT hashes. make lock mends it." >&2
        pip_install "${compiled[@]}" -r "$file.txt"
    fi
}

pip_install() {
    local log=.venv/install.log
    if ! PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install "$@" 2>&1 |
        tee "$log" | show_progress; then
        grep -E '^(ERROR|error)' "$log" | head -5 >&2 || true
        fail "pip could not install what is needed; the whole log is in $log." \
            "Without a network? Then try again with one: later runs need none."
    fi
}

show_progress() { # one line that counts, or, where there is no terminal, a line for every twentieth package
    local line kind terminal=0 count=0
    if [ -t 1 ]; then terminal=1; fi
    while IFS= read -r line; do
        kind=${line%% *}
        case $line in
        "Collecting "*) count=$((count + 1)) line=${line#Collecting } ;;
        *"Building wheel"* | "Installing collected"*) line=${line%%:*} ;;
        *) continue ;;
        esac
        if [ $terminal = 1 ]; then
            printf '\r\033[K  %3d  %s' "$count" "${line:0:60}"
        elif [ "$kind" = Installing ] || { [ "$kind" = Collecting ] && [ $((count % 20)) = 0 ]; }; then
            printf '  %3d  %s\n' "$count" "$line"
        fi
    done
    if [ $terminal = 1 ]; then printf '\r\033[K'; fi
}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

main "$@"
