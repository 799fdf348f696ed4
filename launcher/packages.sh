# shellcheck shell=sh
# Programs from the system's package manager: installed where that needs no password, else named.

MISSING_SOMETHING=3

# need PROGRAM WHAT: returns only when PROGRAM can be run; WHAT is a row of packages_for.
need() {
  has "$1" || install "$2"
  has "$1" || ask_for "$1" "$2"
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# packages_for WHAT MANAGER
packages_for() {
  case $1:$2 in
    maven:*) echo maven ;;
    curl:*) echo curl ;;
    cc:apt-get) echo gcc libc6-dev ;;
    cc:*) echo gcc ;;
    openssl:apt-get) echo libssl-dev ;;
    openssl:*) echo openssl-devel ;;
    pgbench:apt-get) echo postgresql ;;
    pgbench:*) echo postgresql-contrib ;;
    xz:apt-get) echo xz-utils ;;
    xz:*) echo xz ;;
    shellcheck:dnf) echo ShellCheck ;;
    shellcheck:*) echo shellcheck ;;
    softhsm:apt-get) echo softhsm2 opensc ;;
    softhsm:*) echo softhsm opensc ;;
    kryoptic:apt-get) echo libclang-dev libsqlite3-dev pkg-config ;;
    kryoptic:*) echo clang-devel sqlite-devel pkgconf ;;
    tpm2:apt-get) echo libtpm2-pkcs11-1 libtss2-tcti-tabrmd0 libtss2-tcti-swtpm0 tpm2-abrmd swtpm dbus ;;
    tpm2:*) echo tpm2-pkcs11 tpm2-abrmd swtpm dbus-daemon ;;
    jdk:apt-get) echo openjdk-25-jdk-headless ;;
    jdk:dnf) echo java-25-openjdk-devel ;;
    jdk:brew) echo openjdk@25 ;;
  esac
}

# Does what it may; whether the program is there now, the caller looks.
install() {
  may_install || return 0
  if has apt-get; then
    install_with apt_get "$(packages_for "$1" apt-get)"
  elif has dnf; then
    install_with dnf_install "$(packages_for "$1" dnf)"
  fi
}

# Homebrew is left to its owner: it asks no password, but the machine is somebody's own.
may_install() {
  [ "${SEALWRIGHT_INSTALL:-yes}" != no ] || return 1
  [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

install_with() {
  echo "sealwright: installing $2" >&2
  # shellcheck disable=SC2086 # a list of package names
  "$1" $2 >&2 || echo "sealwright: $2 could not be installed" >&2
}

# A fresh image has no package lists, an old one stale ones: the second try follows an update.
apt_get() {
  apt_get_install "$@" 2>/dev/null && return
  as_root apt-get -qq update
  apt_get_install "$@"
}

apt_get_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
    install -y --no-install-recommends "$@" >/dev/null
}

dnf_install() {
  as_root dnf -q install -y --setopt=install_weak_deps=False "$@"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

# ask_for PROGRAM WHAT: says what to type, and ends.
ask_for() {
  echo "sealwright: '$1' is missing. Type:" >&2
  if has apt-get; then
    echo "  sudo apt-get install -y --no-install-recommends $(packages_for "$2" apt-get)" >&2
  elif has dnf; then
    echo "  sudo dnf install $(packages_for "$2" dnf)" >&2
  elif has brew; then
    echo "  brew install $(packages_for "$2" brew)" >&2
  else
    echo "  (your package manager's install command) $(packages_for "$2" other)" >&2
  fi
  exit "$MISSING_SOMETHING"
}
