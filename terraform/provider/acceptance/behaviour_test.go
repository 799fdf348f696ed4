package acceptance

import (
	"net/http"
	"strings"
	"testing"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
)

const specBlock = `
resource "sealwright_sandbox_spec" "web" {
  org    = sealwright_org.acme.name
  name   = "web"
  policy = sealwright_policy.support.name
}
`

const bootstrapBlock = `
ephemeral "sealwright_bootstrap_seed" "web" {}

resource "sealwright_bootstrap" "web" {
  org             = sealwright_org.acme.name
  sandbox_spec    = sealwright_sandbox_spec.web.name
  seed_wo         = ephemeral.sealwright_bootstrap_seed.web.seed
  seed_wo_version = {version}
}
`

func TestABootstrapIsMintedOnceAndRemembered(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	configure := func(version string) {
		blocks := orgBlock + policyBlock + specBlock + bootstrapBlock
		w.configure(strings.NewReplacer("{org}", org, "{version}", version).Replace(blocks))
	}
	configure("1")
	w.apply()
	w.expectNothing("after it was minted")
	minted := w.attributes("sealwright_bootstrap.web")
	id, _ := minted["id"].(string)
	if minted["state"] != "issued" || minted["ttl_seconds"] != 900.0 || minted["seed_wo"] != nil ||
		!strings.HasSuffix(minted["install_url_prefix"].(string), "/install/"+id) {
		t.Fatalf("minted %v", minted)
	}
	known, _, err := service.Read[api.Bootstrap](client.GetBootstrap(background, org, id))
	if err != nil || known.SandboxSpec != "web" {
		t.Fatalf("the service knows %v, %v", known, err)
	}

	w.must("state", "rm", "sealwright_bootstrap.web")
	w.must("import", "-no-color", "sealwright_bootstrap.web", org+"/"+id)
	w.expectNothing("after it was imported")

	configure("2")
	w.expectChanges("for another version of the seed", map[string]string{"sealwright_bootstrap.web": "delete,create"})
	w.apply()
	if again := w.attributes("sealwright_bootstrap.web")["id"]; again == id {
		t.Fatal("another version of the seed minted the same bootstrap")
	}
	out := w.must("destroy", "-auto-approve", "-no-color")
	if !strings.Contains(unwrapped(out), "is forgotten here only") {
		t.Fatalf("destroy does not say that the URL still works:\n%s", out)
	}
}

func TestAPlanIsCheckedByTheServiceAndWritesNothing(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	w.configure(strings.ReplaceAll(orgBlock, "{org}", org), `
resource "sealwright_policy" "support" {
  org         = "`+org+`"
  name        = "support"
  ttl_seconds = 1
}
resource "sealwright_sandbox_spec" "web" {
  org     = "`+org+`"
  name    = "web"
  policy  = "support"
  runtime = "`+strings.Repeat("r", 201)+`"
}`)
	said := w.refuse("plan")
	for _, want := range []string{
		"The service would refuse sealwright_policy " + org + "/support", "ttl_seconds = 1", "rule invalid-request",
		"The service would refuse sealwright_sandbox_spec " + org + "/web", "runtime =",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("the plan does not say %q:\n%s", want, said)
		}
	}
	if _, _, err := service.ReadBytes(client.GetOrg(background, org)); !problem.Is(err, http.StatusNotFound) {
		t.Errorf("a plan wrote something: %v", err)
	}
}

func TestWhatIsThereAlreadyIsAdoptedIfItIsTheSameAndElseNamed(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	send := done[api.OrgAnswer](t)
	answer, _, err := service.Read[api.OrgAnswer](client.PutOrg(background, org, nil, api.Org{DisplayName: text("Acme")}))
	send(answer, err)
	user, _, err := service.Read[api.UserAnswer](client.PutUser(background, org, "ada", nil, api.User{DisplayName: text("Somebody else")}))
	done[api.UserAnswer](t)(user, err)

	w.configure(strings.ReplaceAll(orgBlock+userBlock, "{org}", org))
	said := w.refuse("apply", "-auto-approve")
	if !strings.Contains(said, "Cannot create sealwright_user "+org+"/ada") || !strings.Contains(said, "terraform import sealwright_user.… "+org+"/ada") {
		t.Fatalf("the error does not say what to do:\n%s", said)
	}
	if version := w.attributes("sealwright_org.acme")["version"]; version != 1.0 {
		t.Fatalf("adopting wrote version %v", version)
	}
}

func TestTwoAppliesAtOnceConflictCleanly(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	blocks := strings.ReplaceAll(orgBlock+userBlock, "{org}", org)
	w.configure(blocks)
	w.apply()
	w.configure(strings.ReplaceAll(blocks, `name = "ada"`, "name = \"ada\"\n  email = \"ours@example.com\""))
	w.must("plan", "-out=plan")
	other, _, err := service.Read[api.UserAnswer](client.PutUser(background, org, "ada", nil, api.User{Email: text("theirs@example.com")}))
	done[api.UserAnswer](t)(other, err)

	said := w.refuse("apply", "plan")
	if !strings.Contains(said, "Cannot update sealwright_user "+org+"/ada") || !strings.Contains(said, "rule precondition-failed") {
		t.Fatalf("the conflict is not told:\n%s", said)
	}
	now, _, err := service.Read[api.UserAnswer](client.GetUser(background, org, "ada"))
	if err != nil || *now.Email != "theirs@example.com" {
		t.Fatalf("the other change was overwritten: %v, %v", now, err)
	}
	w.apply()
	w.expectNothing("after planning again")
}

func TestWhatOthersNeedIsNotRemovedAndTheErrorNamesThem(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	w.configure(strings.ReplaceAll(orgBlock+policyBlock, "{org}", org))
	w.apply()
	spec, _, err := service.Read[api.SandboxSpecAnswer](client.PutSandboxSpec(background, org, "by-hand", nil, api.SandboxSpec{Policy: "support"}))
	done[api.SandboxSpecAnswer](t)(spec, err)

	said := w.refuse("destroy", "-auto-approve")
	if !strings.Contains(said, "Cannot delete sealwright_policy "+org+"/support") || !strings.Contains(said, "by-hand") {
		t.Fatalf("the error does not name what needs it:\n%s", said)
	}
}

func TestTheProviderMayBeConfiguredByWhatTheSamePlanMakes(t *testing.T) {
	t.Parallel()
	w, org := newWorkspace(t), fresh("org")
	w.configure(strings.ReplaceAll(orgBlock, "{org}", org), `
resource "terraform_data" "address" {
  input = "`+mustEnv(t, service.AddressVariable)+`"
}
provider "sealwright" {
  address = terraform_data.address.output
}`)
	w.apply()
	w.expectNothing("with an address that is known by now")
}

func TestWhoLoggedInWithTheCommandLineNeedsToSetNothing(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	w.env = append(w.env, "SEALWRIGHT_CONFIG="+mustEnv(t, "SEALWRIGHT_LOGIN"))
	for _, variable := range []string{service.AddressVariable, service.RootFingerprintVariable, service.APIKeyFileVariable} {
		w.env = append(w.env, variable+"=")
	}
	w.configure(`data "sealwright_anchors" "now" {}`)
	w.apply()
}
