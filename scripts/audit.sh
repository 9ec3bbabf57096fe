#!/usr/bin/env bash
# Looks after what is installed.
#   scripts/audit.sh lock     requirements*.txt and constraints.txt → requirements.lock, requirements-dev.lock, with hashes
#   scripts/audit.sh audit    advisories, licences, and the bill of materials (var/sbom.cdx.json)
# Exit code 3: no advisory service can be reached from here, so that nothing is known about advisories.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=.venv-audit
# Free to use and to ship with; those that ask for their own source alone (LGPL, MPL) are used unchanged.
allowed="MIT;BSD;Apache;PSF;Python Software Foundation;MPL;Mozilla;LGPL;Lesser General Public;Unlicense;ISC;Zlib;0BSD"
# Read by hand: the file with the licence is in the package, its metadata names none. jieba3k is MIT.
read_by_hand="jieba3k"

main() {
    bash scripts/setup.sh dev
    make_tools
    case ${1:-} in
    lock) lock ;;
    audit) audit ;;
    *) echo "scripts/audit.sh lock or audit" >&2 && exit 2 ;;
    esac
}

make_tools() {
    if cmp -s requirements-audit.txt $tools/installed; then return; fi
    rm -rf $tools
    .venv/bin/python -m venv $tools
    PIP_DISABLE_PIP_VERSION_CHECK=1 $tools/bin/python -m pip install --quiet -r requirements-audit.txt
    cp requirements-audit.txt $tools/installed
}

lock() { # for every Python from 3.11.5 on and every platform; no registry's address is written down
    local index
    index=$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)
    for pair in requirements.txt:requirements.lock requirements-dev.txt:requirements-dev.lock; do
        $tools/bin/uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url \
            --no-annotate --no-header ${index:+--index-url "$index"} "${pair%%:*}" -o "${pair##*:}"
    done
}

audit() {
    local failed=0
    echo "== bill of materials"
    mkdir -p var
    $tools/bin/cyclonedx-py environment .venv --output-reproducible -o var/sbom.cdx.json
    echo "var/sbom.cdx.json: $(grep -c '"bom-ref"' var/sbom.cdx.json) components"
    echo "== licences"
    # shellcheck disable=SC2086 # names of packages
    $tools/bin/pip-licenses --python .venv/bin/python --from=mixed --ignore-packages $read_by_hand \
        --allow-only "$allowed" --partial-match --order=license --summary || failed=1
    echo "== advisories"
    advisories || failed=$?
    return $failed
}

advisories() { # from whichever service answers
    local service told
    for service in pypi osv; do
        told=$($tools/bin/pip-audit --strict --vulnerability-service $service --require-hashes --disable-pip \
            --progress-spinner off -r requirements-dev.lock 2>&1) && echo "$told" && return 0
        if grep -q "known vulnerabilit" <<<"$told"; then
            echo "$told"
            return 1
        fi
    done
    echo "$told" | tail -3
    echo "NOT AUDITED: no advisory service answers here. This is no pass: run make audit where one does." >&2
    return 3
}

main "$@"
