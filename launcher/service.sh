# shellcheck shell=sh
# The control plane on one data folder: PostgreSQL and the key service, then the service, then wait until it says it
# is ready.

service_environment() {
  SEALWRIGHT_HOME=$SW_HOME
  SEALWRIGHT_DB_URL=jdbc:postgresql://127.0.0.1:$SW_PG_PORT/sealwright
  SEALWRIGHT_DB_USER=sealwright
  SEALWRIGHT_DB_PASSWORD_FILE=$SW_HOME/postgres/password
  SEALWRIGHT_PEOPLE_PORT=$SW_PEOPLE_PORT
  SEALWRIGHT_HOSTS_PORT=$SW_HOSTS_PORT
  SEALWRIGHT_KEY_SERVICE=$(key_service_address)
  export SEALWRIGHT_HOME SEALWRIGHT_DB_URL SEALWRIGHT_DB_USER SEALWRIGHT_DB_PASSWORD_FILE SEALWRIGHT_PEOPLE_PORT \
    SEALWRIGHT_HOSTS_PORT SEALWRIGHT_KEY_SERVICE
}

# To be run in the background: it becomes the service. The web-facing process is told nothing of the token. With
# service_learns set, and no cache of its start there, it leaves one as it ends.
service_java() {
  aot_cache control-plane
  [ -n "$aot_use" ] || SW_LEARNS=${service_learns:-}
  unset SOFTHSM2_CONF SEALWRIGHT_PKCS11 SEALWRIGHT_PKCS11_MODULE SEALWRIGHT_PIN_FILE
  service_environment
  run_java control-plane controlplane.Main
}

service_ready() {
  curl -fsS --max-time 5 --cacert "$SW_HOME/ceremony/root.crt" "https://localhost:$SW_PEOPLE_PORT/ready" >/dev/null 2>&1
}

service_start() {
  mkdir -p "$SW_HOME/logs"
  key_service_start
  pg_start "$SW_HOME/postgres" "$SW_PG_PORT"
  service_java >>"$SW_HOME/logs/service.log" 2>&1 &
  SW_SERVICE_PID=$!
  printf '%s\n' "$SW_KEY_SERVICE_PID" "$SW_SERVICE_PID" >>"$SW_HOME/launcher.pid"
  service_waited=0
  until service_ready; do
    service_alive "$SW_KEY_SERVICE_PID" key-service
    service_alive "$SW_SERVICE_PID" service
    service_waited=$((service_waited + 1))
    [ "$service_waited" -lt 300 ] || {
      service_stop
      die 4 "the service was not ready after 60 s; its logs are in logs/ in the data folder"
    }
    sleep 0.2
  done
}

# service_alive PID NAME: ends the launcher, with the end of its log, when that process is gone.
service_alive() {
  kill -0 "$1" 2>/dev/null && return
  tail -n 20 "$SW_HOME/logs/$2.log" >&2
  service_stop
  die 4 "the $2 stopped while starting; its log is logs/$2.log in the data folder"
}

service_stop() {
  [ "$(home_owner)" = $$ ] || return 0
  if [ -n "${SW_SERVICE_PID:-}" ]; then
    kill "$SW_SERVICE_PID" 2>/dev/null || true
    wait "$SW_SERVICE_PID" 2>/dev/null || true
    aot_cache control-plane
    aot_keep
    SW_SERVICE_PID=
  fi
  key_service_stop
  pg_stop "$SW_HOME/postgres"
  rm -f "$SW_HOME/launcher.pid"
}

# ports BASE: people, hosts and the database lie side by side.
service_ports() {
  case $1 in '' | *[!0-9]*) die 2 "--port-base takes a number, not '$1'" ;; esac
  if [ "$1" -lt 1024 ] || [ "$1" -gt 65000 ]; then
    die 2 "--port-base must lie between 1024 and 65000"
  fi
  SW_PEOPLE_PORT=$1
  SW_HOSTS_PORT=$(($1 + 1))
  SW_PG_PORT=$(($1 + 2))
}

# open_home FOLDER: the data folder, ours alone, with an absolute name. One launcher at a time keeps it; what a launcher
# that was killed left running on it is stopped first.
open_home() {
  umask 077
  mkdir -p "$1"
  chmod 700 "$1"
  SW_HOME=$(cd "$1" && pwd)
  home_pid=$(home_owner)
  [ "$home_pid" = $$ ] || ! home_runs "$home_pid" ||
    die 4 "the data folder $SW_HOME is in use by process $home_pid; stop that with Ctrl-C, or set SEALWRIGHT_HOME to another folder"
  home_left | while read -r home_pid; do
    ! home_runs "$home_pid" || kill "$home_pid" || true
  done
  echo $$ >"$SW_HOME/launcher.pid"
  pg_stop "$SW_HOME/postgres"
}

# The launcher is on the file's first line, what it started on those below.
home_owner() {
  [ ! -f "$SW_HOME/launcher.pid" ] || head -n 1 "$SW_HOME/launcher.pid"
}

home_left() {
  [ ! -f "$SW_HOME/launcher.pid" ] || tail -n +2 "$SW_HOME/launcher.pid"
}

# home_runs PID: and is one of ours, for the number may have gone to another program since. Z: ended, but for its number.
home_runs() {
  [ -n "$1" ] && ps -p "$1" -o stat= -o args= 2>/dev/null | grep -v '^Z' | grep -q sealwright
}
