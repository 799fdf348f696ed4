# shellcheck shell=sh
# Ahead-of-time caches (JEP 514): what a program loads and links while it starts, remembered from a run before. They
# only save time, and a program without one starts as ever. JDK 25 looks at its own version, but was seen to run the
# classes of a jar that had been replaced since: whether a cache is of these jars is looked at here.

# aot_cache MODULE: leaves in aot_use the program's cache, empty if there is none of these jars, and in aot_make where it
# belongs.
aot_cache() {
  aot_make=$root/target/aot/$1.aot
  aot_use=
  if [ -f "$aot_make" ] && aot_fits "$1"; then aot_use=$aot_make; fi
}

# The jars are those that stood there when the run began that the cache is from.
aot_fits() {
  [ "$(aot_jars "$1" ls -ln)" = "$(cat "$aot_make.jars")" ] &&
    [ -z "$(aot_jars "$1" find -L -newer "$aot_make.jars")" ]
} 2>/dev/null

# aot_jars MODULE ls|find OPTIONS…: lists the files of the class path.
aot_jars() (
  aot_path=$(class_path "$1")
  aot_how=$2
  aot_option=$3
  shift 3
  IFS=:
  # shellcheck disable=SC2086 # split at colons, and its stars are for the shell
  case $aot_how in
    ls) ls "$aot_option" $aot_path ;;
    find) find "$aot_option" $aot_path "$@" ;;
  esac
)

# aot_begin MODULE: before a run that leaves a cache in "$aot_make.new".
aot_begin() {
  mkdir -p "$root/target/aot"
  rm -f "$aot_make" "$aot_make.new"
  aot_jars "$1" ls -ln >"$aot_make.jars"
}

# aot_keep: takes the cache that a program has left as it ended.
aot_keep() {
  [ ! -f "$aot_make.new" ] || mv "$aot_make.new" "$aot_make"
}

# aot_learn MODULE COMMAND…: runs the command for its cache's sake. It may fail: what it loaded until then counts.
aot_learn() (
  aot_cache "$1"
  [ -z "$aot_use" ] || return 0
  shift
  aot_home=$(mktemp -d)
  trap 'rm -rf "$aot_home"' EXIT
  SW_LEARNS=yes HOME=$aot_home "$@" >/dev/null 2>&1 </dev/null || true
  aot_keep
)

# An enrolment URL that is well made and worth nothing: its secret is zero bytes, and no service is there.
aot_nowhere() {
  printf 'https://localhost:9/install/-JsRjkwG02LugYabMkPekQ#'
  head -c 64 /dev/zero | base64 | tr -d '\n='
}

# The command lines learn on evidence of a TPM that there never was, and on a service that is not there.
aot_learn_clis() {
  aot_learn operator-cli operator_cli attest verify "$root/launcher/learn/quote.json" \
    --with "$root/launcher/learn/key.pem" --with "$root/launcher/learn/maker.pem" \
    --attestation-root "$root/launcher/learn/maker.pem" --policy none
  aot_learn host-cli host_cli init host --enroll-url "$(aot_nowhere)"
}
