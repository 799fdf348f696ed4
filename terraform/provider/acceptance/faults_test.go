package acceptance

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/pin"
	"sealwright.dev/terraform/provider/internal/service"
)

// fault spoils one request, before or after the service did what it asks for.
type fault func(writer http.ResponseWriter, serve func())

func lostAnswer(_ http.ResponseWriter, serve func()) {
	serve()
	panic(http.ErrAbortHandler)
}

func lostRequest(http.ResponseWriter, func()) {
	panic(http.ErrAbortHandler)
}

func unavailable(writer http.ResponseWriter, _ func()) {
	writer.Header().Set("Content-Type", "application/problem+json")
	writer.Header().Set("Retry-After", "0")
	writer.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(writer, `{"type":"urn:sealwright:problem:hsm-unavailable","title":"The key service does not answer","status":503}`)
}

// weather stands between provider and service. It spoils each request that it meets for the first time: once, or for
// as long as the day lasts.
type weather struct {
	fault  fault
	allDay bool
	calm   bool
	proxy  http.Handler

	mutex sync.Mutex
	known map[string]bool
	today map[string]bool
}

func (w *weather) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	call := request.Method + " " + request.URL.Path
	w.mutex.Lock()
	spoil := !w.known[call] && !w.calm
	w.today[call] = true
	w.known[call] = w.known[call] || !w.allDay
	w.mutex.Unlock()
	if !spoil {
		w.proxy.ServeHTTP(writer, request)
		return
	}
	w.fault(writer, func() { w.proxy.ServeHTTP(httptest.NewRecorder(), request) })
}

// tomorrow knows what was met today.
func (w *weather) tomorrow() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for call := range w.today {
		w.known[call] = true
	}
}

// forget makes every request a new one.
func (w *weather) forget() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.known, w.today = map[string]bool{}, map[string]bool{}
}

// clear spoils nothing any more.
func (w *weather) clear() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.calm = true
}

// under is a provider block that meets this weather.
func under(t *testing.T, w *weather, retries string) string {
	t.Helper()
	address, err := url.Parse(mustEnv(t, service.AddressVariable))
	if err != nil {
		t.Fatal(err)
	}
	root, err := pin.Parse(mustEnv(t, service.RootFingerprintVariable))
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(address)
	proxy.Transport = &http.Transport{TLSClientConfig: root.TLS(address.Hostname(), time.Now)}
	w.proxy = proxy
	w.forget()
	server := httptest.NewTLSServer(w)
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(authority, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return `
provider "sealwright" {
  address     = "` + server.URL + `"
  ca_file     = "` + authority + `"
  max_retries = ` + retries + `
}
`
}

const bindingBlock = `
resource "sealwright_role_binding" "ada" {
  org  = sealwright_org.acme.name
  name = "ada"
  user = sealwright_user.ada.name
  role = "ADMIN"
}
`

func everything(org string) string {
	blocks := orgBlock + userBlock + bindingBlock + policyBlock + specBlock + bootstrapBlock + keyBlock
	return strings.NewReplacer("{org}", org, "{version}", "1").Replace(blocks)
}

func TestAnApplySurvivesEveryRequestGoingWrongOnce(t *testing.T) {
	for name, fault := range map[string]fault{"lost answer": lostAnswer, "unavailable": unavailable} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, org, sky := newWorkspace(t), fresh("org"), &weather{fault: fault}
			provider := under(t, sky, "2")
			w.configure(provider, everything(org))
			w.apply()
			w.expectNothing("after an apply in bad weather")
			expectOneOfEach(t, org, 1)

			sky.forget()
			w.configure(provider, strings.NewReplacer(
				`display_name = "Acme"`, `display_name = "Acme Ltd"`, `name = "ada"`, "name = \"ada\"\n  email = \"ada@example.com\"",
				`role = "ADMIN"`, `role = "AUDITOR"`, "api.example.com", "www.example.com",
			).Replace(strings.ReplaceAll(everything(org), bindingBlock, "")),
				strings.NewReplacer("{org}", org, `"ADMIN"`, `"AUDITOR"`).Replace(bindingBlock))
			w.apply()
			expectOneOfEach(t, org, 2)

			sky.forget()
			w.must("destroy", "-auto-approve", "-no-color")
		})
	}
}

func TestAnApplyThatBreaksOffConvergesOnTheNext(t *testing.T) {
	for name, fault := range map[string]fault{"lost answer": lostAnswer, "lost request": lostRequest} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, org, sky := newWorkspace(t), fresh("org"), &weather{fault: fault, allDay: true}
			w.configure(under(t, sky, "0"), everything(org))
			const days = 12
			for day := 1; ; day++ {
				if _, err := w.try("apply", "-auto-approve", "-no-color"); err == nil {
					break
				} else if day == days {
					t.Fatalf("after %d applies there is still an error: %v", days, err)
				}
				sky.tomorrow()
			}
			sky.clear()
			w.expectNothing("after an apply that went through")
			expectOneOfEach(t, org, 0)
		})
	}
}

// expectOneOfEach demands that the service holds what everything declares, once, and in that version if it is given.
func expectOneOfEach(t *testing.T, org string, version int64) {
	t.Helper()
	client := operator(t)
	user, _, err := service.Read[api.UserAnswer](client.GetUser(background, org, "ada"))
	done[any](t)(nil, err)
	binding, _, err := service.Read[api.RoleBindingAnswer](client.GetRoleBinding(background, org, "ada"))
	done[any](t)(nil, err)
	policy, _, err := service.Read[api.PolicyAnswer](client.GetPolicy(background, org, "support"))
	done[any](t)(nil, err)
	key, _, err := service.Read[api.APIKeyAnswer](client.GetAPIKey(background, org, "ci"))
	done[any](t)(nil, err)
	for what, got := range map[string]int64{"user": user.Version, "role binding": binding.Version, "policy": policy.Version} {
		if version != 0 && got != version {
			t.Errorf("the %s is version %d, not %d: something was written twice", what, got, version)
		}
	}
	if version != 0 && key.Version != 1 {
		t.Errorf("the API key is version %d: it was registered twice", key.Version)
	}
}
