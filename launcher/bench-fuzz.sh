# shellcheck shell=sh
# ./sealwright bench fuzz: Jazzer over every reader of evidence, collateral and policies.

bench_fuzz_help() {
  cat <<'TEXT'
usage: ./sealwright bench fuzz [--inputs N] [--guided N] [--seed N] [READER…]

Feeds each reader N mutated inputs (default 100000) and prints one JSON object a line; "max_memory" is the most
bytes that one input made its thread allocate. The first of them (--guided, default 100000) are guided by coverage; the
rest are mutants of every input that the guided ones kept, which is several times as fast. An input is a finding if it ends in anything but a value or the
module's own refusal, is authentic, allocates more than 64 MiB or computes for more than 5 s.

Exit status: 0 nothing found, 1 something found (standard error says where it is kept), 2 wrong usage.

Examples:
  ./sealwright bench fuzz
  ./sealwright bench fuzz --inputs 10000000 snp tdx
TEXT
}

bench_fuzz() {
  case ${1:-} in -h | --help)
    bench_fuzz_help
    return
    ;;
  esac
  need_build_tools
  test_programs
  (run_java softhsm-tests bench.FuzzMain "$@")
}
