#!/bin/bash
# Understands POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB (each also as …_FILE) and /docker-entrypoint-initdb.d.
set -eu

main() {
  case ${1:-} in -*) set -- postgres "$@" ;; esac
  [ "$1" = postgres ] || exec "$@"
  if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres:postgres "$PGDATA" /var/run/postgresql
    exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
  fi
  [ -s "$PGDATA/PG_VERSION" ] || create_cluster
  exec "$@" -c listen_addresses='*'
}

create_cluster() {
  local user password database
  user=$(setting POSTGRES_USER postgres)
  password=$(setting POSTGRES_PASSWORD '')
  database=$(setting POSTGRES_DB "$user")
  if [ -z "$password" ] && [ "${POSTGRES_HOST_AUTH_METHOD:-}" != trust ]; then
    echo 'Error: the database is new and there is no superuser password: set POSTGRES_PASSWORD' >&2
    exit 1
  fi
  initdb --no-sync --username="$user" --pwfile=<(echo "${password:-unused}") --auth-local=trust --auth-host=scram-sha-256
  echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >>"$PGDATA/pg_hba.conf"
  # Not on TCP yet, so that nobody takes the half-made database for ready.
  pg_ctl --wait -o "-c listen_addresses=''" start
  [ "$database" = postgres ] || createdb --username="$user" "$database"
  run_scripts "$user" "$database"
  pg_ctl --wait --mode=fast stop
}

run_scripts() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sql) psql -v ON_ERROR_STOP=1 --username="$1" --dbname="$2" --file="$file" ;;
      *.sh) POSTGRES_USER=$1 POSTGRES_DB=$2 bash "$file" ;;
    esac
  done
}

# setting NAME DEFAULT: $NAME, or the content of the file that $NAME_FILE names.
setting() {
  local file=$1_FILE
  if [ -n "${!file:-}" ]; then cat "${!file}"; else echo "${!1:-$2}"; fi
}

main "$@"
