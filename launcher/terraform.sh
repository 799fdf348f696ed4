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
  elif ! terraform_acceptance "$tf_program"; then
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

# terraform_acceptance PROGRAM: one service for all tests, in a data folder of its own, on free ports.
terraform_acceptance() (
  tf_scratch=$(mktemp -d) || exit
  trap 'service_stop; rm -rf "$tf_scratch"' EXIT
  trap 'exit 130' INT TERM HUP
  prepare
  service_ports "$(free_ports)"
  open_home "$tf_scratch/service"
  terraform_service
  echo "sealwright: testing the Terraform provider with $(basename "$1")"
  (
    cd "$root/terraform/provider" || exit
    terraform_env TF_ACC=1 TF_ACC_TERRAFORM_PATH="$1" SEALWRIGHT_CONFIG="$tf_scratch/nobody" \
      go test -json -count=1 -timeout 15m ./...
  ) >"$tf_scratch/events" 2>"$tf_scratch/errors" || cat "$tf_scratch/errors" >&2
  awk -f "$root/launcher/gotest.awk" "$tf_scratch/events" >"$tf_reports/TEST-terraform.xml"
)

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
