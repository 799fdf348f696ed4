// Package service is the connection with a Sealwright service: whom to trust, who asks, and how patiently.
package service

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"sealwright.dev/terraform/provider/internal/api"
	"sealwright.dev/terraform/provider/internal/pin"
	"sealwright.dev/terraform/provider/internal/problem"
)

const (
	// IdempotencyKey is the header under which the service does a POST once, however often it is sent.
	IdempotencyKey = "Idempotency-Key"

	requestTimeout = 60 * time.Second
	maxAnswer      = 8 << 20
)

// ErrUnknown says that the provider's configuration depends on values that are known at apply only.
var ErrUnknown = errors.New("the provider's configuration is not known yet")

// Connection connects at its first use, so that the provider can be configured before its service exists.
type Connection struct {
	settings Settings
	known    bool
	open     func() (*opened, error)
}

type opened struct {
	client *api.Client
	root   pin.Fingerprint
}

// New prepares a connection. Nothing is read or sent before it is used.
func New(settings Settings, version string) *Connection {
	connection := &Connection{settings: settings, known: true}
	connection.open = sync.OnceValues(func() (*opened, error) { return settings.open(version) })
	return connection
}

// Unknown is a connection of which nothing is known yet.
func Unknown() *Connection {
	return &Connection{open: func() (*opened, error) { return nil, ErrUnknown }}
}

// Known tells whether the connection can be used.
func (c *Connection) Known() bool { return c.known }

// Client is the generated client of the API on this connection.
func (c *Connection) Client() (*api.Client, error) {
	opened, err := c.open()
	if err != nil {
		return nil, err
	}
	return opened.client, nil
}

// Root is the fingerprint of the root that this connection trusts.
func (c *Connection) Root() (pin.Fingerprint, error) {
	opened, err := c.open()
	if err != nil {
		return pin.Fingerprint{}, err
	}
	return opened.root, nil
}

func (s Settings) open(version string) (*opened, error) {
	settings, err := s.complete()
	if err != nil {
		return nil, err
	}
	address, err := parseAddress(settings.Address)
	if err != nil {
		return nil, err
	}
	trust, root, err := settings.trust(address.Hostname())
	if err != nil {
		return nil, err
	}
	if err := settings.identify(trust); err != nil {
		return nil, err
	}
	key, err := settings.key()
	if err != nil {
		return nil, err
	}
	wire := http.DefaultTransport.(*http.Transport).Clone()
	wire.TLSClientConfig = trust
	wire.ForceAttemptHTTP2 = true
	sender := &transport{
		http: &http.Client{
			Transport:     wire,
			Timeout:       requestTimeout,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		retries: settings.MaxRetries,
		bearer:  key,
	}
	client, err := api.NewClient(strings.TrimSuffix(settings.Address, "/"), api.WithHTTPClient(sender),
		api.WithRequestEditorFn(func(_ context.Context, request *http.Request) error {
			request.Header.Set("User-Agent", "terraform-provider-sealwright/"+version)
			return nil
		}))
	if err != nil {
		return nil, err
	}
	return &opened{client: client, root: root}, nil
}

func parseAddress(text string) (*url.URL, error) {
	address, err := url.Parse(text)
	if err != nil || address.Scheme != "https" || address.Hostname() == "" || address.User != nil ||
		strings.Trim(address.Path, "/") != "" || address.RawQuery != "" || address.Fragment != "" {
		return nil, errors.New("the address of the service is https://host[:port], and nothing behind it")
	}
	return address, nil
}

// trust is by the pinned fingerprint, or by the certificates of a file.
func (s Settings) trust(host string) (*tls.Config, pin.Fingerprint, error) {
	if s.RootFingerprint != "" {
		root, err := pin.Parse(s.RootFingerprint)
		if err != nil {
			return nil, root, err
		}
		return root.TLS(host, time.Now), root, nil
	}
	text, err := os.ReadFile(s.CAFile)
	if err != nil {
		return nil, pin.Fingerprint{}, fmt.Errorf("the CA file cannot be read: %w", err)
	}
	authority, err := firstCertificate(text)
	if err != nil {
		return nil, pin.Fingerprint{}, fmt.Errorf("the CA file: %w", err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool, ServerName: host}, pin.Of(authority), nil
}

// identify adds the client certificate, if there is one.
func (s Settings) identify(trust *tls.Config) error {
	if s.ClientCertificateFile == "" {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(s.ClientCertificateFile, s.ClientKeyFile)
	if err != nil {
		return fmt.Errorf("the client certificate cannot be used: %w", err)
	}
	trust.Certificates = []tls.Certificate{pair}
	return nil
}

// untrusted tells whether a connection failed because of whom it met: that does not get better by trying again.
func untrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	return errors.As(err, &verification) || errors.Is(err, pin.ErrUntrusted)
}

// Once marks a POST as one that the service does once, however often it is sent.
func Once() api.RequestEditorFn {
	key := uuid.NewString()
	return func(_ context.Context, request *http.Request) error {
		request.Header.Set(IdempotencyKey, key)
		return nil
	}
}

// IfMatch makes a write conditional on the version that was read.
func IfMatch(tag string) api.RequestEditorFn {
	return header("If-Match", tag)
}

// IfAbsent makes a write conditional on nothing being there.
func IfAbsent() api.RequestEditorFn {
	return header("If-None-Match", "*")
}

func header(name, value string) api.RequestEditorFn {
	return func(_ context.Context, request *http.Request) error {
		if value != "" {
			request.Header.Set(name, value)
		}
		return nil
	}
}

// Read is the JSON of an answer and its entity tag; a refusal is a *problem.Problem.
func Read[A any](response *http.Response, err error) (A, string, error) {
	var answer A
	body, tag, err := ReadBytes(response, err)
	if err == nil && len(body) > 0 {
		if err = json.Unmarshal(body, &answer); err != nil {
			err = fmt.Errorf("the answer is not what the API describes: %w", err)
		}
	}
	return answer, tag, err
}

// ReadBytes is an answer as it came, and its entity tag.
func ReadBytes(response *http.Response, err error) ([]byte, string, error) {
	if err != nil {
		return nil, "", fmt.Errorf("the service did not answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return nil, "", problem.Of(response)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("the answer broke off: %w", err)
	case len(body) > maxAnswer:
		return nil, "", errors.New("the answer is too long")
	default:
		return body, response.Header.Get("ETag"), nil
	}
}
