package acceptance

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net/http"
	"strings"
	"testing"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/service"
)

const clientKeyBlock = `
resource "sealwright_key" "it" {
  org       = sealwright_org.acme.name
  name      = "release"
  algorithm = "ES256"
  {own}
}
`

func TestKey(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	fill := strings.NewReplacer("{org}", org)
	configure := func(own string) {
		w.configure(fill.Replace(strings.ReplaceAll(orgBlock+clientKeyBlock, "{own}", own)))
	}
	key := func() api.ClientKeyAnswer {
		t.Helper()
		answer, _, err := service.Read[api.ClientKeyAnswer](client.GetClientKey(background, org, "release"))
		done[any](t)(nil, err)
		return answer
	}
	byHand := func(response *http.Response, err error) {
		t.Helper()
		_, _, err = service.ReadBytes(response, err)
		done[any](t)(nil, err)
	}
	const address = "sealwright_key.it"

	configure("")
	w.apply()
	w.expectShown(address, map[string]any{
		"description": "", "enabled": true, "destroy_after_seconds": 604800.0, "deletion_protection": true, "state": "active",
		"latest_version": 1.0, "expires_at": nil, "warning": nil,
	}, fill)
	w.expectNothing("after it was created")

	configure("description = \"Signs\"\n enabled = false\n expires_at = \"2099-01-01T01:00:00+01:00\"\n destroy_after_seconds = 86400")
	w.expectChanges("after its configuration changed", map[string]string{address: "update"})
	w.apply()
	w.expectShown(address, map[string]any{"enabled": false, "state": "disabled", "expires_at": "2099-01-01T01:00:00+01:00", "version": 2.0}, fill)
	w.expectNothing("after it was changed")

	configure("destroy_after_seconds = 86400")
	w.apply()
	off := false
	byHand(client.PutClientKey(background, org, "release", nil, api.ClientKey{Algorithm: "ES256", Enabled: &off}))
	w.expectChanges("after it was disabled by hand", map[string]string{address: "update"})
	w.apply()
	if state := key().State; state != "active" {
		t.Fatalf("after it was repaired it is %s", state)
	}

	p := newInProcess(t)
	if progress := p.invoke("sealwright_rotate_key", map[string]string{"org": org, "name": "release"}); progress != "Version 2 of key release signs" {
		t.Fatalf("the action says %q", progress)
	}
	w.expectNothing("after it was rotated")

	w.must("state", "rm", address)
	w.must("import", "-no-color", address, org+"/release")
	w.expectNothing("after it was imported")

	if said := w.refuse("destroy", "-auto-approve"); !strings.Contains(said, "deletion_protection = false") {
		t.Fatalf("a protected key is refused with %s", said)
	}
	if state := key().State; state != "active" {
		t.Fatalf("a protected key is %s", state)
	}

	byHand(client.DeleteClientKey(background, org, "release", nil))
	w.expectChanges("after its destruction was scheduled by hand", map[string]string{address: "create"})
	if said := w.refuse("apply", "-auto-approve"); !strings.Contains(said, "Restore it first") {
		t.Fatalf("a key that is to be destroyed is refused with %s", said)
	}
	byHand(client.RestoreClientKey(background, org, "release", nil))
	w.apply()
	w.expectNothing("after it was restored and adopted")

	configure("destroy_after_seconds = 86400\n deletion_protection = false")
	w.apply()
	w.must("destroy", "-auto-approve", "-no-color")
}

func TestWhatAKeySignsVerifiesUnderWhatTerraformShows(t *testing.T) {
	t.Parallel()
	w, org := newWorkspace(t), fresh("org")
	file, member := memberOf(t, org)
	w.env = append(w.env, service.APIKeyFileVariable+"="+file)
	w.configure(strings.NewReplacer("sealwright_org.acme.name", `"`+org+`"`, "{own}", "deletion_protection = false").Replace(clientKeyBlock))
	w.apply()

	digest := sha256.Sum256([]byte("release 1.0"))
	text := base64.RawURLEncoding.EncodeToString(digest[:])
	signed, _, err := service.Read[api.Signature](member.SignWithClientKey(background, org, "release", nil, api.SignatureRequest{MessageSha256: &text}))
	done[any](t)(nil, err)
	raw, err := base64.RawURLEncoding.DecodeString(signed.Signature)
	done[any](t)(nil, err)
	block, _ := pem.Decode([]byte(w.attributes("sealwright_key.it")["public_key_pem"].(string)))
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	done[any](t)(nil, err)
	r, s := new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])
	if !ecdsa.Verify(public.(*ecdsa.PublicKey), digest[:], r, s) {
		t.Fatal("the signature does not verify under the public key in the state")
	}
	w.must("destroy", "-auto-approve", "-no-color")
}
