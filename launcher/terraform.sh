# shellcheck shell=sh
# The Terraform provider: its acceptance tests against the real service, and the quickstart.

# Counts in the summary like every other test. What is missing is a reason to skip, never to install.
terraform_tests() {
  tf_reports=$root/terraform/provider/target/surefire-reports
  mkdir -p "$tf_reports"
  rm -f "$tf_reports"/TEST-*.xml
  if ! tf_program=$(terraform_program); then
    terraform_skipped "neither terraform nor tofu is installed"
  elif ! has go; then
    terraform_skipped "Go is not installed"
  elif ! terraform_acceptance "$tf_program" "$tf_reports/TEST-terraform.xml"; then
    terraform_outcome '<failure/>'
  fi
}

terraform_program() {
  command -v terraform || command -v tofu
}

terraform_skipped() { # REASON
  terraform_outcome "<skipped message=\"$1\"/>"
}

terraform_outcome() { # ELEMENT: what became of all tests together
  printf '<testsuite name="terraform">\n<testcase classname="terraform" name="provider">%s</testcase>\n</testsuite>\n' \
    "$1" >"$tf_reports/TEST-terraform.xml"
}

# terraform_acceptance PROGRAM REPORT: one service for all tests, in a data folder of its own, on free ports.
terraform_acceptance() (
  tf_scratch=$(mktemp -d) || exit
  trap 'service_stop; rm -rf "$tf_scratch"' EXIT
  trap 'exit 130' INT TERM HUP
  prepare
  service_ports "$(free_ports)"
  open_home "$tf_scratch/service"
  terraform_service >"$tf_scratch/service.log" || { cat "$tf_scratch/service.log" >&2 && exit 1; }
  demo_scratch=$tf_scratch demo_login >"$tf_scratch/login.log" || exit
  echo "sealwright: testing the Terraform provider with $(basename "$1")"
  (
    cd "$root/terraform/provider" || exit
    case $1 in */tofu) export TF_ACC_PROVIDER_HOST=registry.opentofu.org TF_ACC_PROVIDER_NAMESPACE=hashicorp ;; esac
    terraform_env TF_ACC=1 TF_ACC_TERRAFORM_PATH="$1" SEALWRIGHT_CONFIG="$tf_scratch/nobody" \
      SEALWRIGHT_LOGIN="$tf_scratch/operator" \
      go test -json -count=1 -timeout 15m ./...
  ) >"$tf_scratch/events" 2>"$tf_scratch/errors" || cat "$tf_scratch/errors" >&2
  awk -f "$root/launcher/gotest.awk" "$tf_scratch/events" >"$2"
)

# OpenTofu, which is distributed nowhere that a Go installation reaches but as its module. Building it takes minutes, once.
# Sets tofu, or says why not.
tofu_ready() {
  has go || without go || return 1
  tofu_version=$(cd "$root/terraform/provider/tools/tofu" && go list -m -f '{{.Version}}' github.com/opentofu/opentofu) || {
    echo "its module could not be fetched"
    return 1
  }
  tofu=$(checkers_home)/tofu-$tofu_version/tofu
  [ -x "$tofu" ] || (
    cd "$root/terraform/provider/tools/tofu" && CGO_ENABLED=0 go build -trimpath \
      -ldflags "-s -w -X github.com/opentofu/opentofu/version.dev=no" -o "$tofu" github.com/opentofu/opentofu/cmd/tofu
  ) || {
    echo "OpenTofu $tofu_version could not be built"
    return 1
  }
}

terraform_service() {
  ceremony "localhost:$SW_HOSTS_PORT"
  service_start
}

# terraform_env VARIABLE=… COMMAND…: with what the provider takes from the environment.
terraform_env() {
  env SEALWRIGHT_ADDRESS="https://localhost:$SW_PEOPLE_PORT" \
    SEALWRIGHT_ROOT_FINGERPRINT="$(cat "$SW_HOME/ceremony/root.fingerprint")" \
    SEALWRIGHT_API_KEY_FILE="$SW_HOME/admin.key" CHECKPOINT_DISABLE=1 "$@"
}

