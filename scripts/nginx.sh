#!/usr/bin/env bash
# Lets nginx judge deploy/nginx.conf.example, with a certificate made for the purpose. Exit code 3: there is no nginx here.
set -euo pipefail
cd "$(dirname "$0")/.."
nginx=$(PATH=$PATH:/usr/sbin command -v nginx) || { echo "nginx is not installed: NOT checked" >&2; exit 3; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=news.example \
    -keyout "$folder/privkey.pem" -out "$folder/fullchain.pem" 2>/dev/null
sed -e "s#/etc/letsencrypt/live/news.example#$folder#" -e "s#/var/log/nginx#$folder#" \
    deploy/nginx.conf.example >"$folder/parallax.conf"
echo "pid $folder/pid; error_log stderr; events {} http { include $folder/parallax.conf; }" >"$folder/nginx.conf"
"$nginx" -t -c "$folder/nginx.conf"
