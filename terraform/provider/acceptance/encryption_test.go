package acceptance

import (
	"strings"
	"testing"
	"time"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/service"
)

func TestTheEncryptionKeyIsRotatedAndItsSecretsFollow(t *testing.T) {
	t.Parallel()
	w, org, client := newWorkspace(t), fresh("org"), operator(t)
	w.configure(strings.ReplaceAll(orgBlock, "{org}", org), `
data "sealwright_encryption_key" "ours" {
  org = sealwright_org.acme.name
}

output "key" { value = data.sealwright_encryption_key.ours }
`)
	shown := func() map[string]any {
		t.Helper()
		w.apply()
		return w.outputs()["key"].(map[string]any)
	}
	if none := shown(); none["latest_version"] != 0.0 || none["created_at"] != nil || none["state"] != "done" {
		t.Fatalf("before the first secret: %v", none)
	}
	_, _, err := service.ReadBytes(client.PutSecret(background, org, "db", nil, api.Secret{}))
	done[any](t)(nil, err)
	_, _, err = service.ReadBytes(client.AddSecretVersion(background, org, "db", nil, api.SecretValue{Value: "Y29ycmVjdCBob3JzZQ"}))
	done[any](t)(nil, err)
	if first := shown(); first["latest_version"] != 1.0 || first["total"] != 1.0 {
		t.Fatalf("after the first secret: %v", first)
	}

	p := newInProcess(t)
	if progress := p.invoke("sealwright_rotate_encryption_key", map[string]string{"org": org}); progress != "Version 2 of the encryption key of "+org+" seals" {
		t.Fatalf("the action says %q", progress)
	}
	for deadline := time.Now().Add(time.Minute); ; {
		key, _, err := service.Read[api.EncryptionKey](client.GetEncryptionKey(background, org))
		done[any](t)(nil, err)
		if key.Reencryption.State == "done" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the secrets do not follow: %v", key.Reencryption)
		}
	}
	if last := shown(); last["latest_version"] != 2.0 || last["done"] != 1.0 || last["damaged"] != 0.0 {
		t.Fatalf("after the rotation: %v", last)
	}
}