# The first of three ports in a row that nothing listens on, below those that systems give to outgoing connections.
free_ports() {
  free_base=$((20000 + $$ % 12000))
  until port_free "$free_base" && port_free $((free_base + 1)) && port_free $((free_base + 2)); do
    free_base=$((free_base < 32000 ? free_base + 3 : 20000))
  done
  echo "$free_base"
}

port_free() { # curl's 7: could not connect
  port_status=0
  curl -s --max-time 2 -o /dev/null "http://127.0.0.1:$1/" || port_status=$?
  [ "$port_status" -eq 7 ]
}

demo_terraform_help() {
  cat <<'TEXT'
usage: ./sealwright demo terraform [--port-base PORT] [--keep FOLDER]

A service of its own, the provider built, and terraform/examples/quickstart applied on it with terraform or tofu, whichever
is installed; then a second plan, which is empty.

  --port-base PORT  three ports from here (default 18443)
  --keep FOLDER     keep everything in FOLDER, for a look at it afterwards

Exit codes: 0 the second plan is empty · 1 it is not · 2 usage · 3 something must be installed ·
            4 the service would not start
TEXT
}

demo_terraform() {
  case ${1:-} in -h | --help)
    demo_terraform_help
    return
    ;;
  esac
  demo_options "$@"
  tf_program=$(terraform_program) || die "$MISSING_SOMETHING" "neither terraform nor tofu is installed"
  has go || die "$MISSING_SOMETHING" "Go is not installed; it builds the provider"
  demo_begin
  tf_folder=$demo_scratch/terraform
  tf_secret=$(random_secret)
  echo "Sealwright, declared with $(basename "$tf_program"): terraform/examples/quickstart."
  echo
  step "key ceremony: service token, root token, anchors" ceremony "localhost:$SW_HOSTS_PORT"
  step "service on PostgreSQL, its log begun by the anchors" service_start
  step "operator logs in, pinned to the root" demo_login
  step "provider built, and put where init finds it" terraform_install
  step "init" quickstart init -no-color
  step "apply: org, admin, policy, spec, key, secret, bootstraps" quickstart apply -auto-approve -no-color
  step "nothing secret in the state" terraform_no_secret
  step "no report yet, and the check says so" terraform_report_missed
  step "compliance report made" terraform_report
  echo
  echo "A second plan:"
  echo
  if ! quickstart plan -no-color -detailed-exitcode >"$tf_folder/plan.txt"; then
    cat "$tf_folder/plan.txt"
    return 1
  fi
  sed -n '/^No changes/,$p' "$tf_folder/plan.txt"
  ! grep -A 8 '^.*Warning:' "$tf_folder/plan.txt"
}

# A check that did not hold is a warning, not an error.
terraform_report_missed() {
  quickstart plan -no-color >"$tf_folder/missed.txt" && grep -q 'no report of the last 30 days' "$tf_folder/missed.txt"
}

terraform_report() {
  demo_operator report create --out "$tf_folder/report.cbor"
}

# A mirror in the file system, as a team without a registry keeps one, and nothing else to install from.
terraform_install() {
  tf_mirror=$tf_folder/mirror/sealwright.dev/sealwright/sealwright/0.1.0/$(go env GOOS)_$(go env GOARCH)
  mkdir -p "$tf_mirror" "$tf_folder/work"
  (cd "$root/terraform/provider" && go build -o "$tf_mirror/terraform-provider-sealwright_v0.1.0" .) || return
  printf 'provider_installation {\n  filesystem_mirror {\n    path = "%s"\n  }\n}\n' "$tf_folder/mirror" >"$tf_folder/terraform.rc"
  cp -R "$root/terraform/examples" "$root/terraform/modules" "$tf_folder/work"
}

quickstart() {
  (
    cd "$tf_folder/work/examples/quickstart" || exit
    # What login kept is all that the provider is told.
    SEALWRIGHT_CONFIG=$demo_scratch/operator CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=$tf_folder/terraform.rc \
      TF_INPUT=0 TF_IN_AUTOMATION=1 TF_VAR_database_password=$tf_secret "$tf_program" "$@"
  )
}

terraform_no_secret() {
  ! grep -E -e "$tf_secret"'|sw_[A-Za-z0-9_-]{43}|/install/[A-Za-z0-9_-]{22}#' "$tf_folder/work/examples/quickstart/terraform.tfstate"
}
