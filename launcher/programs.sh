# shellcheck shell=sh
# The programs of the build, brought up to date when their sources are newer, and run on JDK 25.

# Everything that running the service here needs.
prepare() {
  need softhsm2-util softhsm
  need curl curl
  need xz xz
  SW_PKCS11=$(pkcs11_module)
  up_to_date
}

pkcs11_module() {
  for module in "${SEALWRIGHT_PKCS11:-}" \
    /usr/lib/softhsm/libsofthsm2.so /usr/lib/*/softhsm/libsofthsm2.so /usr/lib64/softhsm/libsofthsm2.so \
    /usr/lib64/pkcs11/libsofthsm2.so /usr/local/lib/softhsm/libsofthsm2.so \
    /opt/homebrew/lib/softhsm/libsofthsm2.so /usr/local/opt/softhsm/lib/softhsm/libsofthsm2.so; do
    if [ -n "$module" ] && [ -f "$module" ]; then
      echo "$module"
      return
    fi
  done
  die "$MISSING_SOMETHING" "SoftHSM2's library is not in any usual place; set SEALWRIGHT_PKCS11 to libsofthsm2.so"
}

up_to_date() {
  need_build_tools
  built_stamp=$root/target/programs.built
  [ -z "$(newer_sources)" ] && return
  say "building (a first build fetches its libraries)"
  maven package -Dquick -Dmaven.test.skip=true -pl control-plane,host-cli,operator-cli -am
  mkdir -p "$root/target"
  touch "$built_stamp"
}

newer_sources() {
  [ -f "$built_stamp" ] || { echo none && return; }
  find "$root" -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) -newer "$built_stamp" -type f -print |
    head -n 1
}

# The programs among the tests: benchmarks, soak, fuzzing.
test_programs() {
  maven package -Dquick -DskipTests -pl softhsm-tests -am
}

# class_path MODULE
class_path() {
  case $1 in
    softhsm-tests) echo "$root/$1/target/test-classes:$root/$1/target/lib/*" ;;
    *) echo "$root/$1/target/$1-0.1.0-SNAPSHOT.jar:$root/$1/target/lib/*" ;;
  esac
}

# run_java MODULE MAIN ARGUMENTS…: becomes one of our programs. It does not return, so that the number of a process in
# the background is the program's own; who wants to go on puts it into a subshell. SW_UNDER is a command to run it under.
# It uses the program's cache if there is one; with SW_LEARNS set, it leaves a new one as it ends.
run_java() {
  java_module=$1
  java_main=$2
  shift 2
  hsm_environment "$java_main"
  aot_cache "$java_module"
  [ -z "${SW_LEARNS:-}" ] || aot_begin "$java_module"
  # shellcheck disable=SC2046,SC2086 # lists of options, and a command with its own
  exec ${SW_UNDER:-} "$JAVA_HOME/bin/java" -XX:+UseSerialGC $(java_options "$java_main") \
    ${aot_use:+"-XX:AOTCache=$aot_use"} ${SW_LEARNS:+"-XX:AOTCacheOutput=$aot_make.new"} -Xlog:aot=off \
    -cp "$(class_path "$java_module")" "dev.sealwright.$java_main" "$@"
}

# What calls an HSM's library gets an allocator that keeps more of what a thread gave back: the libraries allocate dozens of
# times a call. Only the GNU C library looks.
hsm_environment() { # MAIN
  case $1 in
    keyservice.KeyServiceMain | bench.* | faults.SoakMain | faults.HsmSoakMain)
      GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.tcache_count=1000}
      export GLIBC_TUNABLES
      ;;
  esac
}

# java_options MAIN: what runs briefly compiles little; only what speaks to an HSM may call native code.
java_options() {
  case $1 in
    controlplane.Main) echo -Xms128m -Xmx512m --enable-native-access=ALL-UNNAMED ;;
    keyservice.KeyServiceMain) echo -Xms64m -Xmx384m -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED ;;
    faults.SoakMain | faults.HsmSoakMain) echo -Xmx512m --enable-native-access=ALL-UNNAMED ;;
    bench.*) echo --enable-native-access=ALL-UNNAMED ;;
    keyservice.ceremony.CeremonyMain) echo -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED ;;
    *) echo -XX:TieredStopAtLevel=1 ;;
  esac
}

operator_cli() (
  run_java operator-cli operator.OperatorMain "$@"
)

host_cli() (
  run_java host-cli host.HostMain "$@"
)
