#!/usr/bin/env bash
# A throw-away PostgreSQL 15 cluster for tests.
#
#   scripts/ci/postgres.sh start   makes and starts it, prints its URL (for TUANDA_TEST_DATABASE_URL)
#   scripts/ci/postgres.sh stop    stops and removes it
#
# Runs as root (PostgreSQL itself as the user postgres) or as an ordinary user. TUANDA_CI_POSTGRES_PORT (55432) and
# TUANDA_CI_POSTGRES_FOLDER (/tmp/tuanda-postgres) say where.
set -euo pipefail

port=${TUANDA_CI_POSTGRES_PORT:-55432}
folder=${TUANDA_CI_POSTGRES_FOLDER:-/tmp/tuanda-postgres}
bin=${TUANDA_CI_POSTGRES_BIN:-/usr/lib/postgresql/15/bin}

as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

stop() {
  [ -d "$folder" ] || return 0
  as_postgres "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}

start() {
  if [ ! -x "$bin/initdb" ]; then
    echo "PostgreSQL 15 is not installed. On Debian: apt-get install postgresql-15 postgresql-15-postgis-3" >&2
    exit 1
  fi
  stop
  mkdir -m 700 "$folder"
  if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
  cd /
  as_postgres "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
  as_postgres "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=60 -c log_lock_waits=on" start >/dev/null
  echo "postgres://postgres@127.0.0.1:$port/postgres"
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  *)
    echo "Usage: $0 start|stop" >&2
    exit 2
    ;;
esac
