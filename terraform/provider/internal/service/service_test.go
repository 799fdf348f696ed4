package service

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/problem"
)

const key = "sw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// served is a client of a server of this test, over TLS that a CA file vouches for.
func served(t *testing.T, retries int, handler http.HandlerFunc) *api.Client {
	t.Helper()
	for _, variable := range []string{AddressVariable, RootFingerprintVariable, CAFileVariable, APIKeyVariable, APIKeyFileVariable} {
		t.Setenv(variable, "")
	}
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(authority, text, 0o600); err != nil {
		t.Fatal(err)
	}
	client, err := New(Settings{Address: server.URL, CAFile: authority, APIKey: key, MaxRetries: retries}, "test").Client()
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func refuse(writer http.ResponseWriter, status int, slug, detail string) {
	writer.Header().Set("Content-Type", "application/problem+json")
	writer.WriteHeader(status)
	_, _ = fmt.Fprintf(writer, `{"type":"urn:sealwright:problem:%s","title":"T","status":%d,"detail":%q,"request_id":"r-1"}`, slug, status, detail)
}

func TestARequestIsSentAgainWhenThatMayHelp(t *testing.T) {
	for name, test := range map[string]struct {
		status  int
		header  string
		retries int
		want    int32
	}{
		"503 with Retry-After":             {http.StatusServiceUnavailable, "0", 2, 3},
		"503 without":                      {http.StatusServiceUnavailable, "", 1, 2},
		"429":                              {http.StatusTooManyRequests, "0", 2, 3},
		"409 that says when":               {http.StatusConflict, "0", 2, 3},
		"409 for good":                     {http.StatusConflict, "", 2, 1},
		"503 with more than half a minute": {http.StatusServiceUnavailable, "31", 2, 1},
		"422":                              {http.StatusUnprocessableEntity, "0", 2, 1},
		"no retries":                       {http.StatusServiceUnavailable, "0", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var calls atomic.Int32
			client := served(t, test.retries, func(writer http.ResponseWriter, _ *http.Request) {
				calls.Add(1)
				if test.header != "" {
					writer.Header().Set("Retry-After", test.header)
				}
				refuse(writer, test.status, "conflict", "")
			})
			ctx, trail := WithTrail(context.Background())
			if _, _, err := ReadBytes(client.PutUser(ctx, "acme", "ada", nil, api.User{})); !problem.Is(err, test.status) {
				t.Errorf("%v is not the refusal", err)
			}
			if calls.Load() != test.want || trail.Repeated() != (test.want > 1) {
				t.Errorf("%d requests instead of %d", calls.Load(), test.want)
			}
		})
	}
}

func TestABrokenConnectionIsTriedAgainWithTheWholeBody(t *testing.T) {
	var bodies []string
	client := served(t, 2, func(writer http.ResponseWriter, request *http.Request) {
		text := make([]byte, request.ContentLength)
		_, _ = request.Body.Read(text)
		bodies = append(bodies, string(text))
		if len(bodies) == 1 {
			panic(http.ErrAbortHandler)
		}
		_, _ = writer.Write([]byte("{}"))
	})
	name := "Ada"
	if _, _, err := ReadBytes(client.PutUser(context.Background(), "acme", "ada", nil, api.User{DisplayName: &name})); err != nil {
		t.Fatal(err)
	}
	if len(bodies) != 2 || bodies[0] != bodies[1] || !strings.Contains(bodies[1], "Ada") {
		t.Errorf("sent %q", bodies)
	}
}

func TestAPostIsRepeatedOnlyUnderAnIdempotencyKey(t *testing.T) {
	var keys []string
	client := served(t, 1, func(writer http.ResponseWriter, request *http.Request) {
		keys = append(keys, request.Header.Get(IdempotencyKey))
		writer.Header().Set("Retry-After", "0")
		refuse(writer, http.StatusServiceUnavailable, "log-unavailable", "")
	})
	_, _, _ = ReadBytes(client.MintBootstrap(context.Background(), "acme", nil, api.MintBootstrap{}))
	if len(keys) != 1 {
		t.Errorf("%d requests without a key", len(keys))
	}
	_, _, _ = ReadBytes(client.MintBootstrap(context.Background(), "acme", nil, api.MintBootstrap{}, Once()))
	if len(keys) != 3 || keys[1] == "" || keys[1] != keys[2] {
		t.Errorf("keys %q", keys)
	}
}

func TestTheCredentialIsSentToTheServiceAndARedirectIsNotFollowed(t *testing.T) {
	var elsewhere atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Store(true) }))
	defer other.Close()
	client := served(t, 0, func(writer http.ResponseWriter, request *http.Request) {
		if request.Header.Get("Authorization") != "Bearer "+key {
			t.Errorf("authorization %q", request.Header.Get("Authorization"))
		}
		http.Redirect(writer, request, other.URL, http.StatusTemporaryRedirect)
	})
	if _, _, err := ReadBytes(client.Whoami(context.Background())); err == nil {
		t.Error("a redirect is an answer")
	}
	if elsewhere.Load() {
		t.Error("the redirect was followed")
	}
}

