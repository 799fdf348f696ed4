# shellcheck shell=sh
# ./sealwright test --full: the tests, then programs that we did not write look at what the story left behind, at the
# running service and at our sources. Each must accept what is sound and refuse what was damaged on purpose: one that
# cannot tell is no witness.

test_full() {
  full_failed=0
  test_everything -Dsealwright.faults=all "$@" || full_failed=1
  full_story=$(mktemp -d)
  trap full_end EXIT
  trap 'exit 130' INT TERM HUP
  (demo --keep "$full_story") || full_failed=1
  full_collect
  foreign_all
  service_stop
  full_tofu
  full_tokens
  echo "test --full: $full_passed of others passed, $full_skipped skipped"
  [ "$full_failed" -eq 0 ]
}

full_end() {
  trap - EXIT INT TERM HUP
  service_stop
  [ -z "${full_witness_pid:-}" ] || kill "$full_witness_pid" 2>/dev/null || true
  rm -rf "$full_story"
}

# What the checkers read: sound, and damaged.
full_collect() {
  full_sound=$full_story/sound
  full_damaged=$full_story/damaged
  full_home=$full_story/service
  mkdir -p "$full_sound/certificates" "$full_sound/proofs"
  service_ports "$(free_ports)"
  open_home "$full_home"
  SW_PKCS11=$(pkcs11_module)
  full_witness_init
  service_start
  full_ca=$full_home/ceremony/root.crt
  full_url=https://localhost:$SW_PEOPLE_PORT
  cp -R "$full_story/mirror" "$full_sound/mirror"
  sed -n 's/.*"log_key": "\([0-9a-f]*\)".*/\1/p' "$full_home/ceremony/transcript.json" >"$full_sound/log.key"
  sed -n 's/.*"origin": "\([^"]*\)".*/\1/p' "$full_home/ceremony/transcript.json" >"$full_sound/origin"
  full_curl /audit/signing-key | sed 's/.*"vkey":"\([^"]*\)".*/\1/' >"$full_sound/log.vkey"
  full_witness_serve
  for full_index in 0 1 2 3 4 5; do
    full_curl "/audit/proof?index=$full_index" >"$full_sound/proofs/$full_index"
  done
  full_certificates
  full_jwts
  cp "$root/control-plane/openapi.yml" "$full_sound/openapi.yml"
  [ ! -d "$root/control-plane/target/tla" ] || cp -R "$root/control-plane/target/tla" "$full_sound/traces"
  mkdir "$full_sound/sources"
  (cd "$root" && git ls-files -co --exclude-standard | while read -r full_file; do
    [ ! -e "$full_file" ] || echo "$full_file"
  done | tar -cf - -T -) | tar -xf - -C "$full_sound/sources"
  full_damage
}

# A witness that we did not write, which the service shows its checkpoints to.
full_witness_init() {
  full_witness=$full_story/witness
  mkdir "$full_witness"
  aics_witness_ready >/dev/null 2>&1 || return 0
  full_witness_url=127.0.0.1:$((SW_PEOPLE_PORT + 3))
  "$checker" init -c "$full_witness/witness.json" --name witness.example/aics --listen "$full_witness_url" \
    >"$full_witness/vkey" 2>"$full_witness/log" || return 0
  echo "witness aics $(cat "$full_witness/vkey") http://$full_witness_url" >"$full_witness/list"
  SEALWRIGHT_WITNESSES=$full_witness/list
  export SEALWRIGHT_WITNESSES
}

# It knows the log's key only now.
full_witness_serve() {
  [ -e "$full_witness/list" ] || return 0
  "$checker" add-log -c "$full_witness/witness.json" --origin "$(cat "$full_sound/origin")" \
    --vkey "$(cat "$full_sound/log.vkey")" >>"$full_witness/log" 2>&1 || return 0
  "$checker" serve -c "$full_witness/witness.json" >>"$full_witness/log" 2>&1 &
  full_witness_pid=$!
}

full_curl() {
  curl -fsS --max-time 20 --cacert "$full_ca" "$full_url$1"
}

# The host's, the server's, their authorities' and the root's, one a file.
full_certificates() {
  awk -v folder="$full_sound/certificates" '/BEGIN/ { n++ } { print > (folder "/host-" n ".pem") }' \
    "$full_story/hosts/web-1/certificate.pem"
  echo | openssl s_client -connect "localhost:$SW_HOSTS_PORT" -showcerts 2>/dev/null |
    sed -n '/BEGIN CERT/,/END CERT/p' |
    awk -v folder="$full_sound/certificates" '/BEGIN/ { n++ } { print > (folder "/server-" n ".pem") }'
}

# A capability token in its JSON form, of each algorithm, and what a relying party has to know.
full_jwts() {
  mkdir "$full_sound/jwts"
  full_operator login --address "$full_url" --root-fingerprint "$(cat "$full_home/ceremony/root.fingerprint")" \
    --api-key-file "$full_home/admin.key"
  full_operator tokens keygen "$full_story/agent.pem" >/dev/null
  full_token=$(full_operator tokens issue --holder "$full_story/agent.pem" --subject agent:7 \
    --audience https://tools.example --tool search --ttl-seconds 86400 --json |
    sed -n 's/.*"id" *: *"\([0-9a-f-]\{36\}\)".*/\1/p' | head -n 1)
  for full_algorithm in EdDSA ES256; do
    full_operator tokens jwt "$full_token" --algorithm "$full_algorithm" >"$full_sound/jwts/$full_algorithm.jwt"
  done
  full_curl /.well-known/jwks.json >"$full_sound/jwts/jwks.json"
  cp "$full_sound/origin" "$full_sound/jwts/issuer"
}

