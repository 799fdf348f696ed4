package acceptance

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
)

// lifecycle is what every declarative resource goes through.
type lifecycle struct {
	kind string
	// needs are the blocks it refers to; first and second the same resource "it" before and after a change.
	needs, first, second string
	// shown are attributes after each of them.
	shownFirst, shownSecond map[string]any
	// drift changes it by hand, remove removes it.
	drift, remove func(client *api.Client, org, name string) (*http.Response, error)
	get           func(client *api.Client, org, name string) (*http.Response, error)
	// importAs is the import ID, with {org} and {name}.
	importAs string
}

const orgBlock = `
resource "sealwright_org" "acme" {
  name         = "{org}"
  display_name = "Acme"
}
`

const userBlock = `
resource "sealwright_user" "ada" {
  org  = sealwright_org.acme.name
  name = "ada"
}
`

const policyBlock = `
resource "sealwright_policy" "support" {
  org     = sealwright_org.acme.name
  name    = "support"
  network = { allowed_hosts = ["api.example.com"] }
}
`

func TestOrg(t *testing.T) {
	walk(t, lifecycle{
		kind:       "sealwright_org",
		first:      `name = "{org}"`,
		second:     "name = \"{org}\"\n display_name = \"Acme\"\n retention_days = 30",
		shownFirst: map[string]any{"name": "{org}", "display_name": "", "version": 1.0}, shownSecond: map[string]any{"display_name": "Acme", "retention_days": 30.0, "version": 2.0},
		drift: func(client *api.Client, org, _ string) (*http.Response, error) {
			return client.PutOrg(background, org, nil, api.Org{DisplayName: text("By hand")})
		},
		get:      func(client *api.Client, org, _ string) (*http.Response, error) { return client.GetOrg(background, org) },
		importAs: "{org}",
	})
}

func TestUser(t *testing.T) {
	walk(t, lifecycle{
		kind: "sealwright_user", needs: orgBlock, importAs: "{org}/{name}",
		first:      inOrg("display_name = \"Ada\""),
		second:     inOrg("display_name = \"Ada L.\"\n email = \"ada@example.com\""),
		shownFirst: map[string]any{"display_name": "Ada", "email": ""}, shownSecond: map[string]any{"email": "ada@example.com"},
		drift: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.PutUser(background, org, name, nil, api.User{DisplayName: text("By hand")})
		},
		remove: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.DeleteUser(background, org, name, nil)
		},
		get: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.GetUser(background, org, name)
		},
	})
}

func TestRoleBinding(t *testing.T) {
	walk(t, lifecycle{
		kind: "sealwright_role_binding", needs: orgBlock + userBlock, importAs: "{org}/{name}",
		first:       inOrg("user = sealwright_user.ada.name\n role = \"AUDITOR\""),
		second:      inOrg("user = sealwright_user.ada.name\n role = \"ADMIN\"\n may_unseal = [\"db-*\", \"api\"]\n may_sign = [\"release\"]"),
		shownFirst:  map[string]any{"user": "ada", "role": "AUDITOR", "may_unseal": []any{}, "may_sign": []any{}},
		shownSecond: map[string]any{"role": "ADMIN", "may_unseal": []any{"api", "db-*"}, "may_sign": []any{"release"}},
		drift: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.PutRoleBinding(background, org, name, nil, api.RoleBinding{User: "ada", Role: api.DEVELOPER})
		},
		remove: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.DeleteRoleBinding(background, org, name, nil)
		},
		get: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.GetRoleBinding(background, org, name)
		},
	})
}

func TestAPIKey(t *testing.T) {
	const secret = "\nephemeral \"sealwright_api_key_secret\" \"ci\" {}\n"
	const registered = "user = sealwright_user.ada.name\n secret_wo = ephemeral.sealwright_api_key_secret.ci.secret\n secret_wo_version = 1\n"
	walk(t, lifecycle{
		kind: "sealwright_api_key", needs: orgBlock + userBlock + secret, importAs: "{org}/{name}",
		first:      inOrg(registered),
		second:     inOrg(registered + "expires_at = \"2031-02-03T04:05:06Z\""),
		shownFirst: map[string]any{"user": "ada", "expires_at": nil, "secret_wo": nil}, shownSecond: map[string]any{"expires_at": "2031-02-03T04:05:06Z"},
		drift: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.PutAPIKey(background, org, name, nil, api.APIKey{User: "ada", SecretSha256: strings.Repeat("A", 43)})
		},
		remove: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.DeleteAPIKey(background, org, name, nil)
		},
		get: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.GetAPIKey(background, org, name)
		},
	})
}