func TestAServerThatNothingVouchesForIsNotAsked(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	server.StartTLS()
	defer server.Close()
	for _, variable := range []string{CAFileVariable, APIKeyFileVariable} {
		t.Setenv(variable, "")
	}
	client, err := New(Settings{Address: server.URL, RootFingerprint: strings.Repeat("00", 32), APIKey: key, MaxRetries: 3}, "test").Client()
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = ReadBytes(client.Whoami(context.Background()))
	if err == nil || !strings.Contains(err.Error(), "pinned root") || asked.Load() != 0 {
		t.Errorf("%v, asked %d times", err, asked.Load())
	}
}

func TestSettingsAreCompletedFromEnvironmentOrProfile(t *testing.T) {
	pin := strings.Repeat("ab", 32)
	profile := fmt.Sprintf(`{"address":"https://login.example","root_fingerprint":%q,"api_key":%q}`, pin, key)
	for name, test := range map[string]struct {
		given    Settings
		env      map[string]string
		profile  string
		saved    string
		chosen   string
		address  string
		expected string
	}{
		"all given":          {given: Settings{Address: "https://a.example", RootFingerprint: pin, APIKey: key}, address: "https://a.example"},
		"all from variables": {env: map[string]string{AddressVariable: "https://b.example", RootFingerprintVariable: pin, APIKeyVariable: key}, address: "https://b.example"},
		"given before variables": {
			given: Settings{Address: "https://a.example", RootFingerprint: pin, APIKey: key},
			env:   map[string]string{AddressVariable: "https://b.example", CAFileVariable: "/nowhere", APIKeyFileVariable: "/nowhere"}, address: "https://a.example",
		},
		"profile of login":             {profile: profile, address: "https://login.example"},
		"profile that was chosen":      {profile: profile, saved: "staging", chosen: "staging\n", address: "https://login.example"},
		"profile of the environment":   {profile: profile, saved: "ci", chosen: "staging\n", env: map[string]string{ProfileVariable: "ci"}, address: "https://login.example"},
		"profile that is not there":    {profile: profile, chosen: "staging\n", expected: "where the service is"},
		"profile outside the folder":   {profile: profile, env: map[string]string{ProfileVariable: "../default"}, expected: "names no profile"},
		"profile for no other address": {given: Settings{Address: "https://a.example"}, profile: profile, expected: "which root to trust"},
		"nothing":                      {expected: "where the service is"},
		"no root":                      {given: Settings{Address: "https://a.example", APIKey: key}, expected: "which root to trust"},
		"two roots":                    {given: Settings{Address: "https://a.example", RootFingerprint: pin, CAFile: "x", APIKey: key}, expected: "one of them"},
		"no credential":                {given: Settings{Address: "https://a.example", RootFingerprint: pin}, expected: "who asks"},
		"two credentials":              {given: Settings{Address: "https://a.example", RootFingerprint: pin, APIKey: key, APIKeyFile: "x"}, expected: "one of them"},
		"half a certificate":           {given: Settings{Address: "https://a.example", RootFingerprint: pin, ClientCertificateFile: "x"}, expected: "its key"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for _, variable := range []string{
				AddressVariable, RootFingerprintVariable, CAFileVariable, APIKeyVariable, APIKeyFileVariable,
				ClientCertificateFileVariable, ClientKeyFileVariable, ProfileVariable,
			} {
				t.Setenv(variable, test.env[variable])
			}
			t.Setenv(ConfigVariable, folder)
			if test.saved == "" {
				test.saved = "default"
			}
			for file, text := range map[string]string{"profiles/" + test.saved + ".json": test.profile, "current": test.chosen} {
				if text == "" {
					continue
				}
				path := filepath.Join(folder, file)
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
					t.Fatal(err)
				}
			}
			got, err := test.given.complete()
			switch {
			case test.expected == "" && (err != nil || got.Address != test.address || got.RootFingerprint != pin):
				t.Errorf("%+v, %v", got.Address, err)
			case test.expected != "" && (err == nil || !strings.Contains(err.Error(), test.expected)):
				t.Errorf("%v does not say %q", err, test.expected)
			}
		})
	}
}

func TestAnAddressIsAServiceAndNothingBehindIt(t *testing.T) {
	for _, text := range []string{"https://a.example", "https://a.example:8443/", "https://127.0.0.1:1"} {
		if _, err := parseAddress(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "a.example", "http://a.example", "https://", "https://a.example/v1", "https://u:p@a.example", "https://a.example?x", "https://a.example#x"} {
		if _, err := parseAddress(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestAKeyOfAnotherFormIsRefusedWithoutShowingIt(t *testing.T) {
	secret := "hunter2-hunter2"
	if _, err := (Settings{APIKey: secret}).key(); err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("%v", err)
	}
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := (Settings{APIKeyFile: file}).key(); err != nil || got != key {
		t.Errorf("the key of a file with a line end: %v", err)
	}
}

func TestWhatIsUnknownIsNotUsed(t *testing.T) {
	connection := Unknown()
	if _, err := connection.Client(); err == nil || connection.Known() {
		t.Error("an unknown connection can be used")
	}
}
