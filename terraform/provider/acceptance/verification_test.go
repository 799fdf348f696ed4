package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sealwright.dev/terraform/provider/internal/service"
)

// outputs are those of the last apply.
func (w *workspace) outputs() map[string]any {
	w.t.Helper()
	var outputs map[string]struct{ Value any }
	w.decode(w.must("output", "-json"), &outputs)
	values := map[string]any{}
	for name, output := range outputs {
		values[name] = output.Value
	}
	return values
}

func TestWhatTheLogSaysIsVerifiedUnderTheRoot(t *testing.T) {
	t.Parallel()
	w, org := newWorkspace(t), fresh("org")
	everything := strings.NewReplacer("{org}", org, "{version}", "1").Replace(orgBlock + policyBlock + specBlock + bootstrapBlock)
	const data = `
data "sealwright_anchors" "now" {}

data "sealwright_checkpoint" "now" {
  earlier = terraform_data.seen.output
  depends_on = [sealwright_bootstrap.web]
}

resource "terraform_data" "seen" {
  input = {earlier}
}

locals {
  proven = provider::sealwright::verify_receipt(
    data.sealwright_anchors.now.root_fingerprint, data.sealwright_anchors.now.document,
    sealwright_bootstrap.web.leaf, sealwright_bootstrap.web.receipt)
}

output "origin" { value = data.sealwright_anchors.now.origin }
output "pin" { value = data.sealwright_anchors.now.root_fingerprint }
output "type" { value = local.proven.type }
output "org" { value = local.proven.org == sealwright_org.acme.tag }
output "index" { value = local.proven.index == sealwright_bootstrap.web.receipt_index }
output "size" { value = data.sealwright_checkpoint.now.size }
output "note" { value = data.sealwright_checkpoint.now.note }
output "id" { value = provider::sealwright::spiffe_id(data.sealwright_anchors.now.trust_domain, sealwright_org.acme.tag, "01a217a6-27b2-7000-b123-9225d8ea7929") }
`
	configure := func(earlier string) { w.configure(everything, strings.ReplaceAll(data, "{earlier}", earlier)) }
	configure("null")
	w.apply()
	first := w.outputs()
	if first["pin"] != mustEnv(t, service.RootFingerprintVariable) || first["type"] != "bootstrap" || first["org"] != true ||
		first["index"] != true || !strings.HasPrefix(first["id"].(string), "spiffe://") {
		t.Fatalf("shown %v", first)
	}

	note, _ := first["note"].(string)
	configure(fmt.Sprintf("%q", note))
	w.must("apply", "-auto-approve", "-no-color")
	second := w.outputs()
	if second["size"].(float64) < first["size"].(float64) || second["origin"] != first["origin"] {
		t.Fatalf("after %v the log says %v", first["size"], second["size"])
	}

	lines := strings.SplitN(note, "\n", 3)
	configure(fmt.Sprintf("%q", lines[0]+"\n999999999\n"+lines[2]))
	if said := w.refuse("apply", "-auto-approve"); !strings.Contains(said, "Cannot read the checkpoint") {
		t.Fatalf("a checkpoint that nobody signed is taken:\n%s", said)
	}
}

func TestTheFingerprintOfTheRootIsThatOfItsCertificate(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	root := filepath.Join(filepath.Dir(mustEnv(t, service.APIKeyFileVariable)), "ceremony", "root.crt")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the root's certificate is not beside the API key")
	}
	w.configure(fmt.Sprintf("output \"pin\" { value = provider::sealwright::root_fingerprint(file(%q)) }", root))
	w.apply()
	if pin := w.outputs()["pin"]; pin != mustEnv(t, service.RootFingerprintVariable) {
		t.Fatalf("%v", pin)
	}
}