full_operator() {
  SEALWRIGHT_CONFIG=$full_story/relying SEALWRIGHT_ORG=acme operator_cli "$@"
}

# The same with something wrong in each.
full_damage() {
  cp -R "$full_sound" "$full_damaged"
  for full_tile in "$full_damaged"/mirror/tile/entries/*.p/* "$full_damaged"/proofs/3; do
    full_flip "$full_tile"
  done
  # Signatures with another first octet.
  for full_jwt in "$full_damaged"/jwts/*.jwt; do
    awk -F . '{ print $1 "." $2 "." (substr($3, 1, 1) == "A" ? "B" : "A") substr($3, 2) }' "$full_jwt" \
      >"$full_jwt.damaged"
    mv "$full_jwt.damaged" "$full_jwt"
  done
  # A serial number below zero and a signature of nobody.
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$full_damaged/key" \
    -subj /CN=wrong -days 1 -set_serial -5 -out "$full_damaged/certificates/host-1.pem" 2>/dev/null
  # Answers of another type than they have, and two operations of one name.
  awk '/^    Whoami:/ { here = 1 }
    here && /^        user:/ { getline; sub(/string/, "integer"); print "        user:"; here = 0 }
    { sub(/operationId: whoami/, "operationId: health"); print }' \
    "$full_sound/openapi.yml" >"$full_damaged/openapi.yml"
  printf 'if true\nthen echo   badly\nfi\n' >"$full_damaged/sources/launcher/say.sh"
  for full_model in "$full_damaged"/sources/docs/tla/*.cfg; do
    sed 's/Rule = "never"/Rule = "adopt"/' "$full_model" >"$full_model.damaged"
    mv "$full_model.damaged" "$full_model"
  done
  for full_trace in "$full_damaged"/traces/*/TraceData.tla; do
    [ -e "$full_trace" ] || continue
    grep -v 'what |-> "persist"' "$full_trace" >"$full_trace.damaged"
    mv "$full_trace.damaged" "$full_trace"
  done
  printf 'token = "ghp_%s"\n' "$(random_secret | tr -d '_-' | cut -c 1-36)" >"$full_damaged/sources/leak.txt"
}

# Changes the 40th octet of a file.
full_flip() {
  { head -c 39 "$1" && printf '~' && tail -c +41 "$1"; } >"$1.flipped"
  mv "$1.flipped" "$1"
}

foreign_all() {
  full_passed=0
  full_skipped=0
  foreign "golang.org/x/mod and transparency-dev, log and proofs" golog
  foreign "tessera fsck, the log" tessera
  foreign "aics-tlog, the log" aics
  foreign "aics-witness, checkpoints that it is shown" aics_witness
  foreign "PyJWT, a token that EdDSA signed" pyjwt_eddsa
  foreign "PyJWT, a token that ES256 signed" pyjwt_es256
  foreign "TLC, the model of the log" tlc
  foreign "TLC, what the log really did" tlc_trace
  foreign "openssl, the certificates' chains" openssl
  foreign "zlint, the certificates" zlint
  foreign "pkilint, the certificates" pkilint
  foreign "spectral, openapi.yml" spectral
  foreign "oasdiff, openapi.yml against the last one" oasdiff
  foreign "oapi-codegen, the Terraform provider's client" oapi_codegen
  foreign "schemathesis, the service against openapi.yml" schemathesis
  foreign "shfmt, the scripts" shfmt
  foreign "gitleaks, the sources" gitleaks
}

# The provider's acceptance tests once more, on the other program that drives it.
full_tofu() {
  full_log=$full_story/tofu.log
  full_report=$full_story/TEST-tofu.xml
  if ! tofu_ready >"$full_log" 2>&1; then
    full_skipped=$((full_skipped + 1))
    echo "skipped: OpenTofu, the Terraform provider: $(tail -n 1 "$full_log")"
  elif terraform_acceptance "$tofu" "$full_report" && awk -f "$root/launcher/surefire.awk" "$full_report"; then
    full_passed=$((full_passed + 1))
    echo "passed: OpenTofu, the Terraform provider"
  else
    full_failed=1
    echo "FAILED: OpenTofu, the Terraform provider"
  fi
}

# foreign WHAT CHECKER: one line. CHECKER_ready says in its last line why it cannot run; CHECKER_check reads a folder.
foreign() {
  full_log=$full_story/$2.log
  if ! "$2_ready" >"$full_log" 2>&1; then
    full_skipped=$((full_skipped + 1))
    echo "skipped: $1: $(tail -n 1 "$full_log")"
  elif ! (cd "$full_sound" && "$2_check" "$full_sound") >"$full_log" 2>&1; then
    full_failed=1
    echo "FAILED: $1"
    tail -n 40 "$full_log"
  elif (cd "$full_damaged" && "$2_check" "$full_damaged") >"$full_log" 2>&1; then
    full_failed=1
    echo "FAILED: $1: it does not notice what was damaged"
    tail -n 40 "$full_log"
  else
    full_passed=$((full_passed + 1))
    echo "passed: $1"
  fi
}
