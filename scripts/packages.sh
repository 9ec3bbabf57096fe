#!/usr/bin/env bash
# scripts/packages.sh NAME …    installs Debian packages, one call after the other; ends with 1 where that cannot be done.
set -euo pipefail

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then exit 1; fi
exec 8>"${TMPDIR:-/tmp}/parallax-packages.lock"
flock 8
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
