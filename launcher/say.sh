# shellcheck shell=sh
# What the launcher says, and how it ends.

say() {
  printf 'sealwright: %s\n' "$*" >&2
}

# die STATUS TEXT…
die() {
  die_status=$1
  shift
  say "$@"
  exit "$die_status"
}

# 43 characters of base64url: 32 random bytes.
random_secret() {
  head -c 32 /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_'
}

sha256_hex() {
  if has sha256sum; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}
