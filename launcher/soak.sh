# shellcheck shell=sh
# ./sealwright bench soak: everything that can break, broken at random under the whole service.

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
  prepare
  need cc cc
  test_programs
  (
    umask 077
    soak_folder=$(mktemp -d)
    trap 'rm -rf "$soak_folder"' EXIT
    trap 'exit 130' INT TERM
    (run_java softhsm-tests faults.SoakMain "$soak_folder" "$@")
  )
}
