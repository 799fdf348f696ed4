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

# class_path MODULE
class_path() {
  echo "$root/$1/target/$1-0.1.0-SNAPSHOT.jar:$root/$1/target/lib/*"
}

operator_cli() {
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto \
    -cp "$(class_path operator-cli)" dev.sealwright.operator.OperatorMain "$@"
}

host_cli() {
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto \
    -cp "$(class_path host-cli)" dev.sealwright.host.HostMain "$@"
}
