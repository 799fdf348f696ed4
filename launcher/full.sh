# shellcheck shell=sh
# ./sealwright test --full: the tests, then programs that we did not write read what the story left behind.

test_full() {
  full_failed=0
  test_everything -Dsealwright.faults=all "$@" || full_failed=1
  full_story=$(mktemp -d)
  trap 'rm -rf "$full_story"' EXIT
  trap 'exit 130' INT TERM HUP
  (demo --keep "$full_story") || full_failed=1
  full_home=$full_story/service
  foreign "golang.org/x/mod, the log" go foreign_xmod
  foreign "openssl, the host's certificate" openssl foreign_openssl
  foreign "oapi-codegen, the Terraform provider's client" go terraform_client_made_again
  return "$full_failed"
}

# foreign WHAT PROGRAM CHECK: one line a checker; one whose toolchain is absent is skipped, and says so.
foreign() {
  if ! has "$2"; then
    echo "skipped: $1: $2 is not installed"
  elif "$3" >"$full_story/foreign.log" 2>&1; then
    echo "passed: $1"
  else
    echo "FAILED: $1"
    cat "$full_story/foreign.log"
    full_failed=1
  fi
}

# The module is fetched on first use and kept where Go keeps modules, outside the tree.
foreign_xmod() {
  full_key=$(sed -n 's/.*"log_key": "\([0-9a-f]*\)".*/\1/p' "$full_home/ceremony/transcript.json")
  full_origin=$(sed -n 's/.*"origin": "\([^"]*\)".*/\1/p' "$full_home/ceremony/transcript.json")
  (cd "$root/softhsm-tests/src/foreign/xmod" && go build -o "$full_story/xmod" .) &&
    "$full_story/xmod" "$full_story/mirror" "$full_origin" "$full_key"
}

foreign_openssl() {
  full_chain=$full_story/hosts/web-1/certificate.pem
  openssl verify -x509_strict -purpose sslclient -CAfile "$full_home/ceremony/root.crt" \
    -untrusted "$full_chain" "$full_chain"
}
