package acceptance

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
	"sealwright.dev/terraform/provider/internal/service"
)

// authority holds an authority key, as a security team does beside terraform.
type authority struct {
	t      *testing.T
	client *api.Client
	org    string
	key    ed25519.PrivateKey
	spki   []byte
}

func newAuthority(t *testing.T, org string) *authority {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{t, operator(t), org, key, spki}
}

func (a *authority) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: a.spki}))
}

func framed(parts ...[]byte) []byte {
	var all []byte
	for _, part := range parts {
		all = binary.BigEndian.AppendUint32(all, uint32(len(part)))
		all = append(all, part...)
	}
	return all
}

var named = regexp.MustCompile(`approvals/([0-9a-f-]{36})`)

// sign approves what an error of terraform names.
func (a *authority) sign(said string) {
	a.t.Helper()
	if err := a.attempt(said); err != nil {
		a.t.Fatal(err)
	}
}

// attempt signs, and returns what the service says to that.
func (a *authority) attempt(said string) error {
	a.t.Helper()
	found := named.FindStringSubmatch(said)
	if found == nil {
		a.t.Fatalf("no approval is named in %s", said)
	}
	id := uuid.MustParse(found[1])
	shown, _, err := service.Read[api.Approval](a.client.GetApproval(background, a.org, id))
	if err != nil {
		a.t.Fatal(err)
	}
	decoded := func(text string) []byte {
		bytes, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			a.t.Fatal(err)
		}
		return bytes
	}
	subject := sha256.Sum256(framed([]byte("sealwright/approval-subject/v1"), []byte(shown.Origin), decoded(shown.OrgTag),
		[]byte(shown.Type), decoded(shown.Body)))
	expires := time.Now().Add(10 * time.Minute).Truncate(time.Second).UTC()
	message := framed([]byte("sealwright/approval/v1"), subject[:],
		binary.BigEndian.AppendUint64(nil, uint64(expires.Unix())))
	digest := sha256.Sum256(a.spki)
	_, _, err = service.ReadBytes(a.client.SignApproval(background, a.org, id, nil, api.ApprovalSignature{
		KeyID:     base64.RawURLEncoding.EncodeToString(digest[:]),
		ExpiresAt: expires,
		Signature: base64.RawURLEncoding.EncodeToString(ed25519.Sign(a.key, message)),
	}))
	return err
}

func TestAuthorityKey(t *testing.T) {
	t.Parallel()
	w, org := newWorkspace(t), fresh("org")
	first, second := newAuthority(t, org), newAuthority(t, org)
	example, err := os.ReadFile("../examples/resources/sealwright_authority_key/resource.tf")
	if err != nil {
		t.Fatal(err)
	}
	w.write("security.pub", first.pem())
	w.write("second.pub", second.pem())
	acme := strings.ReplaceAll(orgBlock, "{org}", org)
	w.configure(acme, string(example))
	w.apply()
	w.expectNothing("after the first key was registered")
	digest := sha256.Sum256(first.spki)
	if id := w.attributes("sealwright_authority_key.security")["key_id"]; id != base64.RawURLEncoding.EncodeToString(digest[:]) {
		t.Fatalf("the key is shown as %v", id)
	}

	more := `
resource "sealwright_authority_key" "second" {
  org            = sealwright_org.acme.name
  name           = "second"
  public_key_pem = file("second.pub")
}
`
	w.configure(acme, string(example), more)
	said := w.refuse("apply", "-auto-approve")
	if !strings.Contains(said, "HTTP 423, rule awaiting-approval") {
		t.Fatalf("the second key is refused with %s", said)
	}
	first.sign(strings.ReplaceAll(said, " ", ""))
	w.apply()
	w.expectNothing("after the second key was approved")

	if _, _, err := service.ReadBytes(first.client.DeleteAuthorityKey(background, org, "second", nil)); !problem.Is(err, http.StatusLocked) {
		t.Fatalf("removed by hand without a signature: %v", err)
	} else {
		first.sign(err.Error())
	}
	w.expectChanges("after it was removed by hand", map[string]string{"sealwright_authority_key.second": "create"})
	first.sign(strings.ReplaceAll(w.refuse("apply", "-auto-approve"), " ", ""))
	w.apply()

	w.must("state", "rm", "sealwright_authority_key.second")
	w.must("import", "-no-color", "sealwright_authority_key.second", org+"/second")
	w.expectNothing("after it was imported")

	w.write("second.pub", newAuthority(t, org).pem())
	w.expectChanges("after its key was changed", map[string]string{"sealwright_authority_key.second": "delete,create"})
	w.write("second.pub", second.pem())

	// Whichever of the two is removed first, the other is there to approve its own removal.
	for range 2 {
		said := strings.ReplaceAll(w.refuse("destroy", "-auto-approve"), " ", "")
		if err := first.attempt(said); err != nil {
			second.sign(said)
		}
	}
	w.must("destroy", "-auto-approve", "-no-color")
}

func TestABootstrapAndAPolicyUnderAnAuthorityKey(t *testing.T) {
	t.Parallel()
	w, org, seed := newWorkspace(t), fresh("org"), random()
	w.env = append(w.env, "TF_VAR_seed="+seed)
	security := newAuthority(t, org)
	w.write("security.pub", security.pem())
	example, err := os.ReadFile(filepath.Join("..", "examples", "resources", "sealwright_authority_key", "resource.tf"))
	if err != nil {
		t.Fatal(err)
	}
	w.configure(strings.ReplaceAll(orgBlock+policyBlock+specBlock, "{org}", org), string(example))
	w.apply()

	seeded := strings.NewReplacer("{version}", "1", `ephemeral "sealwright_bootstrap_seed" "web" {}`,
		"variable \"seed\" {\n  type = string\n  ephemeral = true\n}", "ephemeral.sealwright_bootstrap_seed.web.seed", "var.seed").Replace(bootstrapBlock)
	changed := strings.ReplaceAll(policyBlock, `"api.example.com"`, `"other.example.com"`)
	w.configure(strings.ReplaceAll(orgBlock+changed+specBlock+seeded, "{org}", org), string(example))
	said := w.refuse("apply", "-auto-approve")
	if !strings.Contains(said, "Cannot create sealwright_bootstrap") || !strings.Contains(said, "rule awaiting-approval") {
		t.Fatalf("the bootstrap is refused with %s", said)
	}
	if !strings.Contains(w.must("plan", "-no-color"), "Hosts wait for a signature") {
		t.Fatal("nothing says that hosts wait for the policy")
	}
	security.sign(strings.ReplaceAll(said[strings.Index(said, "Cannot create sealwright_bootstrap"):], " ", ""))
	w.apply()
	w.expectNothing("after the bootstrap was approved")
}
