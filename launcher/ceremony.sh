# shellcheck shell=sh
# The data folder and the key ceremony that fills it. Two processes, because a PKCS#11 library reads its
# configuration once: the service token's keys are made in one, the root signs in another that never sees them.

softhsm_conf() { # FOLDER: a SoftHSM2 configuration of its own
  mkdir -p "$1/tokens"
  printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n' \
    "$1" >"$1/softhsm2.conf"
}

# The operator's first key is made here, on the client's side; the service is given its hash only.
first_admin_key() {
  printf 'sw_%s\n' "$(random_secret)" >"$SW_HOME/admin.key"
  printf '%s' "$(cat "$SW_HOME/admin.key")" | sha256_hex >"$SW_HOME/admin.key.sha256"
}

ceremony_step() ( # TOKEN_FOLDER ARGUMENTS…
  SOFTHSM2_CONF=$1/softhsm2.conf
  export SOFTHSM2_CONF
  shift
  run_java key-service keyservice.ceremony.CeremonyMain "$@"
)

# ceremony HOST:PORT: does nothing when the folder has its anchors already.
ceremony() {
  [ ! -f "$SW_HOME/ceremony/anchors.cose" ] || return 0
  if [ -e "$SW_HOME/ceremony" ]; then
    say "an earlier ceremony stopped before the root signed anything; its keys are discarded"
    rm -rf "$SW_HOME/ceremony" "$SW_HOME/hsm" "$SW_HOME/root"
  fi
  mkdir -p "$SW_HOME/ceremony" "$SW_HOME/hsm" "$SW_HOME/root"
  softhsm_conf "$SW_HOME/hsm"
  softhsm_conf "$SW_HOME/root"
  [ -f "$SW_HOME/admin.key" ] || first_admin_key
  ceremony_step "$SW_HOME/hsm" service-keys --module "$SW_PKCS11" --token-label sealwright-service \
    --dir "$SW_HOME/hsm" --out "$SW_HOME/ceremony/service-keys.json" || die 4 "the ceremony failed on the service token"
  ceremony_step "$SW_HOME/root" root --module "$SW_PKCS11" --token-label sealwright-root \
    --dir "$SW_HOME/root" --in "$SW_HOME/ceremony/service-keys.json" --out "$SW_HOME/ceremony" \
    --origin "$1/log/1" --trust-domain "${SEALWRIGHT_TRUST_DOMAIN:-sealwright.local}" \
    --server-name localhost --server-name 127.0.0.1 ||
    die 4 "the ceremony failed on the root token"
}

# restored_log FOLDER: what the database of the data folder holds of the log, for the ceremony that opens an epoch.
restored_log() {
  [ $# -eq 1 ] || die 2 "restored-log: give the folder to write into"
  service_ports "${SEALWRIGHT_PORT_BASE:-8443}"
  prepare
  open_home "${SEALWRIGHT_HOME:-$root/.sealwright}"
  trap 'service_stop' EXIT
  pg_start "$SW_HOME/postgres" "$SW_PG_PORT"
  (
    service_environment
    run_java control-plane controlplane.RestoredLogMain "$1"
  )
}

# The program itself. Where a command of it needs a token, SOFTHSM2_CONF is the caller's to set.
ceremony_program() (
  run_java key-service keyservice.ceremony.CeremonyMain "$@"
)
