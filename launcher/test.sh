# shellcheck shell=sh
# Every test of every module, and what came of them.

test_everything() {
  need_build_tools
  need softhsm2-util softhsm
  [ -z "${CI:-}" ] || need shellcheck shellcheck
  # The module that breaks on command is C; where no compiler is to be had, its tests are skipped and say so.
  has cc || install cc
  check_scripts
  forget_reports
  echo "sealwright: testing every module (a first build fetches its libraries)"
  built=0
  maven verify --fail-at-end -Dmaven.test.redirectTestOutputToFile=true "$@" || built=1
  [ "$built" -eq 0 ] || echo "sealwright: the build failed; its errors stand above" >&2
  [ "$built" -ne 0 ] || [ $# -gt 0 ] || terraform_tests
  tested=0
  summarise_reports || tested=1
  [ "$built" -eq 0 ] && [ "$tested" -eq 0 ]
}

check_scripts() {
  if has shellcheck; then
    (cd "$root" && shellcheck -ax sealwright .ci/run deploy/monitor.sh)
  else
    echo "sealwright: shellcheck is not installed, so the scripts were not checked" >&2
  fi
}

reports() {
  find "$root" -path '*/target/surefire-reports/TEST-*.xml' -type f "$@"
}

# Else a module that did not get as far as its tests would show those of an earlier run.
forget_reports() {
  reports -exec rm -f {} +
}

# Says why each skipped test was skipped, then the count, alone on its line. Fails unless some test
# passed and none failed.
summarise_reports() {
  reports -exec cat {} + | awk -f "$root/launcher/surefire.awk"
}