func TestPolicy(t *testing.T) {
	walk(t, lifecycle{
		kind: "sealwright_policy", needs: orgBlock, importAs: "{org}/{name}",
		first: inOrg(`network = { allowed_hosts = ["b.example.com", "a.example.com"], methods = ["GET"] }`),
		second: inOrg(`
  network     = { allowed_hosts = ["a.example.com"] }
  filesystem  = { read_only = ["/usr"], writable = ["/tmp/agent"] }
  tools       = { allow = ["search"], block = ["shell"], require_approval = ["payment"] }
  budgets     = { tokens_per_day = 100000 }
  ttl_seconds = 3600`),
		shownFirst: map[string]any{"ttl_seconds": 86400.0, "version": 1.0, "filesystem": map[string]any{"read_only": []any{}, "writable": []any{}}},
		shownSecond: map[string]any{
			"network":     map[string]any{"allowed_hosts": []any{"a.example.com"}, "methods": []any{}},
			"budgets":     map[string]any{"tokens_per_day": 100000.0},
			"ttl_seconds": 3600.0, "version": 2.0,
		},
		drift: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.PutPolicy(background, org, name, nil, api.Policy{})
		},
		remove: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.DeletePolicy(background, org, name, nil)
		},
		get: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.GetPolicy(background, org, name)
		},
	})
}

func TestSandboxSpec(t *testing.T) {
	walk(t, lifecycle{
		kind: "sealwright_sandbox_spec", needs: orgBlock + policyBlock, importAs: "{org}/{name}",
		first:      inOrg(`policy = sealwright_policy.support.name`),
		second:     inOrg("policy = sealwright_policy.support.name\n description = \"Web\"\n parameters = { size = \"2\" }\n enabled_rings = [\"b\", \"a\"]"),
		shownFirst: map[string]any{"policy": "support", "description": "", "parameters": map[string]any{}},
		shownSecond: map[string]any{
			"description": "Web", "parameters": map[string]any{"size": "2"}, "enabled_rings": []any{"a", "b"},
		},
		drift: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.PutSandboxSpec(background, org, name, nil, api.SandboxSpec{Policy: "support", Runtime: text("by hand")})
		},
		remove: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.DeleteSandboxSpec(background, org, name, nil)
		},
		get: func(client *api.Client, org, name string) (*http.Response, error) {
			return client.GetSandboxSpec(background, org, name)
		},
	})
}

func inOrg(own string) string {
	return "org = sealwright_org.acme.name\n name = \"{name}\"\n " + own
}

func text(value string) *string { return &value }

// walk creates, reads, updates, repairs, makes again what was removed by hand, imports and destroys, with an empty
// plan after each.
func walk(t *testing.T, cycle lifecycle) {
	t.Parallel()
	w := newWorkspace(t)
	org, name := fresh("org"), fresh("it")
	fill := strings.NewReplacer("{org}", org, "{name}", name)
	address := cycle.kind + ".it"
	configure := func(own string) {
		w.configure(fill.Replace(cycle.needs + fmt.Sprintf("resource %q \"it\" {\n  %s\n}\n", cycle.kind, own)))
	}
	client := operator(t)
	byHand := func(call func(client *api.Client, org, name string) (*http.Response, error)) {
		t.Helper()
		if _, _, err := service.ReadBytes(call(client, org, name)); err != nil {
			t.Fatal(err)
		}
	}

	configure(cycle.first)
	w.apply()
	w.expectShown(address, cycle.shownFirst, fill)
	w.expectNothing("after it was created")

	configure(cycle.second)
	w.expectChanges("after its configuration changed", map[string]string{address: "update"})
	w.apply()
	w.expectShown(address, cycle.shownSecond, fill)

	byHand(cycle.drift)
	w.expectChanges("after it was changed by hand", map[string]string{address: "update"})
	w.apply()
	w.expectShown(address, cycle.shownSecond, fill, "version")
	w.expectNothing("after it was repaired")

	if cycle.remove != nil {
		byHand(cycle.remove)
		w.expectChanges("after it was removed by hand", map[string]string{address: "create"})
		w.apply()
	}

	w.must("state", "rm", address)
	w.must("import", "-no-color", address, fill.Replace(cycle.importAs))
	w.expectNothing("after it was imported")

	w.must("destroy", "-auto-approve", "-no-color")
	if _, _, err := service.ReadBytes(cycle.get(client, org, name)); !problem.Is(err, http.StatusNotFound) {
		t.Fatalf("after destroy it is still there: %v", err)
	}
}

func (w *workspace) expectShown(address string, want map[string]any, fill *strings.Replacer, but ...string) {
	w.t.Helper()
	shown := w.attributes(address)
	for attribute, value := range want {
		if text, ok := value.(string); ok {
			value = fill.Replace(text)
		}
		if len(but) > 0 && attribute == but[0] {
			continue
		}
		if fmt.Sprint(shown[attribute]) != fmt.Sprint(value) {
			w.t.Fatalf("%s shows %s = %v, not %v", address, attribute, shown[attribute], value)
		}
	}
}
