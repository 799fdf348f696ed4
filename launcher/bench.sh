# shellcheck shell=sh
# ./sealwright bench: figures, each beside the raw limit of the same run.

bench_help() {
  cat <<'TEXT'
usage: ./sealwright bench [NAME…]

Measures and prints one JSON object a line on standard output:
  {"name","value","unit","limit","ratio","runs","min","max"}

  hsm-sign     signatures/s through the key backend, 8 callers ÷ the same PKCS#11 calls in C
  hsm-unseal   AES-256-GCM decryptions/s, likewise
  soak         no figure but a promise: faults at random, nothing lost; see ./sealwright bench soak --help

  appraise     appraisals/s of each format of evidence, one and two threads ÷ its bare signature checks
  attest-cold  ms from starting sealwright attest verify to its verdict, beside an empty JVM
  fuzz         inputs/s through each reader of evidence; only when named: ./sealwright bench fuzz --help

Examples:
  ./sealwright bench
  ./sealwright bench hsm-sign
TEXT
}

bench() {
  case ${1:-} in
    -h | --help)
      bench_help
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
  esac
  prepare
  need cc cc
  maven package -Dquick -DskipTests -pl softhsm-tests -am
  (
    umask 077
    bench_folder=$(mktemp -d)
    trap 'rm -rf "$bench_folder"' EXIT
    trap 'exit 130' INT TERM
    softhsm_conf "$bench_folder"
    random_secret >"$bench_folder/so.pin"
    random_secret >"$bench_folder/user.pin"
    cc -O2 -o "$bench_folder/hsm_limit" "$root/softhsm-tests/src/bench/c/hsm_limit.c" -lpthread -ldl
    SOFTHSM2_CONF="$bench_folder/softhsm2.conf" "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
      -Dsealwright.bench.module="$SW_PKCS11" -Dsealwright.bench.token="$bench_folder" \
      -Dsealwright.bench.hsm-limit="$bench_folder/hsm_limit" \
      -cp "$root/softhsm-tests/target/test-classes:$root/softhsm-tests/target/lib/*" \
      dev.sealwright.bench.BenchMain "$@"
  )
}
