package acceptance

import (
	"archive/zip"
	"crypto/rand"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// canaryBlocks take secrets that this test knows; the resources of bootstrapBlock and keyBlock make their own.
const canaryBlocks = `
variable "seed" {
  type      = string
  ephemeral = true
}

variable "secret" {
  type      = string
  ephemeral = true
}

resource "sealwright_bootstrap" "canary" {
  org             = sealwright_org.acme.name
  sandbox_spec    = sealwright_sandbox_spec.web.name
  seed_wo         = var.seed
  seed_wo_version = 1
}

variable "value" {
  type      = string
  ephemeral = true
}

resource "sealwright_secret" "canary" {
  org  = sealwright_org.acme.name
  name = "canary"
}

resource "sealwright_secret_version" "canary" {
  org              = sealwright_org.acme.name
  secret           = sealwright_secret.canary.name
  value_wo         = var.value
  value_wo_version = 1
}

resource "sealwright_api_key" "canary" {
  org               = sealwright_org.acme.name
  name              = "canary"
  user              = sealwright_user.ada.name
  secret_wo         = var.secret
  secret_wo_version = 1
}
`

const keyBlock = `
ephemeral "sealwright_api_key_secret" "ci" {}

resource "sealwright_api_key" "ci" {
  org               = sealwright_org.acme.name
  name              = "ci"
  user              = sealwright_user.ada.name
  secret_wo         = ephemeral.sealwright_api_key_secret.ci.secret
  secret_wo_version = 1
}
`

func TestNothingSecretIsInStatePlanOrTrace(t *testing.T) {
	t.Parallel()
	w, org := newWorkspace(t), fresh("org")
	seed, secret, value := random(), "sw_"+random(), random()
	w.env = append(w.env, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.folder, "trace.log"),
		"TF_VAR_seed="+seed, "TF_VAR_secret="+secret, "TF_VAR_value="+value)
	blocks := orgBlock + userBlock + policyBlock + specBlock + bootstrapBlock + keyBlock + canaryBlocks
	w.configure(strings.NewReplacer("{org}", org, "{version}", "1").Replace(blocks))
	w.must("plan", "-out=plan")
	texts := map[string]string{"show of the plan": w.must("show", "-json", "plan")}
	texts["output of apply"] = w.must("apply", "plan")
	texts["show of the state"] = w.must("show", "-json")
	w.must("destroy", "-auto-approve")
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup", "trace.log"} {
		content, err := os.ReadFile(filepath.Join(w.folder, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(content)
	}
	unpack(t, filepath.Join(w.folder, "plan"), texts)

	own, err := os.ReadFile(mustEnv(t, "SEALWRIGHT_API_KEY_FILE"))
	if err != nil {
		t.Fatal(err)
	}
	secrets := map[string]*regexp.Regexp{
		"the provider's own API key": regexp.MustCompile(regexp.QuoteMeta(strings.TrimSpace(string(own)))),
		"the seed":                   regexp.MustCompile(regexp.QuoteMeta(seed)),
		"the value of a secret":      regexp.MustCompile(regexp.QuoteMeta(value)),
		"an API key":                 regexp.MustCompile(`sw_[A-Za-z0-9_-]{43}`),
		"an install URL with secret": regexp.MustCompile(`/install/[A-Za-z0-9_-]{22}#`),
	}
	if !strings.Contains(texts["trace.log"], "sealwright request") {
		t.Error("the trace holds none of the provider's own lines")
	}
	for where, text := range texts {
		for what, pattern := range secrets {
			if pattern.MatchString(text) {
				t.Errorf("%s holds %s", where, what)
			}
		}
	}
}

func random() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:])
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// unpack adds the members of a plan file, which is a zip archive.
func unpack(t *testing.T, plan string, texts map[string]string) {
	t.Helper()
	archive, err := zip.OpenReader(plan)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	for _, member := range archive.File {
		reader, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		texts[member.Name+" of the plan"] = string(content)
	}
	if len(texts["tfplan of the plan"]) == 0 {
		t.Fatal("the plan file holds no plan")
	}
}
