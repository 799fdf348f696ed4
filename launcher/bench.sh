# shellcheck shell=sh
# ./sealwright bench: figures, each beside the raw limit of the same run where there is one.

bench_names='hsm-sign hsm-unseal hsm-issue hsm-latency hsm-recovery hsm-sessions hsm-socket receipts-drain receipts enrol'
bench_names="$bench_names enrol-cold unseal-https sign-https client-signatures start cli appraise attest-cold token-verify"
bench_names="$bench_names append-scale integrity"

bench_help() {
  cat <<'TEXT'
usage: ./sealwright bench [--list | NAME…]

Measures and prints one JSON object a line on standard output:
  {"name","value","unit","limit","ratio","runs","min","max"}
A figure that misses its goal says so on standard error, with where the time goes.

  hsm-sign     signatures/s through the key backend by 1, 2 and 8 sessions ÷ the same PKCS#11 calls in C on as many threads
  hsm-unseal   AES-256-GCM decryptions/s, likewise; lines that end in same-settings stand beside C with the locks and the
               allocator's setting that the service gives the module
  hsm-issue    host certificates/s from included enrolments ÷ C with OpenSSL and the same token
  hsm-latency  us that the slowest hundredth of signatures takes at half the rate of saturation ÷ the one in the middle;
               beside it the same in C
  hsm-recovery  ms after its folder is back until a token that was gone signs for whoever waits
  hsm-sessions  MiB that 64 sessions take more than one
  hsm-socket   signatures/s by 1 and 2 sessions through the key service's socket ÷ the same PKCS#11 calls in C on as many
               threads; and secrets opened/s
  receipts-drain  leaves/s from commit to receipt when thousands wait ÷ the HSM's own rate of Ed25519 signatures in C
  receipts     changes/s answered with their receipt over HTTPS, 256 callers ÷ pgbench with the same statements; HSM
               signatures a leaf; and ms that the slowest hundredth takes at half that rate, and at half of the goal's
  enrol        enrolments/s over kept connections, 16 and 32 clients ÷ pgbench with the same statements
  enrol-cold   enrolments/s, each over a TLS connection of its own ÷ such connections alone
  unseal-https  secrets opened/s over HTTPS, 32 clients ÷ AES-256-GCM decryptions in C
  sign-https   signatures/s of an organisation's keys over HTTPS, 32 clients ÷ the same PKCS#11 calls in C
  client-signatures  signatures/s of an organisation's ES256 key over HTTPS, each behind its leaf; 1, 32 and 256 callers
  start        ms from the start of the service to its first ready answer, and its memory then; plain and with the cache
  cli          ms that the command lines take for --version, and for the first call of init, launcher included and not
  appraise     appraisals/s of each format of evidence, one and two threads ÷ its bare signature checks
  token-verify  µs to verify a capability token of a log of a million leaves ÷ its hashes; with a new checkpoint, and for
               each block ÷ one Ed25519 verification
  append-scale  leaves/s into the signed log when it has ten thousand, a million and ten million ÷ the first of these; takes
               a quarter of an hour and 10 GB
  integrity    leaves/s of a log of a hundred thousand that is checked whole, by the service and from a mirror ÷ its
               hashes
  attest-cold  ms from starting sealwright attest verify to its verdict, with the cache, beside an empty JVM

Only when named:
  soak         no figure but a promise: faults at random, nothing lost; see ./sealwright bench soak --help
  hsm-soak     the same of the key service alone, an HSM fault each 100 ms: ./sealwright bench hsm-soak --help
  fuzz         inputs/s through each reader of evidence: ./sealwright bench fuzz --help

Examples:
  ./sealwright bench
  ./sealwright bench hsm-sign
  ./sealwright bench start cli
TEXT
}

bench() {
  case ${1:-} in
    -h | --help)
      bench_help
      return
      ;;
    --list)
      # shellcheck disable=SC2086 # a list of names
      printf '%s\n' $bench_names
      return
      ;;
    fuzz)
      shift
      bench_fuzz "$@"
      return
      ;;
    soak)
      shift
      soak "$@"
      return
      ;;
    hsm-soak)
      shift
      hsm_soak "$@"
      return
      ;;
  esac
  for bench_name in "$@"; do
    case " $bench_names " in
      *" $bench_name "*) ;;
      *) die 2 "bench: there is no '$bench_name'; there are: $bench_names" ;;
    esac
  done
  # shellcheck disable=SC2086 # a list of names
  [ $# -gt 0 ] || set -- $bench_names
  prepare
  umask 077
  bench_folder=$(mktemp -d)
  trap 'bench_end' EXIT
  trap 'exit 130' INT TERM
  for bench_name in "$@"; do
    case $bench_name in
      start) bench_start ;;
      cli) bench_cli ;;
      attest-cold) bench_attest_cold ;;
      hsm-issue) bench_issue ;;
      hsm-socket) bench_socket ;;
      receipts* | enrol* | *-https | client-signatures | append-scale | integrity) bench_service "$bench_name" ;;
      *) bench_java "$bench_name" ;;
    esac
  done
}

