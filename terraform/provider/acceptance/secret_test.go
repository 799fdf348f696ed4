package acceptance

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/service"
)

func TestSecret(t *testing.T) {
	walk(t, lifecycle{
		kind: "sealwright_secret", needs: orgBlock, importAs: "{org}/{name}",
		first:      inOrg(""),
		second:     inOrg("description = \"Password of the database\""),
		shownFirst: map[string]any{"description": "", "version": 1.0}, shownSecond: map[string]any{"description": "Password of the database"},
		drift: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.PutSecret(background, org, name, nil, api.Secret{Description: text("By hand")})
		},
		remove: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.DeleteSecret(background, org, name, nil)
		},
		get: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.GetSecret(background, org, name)
		},
	})
}

const secretBlocks = `
variable "value" {
  type      = string
  ephemeral = true
}

resource "sealwright_secret" "db" {
  org  = "{org}"
  name = "db"
}

resource "sealwright_secret_version" "db" {
  org              = "{org}"
  secret           = sealwright_secret.db.name
  value_wo         = var.value
  value_wo_version = {version}
}

ephemeral "sealwright_unseal" "db" {
  org     = "{org}"
  secret  = sealwright_secret.db.name
  version = sealwright_secret_version.db.version
}

resource "sealwright_secret" "copy" {
  org  = "{org}"
  name = "copy"
}

resource "sealwright_secret_version" "copy" {
  org              = "{org}"
  secret           = sealwright_secret.copy.name
  value_wo         = ephemeral.sealwright_unseal.db.value
  value_wo_version = sealwright_secret_version.db.version
}
`

func TestAValueIsSealedOpenedAndNeverKept(t *testing.T) {
	t.Parallel()
	w, org, value := newWorkspace(t), fresh("org"), "correct horse "+rand.Text()
	file, member := memberOf(t, org)
	w.env = append(w.env, service.APIKeyFileVariable+"="+file, "TF_VAR_value="+value)
	configure := func(version string) {
		w.configure(strings.NewReplacer("{org}", org, "{version}", version).Replace(secretBlocks))
	}
	opened := func(secret string) string {
		t.Helper()
		answer, _, err := service.Read[api.UnsealedSecret](member.UnsealSecret(background, org, secret, "latest"))
		if err != nil {
			t.Fatal(err)
		}
		bytes, err := base64.RawURLEncoding.DecodeString(answer.Value)
		done[any](t)(nil, err)
		return string(bytes)
	}

	configure("1")
	w.apply()
	w.expectNothing("after a value was sealed")
	if sealed := w.attributes("sealwright_secret_version.db"); sealed["version"] != 1.0 || sealed["value_wo"] != nil {
		t.Fatalf("sealed %v", sealed)
	}
	if opened("db") != value || opened("copy") != value {
		t.Fatal("what was sealed is not what is opened")
	}
	state, err := os.ReadFile(filepath.Join(w.folder, "terraform.tfstate"))
	if err != nil || strings.Contains(string(state), value) {
		t.Fatalf("the state holds the value, or cannot be read: %v", err)
	}

	w.must("state", "rm", "sealwright_secret_version.db")
	w.must("import", "-no-color", "sealwright_secret_version.db", org+"/db/1")
	w.expectNothing("after the version was imported")

	configure("2")
	w.apply()
	if again := w.attributes("sealwright_secret_version.db")["version"]; again != 2.0 {
		t.Fatalf("another value is version %v", again)
	}
	_, _, err = service.ReadBytes(member.DestroySecretVersion(background, org, "copy", "2"))
	done[any](t)(nil, err)
	w.expectChanges("after a version was destroyed by hand", map[string]string{"sealwright_secret_version.copy": "create"})
	w.must("destroy", "-auto-approve", "-no-color")
}

// memberOf makes an organisation with a member who may open its secrets, and returns his key's file and client: the
// platform's own key opens nothing.
func memberOf(t *testing.T, org string) (string, *api.Client) {
	t.Helper()
	client, key := operator(t), "sw_"+random()
	hash := sha256.Sum256([]byte(key))
	all := []string{"*"}
	for _, made := range []func() (*http.Response, error){
		func() (*http.Response, error) { return client.PutOrg(background, org, nil, api.Org{}) },
		func() (*http.Response, error) { return client.PutUser(background, org, "ada", nil, api.User{}) },
		func() (*http.Response, error) {
			return client.PutRoleBinding(background, org, "ada", nil, api.RoleBinding{User: "ada", Role: api.ADMIN, MayUnseal: &all, MaySign: &all})
		},
		func() (*http.Response, error) {
			return client.PutAPIKey(background, org, "ada", nil, api.APIKey{User: "ada", SecretSha256: base64.RawURLEncoding.EncodeToString(hash[:])})
		},
	} {
		_, _, err := service.ReadBytes(made())
		done[any](t)(nil, err)
	}
	file := filepath.Join(t.TempDir(), "ada.key")
	done[any](t)(nil, os.WriteFile(file, []byte(key), 0o600))
	member, err := service.New(service.Settings{APIKeyFile: file, MaxRetries: service.DefaultRetries}, "test").Client()
	done[any](t)(nil, err)
	return file, member
}
