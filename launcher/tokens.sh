# shellcheck shell=sh
# Tokens of others in test --full: the contract of a key backend, held by modules that SoftHSM2 is not, and logs whose
# keys they hold. Each is a line as a checker's is. Kryoptic is built from its crate when it is first used, outside the
# tree; tpm2-pkcs11 speaks to a TPM that swtpm plays.

full_tokens() {
  token_test "Kryoptic, the key backend's contract" kryoptic \
    key-service dev.sealwright.keyservice.pkcs11.KryopticKeyBackendTest
  token_test "Kryoptic under a service, with post-quantum checkpoints" kryoptic \
    softhsm-tests dev.sealwright.faults.PostQuantumLogTest
  token_test "Kryoptic and SoftHSM2 under the voters of one log" kryoptic \
    softhsm-tests dev.sealwright.faults.TwoVendorsTest
  token_test "tpm2-pkcs11 on swtpm, the key backend's contract" tpm2_pkcs11 \
    key-service dev.sealwright.keyservice.pkcs11.TpmKeyBackendTest
}

# token_test WHAT TOKEN MODULE CLASS: TOKEN_ready says in its last line why it cannot run; TOKEN_with runs a command
# where the token is.
token_test() {
  full_log=$full_story/$2-${4##*.}.log
  if ! "$2_ready" >"$full_log" 2>&1; then
    full_skipped=$((full_skipped + 1))
    echo "skipped: $1: $(tail -n 1 "$full_log")"
  elif "$2_with" maven test -Dquick -pl "$3" -am -Dtest="${4##*.}" -Dsurefire.failIfNoSpecifiedTests=false \
    >"$full_log" 2>&1 && token_tested "$3" "$4" >>"$full_log"; then
    full_passed=$((full_passed + 1))
    echo "passed: $1"
  else
    full_failed=1
    echo "FAILED: $1"
    tail -n 40 "$full_log"
  fi
}

# A run in which every test was skipped has shown nothing.
token_tested() {
  token_report=$root/$1/target/surefire-reports/TEST-$2.xml
  [ -e "$token_report" ] && awk -f "$root/launcher/surefire.awk" "$token_report"
}

kryoptic_ready() {
  has cargo || without cargo || return 1
  checker_home=$(checkers_home)/kryoptic-1.5.4
  checker=$checker_home/libkryoptic_module.so
  [ ! -e "$checker" ] || return 0
  has pkg-config || install kryoptic
  kryoptic_libraries || install kryoptic
  kryoptic_libraries || without "libclang or SQLite's header (packages libclang-dev and libsqlite3-dev)" || return 1
  (
    cd "$root/softhsm-tests/src/foreign/kryoptic" &&
      CARGO_TARGET_DIR=$full_story/kryoptic-build cargo build --quiet --release --locked &&
      mkdir -p "$checker_home" &&
      cp "$full_story/kryoptic-build/release/libkryoptic_module.so" "$checker.new" &&
      mv "$checker.new" "$checker"
  ) || {
    echo "kryoptic-lib 1.5.4 could not be built"
    return 1
  }
}

# What the crates generate their bindings with.
kryoptic_libraries() {
  has pkg-config && pkg-config --exists sqlite3 || return 1
  for token_clang in "${LIBCLANG_PATH:-/usr/lib}"/libclang*.so* /usr/lib/llvm*/lib/libclang.so* /usr/lib64/libclang.so*; do
    [ ! -e "$token_clang" ] || return 0
  done
  return 1
}

kryoptic_with() (
  mkdir -p "$full_story/kryoptic"
  KRYOPTIC_CONF=$full_story/kryoptic/token.conf
  printf '[[slots]]\nslot = 1\ndbtype = "sqlite"\ndbargs = "%s"\n' "$full_story/kryoptic/token.sql" >"$KRYOPTIC_CONF"
  SEALWRIGHT_KRYOPTIC=$(checkers_home)/kryoptic-1.5.4/libkryoptic_module.so
  export KRYOPTIC_CONF SEALWRIGHT_KRYOPTIC
  "$@"
)

tpm2_pkcs11_ready() {
  for tpm_program in swtpm tpm2-abrmd dbus-daemon dbus-send; do
    has "$tpm_program" || install tpm2
    has "$tpm_program" || without "$tpm_program" || return 1
  done
  [ -n "$(tpm2_pkcs11_module)" ] || install tpm2
  [ -n "$(tpm2_pkcs11_module)" ] || without "libtpm2_pkcs11.so"
}

tpm2_pkcs11_module() {
  for tpm_module in /usr/lib/*/libtpm2_pkcs11.so.1 /usr/lib*/libtpm2_pkcs11.so.0 /usr/lib*/libtpm2_pkcs11.so.1; do
    if [ -e "$tpm_module" ]; then
      echo "$tpm_module"
      return
    fi
  done
}

# swtpm, a bus and the resource manager on it, as long as the command.
tpm2_pkcs11_with() (
  tpm_home=$full_story/tpm2
  mkdir -p "$tpm_home/state" "$tpm_home/store"
  trap 'kill "${tpm_manager:-}" "${tpm_bus:-}" "${tpm_device:-}" 2>/dev/null' EXIT
  swtpm socket --tpm2 --tpmstate "dir=$tpm_home/state" --flags startup-clear \
    --server "type=unixio,path=$tpm_home/tpm.sock" --ctrl "type=unixio,path=$tpm_home/tpm.sock.ctrl" &
  tpm_device=$!
  dbus-daemon --session --nofork --address="unix:path=$tpm_home/bus" &
  tpm_bus=$!
  DBUS_SESSION_BUS_ADDRESS=unix:path=$tpm_home/bus
  export DBUS_SESSION_BUS_ADDRESS
  tpm_await "$tpm_home/bus" && tpm_await "$tpm_home/tpm.sock" || return 1
  # The manager does not run as root unless it is told to.
  tpm2-abrmd --session --allow-root --max-transients=100 --tcti "swtpm:path=$tpm_home/tpm.sock" &
  tpm_manager=$!
  TPM2_PKCS11_STORE=$tpm_home/store
  TPM2_PKCS11_TCTI=tabrmd:bus_type=session
  SEALWRIGHT_TPM2_PKCS11=$(tpm2_pkcs11_module)
  export TPM2_PKCS11_STORE TPM2_PKCS11_TCTI SEALWRIGHT_TPM2_PKCS11
  tpm_managed && "$@"
)

tpm_await() {
  tpm_tries=0
  until [ -S "$1" ]; do
    tpm_tries=$((tpm_tries + 1))
    [ "$tpm_tries" -lt 50 ] || return 1
    sleep 0.1
  done
}

# Until the manager has its name on the bus.
tpm_managed() {
  tpm_tries=0
  until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner \
    string:com.intel.tss2.Tabrmd >/dev/null 2>&1; do
    tpm_tries=$((tpm_tries + 1))
    [ "$tpm_tries" -lt 50 ] || return 1
    sleep 0.1
  done
}
