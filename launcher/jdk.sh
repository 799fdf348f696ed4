# shellcheck shell=sh
# Finds JDK 25, wherever people keep theirs, and exports JAVA_HOME.

need_jdk() {
  found=$(find_jdk) || { install jdk && found=$(find_jdk); } || ask_for_jdk
  JAVA_HOME=$found
  export JAVA_HOME
}

# Prints the home of the first JDK 25, or fails.
find_jdk() {
  for home in \
    "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* \
    /opt/* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/25* \
    "${HOME:-}"/.jdks/* \
    "${ASDF_DATA_DIR:-${HOME:-}/.asdf}"/installs/java/*25* \
    "${MISE_DATA_DIR:-${HOME:-}/.local/share/mise}"/installs/java/*25* \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    print_jdk_25 "$home" && return
  done
  print_jdk_25 "$(home_on_macos)" || print_jdk_25 "$(home_on_path)"
}

print_jdk_25() {
  is_jdk_25 "$1" && echo "$1"
}

# The file that each JDK has beside its programs tells at once what asking a program takes a start of it to say.
is_jdk_25() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  if [ -f "$1/release" ]; then
    grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
  else
    "$1/bin/java" -version 2>&1 </dev/null | grep -q ' version "25[".+-]'
  fi
}

home_on_macos() {
  [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v 25 2>/dev/null || true
}

home_on_path() {
  has java || return 0
  java -XshowSettings:properties -version 2>&1 </dev/null | sed -n 's/^ *java\.home = //p'
}

ask_for_jdk() {
  cat >&2 <<'TEXT'
sealwright: no JDK 25 here, and this system's packages have none that may be installed. Type one of:
  sudo apt-get install -y openjdk-25-jdk-headless   (Debian 13 backports or newer, Ubuntu 25.10 or newer)
  sudo dnf install java-25-openjdk-devel            (Fedora)
  brew install openjdk@25                           (Homebrew)
  mise install java@temurin-25                      (mise)
  asdf install java latest:temurin-25               (asdf)
With a JDK 25 unpacked anywhere else:
  JAVA_HOME=/path/to/jdk-25 ./sealwright test
TEXT
  exit "$MISSING_SOMETHING"
}
