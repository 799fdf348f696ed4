# shellcheck shell=sh
# ./sealwright up

up_help() {
  cat <<'TEXT'
usage: ./sealwright up [--port-base PORT]

Runs the service on this machine until Ctrl-C: a real PostgreSQL, SoftHSM2, one data folder. The first run holds the key
ceremony; later runs reuse its keys and data.

  --port-base PORT  people on PORT, hosts on PORT+1, the database on PORT+2 (default 8443)

Environment: SEALWRIGHT_HOME       the data folder (default ./.sealwright)
   SEALWRIGHT_PKCS11     the PKCS#11 module (default: SoftHSM2's, wherever the system has it)

Examples:
  ./sealwright up
  SEALWRIGHT_HOME=/srv/sealwright ./sealwright up --port-base 9443

Exit codes: 0 stopped by you · 2 usage · 3 something must be installed · 4 the service would not start
TEXT
}

up_banner() {
  cat <<TEXT

Sealwright is up.

  people          https://localhost:$SW_PEOPLE_PORT
  hosts           https://localhost:$SW_HOSTS_PORT
  root (SHA-256)  $(cat "$SW_HOME/ceremony/root.fingerprint")
  first admin     $SW_HOME/admin.key  (0600; hand it over, then replace it)
  data            $SW_HOME
  processes       key service (it alone has the token), control plane, PostgreSQL

Trust the root
  curl      curl --cacert $SW_HOME/ceremony/root.crt https://localhost:$SW_PEOPLE_PORT/health
  browser   import $SW_HOME/ceremony/root.crt as an authority into a profile you use for this service only

Next, in another terminal
  ./sealwright login --address https://localhost:$SW_PEOPLE_PORT \\
      --root-fingerprint $(cat "$SW_HOME/ceremony/root.fingerprint") --api-key-file $SW_HOME/admin.key
  ./sealwright orgs apply --name acme
  ./sealwright --help

Ctrl-C stops the service and its database.
TEXT
}

up() {
  up_base=8443
  while [ $# -gt 0 ]; do
    case $1 in
      --port-base)
        [ $# -ge 2 ] || die 2 "--port-base needs a port"
        up_base=$2
        shift 2
        ;;
      -h | --help)
        up_help
        return 0
        ;;
      *) die 2 "up: unknown argument '$1'; see ./sealwright up --help" ;;
    esac
  done
  service_ports "$up_base"
  prepare
  open_home "${SEALWRIGHT_HOME:-$root/.sealwright}"
  ceremony "localhost:$SW_HOSTS_PORT"
  trap 'service_stop' EXIT
  trap 'exit 0' INT TERM HUP
  service_learns=yes
  service_start
  up_banner
  aot_learn_clis &
  up_status=0
  wait "$SW_SERVICE_PID" || up_status=$?
  die 4 "the service stopped by itself (status $up_status); its log is logs/service.log in the data folder"
}
