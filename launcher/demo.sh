# shellcheck shell=sh
# ./sealwright demo: the whole story on a data folder of its own, then its verification by processes that know
# nothing but the root's fingerprint.

demo_help() {
  cat <<'TEXT'
usage: ./sealwright demo [--port-base PORT] [--keep FOLDER]

Key ceremony, service, bootstrap, enrolment, policy, heartbeat, renewal; then every step verified offline.

  --port-base PORT  three ports from here (default 18443)
  --keep FOLDER     keep everything in FOLDER, for a look at it afterwards

Exit codes: 0 everything verified · 1 something did not verify · 2 usage · 3 something must be installed ·
            4 the service would not start
TEXT
}

demo_options() {
  demo_base=18443
  demo_keep=
  while [ $# -gt 0 ]; do
    case $1 in
      --port-base)
        [ $# -ge 2 ] || die 2 "--port-base needs a port"
        demo_base=$2
        shift
        ;;
      --keep)
        [ $# -ge 2 ] || die 2 "--keep needs a folder"
        demo_keep=$2
        shift
        ;;
      *) die 2 "demo: unknown argument '$1'; see ./sealwright demo --help" ;;
    esac
    shift
  done
}

# step TEXT COMMAND…: one line a step; a failing step shows what it printed, and ends the demo.
step() {
  printf '  %-58s' "$1"
  shift
  step_open=yes
  step_status=0
  "$@" >"$demo_scratch/step.log" 2>&1 || step_status=$?
  [ "$step_status" -eq 0 ] || exit "$step_status"
  step_open=no
  printf 'ok\n'
}

demo_end() {
  demo_status=$?
  trap - EXIT INT TERM HUP
  if [ "${step_open:-no}" = yes ]; then
    printf 'FAILED\n'
    tail -n 30 "$demo_scratch/step.log" >&2
  fi
  service_stop
  [ -n "$demo_keep" ] || rm -rf "$demo_scratch"
  exit "$demo_status"
}

# The security team's side and the host's: each with a folder of its own.
demo_operator() {
  SEALWRIGHT_CONFIG=$demo_scratch/operator SEALWRIGHT_ORG=acme operator_cli "$@"
}

demo_login() {
  demo_operator login --address "https://localhost:$SW_PEOPLE_PORT" \
    --root-fingerprint "$(cat "$SW_HOME/ceremony/root.fingerprint")" --api-key-file "$SW_HOME/admin.key"
}

demo_host() {
  SEALWRIGHT_HOST_HOME=$demo_scratch/hosts host_cli "$@"
}

demo_declare() {
  printf '{"display_name": "Acme"}\n' >"$demo_scratch/org.json"
  cat >"$demo_scratch/policy.json" <<'JSON'
{"network": {"allowed_hosts": ["api.example.com"], "methods": ["GET", "POST"]},
 "filesystem": {"read_only": ["/usr"], "writable": ["/tmp/agent"]},
 "tools": {"allow": ["search"], "block": ["shell"], "redact_arguments": [], "require_approval": ["payment"]},
 "budgets": {"tokens_per_day": 100000}}
JSON
  printf '{"description": "The hosts of the demo", "policy": "support"}\n' >"$demo_scratch/spec.json"
  demo_operator orgs apply --name acme "$demo_scratch/org.json"
  demo_operator policies apply --name support "$demo_scratch/policy.json"
  demo_operator sandbox-spec apply --name web "$demo_scratch/spec.json"
}

demo_mint() {
  demo_operator sandbox-spec emit-bootstrap web --quiet >"$demo_scratch/url"
}

# The URL goes through standard input: an argument would show it to every process of the machine.
demo_enrol() {
  demo_host init web-1 --enroll-url - <"$demo_scratch/url"
  rm "$demo_scratch/url"
}

# An agent that only looks whether its policy is there and cannot be written.
demo_agent() {
  # shellcheck disable=SC2016 # the agent's shell expands it
  demo_host start web-1 --agent sh -c 'sleep 2; grep -q api.example.com "$SEALWRIGHT_POLICY"'
}

demo_verify() {
  demo_pin=$(cat "$SW_HOME/ceremony/root.fingerprint")
  echo
  echo "Verified offline, the service being stopped, by processes that know the root's fingerprint only:"
  echo
  demo_verdict=0
  verifier verify log "$demo_scratch/mirror" --root-fingerprint "$demo_pin" || demo_verdict=1
  echo
  verifier verify host "$demo_scratch/hosts/web-1" --log "$demo_scratch/mirror" --root-fingerprint "$demo_pin" ||
    demo_verdict=1
  echo
  verifier report verify "$demo_scratch/report.cbor" --log "$demo_scratch/mirror" --nonce "$demo_nonce" \
    --root-fingerprint "$demo_pin" || demo_verdict=1
  return "$demo_verdict"
}

# A report that answers a nonce of the reader's own.
demo_report() {
  demo_nonce=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  demo_operator report create --all --nonce "$demo_nonce" --out "$demo_scratch/report.cbor"
}

# The operator CLI without configuration and, where the system allows it, without any network.
verifier() (
  if unshare -rn true 2>/dev/null; then
    SW_UNDER="unshare -rn"
  fi
  SEALWRIGHT_CONFIG=$demo_scratch/nobody operator_cli "$@"
)

# A service's folder and ports of the demo's own, given up at its end unless they are to be kept.
demo_begin() {
  service_ports "$demo_base"
  prepare
  if [ -n "$demo_keep" ]; then
    open_home "$demo_keep"
    demo_scratch=$SW_HOME
  else
    demo_scratch=$(mktemp -d)
  fi
  trap demo_end EXIT
  trap 'exit 130' INT TERM HUP
  open_home "$demo_scratch/service"
}

demo() {
  case ${1:-} in -h | --help)
    demo_help
    return
    ;;
  esac
  demo_options "$@"
  demo_begin
  echo "Sealwright, on SoftHSM2 and PostgreSQL. One operator holds the ceremony alone, which only a demo may do."
  echo
  step "key ceremony: service token, root token, anchors" ceremony "localhost:$SW_HOSTS_PORT"
  step "service on PostgreSQL, its log begun by the anchors" service_start
  step "operator logs in, pinned to the root" demo_login
  step "org, policy and sandbox spec declared" demo_declare
  step "bootstrap URL minted, its secret made by the operator" demo_mint
  step "host enrolled by the URL" demo_enrol
  step "policy synced, agent run under it, heartbeat sent" demo_agent
  step "certificate renewed by the old key" demo_host renew web-1
  step "compliance report made, about keys, software and orgs" demo_report
  step "log mirrored" demo_operator log mirror "$demo_scratch/mirror"
  step "service and database stopped" service_stop
  demo_verify
}
