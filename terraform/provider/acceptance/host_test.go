package acceptance

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/pin"
	"sealwright.dev/terraform/provider/internal/service"
)

const hostsData = `
data "sealwright_hosts" "web" {
  org          = sealwright_org.acme.name
  sandbox_spec = "web"
}

output "hosts" { value = data.sealwright_hosts.web.hosts }
`

func TestAHostEnrolsByWhatTerraformMintedAndAnActionRevokesIt(t *testing.T) {
	t.Parallel()
	w, org, seed := newWorkspace(t), fresh("org"), random()
	w.env = append(w.env, "TF_VAR_seed="+seed)
	seeded := strings.NewReplacer("{version}", "1", `ephemeral "sealwright_bootstrap_seed" "web" {}`,
		"variable \"seed\" {\n  type = string\n  ephemeral = true\n}", "ephemeral.sealwright_bootstrap_seed.web.seed", "var.seed").Replace(bootstrapBlock)
	w.configure(strings.ReplaceAll(orgBlock+policyBlock+specBlock+seeded, "{org}", org), hostsData)
	w.apply()
	if hosts := w.outputs()["hosts"].([]any); len(hosts) != 0 {
		t.Fatalf("hosts before any enrolled: %v", hosts)
	}
	minted := w.attributes("sealwright_bootstrap.web")
	sandbox := enrol(t, minted["install_url_prefix"].(string), minted["leaf"].(string), seed)

	w.must("apply", "-auto-approve", "-no-color")
	hosts := w.outputs()["hosts"].([]any)
	if len(hosts) != 1 || hosts[0].(map[string]any)["sandbox_id"] != sandbox {
		t.Fatalf("hosts after %s enrolled: %v", sandbox, hosts)
	}
	if state := w.attributes("sealwright_bootstrap.web")["state"]; state != "burned" {
		t.Fatalf("the bootstrap is %v", state)
	}
	w.expectNothing("after its bootstrap was redeemed")

	p := newInProcess(t)
	progress := p.invoke("sealwright_revoke_host", map[string]string{"org": org, "sandbox_id": sandbox, "reason": "decommissioned"})
	if !strings.Contains(progress, "is revoked") {
		t.Fatalf("the action says %q", progress)
	}
	w.must("apply", "-auto-approve", "-no-color")
	if state := w.outputs()["hosts"].([]any)[0].(map[string]any)["state"]; state != "revoked" {
		t.Fatalf("the host is %v", state)
	}
}

// enrol is a host: it redeems a bootstrap with a key of its own, and returns the sandbox id it was given.
func enrol(t *testing.T, installURL, leaf, seedText string) string {
	t.Helper()
	address, err := url.Parse(installURL)
	if err != nil {
		t.Fatal(err)
	}
	root, err := pin.Parse(mustEnv(t, service.RootFingerprintVariable))
	if err != nil {
		t.Fatal(err)
	}
	seed, err := base64.RawURLEncoding.DecodeString(seedText)
	if err != nil {
		t.Fatal(err)
	}
	hosts, err := api.NewClient("https://"+address.Host, api.WithHTTPClient(&http.Client{
		Transport: &http.Transport{TLSClientConfig: root.TLS(address.Hostname(), time.Now)},
	}))
	if err != nil {
		t.Fatal(err)
	}
	id := strings.TrimPrefix(address.Path, "/install/")
	challenge, _, err := service.Read[api.EnrolmentChallenge](hosts.ChallengeEnrolment(background, api.ChallengeRequest{ID: id}))
	if err != nil {
		t.Fatal(err)
	}
	if challenge.BootstrapLeaf != leaf {
		t.Fatal("the service offers another leaf than Terraform keeps")
	}
	csr, proof := request(t, challenge, id, ed25519.NewKeyFromSeed(seed))
	answer, _, err := service.Read[api.CertificateAnswer](hosts.Enrol(background, id, api.EnrolmentRequest{
		Nonce: challenge.Nonce, Csr: csr, Proof: proof,
	}))
	if err != nil {
		t.Fatal(err)
	}
	return answer.SandboxID.String()
}

func request(t *testing.T, challenge api.EnrolmentChallenge, id string, bootstrap ed25519.PrivateKey) (csr, proof string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	_, note, _ := strings.Cut(challenge.BootstrapReceipt, "\n\n")
	origin, _, _ := strings.Cut(note, "\n")
	hash := tlog.RecordHash(raw(t, challenge.BootstrapLeaf))
	var message []byte
	for _, part := range [][]byte{
		[]byte("sealwright/enrol/v1"), []byte(origin), raw(t, id), raw(t, challenge.Nonce), spki, hash[:],
	} {
		message = binary.BigEndian.AppendUint32(message, uint32(len(part)))
		message = append(message, part...)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode(der), encode(ed25519.Sign(bootstrap, message))
}

func raw(t *testing.T, text string) []byte {
	t.Helper()
	bytes, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}
