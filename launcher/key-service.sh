# shellcheck shell=sh
# The key service, a process of its own beside the control plane: it alone gets the token, and it is started again
# when it ends by itself.

key_service_address() {
  echo "unix:$SW_HOME/run/key-service.sock"
}

# To be run in the background: it becomes the key service.
key_service_java() {
  SEALWRIGHT_HOME=$SW_HOME
  SEALWRIGHT_KEY_SERVICE=$(key_service_address)
  SEALWRIGHT_PKCS11_MODULE=$SW_PKCS11
  SOFTHSM2_CONF=$SW_HOME/hsm/softhsm2.conf
  export SEALWRIGHT_HOME SEALWRIGHT_KEY_SERVICE SEALWRIGHT_PKCS11_MODULE SOFTHSM2_CONF
  run_java key-service keyservice.KeyServiceMain
}

# SoftHSM writes the description of its token anew at each login. Killed at that moment it leaves an empty file, and the
# token is gone with all its keys. What stood there is kept beside it and put back; nothing in it changes but by a PIN.
softhsm_heal() { # FOLDER: that of the tokens
  for softhsm_object in "$1"/*/token.object; do
    softhsm_kept=$softhsm_object.kept
    if [ -s "$softhsm_object" ]; then
      cmp -s "$softhsm_object" "$softhsm_kept" && continue
      cp -p "$softhsm_object" "$softhsm_kept.new"
      mv "$softhsm_kept.new" "$softhsm_kept"
    elif [ -e "$softhsm_object" ] && [ -s "$softhsm_kept" ]; then
      cp -p "$softhsm_kept" "$softhsm_object"
      echo "sealwright: SoftHSM was killed while it logged in; its token is put back"
    fi
  done
}

# Starting again heals neither a wrong configuration (2) nor keys or state that are not what they must be (3).
key_service_kept() {
  trap 'kill "$key_service_pid" 2>/dev/null; wait; exit 0' TERM INT HUP
  key_service_status=
  until [ "$key_service_status" = 2 ] || [ "$key_service_status" = 3 ]; do
    [ -z "$key_service_status" ] || sleep 0.2
    softhsm_heal "$SW_HOME/hsm/tokens"
    key_service_java &
    key_service_pid=$!
    key_service_status=0
    wait "$key_service_pid" || key_service_status=$?
  done
  exit "$key_service_status"
}

# Returns at once: the control plane waits for it.
key_service_start() {
  (key_service_kept) >>"$SW_HOME/logs/key-service.log" 2>&1 &
  SW_KEY_SERVICE_PID=$!
}

key_service_stop() {
  if [ -n "${SW_KEY_SERVICE_PID:-}" ]; then
    kill "$SW_KEY_SERVICE_PID" 2>/dev/null || true
    wait "$SW_KEY_SERVICE_PID" 2>/dev/null || true
    SW_KEY_SERVICE_PID=
  fi
}