bench_end() {
  bench_status=$?
  trap - EXIT INT TERM
  service_stop >/dev/null 2>&1 || true
  rm -rf "$bench_folder"
  exit "$bench_status"
}

# bench_java NAME: measured by a program of its own.
bench_java() {
  bench_java_run bench.BenchMain "$1"
}

# bench_java_run MAIN ARGUMENTS…: with an empty token, and the raw limit's program.
bench_java_run() {
  bench_java_build
  (
    SOFTHSM2_CONF=${bench_conf:-$bench_folder/token/softhsm2.conf}
    SEALWRIGHT_PKCS11_MODULE=$SW_PKCS11
    SEALWRIGHT_BENCH_TOKEN=$bench_folder/token
    SEALWRIGHT_BENCH_PROGRAMS=$bench_folder
    export SOFTHSM2_CONF SEALWRIGHT_PKCS11_MODULE SEALWRIGHT_BENCH_TOKEN SEALWRIGHT_BENCH_PROGRAMS
    run_java softhsm-tests "$@"
  )
}

# A token for each: searches take the longer the more keys there are.
bench_java_build() {
  rm -rf "$bench_folder/token"
  mkdir -p "$bench_folder/token"
  softhsm_conf "$bench_folder/token"
  random_secret >"$bench_folder/token/so.pin"
  random_secret >"$bench_folder/token/user.pin"
  [ ! -x "$bench_folder/hsm_limit" ] || return 0
  need cc cc
  test_programs
  bench_c=$root/softhsm-tests/src/bench/c
  cc -O2 -o "$bench_folder/hsm_limit" "$bench_c/hsm_limit.c" -lpthread -ldl
}

# bench_service NAME: on a service and a database that are there for it alone.
bench_service() {
  need pgbench pgbench
  bench_home
  service_start
  (
    service_environment
    SEALWRIGHT_BENCH_PEOPLE=https://localhost:$SW_PEOPLE_PORT
    SEALWRIGHT_BENCH_HOSTS=https://localhost:$SW_HOSTS_PORT
    export SEALWRIGHT_BENCH_PEOPLE SEALWRIGHT_BENCH_HOSTS
    bench_java "$1"
  )
  service_stop
}

# bench_program MODULE MAIN: a command line as a program of its own, to be started from another; prints where it is.
bench_program() {
  cat >"$bench_folder/$1" <<TEXT
#!/bin/sh
root='$root' JAVA_HOME='$JAVA_HOME'
. "\$root/launcher/aot.sh"
. "\$root/launcher/programs.sh"
run_java $1 $2 "\$@"
TEXT
  chmod +x "$bench_folder/$1"
  echo "$bench_folder/$1"
}

bench_attest_cold() {
  aot_learn_clis
  (
    SEALWRIGHT_BENCH_OPERATOR_CLI=$(bench_program operator-cli operator.OperatorMain)
    SEALWRIGHT_BENCH_LEARN=$root/launcher/learn
    export SEALWRIGHT_BENCH_OPERATOR_CLI SEALWRIGHT_BENCH_LEARN
    bench_java attest-cold
  )
}

# On the token of a ceremony, and no service beside.
bench_issue() {
  bench_home issue
  need_openssl
  cc -O2 -o "$bench_folder/hsm_issue" "$root/softhsm-tests/src/bench/c/hsm_issue.c" -lpthread -ldl -lcrypto
  (
    SEALWRIGHT_HOME=$SW_HOME
    export SEALWRIGHT_HOME
    bench_conf=$SW_HOME/hsm/softhsm2.conf
    bench_java hsm-issue
  )
}

# The key service as a process of its own, and no control plane beside.
bench_socket() {
  for bench_sessions in 1 2; do
    bench_socket_by "$bench_sessions"
  done
}

