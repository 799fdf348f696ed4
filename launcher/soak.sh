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
  soak_run faults.SoakMain "$@"
}

# soak_run MAIN ARGUMENTS…: in a folder that goes away.
soak_run() {
  soak_main=$1
  shift
  prepare
  need cc cc
  test_programs
  (
    umask 077
    soak_folder=$(mktemp -d)
    trap 'rm -rf "$soak_folder"' EXIT
    trap 'exit 130' INT TERM
    (run_java softhsm-tests "$soak_main" "$soak_folder" "$@")
  )
}

hsm_soak_help() {
  cat <<'TEXT'
usage: ./sealwright bench hsm-soak [--minutes N] [--seed S]

Runs the key service on a token of its own while callers append, sign, seal, open and issue through its socket, and while
its HSM meets a fault each 100 ms: refusals, lost sessions, wrong answers, slowness, hanging calls, a pulled token. A call
that takes over ten seconds has failed. Progress on standard error, one JSON object on standard output.

  --minutes N   how long (default 10; fractions are fine)
  --seed S      the same faults again

Exit status: 0 no call failed but those on sessions that hung, and the log is what was appended · 1 otherwise
TEXT
}

hsm_soak() {
  case ${1:-} in -h | --help)
    hsm_soak_help
    return
    ;;
  esac
  soak_run faults.HsmSoakMain "$@"
}
