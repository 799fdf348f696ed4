// Package acceptance drives the provider through terraform or tofu against a running service, as its users do.
package acceptance

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/service"
)

const header = `
terraform {
  required_providers {
    sealwright = { source = "sealwright.dev/sealwright/sealwright" }
  }
}
`

// installed is the folder with the provider's program and the configuration that makes terraform take it from there.
var installed string

func TestMain(m *testing.M) {
	if os.Getenv("TF_ACC") == "" {
		os.Exit(m.Run())
	}
	folder, err := os.MkdirTemp("", "sealwright-provider-")
	if err == nil {
		installed = folder
		err = install(folder)
	}
	code := 1
	if err == nil {
		code = m.Run()
	} else {
		fmt.Fprintln(os.Stderr, err)
	}
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

func install(folder string) error {
	build := exec.Command("go", "build", "-o", filepath.Join(folder, "terraform-provider-sealwright"), "..")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("the provider does not build: %w", err)
	}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n",
		"sealwright.dev/sealwright/sealwright", folder)
	return os.WriteFile(filepath.Join(folder, "terraform.rc"), []byte(config), 0o600)
}

// workspace is a folder with a configuration and its state.
type workspace struct {
	t      *testing.T
	folder string
	env    []string
}

func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests need TF_ACC and a running service; ./sealwright test sets both")
	}
	env := append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(installed, "terraform.rc"), "TF_INPUT=0",
		"TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	return &workspace{t: t, folder: t.TempDir(), env: env}
}

func program() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	return "terraform"
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.folder, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// configure replaces the configuration.
func (w *workspace) configure(blocks ...string) {
	w.t.Helper()
	w.write("main.tf", header+strings.Join(blocks, "\n"))
}

// try runs terraform; its error holds what terraform said.
func (w *workspace) try(arguments ...string) (string, error) {
	w.t.Helper()
	command := exec.CommandContext(w.t.Context(), program(), arguments...)
	command.Dir, command.Env = w.folder, w.env
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("%s %s: %w\n%s%s", filepath.Base(program()), strings.Join(arguments, " "), err,
			out.String(), errs.String())
	}
	return out.String(), nil
}

func (w *workspace) must(arguments ...string) string {
	w.t.Helper()
	out, err := w.try(arguments...)
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *workspace) apply() {
	w.t.Helper()
	w.must("apply", "-auto-approve", "-no-color")
}

// refuse applies, and returns what terraform said when it failed.
func (w *workspace) refuse(arguments ...string) string {
	w.t.Helper()
	_, err := w.try(append(arguments, "-no-color")...)
	if err == nil {
		w.t.Fatalf("%v went through", arguments)
	}
	return unwrapped(err.Error())
}

// unwrapped undoes how terraform breaks lines and frames errors.
func unwrapped(text string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(text)), " ")
}

// changes are the actions of a plan by address, those that do something only.
func (w *workspace) changes() map[string]string {
	w.t.Helper()
	w.must("plan", "-out=plan", "-no-color")
	var plan struct {
		ResourceChanges []struct {
			Address string
			Change  struct{ Actions []string }
		} `json:"resource_changes"`
	}
	w.decode(w.must("show", "-json", "plan"), &plan)
	changes := map[string]string{}
	for _, each := range plan.ResourceChanges {
		if actions := strings.Join(each.Change.Actions, ","); actions != "no-op" && actions != "read" {
			changes[each.Address] = actions
		}
	}
	return changes
}

func (w *workspace) expectChanges(when string, want map[string]string) {
	w.t.Helper()
	if got := w.changes(); fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Fatalf("%s the plan is %v, not %v", when, got, want)
	}
}

// expectNothing demands that a plan is empty.
func (w *workspace) expectNothing(when string) {
	w.t.Helper()
	out, err := w.try("plan", "-detailed-exitcode", "-no-color")
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 {
		w.t.Fatalf("%s the plan is not empty:\n%s", when, out)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// attributes are those of a managed resource in the state.
func (w *workspace) attributes(address string) map[string]any {
	w.t.Helper()
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Address string
					Values  map[string]any
				}
			} `json:"root_module"`
		}
	}
	w.decode(w.must("show", "-json"), &state)
	for _, each := range state.Values.RootModule.Resources {
		if each.Address == address {
			return each.Values
		}
	}
	w.t.Fatalf("no %s in the state", address)
	return nil
}

func (w *workspace) decode(text string, into any) {
	w.t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		w.t.Fatalf("not the JSON expected: %v\n%s", err, text)
	}
}

// operator is a client beside terraform: the hand that makes drift.
func operator(t *testing.T) *api.Client {
	t.Helper()
	client, err := service.New(service.Settings{MaxRetries: service.DefaultRetries}, "test").Client()
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// done demands that a call of the operator went well.
func done[R any](t *testing.T) func(R, error) R {
	return func(answer R, err error) R {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
}

// fresh is a name that no earlier run used.
func fresh(prefix string) string {
	return prefix + "-" + strings.ToLower(rand.Text()[:8])
}

var background = context.Background()

func mustEnv(t *testing.T, variable string) string {
	t.Helper()
	value := os.Getenv(variable)
	if value == "" {
		t.Fatalf("%s is not set", variable)
	}
	return value
}