bench_socket_by() { # SESSIONS
  bench_home "socket-$1"
  SEALWRIGHT_PKCS11_SESSIONS=$1
  export SEALWRIGHT_PKCS11_SESSIONS
  mkdir -p "$SW_HOME/logs"
  key_service_start
  (
    SEALWRIGHT_HOME=$SW_HOME
    SEALWRIGHT_BENCH_SOCKET=$SW_HOME/run/key-service.sock
    export SEALWRIGHT_HOME SEALWRIGHT_BENCH_SOCKET
    bench_conf=$SW_HOME/hsm/softhsm2.conf
    bench_java hsm-socket
  )
  key_service_stop
  unset SEALWRIGHT_PKCS11_SESSIONS
}

need_openssl() {
  need cc cc
  printf '#include <openssl/x509.h>\n' | cc -E - >/dev/null 2>&1 || install openssl
}

# bench_home [NAME]: a data folder, held a ceremony in.
bench_home() {
  open_home "$bench_folder/${1:-home}"
  service_ports "${SEALWRIGHT_BENCH_PORT_BASE:-28443}"
  ceremony "localhost:$SW_HOSTS_PORT"
}

now_ms() {
  echo $(($(date +%s%N) / 1000000))
}

# bench_line NAME UNIT GOAL <NUMBERS: the line of so many measured numbers, one a line; says when their median is
# above the goal.
bench_line() {
  sort -n | awk -v name="$1" -v unit="$2" -v goal="$3" '
    { value[NR] = $1 }
    END {
      median = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
      printf "{\"name\":\"%s\",\"value\":%.1f,\"unit\":\"%s\",\"limit\":null,\"ratio\":null,\"runs\":%d,\"min\":%.1f,\"max\":%.1f}\n",
        name, median, unit, NR, value[1], value[NR]
      if (goal > 0 && median > goal)
        printf "bench: %s misses its goal of %s %s\n", name, goal, unit > "/dev/stderr"
    }'
}

# On a young log: a start reads all of it, two seconds a million leaves.
bench_start() {
  bench_home start
  aot_cache control-plane
  if [ -z "$aot_use" ]; then
    service_learns=yes
    service_start
    service_stop
    service_learns=
  fi
  bench_starts start 2000 250
  mv "$aot_make" "$bench_folder/kept.aot" 2>/dev/null || true
  bench_starts start/no-cache 0 0
  mv "$bench_folder/kept.aot" "$aot_make" 2>/dev/null || true
}

# bench_starts NAME GOAL_MS GOAL_MIB: five starts on a data folder that is there; database and key service are up.
bench_starts() {
  # What was stopped before has given the folder up.
  open_home "$SW_HOME"
  key_service_start
  pg_start "$SW_HOME/postgres" "$SW_PG_PORT"
  : >"$bench_folder/ms"
  : >"$bench_folder/mib"
  for _ in 1 2 3 4 5; do
    bench_start_once
  done
  service_stop
  bench_line "$1" ms "$2" <"$bench_folder/ms"
  bench_line "$1/memory" MiB "$3" <"$bench_folder/mib"
}

bench_start_once() {
  aot_cache control-plane
  bench_began=$(now_ms)
  service_java >>"$SW_HOME/logs/service.log" 2>&1 &
  SW_SERVICE_PID=$!
  until service_ready; do
    kill -0 "$SW_SERVICE_PID" 2>/dev/null || die 4 "the service stopped while starting"
    sleep 0.02
  done
  echo $(($(now_ms) - bench_began)) >>"$bench_folder/ms"
  awk '/^VmRSS/ { print $2 / 1024 }' "/proc/$SW_SERVICE_PID/status" >>"$bench_folder/mib" 2>/dev/null || true
  kill "$SW_SERVICE_PID"
  wait "$SW_SERVICE_PID" 2>/dev/null || true
  SW_SERVICE_PID=
}

bench_cli() {
  aot_learn_clis
  bench_clis cli/host-version 120 host_cli --version
  bench_clis cli/operator-version 120 operator_cli --version
  bench_clis cli/launcher-version 0 "$root/sealwright" host --version
  (
    SEALWRIGHT_BENCH_HOST_CLI=$(bench_program host-cli host.HostMain)
    SEALWRIGHT_BENCH_NOWHERE=$(aot_nowhere)
    export SEALWRIGHT_BENCH_HOST_CLI SEALWRIGHT_BENCH_NOWHERE
    bench_java host-init
  )
}

# bench_clis NAME GOAL_MS COMMAND…
bench_clis() {
  bench_line_name=$1
  bench_goal=$2
  shift 2
  for _ in 1 2 3 4 5 6 7 8 9 10 11; do
    bench_began=$(now_ms)
    "$@" >/dev/null 2>&1 </dev/null || true
    echo $(($(now_ms) - bench_began))
  done | bench_line "$bench_line_name" ms "$bench_goal"
}
