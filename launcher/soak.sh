# shellcheck shell=sh
# ./sealwright bench soak and hsm-soak: what can break, broken at random under the whole service, or the HSM under the
# key service alone.

soak_help() {
  cat <<'TEXT'
usage: ./sealwright bench soak [--minutes N] [--seed S] [--clients C]

Runs the service on a data folder of its own while clients mint, enrol, renew, beat, sync, read and change, and while
HSM, database, programs and clients are broken at random from one seed. Then everything is mended, and the verified log
is searched for what was acknowledged. Progress on standard error, one JSON object on standard output.

  --minutes N   how long (default 10; fractions are fine)
  --seed S      the same faults again
  --clients C   how many at once (default 4)

Exit status: 0 nothing lost, nothing doubled, the log verifies · 1 otherwise
TEXT
}

soak() {
  case ${1:-} in -h | --help)
    soak_help
    return
    ;;
  esac
  soak_run soak_start "$@"
}

soak_start() (
  test_programs
  run_java softhsm-tests faults.SoakMain "$@"
)

# soak_run START ARGUMENTS…: on a data folder that goes away, which START is told first.
soak_run() {
  soak_program=$1
  shift
  prepare
  need cc cc
  (
    umask 077
    bench_folder=$(mktemp -d)
    trap 'rm -rf "$bench_folder"' EXIT
    trap 'exit 130' INT TERM
    mkdir "$bench_folder/home"
    "$soak_program" "$bench_folder/home" "$@"
  )
}

hsm_soak_help() {
  cat <<'TEXT'
usage: ./sealwright bench hsm-soak [--minutes N] [--seed S]

Runs the key service on a token of its own while callers append, sign, seal, open and issue through its socket, and while
its HSM meets a fault each 100 ms: refusals, lost sessions, wrong answers, slowness, hanging calls, a pulled token. A call
that takes over ten seconds has failed. Memory is looked at when a twentieth of the time is over and at the end, each
time after a full collection, and held against what the PKCS#11 module loses by itself, which a program in C tells first.
Progress on standard error, one JSON object on standard output.

  --minutes N   how long (default 10; fractions are fine)
  --seed S      the same faults again

Exit status: 0 no call failed but those on sessions that hung, the log is what was appended, and memory is flat but for
what the module loses (4 MiB of heap, 16 MiB beside it) · 1 otherwise
TEXT
}

hsm_soak() {
  case ${1:-} in -h | --help)
    hsm_soak_help
    return
    ;;
  esac
  soak_run hsm_soak_start "$@"
}

# With the raw limit's program, which tells what the module loses.
hsm_soak_start() {
  bench_java_run faults.HsmSoakMain "$@"
}
